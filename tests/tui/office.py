"""A small help desk at work, for tests of the agent's screens: real store, real people, a clock that stands still."""

from __future__ import annotations

import atexit
import itertools
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.screen import Screen

from core import opening, reading, replying, staffing, triage
from core.calendars import DAY, HOUR, MINUTE
from core.desk import Desk
from core.drafting import draft
from core.entries import Attachment
from core.listing import Query, Row, View
from core.people import Role, Via
from core.reading import TicketView, look_at, notices
from core.reception import Reception
from core.references import Reference
from core.setting_up import change_settings, mine
from core.soft_state import SoftState
from core.tickets import Priority, Status, Ticket
from core.wish import Wish
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.tui.stage import Stage, lines_of, work_done
from tests.tui.stage import until as until_soon
from tui.glyphs import UNICODE, Glyphs
from tui.messages import TicketsChanged
from tui.session import Session
from tui.widgets.hint_line import HintLine

NOON = 1_763_985_600_000  # a Monday in November, 12:00 UTC
SIZES = [(60, 20), (80, 24), (120, 36), (160, 50)]
"""Of terminals: tiny, small, middle, large."""
HOSTILE = "[red]\x1b[31m\x07\u202egnp.exe\u2069[/] [@click=app.bell]x[/] \u200b𝕏 " + "e\u0301" * 3


class NoMemory:
    """This machine remembers nobody."""

    async def token(self) -> str | None:
        return None

    async def keep(self, token: str) -> str | None:
        return "not here"

    async def drop(self) -> None:
        return None


@dataclass
class Office:
    """Everybody who works here and two customers. Time passes only when a test says so."""

    path: Path
    opened: OpenedStore
    reception: Reception
    clock: list[int]
    olga: Desk
    maya: Desk
    jonas: Desk
    ann: Desk
    ben: Desk
    keys: itertools.count[int] = field(default_factory=itertools.count)

    def at(self, before_noon: int) -> None:
        self.clock[0] = NOON - before_noon

    def key(self) -> str:
        return f"{self.path} {next(self.keys)}"

    async def opens(
        self,
        desk: Desk,
        subject: str,
        body: str = "It does not work.",
        *,
        priority: Priority = Priority.MEDIUM,
        category: str | None = None,
        files: tuple[Attachment, ...] = (),
    ) -> Ticket:
        form = opening.Form(subject, body, self.key(), category, priority, attachments=files)
        return await desk.write(opening.open_ticket, form)

    async def says(
        self, desk: Desk, ticket: Ticket, body: str, *, then: Status | None = None, files: tuple[Attachment, ...] = ()
    ) -> Ticket:
        said = replying.Reply(ticket.reference, body, self.key(), then=then, attachments=files)
        return await desk.write(replying.reply, said)

    async def notes(self, desk: Desk, ticket: Ticket, body: str) -> Ticket:
        return await desk.write(replying.note, replying.Reply(ticket.reference, body, self.key()))

    async def changes(self, desk: Desk, ticket: Ticket, **wish: Any) -> Ticket:
        return await desk.write(triage.change, Wish(ticket.reference, **wish))

    async def file(self, name: str, content: bytes) -> Attachment:
        blob = await self.opened.files.put(BytesIO(content), at_most=1 << 20)
        return Attachment(name, blob.size, "text/plain", blob.sha256)

    async def ticket(self, subject: str) -> Ticket:
        """The ticket as staff see it."""
        return (await self.view(subject)).ticket

    async def view(self, subject: str) -> TicketView:
        row = await self.row(subject)
        return await self.olga.read(look_at, row.reference)

    async def row(self, subject: str, desk: Desk | None = None) -> Row:
        who = desk or self.olga
        page = await who.read(reading.page, Query(View.ALL), who.now())
        return next(row for row in page.rows if row.subject.startswith(subject))

    async def kept_draft(self, desk: Desk, kind: str, reference: Reference) -> str | None:
        return await desk.read(draft, kind, reference)

    async def session(self, desk: Desk, glyphs: Glyphs = UNICODE) -> Session:
        known, own = await desk.read(notices), await desk.read(mine)
        return Session(desk, self.reception, known, own, glyphs, NoMemory(), SoftState(quiet=0.02, longest=0.1))


async def _open(folder: Path) -> Office:
    """The desk in this folder, made if it is not there."""
    path = folder / "desk.db"
    is_new = not path.exists()
    opened = open_store(f"sqlite:///{path}", create=True)
    clock, chance = [NOON], random.Random(str(folder))
    reception = Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.TUI,
        source="tester",
        clock=lambda: clock[0],
        chance=lambda: chance.getrandbits(256),
    )
    if is_new:
        clock[0] = NOON - 20 * DAY
        await _staff(await reception.set_up("Acme Support", "Olga Petrov", "olga@acme.example", None))
    names = ("olga", "maya", "jonas", "ann", "ben")
    olga, maya, jonas, ann, ben = [await reception.claimed(f"{name}@acme.example") for name in names]
    return Office(path, opened, reception, clock, olga, maya, jonas, ann, ben)


