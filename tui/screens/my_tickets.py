"""My tickets: what a customer has with the desk, what waits for them on top."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from core import finding
from core.completing import Offers, offers
from core.errors import DeskError, NotUnderstood, TryLater
from core.listing import AS_ORDER, Counts, Page, Query, Row, Sort, View, sort_of
from core.query import in_order, read_query
from core.query_terms import Search
from core.reading import TicketView, counts, look_at
from core.references import Reference, is_whole, read_reference, shown
from tui.messages import Left, TicketsChanged
from tui.modals.ask import Ask
from tui.screens.desk_screen import DeskScreen
from tui.screens.pace import AGAIN_AFTER
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import ANSWER, EVERYWHERE, MOVE, VIEW, key_of
from tui.widgets.last_word import LastWord
from tui.widgets.my_ticket_list import MyTicketList
from tui.widgets.my_tickets_head import MyTicketsHead, Showing
from tui.widgets.query_box import QueryBox, not_yet
from tui.widgets.rows import Empty, Rows
from tui.widgets.top_bar import TopBar
from tui.words import found_words

HEIGHTS = [(0, "-lowest"), (16, "-low"), (22, "-high")]
A_MINUTE = 60.0
LAST_ENTRIES = 12
"""How many entries are read to find the last message among them."""


class MyTicketsScreen(DeskScreen):
    """A customer's home."""

    CSS_PATH: ClassVar = "../../styles/my_tickets.tcss"
    AUTO_FOCUS = "MyTicketList"
    VERTICAL_BREAKPOINTS = HEIGHTS
    HINTS: ClassVar = ("rows.open", "mine.reply", "mine.new", "mine.search", "mine.go", "ticket.copy_id")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reply", "answer", id="mine.reply", tooltip="answer in this ticket", group=ANSWER),
        Binding("n", "new", "new ticket", id="mine.new", group=ANSWER),
        Binding("slash", "search", "search", id="mine.search", tooltip="search your tickets", group=MOVE),
        Binding("g", "go", "go to ID", id="mine.go", tooltip="go to a ticket by its ID", group=MOVE),
        Binding("y", "copy_id", "copy ID", id="ticket.copy_id", tooltip="copy the ticket ID", group=ANSWER),
        Binding("1", "show('not_closed')", "open ones", id="mine.open", show=False, group=VIEW),
        Binding("2", "show('all')", "all of them", id="mine.all", show=False, group=VIEW),
        Binding("o", "sort", "order", id="mine.sort", tooltip="newest change first, or back", show=False, group=VIEW),
        Binding("escape", "end_search", "end the search", id="mine.end_search", group=MOVE),
        Binding("Q", "sign_out", "sign out", id="sign_out", show=False, group=EVERYWHERE),
        Binding("q", "app.leave", "quit", id="back", group=EVERYWHERE),
    ]

    class PageCame(Message):
        """The answer to a RowsWanted; `found` None where it could not be had."""

        def __init__(self, wanted: Rows.RowsWanted, found: Page | DeskError) -> None:
            super().__init__()
            self.wanted = wanted
            self.found = found

    class CountsCame(Message):
        def __init__(self, counts: Counts) -> None:
            super().__init__()
            self.counts = counts

    class LastWordCame(Message):
        def __init__(self, view: TicketView | None) -> None:
            super().__init__()
            self.view = view

    class Refusal(Message):
        def __init__(self, error: DeskError) -> None:
            super().__init__()
            self.error = error

    class Found(Message):
        """There is a ticket with the ID that was typed."""

        def __init__(self, reference: Reference) -> None:
            super().__init__()
            self.reference = reference

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.showing = Showing()
        self._counts: Counts | None = None
        self._wrong = self._away = False

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "My tickets", self.session.who)
        yield MyTicketsHead()
        yield QueryBox(self._read_typed, self._offers_for, id="search")
        yield MyTicketList(self.session.desk.now)
        yield LastWord(self.session.desk.actor.person)
        yield HintLine()

    def on_mount(self) -> None:
        self._show(Showing())
        self._count()
        self.set_interval(A_MINUTE, self._rewrite_words)

    @property
    def rows(self) -> MyTicketList:
        return self.query_one(MyTicketList)

    @property
    def listing(self) -> Query:
        return Query(self.showing.view, search=self.showing.search, sort=self.showing.sort)

    @property
    def sort(self) -> Sort:
        return sort_of(self.listing)

    def _rewrite_words(self) -> None:
        """Ages read differently after a while: only what does is drawn again, and nothing under another screen."""
        if self.is_current:
            self.rows.rewrite_words()

    def on_screen_resume(self) -> None:
        if self.rows.is_loaded:
            self._look_again()

    # The list

    def _show(self, showing: Showing, cursor: str | None = None) -> None:
        self.showing = showing
        self.rows.newest_first = self.sort is Sort.UPDATED
        self.query_one(MyTicketsHead).show(showing, self._counts)
        self.rows.empty = self._nothing_here()
        self.rows.start_over(cursor)
        self.refresh_bindings()

    def _nothing_here(self) -> Empty:
        search, back, new, closed_too, go = (
            key_of(self, f"mine.{name}") for name in ("search", "end_search", "new", "all", "go")
        )
        if self.showing.search:
            says = f"Press {search} and try fewer or other words."
            return Empty("No ticket matches.", says, f"{back} goes back to your tickets")
        closed = self._counts.views.get(View.ALL, 0) if self._counts else 0
        if self.showing.view is View.NOT_CLOSED and closed:
            return Empty(
                "Nothing is open.", f"Press {new} to tell us what is wrong, {closed_too} to see what is closed."
            )
        return Empty(
            "You have no tickets.",
            f"Press {new} to tell us what is wrong: it takes a minute.",
            f"Have a ticket ID already? Press {go} and type it.",
        )

    @on(Rows.RowsWanted)
    def fetch_rows(self, wanted: Rows.RowsWanted) -> None:
        if self._wrong:
            self.rows.put_page(wanted, [], before=False, after=False)
            return
        self._fetch(wanted, self.listing)

    @work(group="page", exit_on_error=False)
    async def _fetch(self, wanted: Rows.RowsWanted, query: Query) -> None:
        desk = self.session.desk
        try:
            found: Page | DeskError = await finding.page(
                desk, query, start=wanted.cursor, backwards=wanted.backwards, limit=wanted.limit
            )
        except DeskError as error:
            found = error
        self.post_message(self.PageCame(wanted, found))

    @on(PageCame)
    def put_rows(self, came: PageCame) -> None:
        if isinstance(came.found, DeskError):
            self.rows.no_page(came.wanted, came.found.sentence)
            self._say(came.found)
            if isinstance(came.found, TryLater):
                self._away = True
                self.set_timer(AGAIN_AFTER, self.rows.refresh_rows)
            return
        if self._away:
            self._away = False
            self.query_one(HintLine).say("the desk answers again")
            self._count()
        found = came.found
        self.rows.put_page(came.wanted, found.rows, before=found.before, after=found.after, position=found.position)
        if self.showing.search:
            here = self.rows.window
            self.query_one(MyTicketsHead).tell_found(found_words(len(here), more=here.before or here.after))
            self.query_one(QueryBox).answered(found=bool(here.rows))

    @work(group="counts", exclusive=True, exit_on_error=False)
    async def _count(self) -> None:
        desk = self.session.desk
        try:
            self.post_message(self.CountsCame(await desk.read(counts, desk.now())))
        except DeskError as error:
            self.post_message(self.Refusal(error))

    @on(CountsCame)
    def put_counts(self, came: CountsCame) -> None:
        if self._counts is None or came.counts.position >= self._counts.position:
            self._counts = came.counts
            self.query_one(MyTicketsHead).show(self.showing, self._counts)
            self.rows.empty = self._nothing_here()
            if not self.rows.window.rows:
                self.rows.redraw()

    @on(TicketsChanged)
    def _look_again(self) -> None:
        """Somebody changed something: the rows as they are now; cursor and focus stay."""
        self.rows.refresh_rows()
        self._count()
        if isinstance(row := self.rows.selected, Row):
            self._read_last_word(row.reference)

    # What was said last

    @on(Rows.Highlighted)
    def follow_cursor(self, highlighted: Rows.Highlighted) -> None:
        self.refresh_bindings()
        if isinstance(highlighted.row, Row):
            self._read_last_word(highlighted.row.reference)
        else:
            self.query_one(LastWord).show(None, 0)

    @work(group="last word", exclusive=True, exit_on_error=False)
    async def _read_last_word(self, reference: Reference) -> None:
        try:
            self.post_message(self.LastWordCame(await self.session.desk.read(look_at, reference, newest=LAST_ENTRIES)))
        except DeskError:
            self.post_message(self.LastWordCame(None))

    @on(LastWordCame)
    def put_last_word(self, came: LastWordCame) -> None:
        row = self.rows.selected
        if came.view is None or (row is not None and row.reference == came.view.ticket.reference):
            self.query_one(LastWord).show(came.view, self.session.desk.now(), self.showing.search.words)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action in ("reply", "copy_id"):
            return self.is_mounted and self.rows.selected is not None
        if action == "search":
            return not self._counts or bool(self._counts.views.get(View.ALL, 0))
        if action == "sort":
            return not self.showing.search or bool(self.showing.search.words)
        return bool(self.showing.search) if action == "end_search" else True

    @on(Rows.Opened)
    def open(self, opened: Rows.Opened) -> None:
        self._open(opened.row.reference)

    def _open(self, reference: Reference, *, reply: bool = False) -> None:
        from tui.screens.customer_ticket import CustomerTicketScreen  # nobody waits for it at the start

        self.app.push_screen(CustomerTicketScreen(self.session, reference, reply=reply))

    def action_reply(self) -> None:
        if (row := self.rows.selected) is not None:
            self._open(row.reference, reply=True)

    def action_new(self) -> None:
        from tui.screens.new_ticket import NewTicketScreen

        self.app.push_screen(NewTicketScreen(self.session))

    def action_copy_id(self) -> None:
        if (row := self.rows.selected) is not None:
            self.app.copy_to_clipboard(shown(row.reference))
            self.query_one(HintLine).say("is copied", bold=shown(row.reference))

    @on(MyTicketsHead.Chosen)
    def take_view(self, chosen: MyTicketsHead.Chosen) -> None:
        self._show(Showing(chosen.view, sort=self.showing.sort))

    def action_show(self, view: str) -> None:
        self._show(Showing(View(view), sort=self.showing.sort))

    def action_sort(self) -> None:
        """The newest change first, or again what waits for the customer."""
        self._sort_by(Sort.UPDATED if self.sort is Sort.OWN else Sort.OWN)

    @on(Rows.HeadClicked)
    def sort_by_head(self, clicked: Rows.HeadClicked) -> None:
        if clicked.head == "updated":
            self.action_sort()
        elif clicked.head == "status" and not self.showing.search:
            self._sort_by(Sort.OWN)

    def _sort_by(self, sort: Sort) -> None:
        if sort is self.sort:
            return
        row, order = self.rows.selected, AS_ORDER.get(sort)
        sorted_list = replace(self.showing, sort=sort)
        if search := self.showing.search:
            sorted_list = replace(
                self.showing, typed=in_order(self.showing.typed, order), search=search.in_order(order)
            )
        self._show(sorted_list, None if row is None else self.rows.key_of(row))

    def action_end_search(self) -> None:
        self._wrong = False
        self.query_one(QueryBox).close()
        self._show(Showing(self.showing.view))
        self.rows.focus()

    async def action_search(self) -> None:
        await self.query_one(QueryBox).open(self.showing.typed)

    def _read_typed(self, typed: str) -> Search:
        return read_query(typed, staff=False, categories=self.session.notices.categories)

    async def _offers_for(self, typed: str, cursor: int) -> Offers:
        return await self.session.desk.read(offers, typed, cursor)

    @on(QueryBox.Understood)
    def look_for(self, wanted: QueryBox.Understood) -> None:
        self._wrong = False
        self._show(Showing(self.showing.view, wanted.typed, wanted.search))

    @on(QueryBox.Wrong)
    def put_list_away(self, wrong: QueryBox.Wrong) -> None:
        self._wrong = True
        self.rows.empty = not_yet(wrong.typed, wrong.error, key_of(self, "search.complete"))
        self.rows.start_over()

    @on(QueryBox.Left)
    def back_to_list(self) -> None:
        self.rows.focus()

    @on(QueryBox.GivenUp)
    def end_search(self) -> None:
        self.action_end_search()

    def action_go(self) -> None:
        self.app.push_screen(Ask("Go to a ticket", placeholder="K7M2Q-9XR4T", check=_not_an_id), self._go)

    def _go(self, typed: str | None) -> None:
        if typed is not None:
            self._look_for(read_reference(typed))

    @work(group="go", exclusive=True, exit_on_error=False)
    async def _look_for(self, reference: Reference) -> None:
        try:
            await self.session.desk.read(look_at, reference, newest=1)
        except DeskError as error:
            self.post_message(self.Refusal(error))
        else:
            self.post_message(self.Found(reference))

    @on(Found)
    def go_there(self, found: Found) -> None:
        self._open(found.reference)

    @on(Refusal)
    def tell_refusal(self, refusal: Refusal) -> None:
        self._say(refusal.error)

    def _say(self, error: DeskError) -> None:
        self.query_one(HintLine).say(error.sentence, "error")

    def command_line(self, action: str) -> str:
        """The same as a shell command."""
        if action == "new":
            return "ttydesk new --subject SUBJECT"
        if action == "search":
            return "ttydesk list QUERY"
        row = self.rows.selected
        return f"ttydesk reply {shown(row.reference)}" if action == "reply" and row else ""

    def command_subject(self) -> str:
        row = self.rows.selected
        return f"{shown(row.reference)}  {row.subject}" if row else ""

    def action_sign_out(self) -> None:
        self.post_message(Left())


def _not_an_id(typed: str) -> str:
    """The sentence that says what an ID looks like, or nothing where this is one."""
    try:
        reference = read_reference(typed)
    except NotUnderstood as error:
        return error.sentence
    return "" if is_whole(reference) else "A ticket ID has 10 letters and digits, like K7M2Q-9XR4T."
