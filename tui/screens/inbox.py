"""The agent's day: views on the number keys, the list by its next deadline, a preview that follows the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from core.listing import Sort
from core.references import Reference, shown
from tui.commands import Command
from tui.messages import SettingsChanged
from tui.screens.saved_searches import SavedSearchesScreen
from tui.screens.sizes import HEADS_FROM, HEIGHTS, PANEL, WIDE, WIDTHS
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import ANSWER, EVERYWHERE, MOVE, VIEW
from tui.widgets.pick import Pick
from tui.widgets.places import SAYS, VIEWS, Place, called, orders, queue, resorted, told
from tui.widgets.preview import Preview
from tui.widgets.query_box import IN_SEARCH
from tui.widgets.rows import Rows
from tui.widgets.ticket_list import TicketList
from tui.widgets.top_bar import TopBar
from tui.widgets.views import Views

if TYPE_CHECKING:
    from tui.widgets.composer import Mode


class InboxScreen(SavedSearchesScreen):
    """Home of an agent; an operator comes here from Queues."""

    CSS_PATH: ClassVar = "../../styles/inbox.tcss"
    AUTO_FOCUS = "TicketList"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    NEEDED: ClassVar = (
        "rows.open",
        "inbox.save_search",
        "ticket.reply",
        "ticket.take",
        "ticket.resolve",
        "ticket.assign",
    )
    HINTS: ClassVar = (*IN_SEARCH, *NEEDED, "ticket.status", "rows.mark", "inbox.search")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "write('reply')", "reply", id="ticket.reply", tooltip="reply to the customer", group=ANSWER),
        Binding("i", "write('note')", "note", id="ticket.note", tooltip="internal note", show=False, group=ANSWER),
        *(
            Binding(view.key, f"view({place})", "views", id=f"inbox.view.{view.key}", show=False, group=MOVE)
            for place, view in enumerate(VIEWS)
        ),
        Binding(
            "tab",
            "app.focus_next",
            "views",
            id="inbox.tab",
            tooltip="to the views, and back",
            show=False,
            group=MOVE,
        ),
        Binding("o", "sort", "order", id="inbox.sort", tooltip="sort the list another way", show=False, group=VIEW),
        Binding("w", "preview", "preview", id="inbox.preview", tooltip="move the preview", show=False, group=VIEW),
        Binding("0", "queues", "queues", id="inbox.queues", tooltip="back to the queues", group=MOVE),
        Binding("q", "back", "back", id="back", group=EVERYWHERE),
        Binding("q", "end", "quit", id="back", show=False, group=EVERYWHERE),
    ]

    def __init__(self, session: Session, place: Place | None = None) -> None:
        super().__init__(session, place or VIEWS[0])
        self._preview_at = ""  # below, beside, off; empty: as the size has it

    def compose(self) -> ComposeResult:
        settings = self.session.notices.settings
        yield TopBar(settings.name, "Inbox", self.session.who)
        with Container(id="inbox"):
            queues = [queue(category) for category in self.session.notices.categories]
            yield Views(queues, self.place, self.saved_places, id="views")
            with Vertical(id="right"):
                yield self.search_box()
                with Container(id="work"):
                    with Vertical(id="list-pane"):
                        yield OneLiner(id="title")
                        yield TicketList(self.session.desk.now, self.me, id="tickets")
                    yield Preview(self.me, id="preview")
                    yield OneLiner(id="position")
        yield HintLine()

    def on_mount(self) -> None:
        self.go_to(self.place)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "write":
            return self.tickets.selected is not None and not self.tickets.marked
        if action == "sort":
            return len(orders(self.place)) > 1
        if action == "queues" and not self.session.desk.actor.is_operator:
            return False
        if action in ("queues", "back"):
            return not self.is_home
        if action == "end":
            return self.is_home
        return super().check_action(action, parameters)

    # Where one is

    def go_to(self, place: Place) -> None:
        """Open another list; a search that asks for what is no more, to mend it."""
        if place.saved is not None and place.is_broken:
            self.call_later(self.mend, place.saved.query)
            return
        if not place.query.search:
            self._before_search = place
        self.place, self.older = place, None
        self.views.go_to(place)
        self.workers.cancel_group(self, "page")
        self.tickets.repeated = place.repeated
        self.tickets.sorted_by = self.sorted_by
        self.tickets.empty = self.nothing_here()
        self.tickets.start_over()
        if self.views.counts is not None:  # the first ones are counted behind the first rows
            self.fetch_counts()
        self.draw_title()
        self.refresh_bindings()

    @on(SettingsChanged)
    def follow_queues(self, changed: SettingsChanged) -> None:
        """Queues came, went or have another name: whoever stands in one stays there, and the cursor on its ticket."""
        if not changed.categories_differ:
            return
        self.views.put_queues([queue(category) for category in changed.now.categories])
        self.place, self._before_search = (_called(place, changed) for place in (self.place, self._before_search))
        self.views.go_to(self.place)
        self.tickets.refresh_rows()
        self.read_preview()
        self.fetch_counts()
        self.draw_title()

    def action_view(self, number: int) -> None:
        self.open_place(Views.Chosen(VIEWS[number]))

    @on(Views.Chosen)
    def open_place(self, chosen: Views.Chosen) -> None:
        self.go_to(chosen.place)
        if not chosen.place.is_broken:
            self.tickets.focus()

    def action_queues(self) -> None:
        self.dismiss()

    def action_back(self) -> None:
        self.dismiss()

    async def action_end(self) -> None:
        await self.app.run_action("leave")

    def on_descendant_focus(self) -> None:
        self.draw_title()

    # In which order

    @property
    def sorted_by(self) -> str:
        return "" if self.sort is Sort.OWN else self.sort.value

    def sort_by(self, sort: Sort) -> None:
        """The same tickets in another order, marks and all; the cursor stays on its ticket where that comes first."""
        if sort is orders(self.place)[0]:
            sort = Sort.OWN
        if sort is self.sort:
            return
        if self.place.query.search:
            self.place = resorted(self.place, sort)
            self.views.go_to(self.place)
        else:
            self.sorts[self.place] = sort
        self.workers.cancel_group(self, "page")
        self.tickets.sorted_by = self.sorted_by
        self.tickets.start_over(self.tickets.cursor, keep_marks=True)
        self.draw_title()

    def action_sort(self) -> None:
        from tui.modals.choose import Choose  # nobody waits for it at the start

        own, *others = orders(self.place)
        picks = [Pick(own, called(own), called(own)[0], detail=f"{SAYS[own]}, as this view has it")]
        picks += [Pick(sort, sort.value, sort.value[0], detail=SAYS[sort]) for sort in others]

        def chosen(sort: Sort | None) -> None:
            if sort is not None:
                self.sort_by(sort)

        self.app.push_screen(Choose("Sort by", picks, chosen=own if self.sort is Sort.OWN else self.sort), chosen)

    @on(Rows.HeadClicked)
    def sort_by_head(self, clicked: Rows.HeadClicked) -> None:
        """A second click takes it back."""
        for sort in orders(self.place):
            if called(sort) == clicked.head:
                self.sort_by(orders(self.place)[0] if sort is self.sort else sort)
                return
        self.say(told(self.place), "here")

    # Opening

    @on(Rows.Opened)
    def open_row(self, opened: Rows.Opened) -> None:
        self.open_ticket(Reference(opened.key))

    def action_write(self, mode: str) -> None:
        from tui.widgets.composer import Mode

        if self.tickets.cursor:
            self.open_ticket(Reference(self.tickets.cursor), Mode(mode))

    def open_ticket(self, reference: Reference, write: Mode | None = None) -> None:
        from tui.screens.ticket import TicketScreen  # nobody waits for it at the start

        self.tickets.close_range()
        self.app.push_screen(TicketScreen(self.session, reference, among=self, write=write))

    def step(self, reference: Reference, by: int) -> Reference | None:
        """The neighbour of an open ticket; the list may have let that one go meanwhile."""
        tickets = self.tickets
        if tickets.cursor is None:
            return None
        if tickets.cursor == reference or by < 0:
            tickets.action_move(by)
        return Reference(tickets.cursor) if tickets.cursor != reference else None

    def whereabouts(self, reference: Reference) -> str:
        """`Inbox · Next · 1 of 23`."""
        tickets = self.tickets
        words = f"Inbox · {self.place.name}"
        place = tickets.window.place(reference)
        if place is None or tickets.window.offset is None or tickets.total is None:
            return words
        return f"{words} · {tickets.window.offset + place + 1} of {tickets.total:,}"

    def on_screen_resume(self) -> None:
        self.refresh_bindings()
        self.rest()

    # The preview

    def action_preview(self) -> None:
        """Below, beside, off; beside only where there is room."""
        order = ["below", "beside", "off"] if self.size.width >= PANEL else ["below", "off"]
        self._preview_at = order[(order.index(self._where_preview()) + 1) % len(order)]
        self.place_preview()
        self.read_preview()

    def _where_preview(self) -> str:
        if self._preview_at == "beside" and self.size.width < PANEL:
            return "below"
        return self._preview_at or ("beside" if self.size.width >= WIDE else "below")

    def place_preview(self) -> None:
        where = self._where_preview()
        self.set_class(where == "beside", "-beside")
        self.set_class(where == "off", "-no-preview")

    def on_resize(self) -> None:
        self.tickets.show_heads(self.size.height >= HEADS_FROM)
        self.place_preview()
        self.call_after_refresh(self.draw_title)

    # The palette

    def command_subject(self) -> str:
        row, marked = self.tickets.selected, len(self.tickets.marked)
        if marked:
            return f"{marked} marked"
        return f"{shown(row.reference)}  {row.subject}" if row else ""

    def commands(self) -> Iterable[Command]:
        """Every list by its name: queues have no key of their own."""
        for place in self.views.places:
            yield Command(f"Show {place.name}", partial(self.go_to, place), self.views.key_to(place), "list")
        for sort in orders(self.place):
            asked = "QUERY " if self.place.query.search else ""
            line = "ttydesk list QUERY" if sort is Sort.OWN else f"ttydesk list {asked}--sort {sort.value}"
            yield Command(f"Sort by {called(sort)}, {SAYS[sort]}", partial(self.sort_by, sort), "", "list", line)
        yield from super().commands()


def _called(place: Place, changed: SettingsChanged) -> Place:
    """The same list; a queue by the name that it has now."""
    category = place.query.category
    return place if category is None else queue(changed.category_now(category))
