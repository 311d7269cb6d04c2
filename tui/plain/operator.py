"""Where an operator is at home: the figures of the queues, people, the audit, the settings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from core import reading, setting_up
from core.auditing import AuditQuery, Deed, audit
from core.errors import DeskError, NotUnderstood
from core.figures import QueueFigures
from core.listing import Query, View
from core.references import shown
from core.safe_text import safe_name
from core.settings import CATEGORIES, DeskSettings, keys_of, read_setting, shown_settings
from core.watching import watch
from tui.cli.times import day_and_time
from tui.plain.lists import TicketList
from tui.plain.people import People
from tui.plain.talk import Choice
from tui.plain.visitor import Action, Visitor
from tui.words import age

DEEDS = 20
"""Of the audit at once; the command tells more."""
CATEGORIES_SAY = "The categories of tickets, between commas; the first is the default."


class Operator:
    """`ways`: where else an operator goes from here. Never ends by itself."""

    def __init__(self, visitor: Visitor, ways: Sequence[Choice[Action]]) -> None:
        self._visitor = visitor
        self._ways = ways

    async def stay(self) -> None:
        await self._figures()
        choices: list[Choice[Action]] = [
            Choice("queues", "the figures once more, and the tickets of a category", self._queues),
            Choice("people", "who works here and who is known", People(self._visitor).stay),
            Choice("audit", "who did what, newest first", self._audit),
            Choice("settings", "what holds for the whole desk", self._settings),
            *self._ways,
        ]
        while True:
            await self._visitor.tries(await self._visitor.talk.choose("The desk.", choices, is_home=True))

    # Queues

    async def _figures(self) -> tuple[QueueFigures, ...]:
        desk = self._visitor.desk
        found = await desk.read(watch, desk.now())
        figures = tuple(one.figures for one in found.queues)
        for one in figures:
            self._visitor.talk.say(f"{safe_name(one.category)}: {_figures_words(one, desk.now())}")
        return figures

    async def _queues(self) -> None:
        figures = await self._figures()
        choices = [Choice(one.category, f"{one.open} active", one.category) for one in figures]
        category = await self._visitor.talk.choose("Open which category?", choices)
        query = Query(View.ACTIVE, category)
        await TicketList(self._visitor, safe_name(category), query, "There is no ticket here.").stay()

    # Audit

    async def _audit(self) -> None:
        question = "By or about whom? Type a part of a name or e-mail address; nothing typed is everybody."
        who = await self._visitor.talk.answer(question, str)
        deeds = await self._visitor.desk.read(audit, AuditQuery(who=who, limit=DEEDS))
        for deed in deeds:
            self._visitor.talk.say(_deed_words(deed))
        if not deeds:
            self._visitor.talk.say("There is nothing of that in the audit.")
        elif len(deeds) == DEEDS:
            self._visitor.talk.say(f"These are the newest {DEEDS}. The command ttydesk audit --limit 1000 tells more.")

    # Settings

    async def _settings(self) -> None:
        desk, says = self._visitor.desk, {key: one.says for key, (_, one) in keys_of(DeskSettings).items()}
        says[CATEGORIES] = CATEGORIES_SAY
        while True:
            values = shown_settings(await desk.read(setting_up.settings_of_desk))
            values[CATEGORIES] = ", ".join((await desk.read(reading.notices)).categories)
            choices = [Choice(key, safe_name(value) or "empty", key) for key, value in values.items()]
            key = await self._visitor.talk.choose("Change which setting?", choices)
            self._visitor.talk.say(says[key])
            await self._visitor.tries(partial(self._set, key))

    async def _set(self, key: str) -> None:
        """Ask until the desk takes the value: after a mistake the next line is a value again, and no choice."""
        empties = " Nothing typed empties it." if _may_be_empty(key) else ""
        while True:
            typed = await self._visitor.talk.answer(f"The new value of {key}?{empties}", str)
            try:
                await self._visitor.desk.write(setting_up.change_settings, {key: typed})
            except DeskError as error:
                if error.field != key:
                    raise
                self._visitor.talk.say(error.sentence)
            else:
                self._visitor.talk.say(f"{key} is changed.")
                return


def _may_be_empty(key: str) -> bool:
    if key == CATEGORIES:
        return False
    try:
        read_setting(DeskSettings, key, "")
    except NotUnderstood:
        return False
    return True


def _figures_words(one: QueueFigures, now: int) -> str:
    oldest = "" if one.oldest_at is None else f", the oldest is {age(one.oldest_at, now)} old"
    return (
        f"{one.open} active, {one.unassigned} unassigned, {one.waiting} waiting, "
        f"{one.late} late, {one.due_soon} due soon{oldest}"
    )


def _deed_words(deed: Deed) -> str:
    who = f"{deed.who}, asserted" if deed.asserted else deed.who
    about = [shown(deed.reference)] if deed.reference is not None else []
    return ", ".join(
        [day_and_time(deed.at), who, f"via {deed.via.value}", deed.what, *about, *filter(None, [deed.detail])]
    )
