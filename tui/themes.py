"""The palette (LOOKS section 2) as four themes, and the ink that line widgets draw with.

Every token is a variable in TCSS and in `Content` styles (`$late`, `$note_bg`), and a word for `Ink.style`.
Each colour was checked in the form that it takes where a terminal knows 256 colours only.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip
from textual.theme import Theme


class Palette(NamedTuple):
    """One colour for each token. `on` is text on an accent button, `on_raised` text on the focused selection."""

    bg: str
    surface: str
    idle: str
    raised: str
    text: str
    muted: str
    faint: str
    accent: str
    late: str
    soon: str
    ok: str
    note: str
    note_bg: str
    on: str
    on_raised: str


DARK = Palette(
    bg="#14161a",
    surface="#1b1e23",
    idle="#22262c",
    raised="#2c3139",
    text="#dcdfe4",
    muted="#9aa1ab",
    faint="#4a5059",
    accent="#6cb0ff",
    late="#f7786a",
    soon="#fec163",
    ok="#7fcfa8",
    note="#f2eca4",
    note_bg="#2a2822",
    on="#14161a",
    on_raised="#dcdfe4",
)
LIGHT = Palette(
    bg="#fbfbfa",
    surface="#f5f6f7",
    idle="#eef0f2",
    raised="#e4e7ea",
    text="#1d2126",
    muted="#555c66",
    faint="#c4c9d0",
    accent="#0059c2",
    late="#a81c34",
    soon="#7a4600",
    ok="#0b6b4b",
    note="#5f5a08",
    note_bg="#fbf6d6",
    on="#ffffff",
    on_raised="#1d2126",
)
CONTRAST = Palette(
    bg="#000000",
    surface="#000000",
    idle="#3a3a3a",
    raised="#5fd7ff",
    text="#ffffff",
    muted="#dadada",
    faint="#9e9e9e",
    accent="#5fd7ff",
    late="#ff9f94",
    soon="#ffcf70",
    ok="#87ffaf",
    note="#ffff5f",
    note_bg="#000000",
    on="#000000",
    on_raised="#000000",
)
MONO = Palette(
    bg="#121212",
    surface="#1c1c1c",
    idle="#262626",
    raised="#3a3a3a",
    text="#dadada",
    muted="#b2b2b2",
    faint="#585858",
    accent="#ffffff",
    late="#ffffff",
    soon="#ffffff",
    ok="#dadada",
    note="#ffffff",
    note_bg="#303030",
    on="#121212",
    on_raised="#dadada",
)
PALETTES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST, "mono": MONO}


_BRIGHT = {"7", *map(str, range(9, 16))}
"""Numbers of the colours of a light background in `COLORFGBG`: `0;15`, or `0;default;15`."""


def theme_name(setting: str, *, no_color: bool, colorfgbg: str = "") -> str:
    """The theme for a person's setting; without one, that of the terminal's background where the terminal tells it.

    Without colour, Textual's greys would make late darker than due soon.
    """
    if no_color:
        return "mono"
    if setting in PALETTES:
        return setting
    return "light" if colorfgbg.rpartition(";")[2].strip() in _BRIGHT else "dark"


def dress(app: App[Any], name: str) -> None:
    """Make the four themes known to an app and put one on."""
    for known in PALETTES:
        app.register_theme(_theme(known))
    if app.is_running:
        app.theme = name
    else:  # by itself Textual would read every style a second time, before anything has been drawn
        app.set_reactive(App.theme, name)
        app.set_class(name != "light", "-dark-mode", update=False)
        app.set_class(name == "light", "-light-mode", update=False)
        app.stylesheet.set_variables(app.get_css_variables())


def variable_defaults() -> dict[str, str]:
    """For `App.get_theme_variable_defaults`: the styles are read before the app is dressed."""
    return _variables(DARK)


def _variables(palette: Palette) -> dict[str, str]:
    """The tokens, and Textual's own names for the parts that it draws itself."""
    is_bright = palette.raised == palette.accent  # where the focused field has the colour of a caret
    on_faint = palette.bg if is_bright else palette.text
    return palette._asdict() | {
        "caret": palette.on_raised if is_bright else palette.accent,
        "on_caret": palette.raised if is_bright else palette.bg,
        "on_raised_muted": palette.idle if is_bright else palette.muted,
        "on_faint": on_faint,
        "text-muted": palette.muted,
        "text-disabled": palette.faint,
        "border": palette.accent,
        "border-blurred": palette.faint,
        "input-cursor-background": palette.accent,
        "input-cursor-foreground": palette.bg,
        "input-selection-background": palette.faint,
        "input-selection-foreground": on_faint,
        "screen-selection-background": palette.faint,
        "screen-selection-foreground": on_faint,
        "scrollbar": palette.faint,
        "scrollbar-hover": palette.faint,
        "scrollbar-active": palette.accent,
        "scrollbar-background": palette.bg,
        "scrollbar-corner-color": palette.bg,
    }


def _theme(name: str) -> Theme:
    palette = PALETTES[name]
    return Theme(
        name=name,
        primary=palette.accent,
        secondary=palette.muted,
        accent=palette.accent,
        warning=palette.soon,
        error=palette.late,
        success=palette.ok,
        foreground=palette.text,
        background=palette.bg,
        surface=palette.surface,
        panel=palette.surface,
        dark=name != "light",
        variables=_variables(palette),
    )


class Ink:
    """The styles of one theme for widgets that draw their lines themselves."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.palette = PALETTES[name]
        self.hues = self.palette._asdict()
        self._styles: dict[tuple[str, str, bool, bool], Style] = {}

    def style(self, hue: str, ground: str = "bg", *, bold: bool = False, underline: bool = False) -> Style:
        """Text in the colour of `hue` on the colour of `ground`.

        In high contrast the focused selection is a bright bar: there, words drop their own colours and turn bold.
        """
        if ground == "raised" and self.name == "contrast":
            hue, bold = "on_raised", True
        key = (hue, ground, bold, underline)
        if (style := self._styles.get(key)) is None:
            style = Style(
                color=self.hues[hue], bgcolor=self.hues[ground], bold=bold or None, underline=underline or None
            )
            self._styles[key] = style
        return style

    def bar(self, glyph: str, ground: str, *, focused: bool) -> Strip:
        """The focus bar at the left of a selected row."""
        hue = "faint" if not focused else "text" if self.name == "contrast" else "accent"
        return Strip([Segment(glyph, Style(color=self.hues[hue], bgcolor=self.hues[ground]))], 1)


@cache
def _ink(name: str) -> Ink:
    return Ink(name)


def ink_of(app: App[Any]) -> Ink:
    """The ink of the theme that the app wears now."""
    return _ink(app.theme if app.theme in PALETTES else "dark")