async def _staff(olga: Desk) -> None:
    await olga.write(change_settings, {"desk.categories": "Network, Billing"})
    for name, role in (
        ("Maya Lind", Role.AGENT),
        ("Jonas Weber", Role.AGENT),
        ("Ann Okafor", Role.CUSTOMER),
        ("Ben Ito", Role.CUSTOMER),
    ):
        await olga.write(staffing.add_person, name, f"{name.split()[0].lower()}@acme.example", role)


async def _fill(office: Office) -> None:
    """Nine tickets: five for Maya or nobody, and one each with Jonas, waiting, resolved and closed."""
    maya, jonas, ann, ben = office.maya, office.jonas, office.ann, office.ben
    office.at(9 * DAY)
    closed = await office.opens(ann, "Old badge opens the side door")
    await office.says(maya, closed, "Taken away.", then=Status.RESOLVED)
    await office.changes(maya, closed, status=Status.CLOSED)
    office.at(2 * DAY)
    resolved = await office.opens(ben, "Phone moved to desk 14", category="Billing")
    await office.says(maya, resolved, "It rings there now.", then=Status.RESOLVED)
    waiting = await office.opens(ann, "Backup report shows one red line")
    await office.says(maya, waiting, "Which line?", then=Status.WAITING)
    office.at(5 * HOUR)
    await office.opens(ann, "Which client for macOS?", priority=Priority.LOW)
    busy = await office.opens(ben, "Scanner saves to the wrong folder", category="Billing")
    await office.changes(jonas, busy, assignee="me")
    await office.opens(ben, "Invoice charged twice", category="Billing")
    office.at(4 * HOUR + 12 * MINUTE)
    await office.opens(ben, "Payroll export stops", priority=Priority.HIGH, category="Billing")
    office.at(2 * HOUR)
    vpn = await office.opens(ann, "VPN refuses my certificate", "Nobody gets in.\n> TLS failed", priority=Priority.HIGH)
    await office.changes(maya, vpn, assignee="me", priority=Priority.URGENT, add_tags=("vpn",))
    await office.notes(jonas, vpn, "The chain on gw-2 ran out.")
    log = await office.file("client.log", b"TLS handshake failed\n" * 60)
    office.at(95 * MINUTE)
    await office.says(ann, vpn, "It is getting worse.", files=(log,))
    office.at(55 * MINUTE)
    await office.opens(ann, "Card terminal offline", priority=Priority.URGENT)
    office.at(0)


class Window(Stage):
    """The app around a screen; hears of every change as the real one does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "leave", "leave", show=False)]

    def __init__(self, **how: Any) -> None:
        super().__init__(Screen, **how)
        self.has_left = False
        self.copied = ""

    def action_leave(self) -> None:
        self.has_left = True

    def copy_to_clipboard(self, text: str) -> None:
        self.copied = text
        super().copy_to_clipboard(text)

    def hear(self, references: frozenset[Reference]) -> None:
        for screen in self.screen_stack:
            screen.post_message(TicketsChanged(references))


@asynccontextmanager
async def office_in(folder: Path) -> AsyncIterator[Office]:
    """A copy of the desk for one test: it is filled once."""
    shutil.copytree(await _filled(), folder, dirs_exist_ok=True)
    office = await _open(folder)
    try:
        yield office
    finally:
        await office.opened.close()


_TEMPLATE: list[Path] = []


async def _filled() -> Path:
    if not _TEMPLATE:
        _TEMPLATE.append(Path(tempfile.mkdtemp(prefix="office")))
        atexit.register(shutil.rmtree, _TEMPLATE[0], ignore_errors=True)
        office = await _open(_TEMPLATE[0])
        await _fill(office)
        await office.opened.close()
    return _TEMPLATE[0]


@asynccontextmanager
async def window_on(
    office: Office,
    desk: Desk,
    screen: Callable[[Session], Screen[Any]],
    size: tuple[int, int] = (120, 36),
    **how: Any,
) -> AsyncIterator[Pilot[Any]]:
    """The screen as this person sees it."""
    app = Window(**how)
    session = await office.session(desk, app.glyphs)
    async with app.run_test(size=size) as pilot:
        unsubscribe = office.opened.feed.subscribe(app.hear)
        await app.push_screen(screen(session))
        yield pilot
        unsubscribe()
        await work_done(app)
        await session.soft.flush()


def words_on(app: App[Any]) -> str:
    """All that stands on the screen."""
    return "\n".join(lines_of(app))


def hint(app: App[Any]) -> str:
    """What the hint line says."""
    return lines_of(app)[-1].strip()


def message(app: App[Any]) -> str:
    return app.screen.query_one(HintLine).message


async def until(pilot: Pilot[Any], true: Callable[[], object]) -> None:
    """Wait until something holds, on a busy machine too."""
    await until_soon(pilot, true)


async def seen(pilot: Pilot[Any], words: str) -> None:
    """Wait until these words stand on the screen."""
    await until(pilot, lambda: words in words_on(pilot.app))


async def gone(pilot: Pilot[Any], words: str) -> None:
    await until(pilot, lambda: words not in words_on(pilot.app))
