"""The views, saved searches and queues of the Inbox: a panel, a strip on top where it is narrow, else one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from core.listing import Counts, Found, View
from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.keys import MOVE, key_of
from tui.widgets.line import Line
from tui.widgets.places import VIEWS, Place, figure, found_figure
from tui.words import cut

NAME = 13
FIGURE = 5
STRIP_AT_LEAST = 70
"""Cells below which there is room for one name only."""


class Views(Widget, can_focus=True):
    """Shows where one is and how much stands elsewhere. `enter` or a click goes there."""

    known_as = "the views"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down,right", "move(1)", "move", id="views.next", tooltip="next, previous view or queue", group=MOVE),
        Binding(
            "k,up,left", "move(-1)", "move", id="views.previous", tooltip="next, previous view or queue", group=MOVE
        ),
        Binding("enter", "choose", "open", id="views.open", tooltip="open this list", group=MOVE),
    ]

    @dataclass
    class Chosen(Message):
        """Somebody wants to go there."""

        place: Place

    def __init__(
        self, queues: Sequence[Place], chosen: Place, saved: Sequence[Place] = (), *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._saved, self._queues = tuple(saved), tuple(queues)
        self._found: dict[Place, Found] = {}
        self._chosen = chosen
        self._cursor = 0
        self._counts: Counts | None = None
        self._marked = 0
        self._found_here = ""  # how many tickets a search has found, in words
        self._came_from_search = False  # the focus has just put the strip in the place of what was searched

    @property
    def places(self) -> tuple[Place, ...]:
        return (*VIEWS, *self._saved, *self._queues)

    @property
    def chosen(self) -> Place:
        return self._chosen

    def put_queues(self, queues: Sequence[Place]) -> None:
        """The queues that there are now, in their order."""
        self._put(self._saved, queues)

    def put_saved(self, saved: Sequence[Place]) -> None:
        """The saved searches that there are now, in their order."""
        self._put(saved, self._queues)
        self._found = {place: found for place, found in self._found.items() if place in self._saved}

    def _put(self, saved: Sequence[Place], queues: Sequence[Place]) -> None:
        at = self.places[self._cursor]
        self._saved, self._queues = tuple(saved), tuple(queues)
        self._cursor = self.places.index(at) if at in self.places else min(self._cursor, len(self.places) - 1)
        self.refresh()

    def put_found(self, place: Place, found: Found) -> None:
        """How many tickets a saved search has now."""
        if place in self._saved and self._found.get(place) != found:
            self._found[place] = found
            self.refresh()

    def put_counts(self, counts: Counts) -> None:
        """Newer figures; those from an older moment are dropped."""
        if self._counts is None or (counts.position >= self._counts.position and counts != self._counts):
            self._counts = counts
            self.refresh()

    @property
    def counts(self) -> Counts | None:
        return self._counts

    def tell_marked(self, count: int) -> None:
        """How many tickets are marked: the strip is the only title that small sizes have."""
        if count != self._marked:
            self._marked = count
            self.refresh()

    def tell_found(self, words: str) -> None:
        """How many tickets a search has found, "" while that is not known: where there is no panel, it stands here."""
        if words != self._found_here:
            self._found_here = words
            self.refresh()

    def go_to(self, place: Place) -> None:
        """One is here now; a search is in no view."""
        self._chosen = place
        self._cursor = self.places.index(place) if place in self.places else self._cursor
        self.refresh()

    # Drawing

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def render_line(self, y: int) -> Strip:
        ink, width = ink_of(self.app), self.size.width
        if self.size.height == 1:
            return self._strip(width)
        place = self._panel[y] if 0 <= y < len(self._panel) else ""
        if isinstance(place, str):
            return Line().gap(2).add(place, "muted").strip(ink, width, "surface")
        chosen, at_cursor = place == self._chosen, self.has_focus and place == self.places[self._cursor]
        ground = "raised" if at_cursor else "idle" if chosen else "surface"
        bar = Line(" ").strip(ink, 1, ground)
        if at_cursor or chosen:
            bar = ink.bar(glyphs_of(self.app).bar, ground, focused=at_cursor)
        return Strip.join([bar, self._panel_line(place, chosen).strip(ink, width - 1, ground)])

    @property
    def _panel(self) -> list[Place | str]:
        """The lines of the panel: places, and heads or blanks between them."""
        panel: list[Place | str] = ["", *VIEWS]
        for head, places in (("Saved", self._saved), ("Queues", self._queues)):
            panel += ["", head, *places] if places else []
        return panel

    def _panel_line(self, place: Place, chosen: bool) -> Line:
        line = Line().gap(1).cell(self.key_to(place), 2, "muted")
        line.cell(place.name, NAME, bold=chosen, mark=glyphs_of(self.app).cut)
        return line.join(self._figure(place, FIGURE - 1))

    def key_to(self, place: Place) -> str:
        """The key that opens a list, "" where it has none."""
        return key_of(self, f"inbox.view.{place.key}") if place.key else ""

    def _figure(self, place: Place, width: int) -> Line:
        shown = self._shown(place)
        late = place.is_broken or (place.query.view is View.LATE and shown not in ("", "0"))
        return Line().gap(width - len(shown)).add(shown, "late" if late else "muted", bold=late)

    def _shown(self, place: Place) -> str:
        """How much stands there; the sign of an error at a search that asks for what is no more."""
        if place.is_broken:
            return glyphs_of(self.app).error
        return figure(place.total(self._counts)) if place.saved is None else found_figure(self._found.get(place))

    @property
    def _tells_search(self) -> bool:
        """Whether what was searched stands in the place of the strip: a search is in no view."""
        return bool(self._chosen.query.search) and not self.has_focus

    def _search(self, width: int) -> Line:
        """`Search vpn   5 tickets   esc back`: the words give way where it gets narrow."""
        end = Line(self._found_here).gap(3 if self._found_here else 0)
        end.add(key_of(self, "inbox.leave_search"), bold=True).add(" back", "muted")
        if self._marked:
            end.gap(3).add(f"{self._marked} marked", "accent", bold=True)
        mark, around = glyphs_of(self.app).cut, end.cells + 3 + 2
        line = Line().gap(2)
        line.upto(self._chosen.name, max(width - line.cells - 1 - around, 0), "accent", bold=True, mark=mark).gap(1)
        return line.upto(self._chosen.says, max(width - line.cells - around, 0), mark=mark).gap(3).join(end)

    def _strip(self, width: int) -> Strip:
        if self._tells_search:
            return self._search(width).strip(ink_of(self.app), width, "surface")
        if width < STRIP_AT_LEAST:
            return self._one_name(width)
        ink = ink_of(self.app)
        first, last = self._in_strip(width)
        parts = [Line(" ").strip(ink, 1, "surface")]
        tabs = [(self._tab(index), self._ground(index)) for index in range(first, last)]
        parts += [tab.strip(ink, tab.cells, ground) for tab, ground in tabs]
        used = sum(part.cell_length for part in parts)
        more = Line(glyphs_of(self.app).cut if last < len(self.places) else "", "muted")
        more = Line(f"{self._marked} marked", "accent", bold=True) if self._marked else more
        parts.append(Line().to(width - used - more.cells - 1).join(more).strip(ink, width - used, "surface"))
        return Strip.join(parts)

    def _tab(self, index: int) -> Line:
        place = self.places[index]
        chosen = place == self._chosen
        line = Line().gap(1).add(f"{self.key_to(place)} " if place.key else "", "muted")
        line.add(place.name, "accent" if chosen else "text", bold=chosen)
        if shown := self._shown(place):
            late = place.is_broken or (place.query.view is View.LATE and shown != "0")
            line.gap(1).add(shown, "late" if late else "text" if chosen else "muted", bold=late)
        return line.gap(1)

    def _ground(self, index: int) -> str:
        if self.has_focus and index == self._cursor:
            return "raised"
        return "idle" if self.places[index] == self._chosen else "surface"

    def _in_strip(self, width: int) -> tuple[int, int]:
        """Which tabs there is room for: from the first one on, or such that the one under the cursor is among them."""
        here = self._cursor if self.has_focus or self._chosen in self.places else 0
        room = width - (len(f"{self._marked} marked") + 2 if self._marked else 3)
        first = 0
        while True:
            last, used = first, 1
            while last < len(self.places) and used + self._tab(last).cells <= room:
                used += self._tab(last).cells
                last += 1
            if here < last or first >= here:
                return first, last
            first += 1

    def _one_name(self, width: int) -> Strip:
        """The view that one is in, how many are late, and that there are others."""
        ink = ink_of(self.app)
        place = self.places[self._cursor] if self.has_focus else self._chosen
        line = Line().gap(2).add(f"{self.key_to(place)} " if place.key else "", "muted")
        line.add(cut(place.name, 20, glyphs_of(self.app).cut), "accent", bold=True)
        line.gap(1).add(self._shown(place))
        late = next(one for one in VIEWS if one.query.view is View.LATE)
        right = Line(f"{self.key_to(VIEWS[0])}..{self.key_to(VIEWS[-1])} views", "muted")
        if self._marked:
            right = Line(f"{self._marked} marked", "accent", bold=True)
        if late.total(self._counts) and place != late:
            right = (
                Line(f"{self.key_to(late)} ", "muted")
                .add(late.name)
                .gap(1)
                .join(self._figure(late, 0))
                .gap(3)
                .join(right)
            )
        return line.at_right(right.gap(3), width).strip(ink, width, "raised" if self.has_focus else "surface")

    # Keys and mouse

    def action_move(self, by: int) -> None:
        self._came_from_search = False
        self._cursor = (self._cursor + by) % len(self.places)
        self.refresh()

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self.places[self._cursor]))

    def on_focus(self) -> None:
        self._came_from_search = bool(self._chosen.query.search)

    def on_blur(self) -> None:
        if self._chosen in self.places:
            self._cursor = self.places.index(self._chosen)

    def on_click(self, event: events.Click) -> None:
        """A click on what was searched shows the strip; nobody meant a view that was not to be seen."""
        saw_search, self._came_from_search = self._came_from_search and self.size.height == 1, False
        index = None if saw_search else self._at(event.x, event.y)
        if index is not None:
            self._cursor = index
            self.action_choose()

    def _at(self, x: int, y: int) -> int | None:
        if self.size.height > 1:
            place = self._panel[y] if 0 <= y < len(self._panel) else ""
            return None if isinstance(place, str) else self.places.index(place)
        if self.size.width < STRIP_AT_LEAST:
            return None
        start = 1
        first, last = self._in_strip(self.size.width)
        for index in range(first, last):
            start += self._tab(index).cells
            if x < start:
                return index
        return None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
