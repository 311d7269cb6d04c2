"""The search for tickets: what can follow is offered below what is typed, what is wrong is said under its column."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from core.errors import DeskError
from core.query import QueryError, mended, shorter
from core.query_terms import Search
from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import TEXT
from tui.widgets.line import Line
from tui.widgets.row_view import Empty
from tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from core.completing import Offers

SIGN = 2
"""Cells before what is typed."""
IN_SEARCH = ("search.shorten", "search.look", "search.back", "search.complete")
"""Its own keys, most used first."""


class QueryBox(SearchBox):
    """A search box for queries: `tab` completes or mends them."""

    LETTERS_AT_MOST = 500
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "complete", id="search.complete", priority=True, group=TEXT),
    ]

    @dataclass
    class Understood(Message):
        """Tickets that this query finds are wanted."""

        typed: str
        search: Search

    @dataclass
    class Wrong(Message):
        """The query can not be understood."""

        typed: str
        error: QueryError

    @dataclass
    class Offered(Message):
        offers: Offers

    def __init__(
        self,
        read: Callable[[str], Search],
        offers: Callable[[str, int], Awaitable[Offers]],
        *,
        id: str | None = None,
    ) -> None:
        """`read` understands a query or raises QueryError; `offers` tells what can follow."""
        super().__init__(highlighter=WrongPart(self), id=id)
        self._read = read
        self._offers_for = offers
        self._error: QueryError | None = None
        self._looked_for = ""
        self._offers: Offers | None = None
        self._taken: tuple[str, int] | None = None  # what taking an offer made of the query, and which one it was

    def parts(self) -> Iterable[Widget]:
        yield from super().parts()
        yield OneLiner(left=0, right=0, id="under")

    @property
    def error(self) -> QueryError | None:
        return self._error

    async def open(self, typed: str) -> None:
        await super().open(typed)
        self._ask(typed, len(typed))

    def close(self) -> None:
        super().close()
        self._forget()

    # What is typed

    @on(Input.Changed)
    def follow(self, changed: Input.Changed) -> None:
        """Say what is wrong in it and what can follow."""
        if self._taken is None or self._taken[0] != changed.value:
            self._taken, self._offers = None, None
            self._ask(changed.value, self.input.cursor_position)
        self._complain(self._wrong_behind())

    def _wrong_behind(self) -> QueryError | None:
        """What is wrong in a part that is typed already, or was looked for; nobody is told of half a word."""
        try:
            self._read(self.input.value)
        except QueryError as error:
            was_asked = self.input.value == self._looked_for
            return error if was_asked or error.end < self.input.cursor_position else None
        return None

    def _complain(self, error: QueryError | None) -> None:
        self._error = error
        self.input.refresh()
        self._draw_under()

    def _forget(self) -> None:
        self._error, self._offers, self._taken = None, None, None
        self._draw_under()

    @work(group="offers", exclusive=True, exit_on_error=False)
    async def _ask(self, typed: str, cursor: int) -> None:
        try:
            self.post_message(self.Offered(await self._offers_for(typed, cursor)))
        except DeskError as error:
            self.log.debug(error.sentence)  # one types on without help

    @on(Offered)
    def put_offers(self, offered: Offered) -> None:
        offered.stop()
        if offered.offers.typed == self.input.value and self._taken is None:
            self._offers = offered.offers
            self._draw_under()

    def _draw_under(self) -> None:
        """The sentence under its column, or what can follow under the place where it would stand."""
        if not self.children:
            return
        width = self.size.width - 2 * SIGN
        if self._error is not None:
            line, start = self._wrong_line(width), self._error.start
        elif self._offers is not None and self._offers.words and self.display:
            line, start = self._offered_line(width), self._offers.start
        else:
            self.query_one("#under", OneLiner).show(Line())
            return
        column = SIGN + cell_len(self.input.value[:start]) - int(self.input.scroll_offset.x)
        column = max(min(column, width - line.cells), 0)
        self.query_one("#under", OneLiner).show(Line().gap(column).join(line).cropped(max(width, 1)))

    def _wrong_line(self, width: int) -> Line:
        """With its column, where there is room: the underlined part shows it as well."""
        error, sign = self._error, glyphs_of(self.app).late
        whole = Line(f"{sign} {error.sentence if error else ''}", "late")
        return whole if whole.cells <= width else Line(f"{sign} {error.says if error else ''}", "late")

    def _offered_line(self, width: int) -> Line:
        offers, chosen = self._offers, 0 if self._taken is None else self._taken[1]
        line = Line()
        for nth, word in enumerate(offers.words if offers else ()):
            if line.cells + 2 + cell_len(word) <= width:
                line.gap(2 if nth else 0).add(word, "text" if nth == chosen else "muted", bold=nth == chosen)
        return line

    def on_resize(self) -> None:
        self._draw_under()

    # Keys

    def look_for(self, typed: str) -> None:
        self._looked_for = typed
        try:
            search = self._read(typed)
        except QueryError as error:
            self._complain(error)
            self.post_message(self.Wrong(typed, error))
            return
        self._forget()
        self._has_asked = True
        self.post_message(self.Understood(typed.strip(), search))

    def shorter(self, typed: str) -> str:
        return shorter(typed)

    def action_complete(self) -> None:
        """Mend what is wrong, else take the first offer; pressed again, the next one."""
        if self._error is not None:
            if self._error.better:
                self.put(mended(self.input.value, self._error))
        elif self._offers is not None and self._offers.words:
            words = self._offers.words
            nth = 0 if self._taken is None else (self._taken[1] + 1) % len(words)
            text, cursor = self._offers.taken(words[nth])
            self._taken = (text, nth)
            self.input.value = text
            self.input.cursor_position = cursor
            if len(words) == 1:  # there is nothing to choose: on with what follows
                self._taken = None
                self._ask(text, cursor)
            self._draw_under()


def not_yet(typed: str, error: QueryError, key: str, there: str = "") -> Empty:
    """What the list says while a query is wrong; `key` completes, `there` is what else there is."""
    if not error.better:
        return Empty("No ticket matches yet.", "Mend what is underlined, then look again.", there)
    part = mended(typed, error)[error.start :].split(" ")[0]
    return Empty("No ticket matches yet.", f"{key} takes the suggestion   {part}", there)


class WrongPart(Highlighter):
    """Underlines what can not be understood."""

    def __init__(self, box: QueryBox) -> None:
        self._box = box

    def highlight(self, text: Text) -> None:
        if (error := self._box.error) is not None:
            text.stylize(ink_of(self._box.app).style("late", "surface", underline=True), error.start, error.end)
