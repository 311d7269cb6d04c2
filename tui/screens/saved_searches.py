"""Saved searches in the Inbox: views of one's own and shared ones, each with what it finds; saving and removing one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from core.errors import DeskError
from core.listing import Found
from core.saved_searches import Naming, SavedSearch, count_found, may_remove, read_name, remove_search, save_search
from tui.commands import Command
from tui.messages import SettingsChanged, TicketsChanged
from tui.screens.pace import FOUND_AT_MOST_EVERY
from tui.screens.searching import SearchingScreen
from tui.session import Session
from tui.widgets.keys import CHANGE, MOVE, VIEW
from tui.widgets.pick import Pick
from tui.widgets.places import SAVED_KEYS, Place, saved_places, search
from tui.widgets.query_box import QueryBox

COUNTED = 9
"""So many of them are counted, and stand among the views; the palette has all."""


class SavedSearchesScreen(SearchingScreen):
    """A list of tickets in which searches can be kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "S,ctrl+s",
            "save_search",
            "save search",
            id="inbox.save_search",
            tooltip="save this search as a view",
            group=VIEW,
        ),
        Binding(
            "D",
            "remove_search",
            "remove search",
            id="inbox.remove_search",
            tooltip="remove this saved search",
            show=False,
            group=CHANGE,
        ),
        *(
            Binding(key, f"saved({nth})", "views", id=f"inbox.view.{key}", show=False, group=MOVE)
            for nth, key in enumerate(SAVED_KEYS)
        ),
    ]

    @dataclass
    class FoundCame(Message):
        """How many tickets a saved search has."""

        place: Place
        found: Found

    @dataclass
    class Kept(Message):
        """A search was saved or removed."""

        says: str

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__(session, place)
        self.all_saved = self._read_saved()
        self._finding: Timer | None = None
        self._has_found = False

    @property
    def saved_places(self) -> tuple[Place, ...]:
        """Those that stand among the views."""
        return self.all_saved[:COUNTED]

    def _read_saved(self) -> tuple[Place, ...]:
        return saved_places(self.session.notices.searches, self.session.notices.categories)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "saved":
            return int(str(parameters[0])) < len(self.all_saved)
        if action == "save_search":
            return bool(self.place.query.search) and self.wrong is None
        if action == "remove_search":
            return self.place.saved is not None and may_remove(self.session.desk.actor, self.place.saved)
        return super().check_action(action, parameters)

    def action_saved(self, nth: int) -> None:
        self.go_to(self.all_saved[nth])
        if not self.all_saved[nth].is_broken:
            self.tickets.focus()

    async def mend(self, query: str) -> None:
        """Put a search that can not be understood any more where it can be typed anew, with what is wrong about it."""
        self.add_class("-searching")
        box = self.query_one(QueryBox)
        await box.open(query)
        box.look_for(query)

    # Saving

    def action_save_search(self) -> None:
        from tui.modals.ask import Ask  # nobody waits for it at the start

        query, known = self.place.says, self.place.saved
        mine = known.name if known is not None and known.owner == self.me else ""

        def named(name: str | None) -> None:
            if name is not None:
                self._ask_who(name, query)

        self.app.push_screen(Ask("Save this search as", value=mine, hint=query, check=_wrong_with_name), named)

    def _ask_who(self, name: str, query: str) -> None:
        from tui.modals.choose import Choose

        picks = [
            Pick(False, "you alone", "y"),
            Pick(True, "everybody who works here", "e", detail="they find it among their views"),
        ]

        def chosen(shared: bool | None) -> None:
            if shared is not None:
                self.keep(Naming(name, query, shared))

        self.app.push_screen(Choose("Who has it", picks), chosen)

    @work(group="searches", exit_on_error=False)
    async def keep(self, naming: Naming) -> None:
        try:
            saved = await self.session.desk.write(save_search, naming)
        except DeskError as error:
            self.post_message(self.ChangeRefused(error))
        else:
            self.post_message(self.Kept(f"{saved.name} is saved among your views."))

    def action_remove_search(self) -> None:
        from tui.modals.confirm import Confirm

        gone = self.place.saved
        if gone is None:
            return
        who = "Everybody who works here loses it. " if gone.shared else ""

        def confirmed(yes: bool | None) -> None:
            if yes:
                self.drop_saved(gone)

        self.app.push_screen(Confirm(f"Remove the search {gone.name}?", f"{who}No ticket changes."), confirmed)

    @work(group="searches", exit_on_error=False)
    async def drop_saved(self, gone: SavedSearch) -> None:
        try:
            await self.session.desk.write(remove_search, gone.name, gone.owner.email)
        except DeskError as error:
            self.post_message(self.ChangeRefused(error))
        else:
            self.post_message(self.Kept(f"{gone.name} is removed."))

    @on(Kept)
    def tell_kept(self, kept: Kept) -> None:
        self.say(kept.says)

    # What there is, and how much each finds

    @on(SettingsChanged)
    def follow_saved(self) -> None:
        """Searches came, went or were changed, by oneself or a colleague; the list that is shown stays as it is."""
        self.all_saved = self._read_saved()
        self.views.put_saved(self.saved_places)
        if self.place.query.search:
            self.place = self._now(self.place)
            self.views.go_to(self.place)
            self.draw_title()
        self.refresh_bindings()
        self.fetch_found()

    def _now(self, place: Place) -> Place:
        """The search that is shown, as the views have it now; one that is not among them is just a search."""
        same = [one for one in self.all_saved if one.query == place.query]
        owner = None if place.saved is None else place.saved.owner
        same.sort(key=lambda one: one.saved is None or one.saved.owner != owner)
        return same[0] if same else search(place.says, place.query.search)

    @on(TicketsChanged)
    def find_again(self) -> None:
        if self._finding is None:
            self._finding = self.set_timer(FOUND_AT_MOST_EVERY, self.fetch_found)

    @on(SearchingScreen.CountsCame)
    def find_first(self) -> None:
        """Behind the first figures of the views, which come at once."""
        if not self._has_found:
            self._has_found = True
            self.fetch_found()

    @work(group="found", exclusive=True, exit_on_error=False)
    async def fetch_found(self) -> None:
        self._finding = None
        desk = self.session.desk
        for place in self.saved_places:
            try:
                if not place.is_broken:
                    found = await desk.search(count_found, place.query.search, desk.now())
                    self.post_message(self.FoundCame(place, found))
            except DeskError as error:
                self.log.debug(error.sentence)  # it is counted again after the next change

    @on(FoundCame)
    def put_found(self, came: FoundCame) -> None:
        self.views.put_found(came.place, came.found)

    # The palette

    def command_line(self, action: str) -> str:
        lines = {
            "save_search": "ttydesk searches save NAME QUERY",
            "remove_search": "ttydesk searches remove NAME",
        }
        return lines.get(action) or super().command_line(action)

    def commands(self) -> Iterable[Command]:
        for place in self.all_saved[COUNTED:]:
            yield Command(f"Show {place.name}", partial(self.go_to, place), "", "list")
        yield from super().commands()


def _wrong_with_name(typed: str) -> str:
    try:
        read_name(typed)
    except DeskError as error:
        return error.sentence
    return ""
