"""The palette, in true colour and as the 256 colours that a remote session usually has."""

from __future__ import annotations

import pytest
from rich.color import Color as TerminalColor
from rich.color import ColorSystem
from textual.color import Color

from tests.tui.stage import ListScreen, Parts, Stage
from tui.themes import CONTRAST, DARK, LIGHT, MONO, PALETTES, Palette, ink_of, theme_name, variable_defaults

IN_256 = {
    "bg": (233, 231),
    "surface": (234, 255),
    "idle": (235, 255),
    "raised": (236, 254),
    "text": (253, 234),
    "muted": (247, 240),
    "faint": (239, 251),
    "accent": (75, 25),
    "late": (209, 125),
    "soon": (215, 94),
    "ok": (115, 23),
    "note": (229, 58),
    "note_bg": (235, 230),
    "on": (233, 231),
}
READ = ("text", "muted", "accent", "late", "soon", "ok")


@pytest.mark.parametrize("token", IN_256)
def test_every_colour_falls_where_the_palette_says(token: str) -> None:
    assert (in_256(DARK, token), in_256(LIGHT, token)) == IN_256[token]


@pytest.mark.parametrize("palette", [DARK, LIGHT, MONO])
@pytest.mark.parametrize("token", READ)
def test_everything_to_be_read_can_be_read_on_the_page_and_on_the_selection(palette: Palette, token: str) -> None:
    assert contrast(getattr(palette, token), palette.bg) >= 4.5
    assert contrast(getattr(palette, token), palette.raised) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values())
def test_internal_notes_and_buttons_can_be_read(palette: Palette) -> None:
    assert contrast(palette.note, palette.note_bg) >= 4.5
    assert contrast(palette.on, palette.accent) >= 4.5
    assert contrast(palette.on_raised, palette.raised) >= 4.5


def test_without_colour_late_does_not_turn_darker_than_due_soon() -> None:
    assert theme_name("dark", no_color=True) == "mono"
    assert contrast(MONO.late, MONO.bg) >= contrast(MONO.soon, MONO.bg)


def test_a_theme_that_nobody_knows_is_the_dark_one() -> None:
    assert theme_name("auto", no_color=False) == "dark"
    assert theme_name("contrast", no_color=False) == "contrast"


@pytest.mark.parametrize("colorfgbg", ["0;15", "0;7", "0;default;15", "8;11", "0;9"])
def test_a_light_terminal_that_says_so_gets_the_light_theme(colorfgbg: str) -> None:
    assert theme_name("auto", no_color=False, colorfgbg=colorfgbg) == "light"


@pytest.mark.parametrize("colorfgbg", ["15;0", "12;8", "15;default;0", "7;default", "", ";", "15;x"])
def test_any_other_terminal_gets_the_dark_one(colorfgbg: str) -> None:
    assert theme_name("auto", no_color=False, colorfgbg=colorfgbg) == "dark"


def test_what_a_person_has_set_or_no_colour_at_all_weighs_more() -> None:
    assert theme_name("dark", no_color=False, colorfgbg="0;15") == "dark"
    assert theme_name("auto", no_color=True, colorfgbg="0;15") == "mono"


def test_every_token_is_a_variable() -> None:
    assert set(DARK._asdict()) <= set(variable_defaults())


@pytest.mark.parametrize("theme", PALETTES)
async def test_each_theme_colours_the_page(theme: str) -> None:
    app = Stage(Parts, theme=theme)
    async with app.run_test():
        assert app.screen.styles.background == Color.parse(PALETTES[theme].bg)
        assert app.get_css_variables()["late"] == PALETTES[theme].late


@pytest.mark.parametrize("theme", PALETTES)
async def test_what_stands_in_a_field_can_be_read_in_each_theme(theme: str) -> None:
    app = Stage(Parts, theme=theme)
    async with app.run_test():
        hues = app.get_css_variables()
        for text, ground in (("on_raised", "raised"), ("on_raised_muted", "raised"), ("on_faint", "faint")):
            assert contrast(hues[text], hues[ground]) >= 4.5, (text, ground)
        for caret, ground in (("caret", "raised"), ("accent", "surface"), ("accent", "note_bg")):
            assert contrast(hues[caret], hues[ground]) >= 3, (caret, ground)


async def test_a_change_of_theme_draws_the_list_anew() -> None:
    screen = ListScreen(range(3))
    app = Stage(lambda: screen)
    async with app.run_test() as pilot:
        app.theme = "light"
        await pilot.pause()
        segment = list(screen.list.render_line(2))[-1]

        assert segment.style is not None
        assert segment.style.bgcolor == TerminalColor.parse(LIGHT.bg)
        assert ink_of(app).palette is LIGHT


def test_in_high_contrast_the_focused_row_is_black_and_bold() -> None:
    from tui.themes import Ink

    style = Ink("contrast").style("late", "raised")

    assert style.bold
    assert style.color == TerminalColor.parse(CONTRAST.on_raised)


def in_256(palette: Palette, token: str) -> int | None:
    return TerminalColor.parse(getattr(palette, token)).downgrade(ColorSystem.EIGHT_BIT).number


def contrast(one: str, other: str) -> float:
    """WCAG 2: from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(hue: str) -> float:
    channels = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in Color.parse(hue).normalized
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
