"""What somebody sets for themself: how it looks, what follows a reply, which letters they get.

A theme is worn while one chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from shlex import quote
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from core.settings import PersonalSettings, shown_settings
from tui.commands import in_a_shell
from tui.glyphs import PLAIN, UNICODE, Glyphs
from tui.modals.panel import Panel
from tui.seat import is_hosted
from tui.widgets.choice import Choice, Option
from tui.widgets.keys import EVERYWHERE, TEXT
from tui.widgets.line import Line, lines


def _some(glyphs: Glyphs) -> str:
    return f"{glyphs.open} {glyphs.in_progress} {glyphs.resolved}"


_THEMES = (
    ("auto", "as the terminal"),
    ("dark", "dark"),
    ("light", "light"),
    ("contrast", "contrast"),
    ("mono", "mono"),
)
_GLYPHS = (("auto", "as the terminal"), ("unicode", _some(UNICODE)), ("ascii", _some(PLAIN)))
_LETTERS = (("all", "all"), ("mine", "about what is mine"), ("none", "none"))
_OWN_LETTERS = (("all", "about my tickets"), ("none", "none"))
_DIGEST = (("off", "none"), ("08:00", "every day, 08:00"), ("mon-fri 08:00", "mon-fri, 08:00"))
_AFTER_REPLY = (("next", "the next ticket"), ("stay", "stay in it"), ("list", "the list"))


class OwnSettings(Panel[Mapping[str, str]]):
    """Answers what was changed, by the key of the setting; None when it was given up.

    `wear` puts a theme on at once, so that one sees what one chooses.
    """

    AUTO_FOCUS = "Radio"
    HINTS: ClassVar[tuple[str, ...]] = ("own.keep", "own.next")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "keep", "keep it", id="own.keep", priority=True, group=TEXT),
        Binding("tab", "app.focus_next", "next", id="own.next", group=TEXT),
        Binding("escape", "close", "as it was", id="panel.close", group=EVERYWHERE),
    ]

    def __init__(
        self, mine: PersonalSettings, *, is_staff: bool, wear: Callable[[str], None], has_mail: bool = False
    ) -> None:
        super().__init__("Your settings")
        self.before = shown_settings(mine)
        self.is_staff = is_staff
        self.has_mail = has_mail
        self.wear = wear

    def compose_panel(self) -> ComposeResult:
        yield self._choice("Theme", "theme", _THEMES)
        yield self._choice("Signs", "glyphs", _GLYPHS)
        if self.is_staff:
            yield self._choice("After a reply", "after_reply", _AFTER_REPLY)
        if self.has_mail:
            is_short = not self.is_staff and self.before["letters"] != "mine"
            yield self._choice("Letters by mail", "letters", _OWN_LETTERS if is_short else _LETTERS)
            if self.is_staff:
                yield self._choice("A digest of the day by mail", "digest", self._digests)
        yield Static(id="own-says", classes="panel-text")

    def on_mount(self) -> None:
        self.tell_command()

    def _choice(self, label: str, key: str, words: tuple[tuple[str, str], ...]) -> Choice:
        options = [Option(value, word) for value, word in words]
        return Choice(label, options, value=self.before[key], across=True, id=key)

    @property
    def _digests(self) -> tuple[tuple[str, str], ...]:
        """With the time of their own that somebody set by the command."""
        mine = self.before["digest"]
        return _DIGEST if mine in dict(_DIGEST) else (*_DIGEST, (mine, mine))

    @property
    def changed(self) -> dict[str, str]:
        """What is chosen otherwise than it was."""
        chosen = {str(choice.id): choice.value for choice in self.query(Choice)}
        return {key: value for key, value in chosen.items() if value != self.before[key]}

    @on(Choice.Changed)
    def try_on(self, changed: Choice.Changed) -> None:
        changed.stop()
        if changed.choice.id == "theme":
            self.wear(changed.value)
        self.tell_command()

    def tell_command(self) -> None:
        told = [Line("They follow you to every machine where you sign in.", "muted")]
        if self.app.no_color:
            told.append(Line("This terminal asks for no colour (NO_COLOR), so it stays mono here.", "muted"))
        if (changed := self.changed) and not is_hosted(self.app):
            pairs = " ".join(quote(f"{key}={value}") for key, value in changed.items())
            line = in_a_shell(self.app, f"ttydesk settings set --mine {pairs}")
            told.append(Line("also as a command:", "muted").gap(2).add(line, "muted"))
        self.query_one("#own-says", Static).update(lines(told))

    def action_keep(self) -> None:
        self.dismiss(self.changed or None)

    def action_close(self) -> None:
        self.wear(self.before["theme"])
        self.dismiss(None)
