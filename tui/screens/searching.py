"""Searching in the list of an agent: the query that is typed, what it did not find, and looking among older tickets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message

from core import finding
from core.errors import DeskError
from core.listing import Query, View
from core.query import QueryError, read_query, without
from core.query_terms import Search
from tui.commands import Command
from tui.screens.ticket_lists import TicketListScreen
from tui.session import Session
from tui.widgets.keys import MOVE, key_of
from tui.widgets.places import Place, counted, search
from tui.widgets.query_box import QueryBox, not_yet
from tui.widgets.rows import Empty

if TYPE_CHECKING:
    from core.completing import Offers


class SearchingScreen(TicketListScreen):
    """A list of tickets in which one can search."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "search", id="inbox.search", group=MOVE),
        Binding("escape", "leave_search", "back", id="inbox.leave_search", tooltip="leave the search", group=MOVE),
        Binding(
            "greater_than_sign", "older", "older ones", id="inbox.older", tooltip="look among older ones", group=MOVE
        ),
    ]

    @dataclass
    class WithoutCame(Message):
        """How many tickets there are without what is wrong in a query."""

        typed: str
        count: int

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__(session, place)
        self._before_search = self.place
        self.wrong: tuple[str, QueryError] | None = None

    def go_to(self, place: Place) -> None:
        """Open another list."""
        raise NotImplementedError

    def search_box(self) -> QueryBox:
        return QueryBox(self.read_typed, self.offers_for, id="search")

    def read_typed(self, typed: str) -> Search:
        return read_query(typed, staff=True, categories=self.session.notices.categories)

    async def offers_for(self, typed: str, cursor: int) -> Offers:
        from core.completing import offers  # nobody waits for it at the start

        return await self.session.desk.read(offers, typed, cursor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "leave_search":
            return bool(self.place.query.search)
        if action == "older":
            return self.older is not None
        return super().check_action(action, parameters)

    async def action_search(self) -> None:
        self.add_class("-searching")
        await self.query_one(QueryBox).open(self.place.says if self.place.query.search else "")

    @on(QueryBox.Understood)
    def look_for(self, wanted: QueryBox.Understood) -> None:
        self.wrong = None
        self.go_to(search(wanted.typed, wanted.search))

    @on(QueryBox.Left)
    def back_to_list(self) -> None:
        self.remove_class("-searching")
        self.tickets.focus()

    @on(QueryBox.GivenUp)
    def action_leave_search(self) -> None:
        self.query_one(QueryBox).close()
        self.remove_class("-searching")
        if self.place.query.search or self.wrong is not None:
            self.wrong = None
            self.go_to(self._before_search)
        self.tickets.focus()

    # While a query is wrong the list stays away

    @on(QueryBox.Wrong)
    def put_list_away(self, wrong: QueryBox.Wrong) -> None:
        self.wrong = (wrong.typed, wrong.error)
        self.workers.cancel_group(self, "page")
        self.tickets.empty = self._nothing_yet()
        self.tickets.start_over()
        self.draw_title()
        self.count_without(wrong.typed, wrong.error)

    @property
    def is_put_away(self) -> bool:
        return self.wrong is not None

    def _nothing_yet(self, there: str = "") -> Empty:
        if self.wrong is None:
            return self.tickets.empty
        return not_yet(*self.wrong, key_of(self, "search.complete"), there)

    @work(group="without", exclusive=True, exit_on_error=False)
    async def count_without(self, typed: str, error: QueryError) -> None:
        try:
            query = Query(View.ALL, search=self.read_typed(without(typed, error)))
            if query.search:
                found = await finding.page(self.session.desk, query, limit=counted())
                self.post_message(self.WithoutCame(typed, len(found.rows)))
        except DeskError as other:
            self.log.debug(other.sentence)  # more is wrong than this

    @on(WithoutCame)
    def tell_without(self, came: WithoutCame) -> None:
        if self.wrong is not None and self.wrong[0] == came.typed and came.count:
            there = f"there are {came.count}" if came.count > 1 else "there is one"
            self.tickets.empty = self._nothing_yet(f"without what is underlined {there}")
            self.tickets.redraw()

    # Further back

    def action_older(self) -> None:
        if self.older is not None:
            start, self.older = self.older, None
            self.refresh_bindings()
            self.tickets.look_on(start)

    def commands(self) -> Iterable[Command]:
        if self.older is not None:
            yield Command("Look among older tickets", partial(self.action_older), key_of(self, "inbox.older"), "list")
        yield from super().commands()

    def command_line(self, action: str) -> str:
        return "ttydesk list QUERY" if action == "search" else super().command_line(action)
