"""The audit: an operator reads who did what, when and through which door, and looks for a ticket or a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from core.auditing import AuditPage, AuditQuery, audit_page, meant_by
from core.errors import DeskError, TryLater
from core.references import shown
from tui.messages import SettingsChanged, TicketsChanged
from tui.screens.operator import OperatorScreen
from tui.screens.pace import AGAIN_AFTER, COUNTS_AFTER, SLOW
from tui.screens.ticket import TicketScreen
from tui.session import Session
from tui.widgets.audit_list import AuditList, told_of
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import EVERYWHERE, MOVE, key_of
from tui.widgets.line import Line, lines
from tui.widgets.rows import Empty, Rows
from tui.widgets.search_box import SearchBox
from tui.widgets.top_bar import TopBar

EVERYTHING = AuditQuery()


class AuditScreen(OperatorScreen):
    """The newest deeds first; what is done meanwhile comes in above and moves nothing."""

    NAME: ClassVar = "audit"
    CSS_PATH: ClassVar = "../../styles/audit.tcss"
    AUTO_FOCUS = "AuditList"
    HINTS: ClassVar = ("rows.open", "audit.search", "audit.all", "operator.queues", "operator.people")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", id="audit.search", tooltip="look for a ticket or a person", group=MOVE),
        Binding("escape", "everything", "everything", id="audit.all", tooltip="show all again", group=EVERYWHERE),
    ]

    @dataclass
    class PageCame(Message):
        wanted: Rows.RowsWanted
        page: AuditPage

    @dataclass
    class NotRead(Message):
        error: DeskError
        wanted: Rows.RowsWanted | None = None

    @dataclass
    class Meant(Message):
        """What was typed means these deeds."""

        typed: str
        query: AuditQuery

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._reading: Timer | None = None
        self.query_now = EVERYTHING
        self.typed = ""

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "Audit", self.session.who)
        with Vertical(id="audit"):
            yield OneLiner(id="title")
            yield SearchBox(placeholder="the ID of a ticket, or a part of a name or an e-mail", id="search")
            yield AuditList(self.session.desk.now, id="deeds")
            yield Static(id="deed")
        yield HintLine()

    def on_mount(self) -> None:
        self.show(EVERYTHING, "")

    @property
    def deeds(self) -> AuditList:
        return self.query_one(AuditList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "everything":
            return self.query_now != EVERYTHING
        return super().check_action(action, parameters)

    # Reading

    def show(self, query: AuditQuery, typed: str) -> None:
        """Other deeds, from the newest on."""
        self.query_now, self.typed = query, typed
        self.workers.cancel_group(self, "deeds")
        self.deeds.empty = self._nothing()
        self.deeds.start_over()
        title = Line("Audit", "accent", bold=True).gap(2)
        if query.reference is not None:
            title.add(f"of {shown(query.reference)}")
        elif query.who:
            title.add("by or about people with").gap(1).add(query.who, bold=True)
            title.gap(1).add("in name or e-mail", "muted")
        else:
            title.add("who did what, the newest first", "muted")
        self.query_one("#title", OneLiner).show(title)
        self.refresh_bindings()

    def _nothing(self) -> Empty:
        if self.query_now.reference is not None:
            return Empty("Nothing was done to this ticket.", f"Press {key_of(self, 'audit.all')} for everything.")
        if self.query_now.who:
            search = key_of(self, "audit.search")
            return Empty("Nothing by or about such a person.", f"Press {search} and type less of it, or a ticket ID.")
        return Empty("Nothing was done here yet.", "Whatever somebody does stands here at once.")

    @on(Rows.RowsWanted)
    def read_page(self, wanted: Rows.RowsWanted) -> None:
        if not self.deeds.is_loaded:
            self.set_timer(SLOW, self._tell_slow)
        self.fetch(self.query_now, wanted)

    def _tell_slow(self) -> None:
        if not self.deeds.is_loaded:
            self.say("searching", "")

    @work(group="deeds", exit_on_error=False)
    async def fetch(self, query: AuditQuery, wanted: Rows.RowsWanted) -> None:
        asked = replace(query, start=wanted.cursor, backwards=wanted.backwards, limit=wanted.limit)
        try:
            self.post_message(self.PageCame(wanted, await self.session.desk.read(audit_page, asked)))
        except DeskError as error:
            self.post_message(self.NotRead(error, wanted))

    @on(PageCame)
    def put_page(self, came: PageCame) -> None:
        page = came.page
        self.deeds.put_page(came.wanted, page.deeds, before=page.newer, after=page.older, position=page.position)
        self.query_one(SearchBox).answered(found=bool(self.deeds.window.rows))
        if not self.deeds.window.rows:
            self.query_one("#deed", Static).update(lines([]))
        self.refresh_bindings()

    @on(NotRead)
    def read_again(self, failed: NotRead) -> None:
        self.explain(failed.error)
        if failed.wanted is not None:
            self.deeds.no_page(failed.wanted, failed.error.sentence)
            # Looking for a person reads all there is: what takes too long once is not asked for over and over.
            if isinstance(failed.error, TryLater) and not self.query_now.who:
                self.set_timer(AGAIN_AFTER, self.deeds.refresh_rows)

    @on(TicketsChanged)
    @on(SettingsChanged)
    def read_soon(self) -> None:
        """A burst of changes is read once, and only while one looks."""
        if self._reading is None:
            self._reading = self.set_timer(COUNTS_AFTER, self.read_what_was_done)

    def read_what_was_done(self) -> None:
        self._reading = None
        if self.is_current and self.deeds.is_loaded:
            self.deeds.refresh_rows()

    def on_screen_resume(self) -> None:
        self.read_what_was_done()

    @on(Rows.Highlighted)
    def tell_deed(self, highlighted: Rows.Highlighted) -> None:
        told = [] if highlighted.row is None else told_of(highlighted.row)
        self.query_one("#deed", Static).update(lines(told))
        self.refresh_bindings()

    @on(Rows.Opened)
    def open_ticket(self, opened: Rows.Opened) -> None:
        if opened.row.reference is not None:
            self.app.push_screen(TicketScreen(self.session, opened.row.reference))

    # Search

    async def action_search(self) -> None:
        await self.query_one(SearchBox).open(self.typed)

    @on(SearchBox.Wanted)
    def look_for(self, wanted: SearchBox.Wanted) -> None:
        self.understand(wanted.words)

    @work(group="meant", exclusive=True, exit_on_error=False)
    async def understand(self, typed: str) -> None:
        try:
            self.post_message(self.Meant(typed, await self.session.desk.read(meant_by, typed)))
        except DeskError as error:
            self.post_message(self.NotRead(error))

    @on(Meant)
    def show_meant(self, meant: Meant) -> None:
        self.show(meant.query, meant.typed)

    @on(SearchBox.Left)
    def back_to_list(self) -> None:
        self.deeds.focus()

    @on(SearchBox.GivenUp)
    def action_everything(self) -> None:
        self.workers.cancel_group(self, "meant")
        self.query_one(SearchBox).close()
        self.deeds.focus()
        if self.query_now != EVERYTHING:
            self.show(EVERYTHING, "")

    # The palette

    def command_line(self, action: str) -> str:
        deed = self.deeds.selected
        if action == "open" and deed is not None and deed.reference is not None:
            return f"ttydesk show {deed.reference[:5]}"
        return "ttydesk audit --who NAME" if action == "search" else super().command_line(action)
