"""A list of tickets, ten at a time: each can be opened by its number, and what else can be done follows them."""

from __future__ import annotations

from collections.abc import Sequence

from core import finding
from core.listing import Cursor, Page, Query, Row
from tui.plain.rows import row_choices
from tui.plain.talk import Choice
from tui.plain.ticket import Then, TicketPlace
from tui.plain.visitor import Action, Visitor
from tui.words import plural

PAGE = 10


class TicketList:
    """`nothing` is said where the list is empty. Without `is_home` one can go back from here."""

    def __init__(
        self,
        visitor: Visitor,
        title: str,
        query: Query,
        nothing: str,
        actions: Sequence[Choice[Action]] = (),
        *,
        is_home: bool = False,
    ) -> None:
        self._visitor = visitor
        self._title = title
        self._query = query
        self._nothing = nothing
        self._actions = actions
        self._is_home = is_home
        self._starts: list[Cursor | None] = [None]
        """Behind which row each page begins that was turned to."""

    async def stay(self) -> None:
        """Until somebody goes back. From home one only leaves."""
        while True:
            page = await self._fetch(self._starts[-1], PAGE)
            if not page.rows and not page.older and len(self._starts) > 1:
                self._starts.pop()
                continue
            chosen = await self._visitor.talk.choose(self._heading(page), self._choices(page), is_home=self._is_home)
            await self._visitor.tries(chosen)

    def _heading(self, page: Page) -> str:
        if not page.rows:
            return f"{self._title}. {self._nothing}"
        which = "" if len(self._starts) == 1 and not page.after else f", page {len(self._starts)}"
        return f"{self._title}, {plural(len(page.rows), 'ticket')}{which}."

    def _choices(self, page: Page) -> list[Choice[Action]]:
        choices = [Choice(one.word, one.says, self._opener(one.value)) for one in row_choices(self._visitor, page.rows)]
        if page.after:
            choices.append(Choice("next", f"the next {PAGE}", self._turner(page.rows[-1].cursor)))
        if page.older:
            choices.append(Choice("older", "look among older ones", self._turner(page.older)))
        if len(self._starts) > 1:
            choices.append(Choice("previous", f"the {PAGE} before these", self._turn_back))
        return [*choices, *self._actions]

    def _opener(self, row: Row) -> Action:
        async def open_it() -> None:
            await self._open(row)

        return open_it

    def _turner(self, start: Cursor) -> Action:
        async def turn() -> None:
            self._starts.append(start)

        return turn

    async def _turn_back(self) -> None:
        self._starts.pop()

    async def _open(self, row: Row | None) -> None:
        """This ticket, and from it the next ones of the list."""
        while row is not None:
            if await TicketPlace(self._visitor, row.reference, follows=True).stay() is Then.BACK:
                return
            following = (await self._fetch(row.cursor, 1)).rows
            row = following[0] if following else None
        self._visitor.talk.say("That was the last ticket of the list.")

    async def _fetch(self, start: Cursor | None, limit: int) -> Page:
        return await finding.page(self._visitor.desk, self._query, start=start, limit=limit)
