"""How many tickets a customer has, how many wait for them, and which of the two lists is shown."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from core.listing import Counts, Sort, View
from core.query_terms import NOTHING, Search
from tui.themes import ink_of
from tui.widgets.keys import key_of
from tui.widgets.line import Line
from tui.words import cut, plural

MARGIN = 2
CAPPED = 1000
FILTERS = ((View.NOT_CLOSED, "1", "open"), (View.ALL, "2", "all"))


@dataclass(frozen=True, slots=True)
class Showing:
    """Which list: one of the two views in its order, or what the query finds that was typed."""

    view: View = View.NOT_CLOSED
    typed: str = ""
    search: Search = NOTHING
    sort: Sort = Sort.OWN


class MyTicketsHead(Widget):
    """`4 open tickets   1 is waiting for your answer` at the left, `1 open  2 all` at the right."""

    can_focus = False

    class Chosen(Message):
        """Somebody clicked on one of the two views."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counts | None = None
        self._showing = Showing()
        self._found = ""

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def show(self, showing: Showing, counts: Counts | None) -> None:
        if (showing, counts) != (self._showing, self._counts):
            self._found = self._found if showing == self._showing else ""
            self._showing, self._counts = showing, counts
            self.refresh()

    def tell_found(self, words: str) -> None:
        """How many tickets have the words that were searched."""
        if words != self._found:
            self._found = words
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        width = self.size.width
        filters = self._filters()
        line = Line().gap(MARGIN).join(self._said(max(width - filters.cells - 2 * MARGIN - 2, 0)))
        return line.at_right(filters.gap(MARGIN), width).strip(ink_of(self.app), width)

    def on_click(self, event: events.Click) -> None:
        begins = self.size.width - MARGIN - self._filters().cells
        for view, key, word in FILTERS:
            ends = begins + len(key) + 1 + len(word)
            if begins <= event.x < ends:
                self.post_message(self.Chosen(view))
            begins = ends + 3

    def _filters(self) -> Line:
        line = Line()
        for view, key, word in FILTERS:
            here = view is self._showing.view and not self._showing.search
            line.gap(3 if line.cells else 0).add(key, bold=True).gap(1)
            line.add(word, "accent" if here else "muted", bold=here)
        return line

    def _said(self, room: int) -> Line:
        if self._showing.search:
            return self._searched(room)
        if self._counts is None:
            return Line()
        total = self._counts.views.get(self._showing.view, 0)
        if self._showing.sort is Sort.UPDATED:
            return self._told(total).gap(3).add("by updated, newest change first", "muted").cropped(room)
        waiting = self._counts.views.get(View.WAITING, 0)
        line = self._told(total)
        if not waiting:
            return line
        words = f"{figure(waiting)} {'is' if waiting == 1 else 'are'} waiting for your answer"
        short = f"{figure(waiting)} waiting for you"
        return line.gap(3).add(
            words if line.cells + 3 + len(words) <= room else cut(short, room - line.cells - 3), "soon"
        )

    def _searched(self, room: int) -> Line:
        """`5 tickets with “vpn”   esc back`: the words give way where it gets narrow."""
        line = Line(self._found or "Tickets").add(" with ", "muted")
        back = Line(key_of(self, "mine.end_search"), bold=True).add(" back", "muted")
        return line.upto(f"“{self._showing.typed}”", max(room - line.cells - 3 - back.cells, 0)).gap(3).join(back)

    def _told(self, total: int) -> Line:
        what = "ticket" if self._showing.view is View.ALL else "open ticket"
        return Line(plural(total, what) if total <= CAPPED else f"{CAPPED}+ {what}s")


def figure(number: int) -> str:
    return str(number) if number <= CAPPED else f"{CAPPED}+"
