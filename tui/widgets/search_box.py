"""Where people type what to look for; it takes the place of the views while one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.highlighter import Highlighter
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.widgets.keys import TEXT
from tui.widgets.line import Line
from tui.widgets.one_line import OneLine


class SearchBox(Vertical):
    """`enter` looks for the words, `esc` gives up. Where nothing was found, backspace takes the last word away."""

    LETTERS_AT_MOST = 200
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", "search", id="search.look", priority=True, group=TEXT),
        Binding("down", "to_list", "to the list", id="search.list", show=False, group=TEXT),
        Binding("backspace", "shorten", "drop the last word", id="search.shorten", priority=True, group=TEXT),
        Binding("escape", "give_up", "back", id="search.back", tooltip="leave the search", group=TEXT),
    ]

    @dataclass
    class Wanted(Message):
        """What has these words is wanted."""

        words: str

    class Left(Message):
        """The list is to have the focus."""

    class GivenUp(Message):
        """Back to where one was."""

    def __init__(self, *, placeholder: str = "", highlighter: Highlighter | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self.display = False
        self._placeholder = placeholder
        self._highlighter = highlighter
        self._found_nothing = False
        self._has_asked = False

    def parts(self) -> Iterable[Widget]:
        """They come with the first search: nobody waits for them at the start."""
        most, highlighter = self.LETTERS_AT_MOST, self._highlighter
        self.input = OneLine(placeholder=self._placeholder, max_length=most, highlighter=highlighter)
        sign = Static(Line("/", "accent", bold=True).content(), classes="sign")
        yield Horizontal(sign, self.input, classes="typing")

    async def open(self, typed: str) -> None:
        if not self.children:
            await self.mount_all(self.parts())
        self.display = True
        self.put(typed)
        self.input.focus()

    def put(self, typed: str) -> None:
        """Let this stand there instead, with the cursor at its end."""
        self.input.value = typed
        self.input.cursor_position = len(typed)

    def close(self) -> None:
        self.display = self._has_asked = self._found_nothing = False

    def answered(self, *, found: bool) -> None:
        """The list has come: with rows it gets the focus, without them one goes on typing.

        A list that nobody here has asked for leaves in peace whoever is typing.
        """
        if not (self.display and self._has_asked):
            return
        self._has_asked = False
        self._found_nothing = not found
        self.refresh_bindings()
        if found:
            self.close()
            self.post_message(self.Left())

    @on(Input.Changed)
    def typed(self, changed: Input.Changed) -> None:
        changed.stop()
        self._found_nothing = False
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "shorten" or self._found_nothing

    def look_for(self, typed: str) -> None:
        """Ask for what was typed."""
        self._has_asked = True
        self.post_message(self.Wanted(" ".join(typed.split())))

    def shorter(self, typed: str) -> str:
        """The same without its last word."""
        return typed.rstrip().rpartition(" ")[0]

    def action_look(self) -> None:
        if self.input.value.strip():
            self.look_for(self.input.value)
        else:
            self.action_give_up()

    def action_shorten(self) -> None:
        self.put(self.shorter(self.input.value))
        self.action_look()

    def action_to_list(self) -> None:
        self.post_message(self.Left())

    def action_give_up(self) -> None:
        self.close()
        self.post_message(self.GivenUp())
