"""Where a customer and an agent are at home: their tickets, and the ways from there."""

from __future__ import annotations

from functools import partial

from core import reading
from core.errors import NotUnderstood
from core.listing import Query, View
from core.query import read_query
from core.query_terms import Search
from core.references import read_reference
from core.safe_text import safe_name
from tui.plain.lists import TicketList
from tui.plain.new_ticket import NewTicket
from tui.plain.operator import Operator
from tui.plain.saved_searches import NO_MATCH, SavedSearches, keep_search
from tui.plain.talk import Choice
from tui.plain.ticket import TicketPlace
from tui.plain.visitor import Action, Visitor
from tui.words import count

VIEWS = {
    View.NEXT: "yours and nobody's, next deadline first",
    View.MINE: "yours, next deadline first",
    View.UNASSIGNED: "nobody has them yet",
    View.LATE: "past their deadline",
    View.WAITING: "for the customer's answer",
    View.RESOLVED: "until the customer confirms or time closes them",
    View.ACTIVE: "everything that is not settled",
}
CAPPED_AT = 1000
NO_TICKETS = "You have no open tickets. Type new to tell us what is wrong: it takes a minute."
NOTHING_TO_DO = "Nothing needs you now."
NONE_HERE = "There is no ticket here."


class SignedOut(Exception):
    """Somebody goes, and somebody else may come."""


async def _sign_out() -> None:
    raise SignedOut


class Home:
    """Never ends by itself: Leave and SignedOut come out of it."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    async def stay(self) -> None:
        actor = self._visitor.actor
        if actor.is_operator:
            await Operator(self._visitor, [Choice("inbox", "tickets of everybody", self._inbox), *self._last()]).stay()
        elif actor.is_staff:
            home = (*self._agents_ways(), *self._last())
            await TicketList(self._visitor, "Next", Query(View.NEXT), NOTHING_TO_DO, home, is_home=True).stay()
        else:
            home = (*self._customers_ways(), *self._last())
            await TicketList(
                self._visitor, "My open tickets", Query(View.NOT_CLOSED), NO_TICKETS, home, is_home=True
            ).stay()

    # Ways

    def _last(self) -> list[Choice[Action]]:
        return [
            Choice("new", "open a ticket", self._new),
            Choice("out", "sign out", _sign_out),
        ]

    def _customers_ways(self) -> list[Choice[Action]]:
        return [
            Choice("all", "your closed tickets too", self._all),
            Choice("search", "by words", self._search),
        ]

    def _agents_ways(self) -> list[Choice[Action]]:
        return [
            Choice("views", "other views, with how many stand there", self._views),
            Choice("queues", "by category", self._queues),
            Choice("search", "by words and fields, closed tickets too", self._search),
            Choice("saved", "searches that are kept under a name", SavedSearches(self._visitor).stay),
            Choice("id", "go to a ticket by its ID", self._go_to),
        ]

    # Places

    async def _inbox(self) -> None:
        await TicketList(self._visitor, "Next", Query(View.NEXT), NOTHING_TO_DO, self._agents_ways()).stay()

    async def _all(self) -> None:
        await self._show("All my tickets", Query(View.ALL))

    async def _show(self, title: str, query: Query) -> None:
        await TicketList(self._visitor, title, query, NONE_HERE).stay()

    async def _views(self) -> None:
        desk = self._visitor.desk
        counts = await desk.read(reading.counts, desk.now())
        choices = [
            Choice(_name(view), f"{_figure(counts.views.get(view, 0))}, {says}", view) for view, says in VIEWS.items()
        ]
        view = await self._visitor.talk.choose("Which view?", choices)
        await self._show(_name(view).capitalize(), Query(view))

    async def _queues(self) -> None:
        desk = self._visitor.desk
        counts = await desk.read(reading.counts, desk.now())
        names = (await self._visitor.with_news()).notices.categories
        choices = [Choice(name, f"{_figure(counts.categories.get(name, 0))} active", name) for name in names]
        name = await self._visitor.talk.choose("Which category?", choices)
        await self._show(safe_name(name), Query(View.ACTIVE, name))

    async def _search(self) -> None:
        known = (await self._visitor.with_news()).notices.categories
        staff = self._visitor.desk.actor.is_staff

        def read(typed: str) -> tuple[str, Search]:
            return _some(typed), read_query(typed, staff=staff, categories=known)

        words, search = await self._visitor.talk.answer(
            "Search for which words? Fields like status:open count too.", read
        )
        keep: Choice[Action] = Choice("save", "keep this search", partial(keep_search, self._visitor, words))
        title, query = f"Search for {words}", Query(View.ALL, search=search)
        await TicketList(self._visitor, title, query, NO_MATCH, [keep] if staff else []).stay()

    async def _go_to(self) -> None:
        question = "Which ID? Its first four letters are enough where they fit one ticket."
        await TicketPlace(self._visitor, await self._visitor.talk.answer(question, read_reference)).stay()

    async def _new(self) -> None:
        await NewTicket(await self._visitor.with_news()).fill()


def _name(view: View) -> str:
    return "all active" if view is View.ACTIVE else view.value


def _some(typed: str) -> str:
    if not typed:
        raise NotUnderstood("Type at least one word.")
    return typed


def _figure(total: int) -> str:
    return count(total, CAPPED_AT)
