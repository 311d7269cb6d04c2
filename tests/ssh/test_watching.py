"""A server that watches itself: what holds up everybody's keys is counted, and it is told where that happened."""

from __future__ import annotations

import asyncio
import io
import json
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from argon2 import PasswordHasher

from core.long_messages import divide
from core.people import Via
from tests.ssh.host import PASSWORD, Host
from tui.ssh.figures import Figures
from tui.ssh.journal import Journal
from tui.ssh.limits import Bounds
from tui.ssh.records import LINES_A_SECOND, Records
from tui.ssh.watchdog import Watchdog

R = TypeVar("R")


async def test_a_stall_is_told_with_its_place_in_the_code() -> None:
    told: list[tuple[float, str]] = []
    came = threading.Event()

    def stalled(seconds: float, where: str) -> None:
        told.append((seconds, where))
        came.set()

    def hold_everybody_up() -> None:
        """Until it is noticed where, and some more."""
        time.sleep(0.3)

    with Watchdog(asyncio.get_running_loop(), stalled, too_long=0.1, looks=0.01):
        await asyncio.sleep(0.05)
        hold_everybody_up()
        assert await asyncio.to_thread(came.wait, 30)

    assert told[0][0] > 0.1
    assert "hold_everybody_up" in told[0][1]


def test_lines_that_nobody_reads_hold_nobody_up_and_are_counted() -> None:
    reads = threading.Event()

    class Slow(io.StringIO):
        def write(self, text: str) -> int:
            reads.wait(30)
            return super().write(text)

    out = Slow()
    journal = Journal(out, worker=1)
    for nth in range(5_000):
        journal.note("connected", connection=f"{nth}")
    reads.set()
    while journal.waits:
        time.sleep(0.01)
    journal.note("left")
    journal.close()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]

    assert {line["worker"] for line in lines} == {1}
    kept = sum(line["event"] == "connected" for line in lines)
    assert kept + sum(line.get("lines", 0) for line in lines) == 5_000
    assert kept < 5_000


def test_a_flood_of_those_who_are_turned_away_fills_no_disk() -> None:
    out = io.StringIO()
    journal = Journal(out)
    records = Records(journal)
    for _ in range(500):
        records.turned_away("192.0.2.7")
    journal.close()

    assert len(out.getvalue().splitlines()) <= 3 * LINES_A_SECOND
    assert counted(records.figures, "ttydesk_turned_away_total") == 500


def test_several_processes_together_give_away_no_more_than_one() -> None:
    alone = Bounds()
    shared = alone.shared_by(3)

    assert alone.shared_by(1) == alone
    assert 3 * shared.connections < alone.connections + 3
    assert 3 * shared.not_let_in < alone.not_let_in + 3
    assert alone.shared_by(64).not_let_in_of_one_place == 4


def counted(figures: Figures, name: str) -> float:
    return figures.registry.get_sample_value(name) or 0.0


def test_what_takes_long_is_done_beside_the_loop(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords, and messages of ten megabytes: large conversations are read in pieces, see tests/tui/test_large.py."""
    done_in: dict[str, str] = {}

    def seen(what: str, work: Callable[..., R]) -> Callable[..., R]:
        def done(*given: Any) -> R:
            done_in[what] = threading.current_thread().name
            return work(*given)

        return done

    monkeypatch.setattr(PasswordHasher, "verify", seen("password", PasswordHasher.verify))
    monkeypatch.setattr("tui.cli.messages.divide", seen("message", divide))
    door = host.served.reception.at(Via.SSH, "192.0.2.9")

    host.do(lambda: door.sign_in("ann@acme.example", PASSWORD))
    assert host.run("new", "--subject", "Large", stdin=b"It does not work.\n" * 555_555).status == 0

    assert done_in["password"].startswith("desk-passwords")
    assert done_in["message"].startswith("ssh-commands")
