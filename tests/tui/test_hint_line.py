"""The bottom line: what can be done now, or what just happened."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.strip import Strip

from tests.tui.gallery import Scene, visit
from tests.tui.stage import ListScreen, Numbered, Parts, Stage, lines_of, until
from tui.widgets.form import Field
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import EVERYWHERE, TEXT, VIEW, shown_key
from tui.widgets.line import Line
from tui.widgets.top_bar import TopBar


class FormScreen(Parts):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", "send", group=TEXT),
        Binding("f6", "attach", "attach", group=TEXT),
        Binding("escape", "close", "close, keep draft", group=TEXT),
        Binding("n", "note", "note", group=TEXT),
    ]

    def __init__(self) -> None:
        super().__init__(Field("Subject"))


class ViewsScreen(Parts):
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(str(number), f"view({number})", "views", group=VIEW) for number in range(1, 8)],
        Binding("slash", "search", "search", group=VIEW),
        Binding("q", "back", "back", group=EVERYWHERE),
    ]


@pytest.mark.parametrize("width", [160, 120, 80, 60, 40, 20])
async def test_what_does_not_fit_is_left_out_whole(width: int) -> None:
    app = Stage(ListScreen)
    async with app.run_test(size=(width, 20)):
        line = lines_of(app)[-1]
        told = [hint for hint in line.strip().split("   ") if hint]

        assert len(line) <= width - 2
        whole = {"enter open", "r reply", "t take", "x mark", "? keys", "q quit"}
        assert {hint.strip() for hint in told} <= whole


async def test_the_most_used_come_first_and_the_way_out_stands_at_the_right() -> None:
    app = Stage(ListScreen)
    async with app.run_test(size=(80, 20)):
        left, right = "  enter open   r reply   t take   x mark", "? keys   q quit"
        assert lines_of(app)[-1] == left + right.rjust(78 - len(left))


async def test_without_a_way_out_the_palette_has_the_place_where_there_is_room() -> None:
    app = Stage(Parts)
    async with app.run_test(size=(80, 20)) as pilot:
        assert lines_of(app)[-1].endswith("? keys   ctrl+p commands")
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: lines_of(app)[-1].endswith("? keys"))


async def test_in_a_text_field_letters_are_no_keys_and_the_help_is_on_f1() -> None:
    app = Stage(FormScreen)
    async with app.run_test(size=(80, 20)):
        left, right = "  ctrl+s send   f6 attach   esc close, keep draft", "f1 keys"
        assert lines_of(app)[-1] == left + right.rjust(78 - len(left))


async def test_keys_of_one_verb_are_told_together() -> None:
    app = Stage(ViewsScreen)
    async with app.run_test(size=(80, 20)):
        assert lines_of(app)[-1].startswith("  1 to 7 views   / search")


async def test_a_message_takes_the_left_end_until_the_next_key() -> None:
    app = Stage(ListScreen)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("r")
        assert lines_of(app)[-1].startswith("  ✓ Reply sent to Ann.   enter open   r reply")
        await pilot.press("j")
        assert lines_of(app)[-1].startswith("  enter open")


async def test_a_click_on_the_key_that_a_message_tells_of_does_what_the_key_does() -> None:
    app = Stage(ListScreen)
    async with app.run_test(size=(80, 20)) as pilot:
        line = app.screen.query_one(HintLine)
        for words, told in (("Taken", ""), ("answers", "✓ Reply sent to Ann.")):
            line.say("", bold="Taken.", then="r answers it")
            await until(pilot, lambda: "answers" in lines_of(app)[-1])
            place = lines_of(app)[-1].index(words)
            line.forget()  # as every click begins
            await pilot.click(HintLine, offset=(place, 0))
            assert line.message == told


async def test_a_message_gives_way_to_the_next_one() -> None:
    app = Stage(ListScreen)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("r", "t")
        assert lines_of(app)[-1].startswith("  ✓ Taken.   u gives it back")


async def test_moving_in_a_list_does_not_draw_the_hints_again() -> None:
    drawn: list[int] = []

    class Counted(HintLine):
        def render_line(self, y: int) -> Strip:
            drawn.append(y)
            return super().render_line(y)

    class CountedScreen(ListScreen):
        def compose(self) -> ComposeResult:
            yield Numbered()
            yield Counted()

    app = Stage(CountedScreen)
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.press("j")
        drawn.clear()
        await pilot.press("j", "j", "k")
        assert drawn == []


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("escape", "esc"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("full_stop", "."),
        ("J", "J"),
        ("ctrl+s", "ctrl+s"),
        ("f2", "f2"),
        ("tab", "tab"),
        ("enter", "enter"),
        ("space", "space"),
        ("pagedown", "pgdn"),
        ("shift+tab", "shift+tab"),
    ],
)
def test_keys_are_written_as_they_are_typed(key: str, shown: str) -> None:
    assert shown_key(key) == shown


async def test_the_top_bar_names_desk_place_and_person() -> None:
    app = Stage(lambda: Parts(TopBar("Acme \x1b[31mSupport", "Inbox · Next · 1 of 23", "Maya Lind · agent")))
    async with app.run_test(size=(80, 20)) as pilot:
        assert lines_of(app)[0] == "  Acme ^[[31mSupport  Inbox · Next · 1 of 23".ljust(61) + "Maya Lind · agent"
        app.screen.query_one(TopBar).place = "Queues"
        await pilot.pause()
        assert "Queues" in lines_of(app)[0]
        await pilot.resize_terminal(40, 20)
        await until(pilot, lambda: lines_of(app)[0].endswith("Maya Lind · agent"))
        assert len(lines_of(app)[0]) == 38


def test_a_line_is_put_together_by_cells() -> None:
    line = Line("日本", "late", bold=True).cell("テスト", 5).cell("14", 4, right=True).to(20).add("|")

    assert line.plain == "日本テス…  14       |".replace("テス…", "テス…")
    assert line.cropped(6).plain == "日本…"
    assert Line("abc").at_right(Line("xyz"), 8).plain == "abc  xyz"
    assert Line("abc").at_right(Line("xyz"), 7).plain == "abc"


@pytest.mark.parametrize("key", ["3", "2"], ids=["of nobody", "of one's own"])
async def test_who_is_new_finds_how_to_answer_resolve_and_assign_at_80_columns(key: str, tmp_path: Path) -> None:
    async with visit(Scene("inbox", "agent", (key,), "left"), tmp_path) as pilot:
        line = lines_of(pilot.app)[-1]

        told = [hint for hint in line.strip().split("   ") if hint]
        assert {"enter open", "r reply", "e resolve", "a assign"} <= set(told)
        assert "? keys" in line


async def test_a_message_that_is_too_long_begins_above_and_moves_nothing() -> None:
    words = "That went wrong on our side. Nothing was changed; try again, or tell your operator the number."
    app = Stage(ListScreen)
    async with app.run_test(size=(60, 20)) as pilot:
        before = lines_of(app)
        app.screen.query_one(HintLine).say(words, "error")
        await until(pilot, lambda: lines_of(app)[-2] == "  ✗ That went wrong on our side. Nothing was changed; try")
        assert lines_of(app)[-1].startswith("    again, or tell your operator the number.   ")
        assert lines_of(app)[:-2] == before[:-2]

        await pilot.resize_terminal(50, 18)
        await until(
            pilot,
            lambda: (
                lines_of(app)[-3:-1]
                == ["  ✗ That went wrong on our side. Nothing was", "    changed; try again, or tell your operator"]
            ),
        )
        await pilot.resize_terminal(120, 20)
        await until(pilot, lambda: lines_of(app)[-1].startswith(f"  ✗ {words}"))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: lines_of(app)[-2].startswith("  ✗ That"))

        await pilot.press("home")
        await until(pilot, lambda: lines_of(app) == before)


async def test_a_message_that_fills_three_lines_ends_there() -> None:
    app = Stage(ListScreen)
    async with app.run_test(size=(60, 20)) as pilot:
        app.screen.query_one(HintLine).say("word " * 60)
        await until(pilot, lambda: lines_of(app)[-3].startswith("  ✓ word"))
        assert lines_of(app)[-1].rstrip().endswith("wor…")
        assert "word" not in lines_of(app)[-4]
