"""Questions over the screen: what they answer, and that `esc` always closes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color as TerminalColor
from textual.screen import Screen

from tests.tui.stage import ListScreen, Stage, drawn, line_with, lines_of, until
from tui.modals.ask import Ask
from tui.modals.choose import Choose, Pick
from tui.modals.confirm import Confirm
from tui.modals.help import Help
from tui.modals.panel import Panel
from tui.modals.pick_file import PickFile
from tui.palette import Palette
from tui.themes import DARK
from tui.widgets.pick_list import PickList

STATUSES = (
    Pick(0, "open", key="o", glyph="open", detail="received"),
    Pick(1, "in progress", key="p", glyph="in_progress"),
    Pick(2, "waiting", key="w", glyph="waiting"),
)
PEOPLE = tuple(
    Pick(mail, name, detail=mail)
    for name, mail in (("Jonas Weber", "j@x"), ("Ann Okafor", "a@x"), ("Anja Roth", "r@x"))
)


def stage() -> Stage:
    return Stage(ListScreen)


def choose(**how: Any) -> Choose[int]:
    return Choose("Status", STATUSES, **how)


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("n", False), ("escape", False)])
async def test_yes_no_and_neither(key: str, answer: bool) -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(Confirm("Resolve 12 tickets and tell 12 customers?"))
        await pilot.pause()
        await pilot.press("enter", "x", key)
        assert app.said == [answer]


async def test_a_click_answers_too() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(Confirm("Resolve?", "[/]", yes="yes, resolve them"))
        await until(pilot, lambda: line_with(app, "yes, resolve"))
        await pilot.click("Answer")
        assert app.said == [True]


PANELS: dict[str, Callable[[], Screen[Any]]] = {
    "confirm": lambda: Confirm("Resolve it?"),
    "choose": choose,
    "choose by typing": lambda: choose(filters=True),
    "ask": lambda: Ask("Go to ID"),
    "help": Help,
    "palette": Palette,
    "file": lambda: PickFile(Path(__file__).parent),
}


@pytest.mark.parametrize("name", PANELS)
async def test_esc_closes_every_panel_and_answers_nothing(name: str) -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = PANELS[name]()
        app.ask(panel)
        await until(pilot, lambda: app.screen is panel)
        await until(pilot, lambda: lines_of(app)[-1].endswith("esc close"))
        await pilot.press("escape")
        assert app.said == [False if name == "confirm" else None]
        assert isinstance(app.screen, ListScreen)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 12)])
@pytest.mark.parametrize("name", PANELS)
async def test_panels_fit_any_terminal(name: str, size: tuple[int, int]) -> None:
    app = stage()
    async with app.run_test(size=size) as pilot:
        app.ask(PANELS[name]())
        await until(pilot, lambda: isinstance(app.screen, Panel) and app.screen.query(".panel"))
        region = app.screen.query_one(".panel").region
        await pilot.pause()
        assert region.area > 0
        assert app.screen.region.contains_region(region)


async def test_what_is_below_turns_faint_and_keeps_its_place() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        before = lines_of(app)
        app.ask(Confirm("Resolve?"))
        await until(pilot, lambda: line_with(app, "Resolve?"))
        strips = drawn(app)

        assert lines_of(app)[:4] == before[:4]
        hues = {segment.style.color for segment in strips[1] if segment.style and segment.text.strip()}
        assert hues == {TerminalColor.parse(DARK.faint)}
        assert not any(segment.style.bold for segment in strips[2] if segment.style)


async def test_a_letter_picks_at_once_and_enter_the_one_with_the_bar() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = choose(chosen=1)
        app.ask(panel)
        await until(pilot, lambda: panel.list.has_focus)
        assert panel.list.selected == STATUSES[1]
        await pilot.press("w")
        app.ask(choose())
        await pilot.pause()
        await pilot.press("down", "enter")
        assert app.said == [2, 1]


async def test_typing_narrows_a_list_of_people() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(Choose("Assign to", PEOPLE, filters=True, nothing="Nobody has this name."))
        await pilot.pause()
        await pilot.press("a", "n")
        await until(pilot, lambda: not line_with(app, "Jonas"))
        await pilot.press("down", "enter")
        assert app.said == ["r@x"]

        app.ask(Choose("Assign to", PEOPLE, filters=True, nothing="Nobody has this name."))
        await pilot.pause()
        await pilot.press("q", "q", "enter")
        await until(pilot, lambda: line_with(app, "Nobody has this name."))
        assert len(app.said) == 1


async def test_a_click_picks() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(choose())
        await pilot.pause()
        await pilot.click(PickList, offset=(5, 2))
        assert app.said == [2]


async def test_a_line_is_asked_for_until_it_can_be_taken() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(Ask("Go to ID", hint="like K7M2Q-9XR4T", check=lambda typed: "" if typed else "Type an ID."))
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: line_with(app, "✗ Type an ID."))
        await pilot.press("K", "7", "enter")
        assert app.said == ["K7"]


async def test_the_help_shows_the_keys_of_what_has_the_focus_and_the_signs() -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: line_with(app, "reply to the customer"))
        assert line_with(app, "j k").split("│")[0].count("next, previous") == 1
        assert line_with(app, "▲ late  △ soon")
        assert line_with(app, "Or call 555 0100.")
        assert not line_with(app, "Focus Next")
        await pilot.press("slash", "m", "a", "r", "k")
        await until(pilot, lambda: not line_with(app, "reply to the customer"))
        assert line_with(app, "mark a range")


async def test_a_help_too_long_for_the_terminal_scrolls() -> None:
    app = stage()
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: line_with(app, "Move"))
        await pilot.press(*["j"] * 6)
        await until(pilot, lambda: not line_with(app, "Move"))


class AtNamed(Stage):
    named_desk = "sqlite:////srv/a/long/way/down/desk.db"


async def test_the_palette_runs_what_is_typed() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: line_with(app, "K7M2Q-9XR4T"))
        await pilot.press(*"tak")
        await until(pilot, lambda: line_with(app, "also as a command:  ttydesk set K7M2Q assignee=me"))
        await pilot.press("enter")
        await until(pilot, lambda: lines_of(app)[-1].startswith("  ✓ Taken."))


async def test_a_command_names_the_desk_that_an_option_named_and_is_told_whole() -> None:
    app = AtNamed(ListScreen)
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("ctrl+p", *"tak")
        line = "ttydesk --db sqlite:////srv/a/long/way/down/desk.db set K7M2Q assignee=me"
        await until(pilot, lambda: line in " ".join(" ".join(lines_of(app)).replace("▌", " ").split()))


async def test_the_palette_has_what_the_screen_adds_and_nothing_of_textuals() -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: line_with(app, "Show tickets assigned to"))
        shown = "\n".join(lines_of(app)).lower()
        assert not any(word in shown for word in ("screenshot", "suspend", "theme", "maximize", "focus next"))
        await pilot.press(*"assigned", "enter")
        await until(pilot, lambda: lines_of(app)[-1].startswith("  ✓ Taken."))


async def test_a_word_that_no_command_has_runs_nothing() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"zzz", "enter")
        await until(pilot, lambda: line_with(app, "No command has this name."))
        assert isinstance(app.screen, Palette)


async def test_a_file_is_found_by_typing_completing_and_moving(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "vpn-client.log").write_text("x" * 2048)
    (tmp_path / "logs" / "vpn-\x1b[31mserver.log").write_text("")
    (tmp_path / ".hidden").write_text("")
    (tmp_path / "letter.txt").write_text("hello")
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = PickFile(tmp_path)
        app.ask(panel)
        await until(pilot, lambda: line_with(app, "letter.txt"))
        assert line_with(app, "5 B")
        assert not line_with(app, ".hidden")
        await pilot.press("l", "o")
        await until(pilot, lambda: not line_with(app, "letter.txt"))
        await pilot.press("tab")
        await until(pilot, lambda: line_with(app, "2 KB"))
        await until(pilot, lambda: line_with(app, "vpn-^[[31mserver.log"))
        assert panel.field.value == f"{tmp_path}/logs/"
        await pilot.press("down", "enter")
        assert app.said == [tmp_path / "logs" / "vpn-client.log"]


@pytest.mark.parametrize("behind", ["{}", "~/vpn.log"])
async def test_a_path_typed_behind_the_folder_that_stands_there_begins_again(
    tmp_path: Path, behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "start").mkdir()
    (tmp_path / "vpn.log").write_text("no route")
    monkeypatch.setenv("HOME", str(tmp_path))
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = PickFile(tmp_path / "start")
        app.ask(panel)
        await until(pilot, lambda: line_with(app, "This folder is empty."))
        panel.write(f"{panel.field.value}{behind.format(tmp_path / 'vpn.log')}")
        await until(pilot, lambda: line_with(app, "8 B"))
        await pilot.press("enter")
        assert app.said == [tmp_path / "vpn.log"]


async def test_an_empty_folder_is_called_empty_until_something_is_typed(tmp_path: Path) -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(PickFile(tmp_path))
        await until(pilot, lambda: line_with(app, "This folder is empty."))
        await pilot.press("x")
        await until(pilot, lambda: line_with(app, "Nothing here begins like that."))


async def test_a_folder_that_can_not_be_read_is_said() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(PickFile(Path("/no-such-folder")))  # as short as it is, the sentence fits into one line
        await until(pilot, lambda: line_with(app, "can not be read"))
        await pilot.press("enter")
        await until(pilot, lambda: line_with(app, "There is no such file"))
        assert app.said == []


@pytest.mark.parametrize("typed", ["line " * 2_000, "/etc\x00/x", "~nobody-here/x", "~nobody-here", "/half \ud800/x"])
async def test_what_can_be_no_path_is_no_file_and_nothing_worse(tmp_path: Path, typed: str) -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        panel = PickFile(tmp_path)
        app.ask(panel)
        await until(pilot, lambda: line_with(app, "This folder is empty."))
        panel.field.value = typed
        await pilot.press("tab", "enter")
        await until(pilot, lambda: line_with(app, "There is no such file"))
        assert app.said == []
