"""Filling a list of tickets: pages, counts and previews are read in workers, and what changes meanwhile is shown
without moving anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual import on, work
from textual.message import Message
from textual.timer import Timer

from core import finding
from core.deadlines import NEVER
from core.errors import DeskError, TryLater
from core.listing import Counts, Cursor, Page, Query, Row, Sort, sort_of
from core.reading import TicketView, counts, listed, look_at
from core.references import Reference, shown
from core.tickets import Ticket
from tui.messages import ListChanged, TicketsChanged
from tui.screens.agent import AgentScreen, Target
from tui.screens.pace import AGAIN_AFTER, COUNTS_AFTER, FRAME_FIRST, PREVIEW_AFTER, REWRITE_AT_MOST_EVERY, SLOW
from tui.screens.wishes import Intent
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import key_of
from tui.widgets.line import Line
from tui.widgets.places import SAYS, Place, counted, figure, known, nothing_here, shortened
from tui.widgets.preview import Preview
from tui.widgets.query_box import QueryBox
from tui.widgets.rows import Empty, Rows
from tui.widgets.ticket_list import TicketList
from tui.widgets.views import Views
from tui.words import found_words, plural

SEARCHING = "searching"
IN_PREVIEW = 20
IN_PREVIEW_OF_HIT = 200
"""Entries of a conversation that a preview reads; more where it has to show what was found."""


class TicketListScreen(AgentScreen):
    """A screen with views, a title, a list, a preview and the place in the list."""

    @dataclass
    class PageCame(Message):
        """Rows for the list. `fewer`: hits without the last word, for a search that found nothing."""

        wanted: Rows.RowsWanted
        page: Page
        fewer: int | None

    @dataclass
    class PageFailed(Message):
        wanted: Rows.RowsWanted
        error: DeskError

    @dataclass
    class AllCame(Message):
        """The rows that are to be marked, and whether there are more of them; None where they can not be had."""

        wanted: Rows.AllWanted
        page: Page | None

    @dataclass
    class MarksLeft(Message):
        """Marked tickets that stand in the list no more."""

        place: Place
        references: frozenset[Reference]

    @dataclass
    class Missed(Message):
        """Something could not be read, and is to be asked for again."""

        ask: Callable[[], object]

    @dataclass
    class CountsCame(Message):
        counts: Counts

    @dataclass
    class PreviewCame(Message):
        view: TicketView

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__(session)
        self.place = place
        self.sorts: dict[Place, Sort] = {}
        """The lists that are shown in another order than their own."""
        self.older: Cursor | None = None
        """Where a search goes on that has looked through as much as it may at once."""
        self._fewer: int | None = None
        self._opened: dict[Reference, int] = {}  # tickets read here, with the version that was read
        self._resting: Timer | None = None
        self._counting: Timer | None = None
        self._rewriting: Timer | None = None
        self._slow: Timer | None = None
        self._away = False
        self._idle: frozenset[str] = frozenset()  # keys that the hint line leaves out now

    # The parts

    @property
    def tickets(self) -> TicketList:
        return self.query_one("#tickets", TicketList)

    @property
    def views(self) -> Views:
        return self.query_one("#views", Views)

    @property
    def preview(self) -> Preview:
        return self.query_one("#preview", Preview)

    @property
    def sort(self) -> Sort:
        return sort_of(self.listing)

    @property
    def is_put_away(self) -> bool:
        """Whether nothing is to be shown for now."""
        return False

    @property
    def listing(self) -> Query:
        return self.place.query._replace(sort=self.sorts.get(self.place, Sort.OWN))

    def targets(self) -> list[Target]:
        window = self.tickets.window
        places = [(key, window.place(key)) for key in self.tickets.chosen]
        return [_target(Reference(key), None if at is None else window.rows[at]) for key, at in places]

    def has_targets(self) -> bool:
        return self.is_mounted and bool(self.tickets.chosen)

    def draw_title(self) -> None:
        tickets = self.tickets
        if self.is_put_away:
            self.query_one("#title", OneLiner).show(Line("Search", bold=True))
            return
        total = self.place.total(self.views.counts)
        if self.place.query.search and tickets.is_loaded:
            total = len(tickets.window)
        line = Line(self.place.name, "accent" if tickets.has_focus else "text", bold=True).gap(2).add(figure(total))
        marked = len(tickets.marked)
        if marked:
            line.gap(3).add(f"{marked} marked", "accent")
        if self.sort is not Sort.OWN and not self.place.query.search:
            line.gap(3).add(f"by {self.sort.value}, {SAYS[self.sort]}", "muted")
        elif not marked:
            line.gap(3).add(self.place.says, "muted")
        if self.older is not None and tickets.window.rows:
            line.gap(3).add(f"{key_of(self, 'inbox.older')} looks among older ones", "muted")
        self.query_one("#title", OneLiner).show(line)
        self.views.tell_marked(marked)
        self.views.tell_found(self._found())
        self.draw_position()
        if self.app.screen is not self:
            self.app.screen.post_message(ListChanged())

    def _found(self) -> str:
        """How many tickets a search has, as far as they are read."""
        tickets = self.tickets
        if not self.place.query.search or not tickets.is_loaded:
            return ""
        is_more = tickets.window.before or tickets.window.after or self.older is not None
        return found_words(len(tickets.window), more=is_more)

    def draw_position(self) -> None:
        """Where the list stands, and the ID that one could say aloud."""
        tickets = self.tickets
        span, total = tickets.span, self._length()
        where = f"{span[0]:,} to {span[1]:,}{f' of {total}' if total else ''}" if span else ""
        if not tickets.HEADS and tickets.arrived:
            where = f"{tickets.arrived} new above"
        elif not tickets.HEADS and self.sort is not Sort.OWN:
            where += f" by {self.sort.value}"
        id = shown(Reference(tickets.cursor)) if tickets.cursor else ""
        self.query_one("#position", OneLiner).show(Line(where, "muted"), Line(id, "muted"))

    def _length(self) -> str:
        """How long the list is, as far as that is known."""
        rows = self.tickets
        if rows.total is None and not rows.window.before and not rows.window.after:
            return f"{len(rows.window):,}"
        return figure(self.place.total(self.views.counts)) if rows.total is None else f"{rows.total:,}"

    # Rows

    @on(Rows.RowsWanted)
    def read_page(self, wanted: Rows.RowsWanted) -> None:
        if self.is_put_away:
            self.tickets.put_page(wanted, [], before=False, after=False)
            self.set_class(True, "-empty")
            return
        if self.place.query.search and not self.tickets.is_loaded:
            self._slow = self.set_timer(SLOW, lambda: self.say(SEARCHING, ""))
        self.fetch_page(self.place, self.listing, wanted)

    @work(group="page", exit_on_error=False)
    async def fetch_page(self, place: Place, query: Query, wanted: Rows.RowsWanted) -> None:
        desk = self.session.desk
        fewer = None
        try:
            found = await finding.page(desk, query, start=wanted.cursor, backwards=wanted.backwards, limit=wanted.limit)
            if not found.rows and not found.older and wanted.cursor is None and (kept := shortened(place)):
                fewer = len((await finding.page(desk, kept, limit=counted())).rows)
        except DeskError as error:
            self.post_message(self.PageFailed(wanted, error))
        else:
            self.post_message(self.PageCame(wanted, found, fewer))

    @on(PageCame)
    def put_page(self, came: PageCame) -> None:
        self._not_slow()
        if self._away:
            self._away = False
            self.say("the desk answers again")
        tickets = self.tickets
        self._fewer = came.fewer
        self.older = self.older if came.wanted.backwards else came.page.older
        self.refresh_bindings()
        tickets.empty = self.nothing_here()
        rows = [self._as_read(row) for row in came.page.rows]
        total = self.place.total(self.views.counts)
        tickets.put_page(
            came.wanted,
            rows,
            before=came.page.before,
            after=came.page.after,
            total=known(total),
            position=came.page.position,
        )
        if self.place.query.search:
            self.query_one(QueryBox).answered(found=bool(tickets.window.rows))
        self.set_class(not tickets.window.rows, "-empty")
        self.draw_hints()
        if self.views.counts is None:
            self.set_timer(FRAME_FIRST, self.count_first)
        self.draw_title()
        self.rewrite_later()

    def nothing_here(self) -> Empty:
        is_older = self.older is not None
        return nothing_here(self.place, self.views.counts, partial(key_of, self), self._fewer, older=is_older)

    @on(PageFailed)
    def no_page(self, failed: PageFailed) -> None:
        """The desk is busy or away: say so, and ask again in a while."""
        self._not_slow()
        self.tickets.no_page(failed.wanted, failed.error.sentence)
        self.explain(failed.error)
        if isinstance(failed.error, TryLater):
            self._away = True
            self.set_timer(AGAIN_AFTER, self.tickets.refresh_rows)

    def _as_read(self, row: Row) -> Row:
        """A ticket that was opened here is read, even while its mark is on its way to the desk."""
        return row._replace(unread=False) if row.version <= self._opened.get(row.reference, 0) else row

    @on(TicketList.Resized)
    def tell_position(self) -> None:
        self.draw_position()

    def _not_slow(self) -> None:
        if self._slow is not None:
            self._slow.stop()
            self._slow = None
            if (line := self.query_one(HintLine)).message == SEARCHING:
                line.forget()

    @on(Rows.Highlighted)
    def follow(self, highlighted: Rows.Highlighted) -> None:
        self.draw_position()
        self.draw_hints()
        if highlighted.key is None:
            self.preview.show(None, self.session.desk.now())
        self.rest()

    def draw_hints(self) -> None:
        """Another ticket, or another state of it, may have other keys that do something."""
        if (idle := self.idle_keys) != self._idle:
            self._idle = idle
            self.query_one(HintLine).draw_again()

    @on(Rows.Marked)
    def tell_marks(self) -> None:
        self.draw_title()
        self.refresh_bindings()

    @on(Rows.AllWanted)
    def read_all(self, wanted: Rows.AllWanted) -> None:
        self.fetch_all(self.listing, wanted)

    @work(group="all", exclusive=True, exit_on_error=False)
    async def fetch_all(self, query: Query, wanted: Rows.AllWanted) -> None:
        desk = self.session.desk
        found: Page | None = None
        try:
            found = await finding.page(desk, query, limit=wanted.limit)
        except DeskError as error:
            self.post_message(self.ChangeRefused(error))
        self.post_message(self.AllCame(wanted, found))

    @on(AllCame)
    def mark_all(self, came: AllCame) -> None:
        """Say how far it went: of a long list only the first ones are marked."""
        rows = came.page.rows if came.page else ()
        self.tickets.mark_these(came.wanted, [self.tickets.key_of(row) for row in rows])
        if came.page is not None and came.page.after:
            total = self.place.total(self.views.counts)
            of = "" if total is None else f" of {figure(total) if known(total) is None else f'{total:,}'}"
            self.say(f"{len(rows)} marked, the first {len(rows)}{of}.", "here")

    @work(group="marks", exit_on_error=False)
    async def check_marks(self, place: Place, references: frozenset[Reference]) -> None:
        """Marked tickets that changed: those that left the list, wherever they stood in it, are marked no more."""
        desk = self.session.desk
        try:
            still = await desk.read(listed, place.query, desk.now(), references)
        except DeskError:
            self.post_message(self.Missed(lambda: self.check_marks(place, references)))
        else:
            self.post_message(self.MarksLeft(place, references - still))

    @on(MarksLeft)
    def drop_marks(self, left: MarksLeft) -> None:
        gone = [reference for reference in left.references if reference in self.tickets.marks]
        if gone and left.place == self.place:
            self.tickets.drop_marks(gone)
            self._tell_gone(gone)

    @on(Rows.MarksGone)
    def tell_gone_marks(self, gone: Rows.MarksGone) -> None:
        """The list was read again before its marks were."""
        self.draw_title()
        self._tell_gone(list(map(Reference, gone.keys)))

    def _tell_gone(self, references: Sequence[Reference]) -> None:
        """Of those that were changed together it is told what was done, also when this comes later."""
        left = [reference for reference in references if reference not in self.together]
        if left and not self._of_many:
            self.say(f"{plural(len(left), 'marked ticket')} left this list.", "here")

    def rest(self) -> None:
        """Read the ticket under the cursor once the cursor rests."""
        self._rest_no_more()
        self._resting = self.set_timer(PREVIEW_AFTER, self.read_preview)

    def _rest_no_more(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    @property
    def awaits_preview(self) -> bool:
        """Whether the cursor has not rested long enough yet."""
        return self._resting is not None

    def read_preview(self) -> None:
        self._rest_no_more()
        if self.is_current and self.preview.display and self.tickets.cursor:
            self.fetch_preview(Reference(self.tickets.cursor))

    @work(group="preview", exclusive=True, exit_on_error=False)
    async def fetch_preview(self, reference: Reference) -> None:
        try:
            newest = IN_PREVIEW_OF_HIT if self.place.query.search.words else IN_PREVIEW
            self.post_message(self.PreviewCame(await self.session.desk.read(look_at, reference, newest=newest)))
        except TryLater:
            self.post_message(self.Missed(self.read_preview))
        except DeskError as error:
            self.log.debug(error.sentence)  # it can not be seen any more: its row goes when the list is read again

    @on(PreviewCame)
    def show_preview(self, came: PreviewCame) -> None:
        known = self.preview.shown
        is_old = known is not None and known.ticket.reference == came.view.ticket.reference
        if came.view.ticket.reference == self.tickets.cursor and not (
            is_old and known and came.view.position < known.position
        ):
            self.preview.show(came.view, self.session.desk.now(), self.place.query.search.words)

    # Counts

    def count_first(self) -> None:
        """Once the rows are painted and out: counting, and what is imported for it, would hold them up."""
        self.call_after_refresh(self.set_timer, FRAME_FIRST, self.fetch_counts)

    @work(group="counts", exclusive=True, exit_on_error=False)
    async def fetch_counts(self) -> None:
        try:
            self.post_message(self.CountsCame(await self.session.desk.read(counts, self.session.desk.now())))
        except DeskError:
            self.post_message(self.Missed(self.fetch_counts))  # what is the matter is told with the rows

    @on(CountsCame)
    def put_counts(self, came: CountsCame) -> None:
        self.views.put_counts(came.counts)
        total = self.place.total(self.views.counts)
        self.tickets.total = known(total)
        if not self.tickets.window.rows:
            self.tickets.empty = self.nothing_here()
            self.tickets.refresh()
        self.draw_title()

    @on(Missed)
    def ask_later(self, missed: Missed) -> None:
        self.set_timer(AGAIN_AFTER, missed.ask)

    # What changes meanwhile

    @on(TicketsChanged)
    def refresh_list(self, changed: TicketsChanged) -> None:
        self.tickets.refresh_rows()
        if marked := changed.references.intersection(map(Reference, self.tickets.marks.keys())):
            self.check_marks(self.place, marked)
        if self._counting is None:
            self._counting = self.set_timer(COUNTS_AFTER, self.count_again)
        if self.tickets.cursor in changed.references:
            self.read_preview()

    def count_again(self) -> None:
        self._counting = None
        self.fetch_counts()

    def rewrite_later(self) -> None:
        """The one timer: when a deadline in view reads differently, and at most once a minute."""
        if self._rewriting is not None:
            self._rewriting.stop()
            self._rewriting = None
        at = self.tickets.next_rewrite()
        if at != NEVER:
            wait = max((at - self.session.desk.now()) / 1000, REWRITE_AT_MOST_EVERY)
            self._rewriting = self.set_timer(wait, self.rewrite)

    def rewrite(self) -> None:
        self.tickets.rewrite_words()
        self.preview.show(self.preview.shown, self.session.desk.now(), self.place.query.search.words)
        self.rewrite_later()

    def was_read(self, ticket: Ticket) -> None:
        """The ticket stood open in its state of this version."""
        self._opened[ticket.reference] = max(ticket.version, self._opened.get(ticket.reference, 0))
        place = self.tickets.window.place(ticket.reference)
        if place is not None:
            self.tickets.put_row(self._as_read(self.tickets.window.rows[place]))

    def changed(self, ticket: Ticket) -> None:
        self._opened[ticket.reference] = max(ticket.version, self._opened.get(ticket.reference, 0))

    def want(self, intent: Intent, targets: list[Target]) -> None:
        """What is meant is marked now, and grows no more when the cursor moves."""
        self.tickets.close_range()
        super().want(intent, targets)

    def done_with_marks(self) -> None:
        self.tickets.action_unmark()


def _target(reference: Reference, row: Row | None) -> Target:
    if row is None:
        return Target(reference)
    return Target(reference, row.version, row.status, row.priority, row.category, row.tags, row.assignee)
