"""Where an agent types what to look for; it takes the place of the views while one types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from tui.widgets.form import OneLine
from tui.widgets.keys import TEXT
from tui.widgets.line import Line

WORDS_AT_MOST = 200


class SearchBox(Horizontal):
    """`enter` looks for the words, `esc` gives up. Where nothing was found, backspace takes the last word away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "look", "search", id="search.look", priority=True, group=TEXT),
        Binding("down", "to_list", "to the list", id="search.list", show=False, group=TEXT),
        Binding("backspace", "shorten", "drop the last word", id="search.shorten", priority=True, group=TEXT),
        Binding("escape", "give_up", "back", id="search.back", tooltip="leave the search", group=TEXT),
    ]

    @dataclass
    class Wanted(Message):
        """Tickets with these words are wanted."""

        words: str

    class Left(Message):
        """The list is to have the focus."""

    class GivenUp(Message):
        """Back to where one was."""

    def __init__(self, *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._placeholder = placeholder
        self._found_nothing = False
        self._has_asked = False

    def compose(self) -> ComposeResult:
        yield Static(Line("/", "accent", bold=True).content(), classes="sign")
        yield OneLine(placeholder=self._placeholder, max_length=WORDS_AT_MOST)

    def on_mount(self) -> None:
        self.display = False

    @property
    def _input(self) -> OneLine:
        return self.query_one(OneLine)

    def open(self, words: str) -> None:
        self.display = True
        self._input.value = words
        self._input.focus()

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
    def _typed(self, changed: Input.Changed) -> None:
        changed.stop()
        self._found_nothing = False
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return action != "shorten" or self._found_nothing

    def action_look(self) -> None:
        words = " ".join(self._input.value.split())
        if words:
            self._has_asked = True
            self.post_message(self.Wanted(words))
        else:
            self.action_give_up()

    def action_shorten(self) -> None:
        self._input.value = self._input.value.rstrip().rpartition(" ")[0]
        self.action_look()

    def action_to_list(self) -> None:
        self.post_message(self.Left())

    def action_give_up(self) -> None:
        self.close()
        self.post_message(self.GivenUp())
