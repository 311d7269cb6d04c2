"""Searches that are kept under a name, line by line: one's own and those that colleagues share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from core.listing import Query, View
from core.query import read_query
from core.safe_text import safe_name
from core.saved_searches import (
    Naming,
    SavedSearch,
    may_remove,
    read_name,
    remove_search,
    save_search,
    saved_searches,
)
from tui.plain.lists import TicketList
from tui.plain.talk import Choice
from tui.plain.visitor import Action, Visitor

NONE_YET = "There is no saved search yet. Type search, and save once it found something worth keeping."
NO_MATCH = "No ticket matches."


class SavedSearches:
    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor

    async def stay(self) -> None:
        """Until somebody goes back, or there is none."""
        desk, talk = self._visitor.desk, self._visitor.talk
        while known := await desk.read(saved_searches):
            choices: list[Choice[Action]] = [
                Choice(one.name, self._says(one), partial(self._open, one)) for one in known
            ]
            if gone := [one for one in known if may_remove(desk.actor, one)]:
                choices.append(Choice("remove", "take one of them away", partial(self._remove, gone)))
            await self._visitor.tries(await talk.choose("Saved searches.", choices))
        talk.say(NONE_YET)

    def _says(self, one: SavedSearch) -> str:
        if one.owner != self._visitor.person:
            return f"{one.query}, of {safe_name(one.owner.name)}"
        return f"{one.query}, shared" if one.shared else one.query

    async def _open(self, one: SavedSearch) -> None:
        """Raises QueryError where it asks for what is no more."""
        known = (await self._visitor.with_news()).notices.categories
        query = Query(View.ALL, search=read_query(one.query, categories=known))
        await TicketList(self._visitor, safe_name(one.name), query, NO_MATCH).stay()

    async def _remove(self, removable: Sequence[SavedSearch]) -> None:
        desk, talk = self._visitor.desk, self._visitor.talk
        choices = [Choice(one.name, self._says(one), one) for one in removable]
        one = await talk.choose("Remove which search? No ticket changes.", choices)
        gone = await desk.write(remove_search, one.name, one.owner.email)
        talk.say(f"{gone.name} is removed.")


async def keep_search(visitor: Visitor, query: str) -> None:
    """Ask how a query shall be called and who has it, and save it."""
    name = await visitor.talk.answer("Save this search as? Type a name, like Waiting for parts.", read_name)
    who = [Choice("me", "you alone", False), Choice("all", "everybody who works here", True)]
    shared = await visitor.talk.pick("Who has it?", who)
    saved = await visitor.desk.write(save_search, Naming(name, query, shared))
    visitor.talk.say(f"{saved.name} is saved: type saved at home to find it.")
