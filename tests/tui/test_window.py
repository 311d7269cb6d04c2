"""The run of rows in memory, whatever pages come in and in whatever order."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.tui.stage import page
from tui.widgets.window import Direction, Window

AT_MOST = 30


class Pages(RuleBasedStateMachine):
    """A list of numbers that comes and goes while pages of it are read."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []
        self.window: Window[int] = Window(str, AT_MOST)

    @initialize(numbers=st.sets(st.integers(0, 400), max_size=200))
    def begin(self, numbers: set[int]) -> None:
        self.numbers = sorted(numbers)
        self.take(Direction.FIRST, None, 10)

    @rule(limit=st.integers(1, 12))
    def home(self, limit: int) -> None:
        self.take(Direction.FIRST, None, limit)
        assert self.window.rows == self.numbers[:limit]
        assert self.window.offset == 0

    @rule(limit=st.integers(1, 12))
    def end(self, limit: int) -> None:
        self.take(Direction.LAST, None, limit)
        assert self.window.rows == self.numbers[-limit:]
        assert self.window.offset == max(len(self.numbers) - limit, 0)

    @precondition(lambda self: self.window.rows and self.window.after)
    @rule(limit=st.integers(1, 12))
    def go_down(self, limit: int) -> None:
        self.stay(Direction.AFTER, self.window.rows[-1], limit)

    @precondition(lambda self: self.window.rows and self.window.before)
    @rule(limit=st.integers(1, 12))
    def go_up(self, limit: int) -> None:
        self.stay(Direction.BEFORE, self.window.rows[0], limit)

    @rule(number=st.integers(0, 400))
    def open_or_close(self, number: int) -> None:
        self.numbers = sorted(set(self.numbers) ^ {number})

    def stay(self, direction: Direction, start: int, limit: int) -> None:
        """Rows that stay move by exactly as much as the window says."""
        places = {row: place for place, row in enumerate(self.window.rows)}
        moved = self.take(direction, start, limit)
        for place, row in enumerate(self.window.rows):
            if row in places:
                assert place == places[row] + moved

    def take(self, direction: Direction, start: int | None, limit: int) -> int:
        backwards = direction in (Direction.BEFORE, Direction.LAST)
        rows, before, after = page(self.numbers, start, backwards, limit)
        return self.window.put(direction, rows, before=before, after=after, total=len(self.numbers))

    @invariant()
    def rows_are_few_in_order_and_found_by_their_key(self) -> None:
        rows = self.window.rows
        assert len(rows) <= AT_MOST
        assert rows == sorted(set(rows))
        assert [self.window.place(str(row)) for row in rows] == list(range(len(rows)))


TestPages = Pages.TestCase
TestPages.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_a_ticket_that_moved_to_the_next_page_is_not_shown_twice() -> None:
    window: Window[str] = Window(str, 100)
    window.put(Direction.FIRST, ["a", "b", "c"], before=False, after=True, total=6)
    window.put(Direction.AFTER, ["d", "b", "e"], before=True, after=False, total=6)

    assert window.rows == ["a", "c", "d", "b", "e"]
    assert window.place("b") == 3
