"""A list that a million rows scroll through, and that keeps its place whatever comes in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual import on
from textual.app import ComposeResult
from textual.events import Click, MouseScrollDown
from textual.geometry import Offset, Region

from tests.tui.stage import ListScreen, Numbered, Stage, line_with, lines_of, until
from tui.glyphs import PLAIN
from tui.widgets.rows import Direction, Rows

pytestmark = pytest.mark.usefixtures("frames")

MILLION = range(1_000_000)


def opened(numbers: Sequence[int] = range(1000)) -> tuple[Stage, ListScreen]:
    screen = ListScreen(numbers)
    return Stage(lambda: screen), screen


async def test_a_list_begins_with_its_heads_and_the_first_row_selected() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)):
        assert lines_of(app)[1:4] == ["    number  subject", "▌ ● 0       ticket 0", "    1       ticket 1"]
        assert screen.list.cursor == "T0"
        assert screen.list.span == (1, 21)
        assert screen.highlighted == ["T0"]


async def test_only_what_is_seen_is_drawn() -> None:
    app, screen = opened(MILLION)
    async with app.run_test(size=(80, 24)):
        assert max(screen.list.drawn) <= 24
        assert len(screen.list.window) <= 500


async def test_a_move_draws_two_lines_and_no_more() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        screen.list.refreshed.clear()
        await pilot.press("j")

        assert screen.list.refreshed == [Region(0, 2, 80, 1), Region(0, 3, 80, 1)]
        assert screen.list.cursor == "T2"


async def test_a_million_rows_pass_through_a_window_of_some_hundred() -> None:
    app, screen = opened(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(60):
            await pilot.press("pagedown")
        assert screen.list.cursor == "T1200"
        assert len(screen.list.window) <= 500
        assert screen.list.span == (1201, 1221)

        for _ in range(60):
            await pilot.press("pageup")
        assert screen.list.cursor == "T0"
        assert len(screen.list.window) <= 500
        assert screen.list.span == (1, 21)


async def test_end_and_home_jump_over_what_lies_between() -> None:
    app, screen = opened(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        await until(pilot, lambda: screen.list.cursor == "T999999")
        assert screen.list.span == (999_980, 1_000_000)
        assert len(screen.asked) < 6

        await pilot.press("k")
        assert screen.list.cursor == "T999998"
        await pilot.press("home")
        await until(pilot, lambda: screen.list.cursor == "T0")
        assert screen.list.span == (1, 21)


async def test_a_live_update_leaves_the_cursor_on_its_ticket_and_on_its_line() -> None:
    app, screen = opened(range(100, 300))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "j")
        line = next(y for y, text in enumerate(lines_of(app)) if "ticket 103" in text)

        screen.numbers = [7, 8, 9, *range(100, 300)]
        screen.list.refresh_rows()
        await until(pilot, lambda: screen.list.arrived)

        assert screen.list.cursor == "T103"
        assert "ticket 103" in lines_of(app)[line]
        assert screen.list.arrived == 3
        assert "3 new above   home shows them" in lines_of(app)[1]

        await pilot.press("home")
        assert screen.list.arrived == 0
        assert "ticket 7" in lines_of(app)[2]
        assert "number" in lines_of(app)[1]


@pytest.mark.parametrize(("gone", "then"), [({105}, "T106"), ({105, 106, 107}, "T108"), (set(range(105, 300)), "T104")])
async def test_when_the_ticket_under_the_cursor_goes_its_neighbour_has_the_cursor(gone: set[int], then: str) -> None:
    app, screen = opened(range(100, 300))
    async with app.run_test(size=(80, 24)) as pilot:
        screen.list.select("T105")
        screen.numbers = [number for number in range(100, 300) if number not in gone]
        screen.list.refresh_rows()
        await until(pilot, lambda: screen.list.cursor == then)
        assert screen.highlighted[-1] == then


async def test_a_list_that_runs_empty_says_what_to_do() -> None:
    app, screen = opened(range(3))
    async with app.run_test(size=(80, 24)) as pilot:
        screen.numbers = []
        screen.list.refresh_rows()
        await until(pilot, lambda: screen.list.cursor is None)
        said = [line.strip() for line in lines_of(app) if line.strip()]

        assert said[1:4] == ["Nothing needs you now.", "Press 5.", "Soon more."]
        assert "enter open" not in said[-1]
        await pilot.press("enter", "j", "x", "end", "pagedown")
        assert screen.opened == []


async def test_before_the_first_page_a_list_does_not_call_itself_empty() -> None:
    app, screen = opened([])
    screen.answers = False
    async with app.run_test(size=(80, 24)):
        assert "Nothing" not in "".join(lines_of(app))


async def test_an_answer_to_a_list_that_is_no_longer_shown_is_dropped() -> None:
    app, screen = opened(range(5))
    screen.answers = False
    async with app.run_test(size=(80, 24)) as pilot:
        screen.list.start_over()
        await until(pilot, lambda: len(screen.asked) == 2)
        late, present = screen.asked
        screen.answer(late)
        assert not screen.list.is_loaded
        screen.answer(present)
        assert screen.list.is_loaded


async def test_an_answer_from_before_the_last_one_never_replaces_it() -> None:
    app, screen = opened(range(5))
    async with app.run_test(size=(80, 24)) as pilot:
        screen.position, screen.numbers = 9, range(6)
        screen.list.refresh_rows()
        await until(pilot, lambda: len(screen.list.window) == 6)
        screen.position, screen.numbers = 8, range(5)
        screen.list.refresh_rows()
        await pilot.pause()

        assert len(screen.list.window) == 6


async def test_changes_while_rows_are_on_their_way_are_asked_for_once_more() -> None:
    app, screen = opened(range(5))
    async with app.run_test(size=(80, 24)) as pilot:
        screen.answers = False
        for _ in range(4):
            screen.list.refresh_rows()
        await until(pilot, lambda: len(screen.asked) == 2)
        screen.answers, screen.numbers = True, range(9)
        screen.answer(screen.asked[-1])
        await until(pilot, lambda: len(screen.asked) == 3)
        assert screen.asked[-1].direction is Direction.AGAIN


async def test_rows_that_could_not_be_had_are_asked_for_again() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        screen.answers = False
        screen.list.select("T90")
        await until(pilot, lambda: len(screen.asked) == 2)
        screen.list.no_page(screen.asked[-1], "The desk is busy.")
        screen.answers = True
        await pilot.press("j")
        await until(pilot, lambda: len(screen.list.window) > 100)


async def test_a_list_that_could_not_be_read_says_why_until_it_is() -> None:
    screen = ListScreen(range(3))
    screen.answers = False
    app = Stage(lambda: screen)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: screen.asked)
        screen.list.no_page(screen.asked[-1], "The desk is busy.")
        await until(pilot, lambda: line_with(app, "Nothing can be shown now."))
        assert line_with(app, "The desk is busy.")

        screen.answers = True
        screen.list.refresh_rows()
        await until(pilot, lambda: line_with(app, "ticket 2"))
        assert not line_with(app, "Nothing can be shown")


async def test_in_the_middle_of_a_long_list_an_update_reads_only_what_is_near() -> None:
    app, screen = opened(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(30):
            await pilot.press("pagedown")
        cursor, seen = screen.list.cursor, screen.list.visible_rows()
        screen.list.refresh_rows()
        await until(pilot, lambda: screen.asked[-1].direction is Direction.AGAIN)
        await pilot.pause()

        assert screen.asked[-1].limit <= 150
        assert len(screen.list.window) <= 150
        assert (screen.list.cursor, screen.list.visible_rows()) == (cursor, seen)
        assert screen.list.span == (seen[0] + 1, seen[-1] + 1)


async def test_the_cursor_of_the_last_visit_is_found_again() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        screen.list.start_over(cursor="T42")
        await until(pilot, lambda: screen.list.is_loaded)
        assert screen.list.cursor == "T42"
        assert "▌   42      ticket 42" in lines_of(app)


async def test_enter_and_a_double_click_open_a_ticket() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "enter")
        await pilot.click(Numbered, offset=(10, 6), times=2)
        assert screen.opened == ["T1", "T5"]


async def test_the_wheel_moves_what_is_seen_and_not_the_cursor() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot._post_mouse_events([MouseScrollDown], Numbered, (5, 5))
        assert screen.list.span == (4, 24)
        assert screen.list.cursor == "T0"
        await pilot.press("j")
        assert screen.list.span == (1, 21)


async def test_marks_a_range_and_all() -> None:
    app, screen = opened(range(50))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("x", "j", "v", "j", "j", "v")
        assert set(screen.list.chosen) == {"T0", "T2", "T3", "T4"}
        assert lines_of(app)[2].startswith(" ■●")
        assert "esc unmark" in lines_of(app)[-1]

        await pilot.press("escape")
        assert set(screen.list.chosen) == {"T4"}
        assert "unmark" not in lines_of(app)[-1]
        await pilot.press("X")
        assert len(screen.list.marks) == 50


async def test_an_open_range_is_meant_as_it_is_shown() -> None:
    app, screen = opened(range(50))
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.press("x", "j", "v", "j", "j")
        assert set(screen.list.chosen) == {"T0", "T2", "T3", "T4"}
        assert sum("■" in line for line in lines_of(app)) == 4
        await pilot.press("k")
        assert set(screen.list.chosen) == {"T0", "T2", "T3"}

        screen.list.close_range()
        await pilot.press("j", "j", "j")
        assert set(screen.list.chosen) == {"T0", "T2", "T3"}
        await pilot.press("escape", "v", "j", "escape", "j")
        assert screen.list.chosen == (screen.list.cursor,)


async def test_a_marked_ticket_that_leaves_the_list_is_no_longer_marked() -> None:
    app, screen = opened(range(50))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "x", "x")
        screen.numbers = [0, *range(2, 50)]
        screen.list.refresh_rows()
        await until(pilot, lambda: len(screen.list.window) == 49)
        assert screen.list.chosen == ("T0", "T2")


async def test_the_pane_without_focus_says_so_and_plain_signs_are_used_where_wanted() -> None:
    screen = ListScreen(range(5))
    app = Stage(lambda: screen, glyphs=PLAIN)
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines_of(app)[2] == "| * 0       ticket 0"
        bright = screen.list.render_line(1)
        screen.list.blur()
        await pilot.pause()
        assert screen.list.render_line(1) != bright


async def test_only_rows_that_read_differently_are_drawn_again_when_time_passes() -> None:
    app, screen = opened(range(50))
    async with app.run_test(size=(80, 24)) as pilot:
        screen.list.refreshed.clear()
        screen.list.rewrite_words()
        assert screen.list.refreshed == []
        screen.list.window.rows[2] = 2
        screen.list.subject = "request"
        screen.list.rewrite_words()
        await pilot.pause()
        assert len(screen.list.refreshed) == 21


async def test_a_row_that_changed_is_put_in_place() -> None:
    class Named(Numbered):
        def key_of(self, row: int) -> str:
            return f"T{row % 1000}"

    class NamedScreen(ListScreen):
        @property
        def list(self) -> Numbered:
            return self.query_one(Named)

        def compose(self) -> ComposeResult:
            yield Named()

    screen = NamedScreen(range(9))
    async with Stage(lambda: screen).run_test(size=(80, 24)) as pilot:
        screen.list.put_row(1003)
        await pilot.pause()
        assert screen.list.window.rows[3] == 1003
        assert "ticket 1003" in screen.list.render_line(4).text


async def test_letters_look_for_a_row_where_the_list_has_no_letter_keys() -> None:
    class Looked(Numbered):
        TYPE_AHEAD = True

        def words_of(self, row: int) -> str:
            return f"{'zyxwvu'[row]} person"

    class LookedScreen(ListScreen):
        def compose(self) -> ComposeResult:
            yield Looked()

        @property
        def list(self) -> Numbered:
            return self.query_one(Looked)

    screen = LookedScreen(range(6))
    async with Stage(lambda: screen).run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        assert screen.list.cursor == "T2"


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10), (160, 50), (20, 3)])
async def test_a_list_fills_any_terminal(size: tuple[int, int]) -> None:
    app, screen = opened()
    async with app.run_test(size=size) as pilot:
        for key in ("end", "pageup", "k", "home", "pagedown"):
            await pilot.press(key)
            assert all(screen.list.render_line(y).cell_length == size[0] for y in range(screen.list.size.height))
            place, top = screen.list.place, screen.list.visible_rows()
            assert place is not None
            assert screen.list.window.rows[place] in top or not top


async def test_growing_the_terminal_keeps_the_cursor_in_view() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("end")
        await until(pilot, lambda: screen.list.cursor == "T999")
        await pilot.resize_terminal(80, 40)
        await until(pilot, lambda: screen.list.size.height == 38)
        await until(pilot, lambda: len(screen.list.visible_rows()) == 37)
        assert screen.list.visible_rows()[-1] == 999


async def test_a_cursor_that_was_sent_further_than_there_are_rows_goes_on_when_they_come() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        screen.answers = False
        for _ in range(7):
            await pilot.press("pagedown")
        await until(pilot, lambda: len(screen.asked) == 2)
        assert screen.list.cursor == "T99"
        assert screen.list.is_awaiting
        screen.answer(screen.asked[-1])
        assert screen.list.cursor == "T119"
        assert not screen.list.is_awaiting


async def test_a_marked_range_is_whole_although_its_first_rows_left_the_memory() -> None:
    app, screen = opened(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "v")
        for _ in range(30):
            await pilot.press("pagedown")
        assert screen.list.window.place("T1") is None
        last = int((screen.list.cursor or "")[1:])
        assert last > 500
        await pilot.press("v")

        assert set(screen.list.chosen) == {f"T{number}" for number in range(1, last + 1)}


async def test_a_live_update_far_down_keeps_the_marks_above() -> None:
    app, screen = opened(MILLION)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "x")
        for _ in range(30):
            await pilot.press("pagedown")
        screen.list.refresh_rows()
        await until(pilot, lambda: screen.asked[-1].direction is Direction.AGAIN)
        await pilot.pause()

        assert screen.list.window.place("T0") is None
        assert screen.list.chosen == ("T0", "T1")


async def test_all_of_a_list_that_is_not_here_whole_is_asked_for() -> None:
    wanted: list[Numbered.AllWanted] = []

    class Asked(ListScreen):
        @on(Numbered.AllWanted)
        def keep(self, one: Numbered.AllWanted) -> None:
            wanted.append(one)

    screen = Asked(MILLION)
    async with Stage(lambda: screen).run_test(size=(80, 24)) as pilot:
        await pilot.press("X")
        await until(pilot, lambda: wanted)
        assert screen.list.is_awaiting
        screen.list.mark_these(wanted[0], [f"T{number}" for number in range(wanted[0].limit)])

        assert len(screen.list.chosen) == 500
        assert not screen.list.is_awaiting


async def test_a_click_where_new_rows_are_told_shows_them() -> None:
    app, screen = opened(range(100, 300))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j")
        screen.numbers = [7, *range(100, 300)]
        screen.list.refresh_rows()
        await until(pilot, lambda: screen.list.arrived)

        await pilot.click(Numbered, offset=(10, 0))

        assert screen.list.arrived == 0
        assert "ticket 7" in lines_of(app)[2]


async def test_the_second_of_two_quick_clicks_does_nothing_where_the_first_one_was_elsewhere() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(Numbered, offset=(10, 3))
        assert screen.list.cursor == "T2"
        place = screen.list.region.offset + Offset(10, 6)
        twice = Click(screen.list, 10, 6, 0, 0, 1, False, False, False, place.x, place.y, chain=2)
        screen.list.post_message(twice)
        await pilot.pause()

        assert (screen.list.cursor, screen.opened) == ("T2", [])


async def test_a_list_that_gets_its_height_after_its_rows_begins_at_its_first_row() -> None:
    app, screen = opened()
    async with app.run_test(size=(80, 24)) as pilot:
        screen.list.styles.height = 1
        await until(pilot, lambda: screen.list.body_height == 0)
        screen.list.start_over()
        await until(pilot, lambda: screen.list.is_loaded)

        assert screen.list.render_line(1).text.split()[-1] == "0"


async def test_marked_rows_that_are_gone_from_a_list_that_is_here_whole_are_told() -> None:
    numbers = list(range(5))
    told: list[int] = []

    class Watched(ListScreen):
        @on(Rows.MarksGone)
        def keep(self, gone: Rows.MarksGone) -> None:
            told.append(len(gone.keys))

    screen = Watched(numbers)
    async with Stage(lambda: screen).run_test(size=(80, 24)) as pilot:
        await pilot.press("x", "x", "x")
        numbers.remove(1)
        screen.list.refresh_rows()

        await until(pilot, lambda: told == [1])
        assert screen.list.marks.keys() == ("T0", "T2")
