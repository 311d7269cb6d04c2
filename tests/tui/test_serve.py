"""What a desk does by itself while somebody has it open: once, however many have it open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from core import opening, reading
from core.listing import Query, View
from core.people import Via
from core.reception import Reception
from core.setting_up import change_settings
from core.tickets import Priority
from storage.sqlite_engine import SqliteEngine
from tests.mail.post_office import post_office
from tui.machine import Machine
from tui.serve import LEASE, Loops, Served, arrival, chance, open_desk

Opens = Callable[[], Served]


@pytest.fixture
async def opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Opens]:
    """Opens the same desk again, as another process would."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "desk").mkdir(mode=0o700)
    machine = Machine(db=f"sqlite:///{tmp_path}/desk/desk.db")
    async with AsyncExitStack() as leaving:

        def open_it() -> Served:
            served = open_desk(machine, Via.TUI, create=True)
            leaving.push_async_callback(served.store.close)
            return served

        yield open_it


async def with_a_late_ticket(served: Served) -> None:
    await served.reception.set_up("Acme", "Olga", "olga@desk.example", None)
    form = opening.Form("VPN", "It burns", "key", priority=Priority.URGENT, name="Ann", email="ann@acme.example")
    await served.reception.guest().write(opening.open_ticket, form)


async def letters(served: Served) -> int:
    """How many deadlines were told, as the audit of the desk itself shows."""
    olga = await served.reception.claimed("olga@desk.example")
    page = await olga.read(reading.page, Query(View.ALL), olga.now())
    return sum(row.version for row in page.rows)


async def test_a_deadline_is_told_once_although_two_have_the_desk_open(opens: Opens) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as clock:
        first, second = opens(), opens()
        await with_a_late_ticket(first)
        before = await letters(first)
        clock.shift(2 * 3600)

        await asyncio.gather(Loops(first).wake_what_is_due(), Loops(second).wake_what_is_due())

        assert await letters(first) == before + 1


async def test_whoever_holds_the_lease_does_the_work_until_it_runs_out(opens: Opens) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as clock:
        from storage.leases import hold

        served = opens()
        await with_a_late_ticket(served)
        before = await letters(served)
        clock.shift(2 * 3600)
        now = served.reception.guest().now()
        assert await hold(served.store.store, "due times", "somebody else", now, LEASE)

        await Loops(served).wake_what_is_due()
        assert await letters(served) == before

        clock.shift(LEASE / 1000 + 1)
        await Loops(served).wake_what_is_due()
        assert await letters(served) == before + 1


async def test_where_nothing_is_due_nothing_is_written(opens: Opens) -> None:
    served = opens()
    await with_a_late_ticket(served)
    engine = served.store.store.engine
    assert isinstance(engine, SqliteEngine)
    wal = engine.path.with_name("desk.db-wal")
    before = wal.stat()

    await Loops(served).wake_what_is_due()

    assert (wal.stat().st_size, wal.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


async def test_the_database_is_looked_after_once_in_a_while_by_whoever_comes_first(opens: Opens) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as clock:
        first, second = opens(), opens()
        await with_a_late_ticket(first)
        engine = first.store.store.engine
        assert isinstance(engine, SqliteEngine)
        wal = engine.path.with_name("desk.db-wal")
        assert wal.stat().st_size

        await Loops(first).look_after_the_database()
        assert not wal.stat().st_size

        await second.reception.guest().write(
            opening.open_ticket, opening.Form("Again", "Hot", "2", name="A", email="a@b.example")
        )
        await Loops(second).look_after_the_database()
        assert wal.stat().st_size
        clock.shift(21 * 3600)
        await Loops(second).look_after_the_database()
        assert not wal.stat().st_size


async def test_the_loops_run_while_the_app_has_the_desk_open_and_end_with_it(opens: Opens) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC), tick=False) as clock:
        served = opens()
        await with_a_late_ticket(served)
        told = asyncio.Event()
        served.reception.feed.subscribe(lambda references: told.set())
        clock.shift(2 * 3600)

        loops = Loops(served, looks=0.01)
        loops.start()
        await asyncio.wait_for(told.wait(), 20)
        await loops.stop()

        assert [task.get_name() for task in asyncio.all_tasks() if task.get_name() == "loops of the desk"] == []
        await loops.stop()


async def test_letters_leave_while_the_app_has_the_desk_open(opens: Opens) -> None:
    async with post_office() as office:
        served = opens()._replace(smtp=office.url)
        await with_a_late_ticket(served)
        olga = await served.reception.claimed("olga@desk.example")
        await olga.write(change_settings, {"desk.address": "help@desk.example"})
        arrived = asyncio.Event()
        office.reached = lambda step: arrived.set() if len(office.letters) == 2 else None

        loops = Loops(served, looks=0.01)
        loops.start()
        await asyncio.wait_for(arrived.wait(), 20)
        await loops.stop()

    assert {str(letter["To"]) for letter in office.letters} == {"ann@acme.example", "Olga <olga@desk.example>"}


async def test_letters_are_sent_by_one_of_those_who_have_the_desk_open(opens: Opens) -> None:
    async with post_office() as office:
        first, second = (Loops(opens()._replace(smtp=office.url)) for _ in range(2))
        served = opens()
        await with_a_late_ticket(served)
        olga = await served.reception.claimed("olga@desk.example")
        await olga.write(change_settings, {"desk.address": "help@desk.example"})

        done = await asyncio.gather(first.post.send_letters(), second.post.send_letters())

    assert (sum(one.sent for one in done), len(office.letters)) == (2, 2)


def wait_for(file: Path) -> None:
    until = time.monotonic() + 20
    while not (file.exists() and file.stat().st_size) and time.monotonic() < until:
        time.sleep(0.01)


def no_clock() -> int:
    raise RuntimeError("the clock of this machine is broken")


async def test_a_loop_that_goes_wrong_rests_and_is_written_down(opens: Opens, tmp_path: Path) -> None:
    served = opens()
    store = served.store
    reception = Reception(
        store.store, store.files, store.passwords, store.feed, via=Via.TUI, source="", clock=no_clock, chance=chance
    )
    loops = Loops(served._replace(reception=reception), looks=0.01)

    loops.start()
    log = tmp_path / "state" / "ttydesk" / "ttydesk.log"
    await asyncio.to_thread(wait_for, log)
    await loops.stop()

    text = log.read_text()
    assert "builtins.RuntimeError" in text
    assert "tui/serve.py:" in text


async def test_the_app_arrives_at_a_new_desk_and_later_as_somebody(opens: Opens) -> None:
    first = await arrival(opens(), "")
    assert (first.is_set_up, first.desk) == (False, None)
    await first.reception.set_up("Acme", "Olga", "olga@desk.example", None)
    await first.close()

    later = await arrival(opens(), "olga@desk.example")
    assert later.is_set_up
    assert later.desk is not None
    assert later.desk.actor.asserted
    await later.close()
