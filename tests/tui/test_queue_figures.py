"""How the figures of Queues are drawn: what fits, what is marked, what is always told."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from core.figures import Health, Load, Queue, QueueFigures, Traffic
from core.people import Person, Role
from tests.tui.office import HOSTILE, NOON
from tui.glyphs import PLAIN, UNICODE
from tui.widgets.desk_state import DeskHealth, Loads, TrafficChart
from tui.widgets.queue_columns import queue_columns, queue_heads, queue_line, sparkline

GB = 1 << 30


def a_queue(name: str = "Network", *, in_time: float | None = None, came_in: tuple[int, ...] = (1,) * 14) -> Queue:
    return Queue(QueueFigures(name, 3, 2, 1, 1, 0, NOON), Traffic(came_in, (0,) * 14), 90 * 60_000, in_time)


def drawn_health(health: Health) -> str:
    part = DeskHealth()
    part._health = health
    return "\n".join(line.plain for line in part.drawn(60, 5, UNICODE))


def drawn_loads(loads: list[Load], height: int) -> list[str]:
    part = Loads()
    part._loads = loads
    return [line.plain for line in part.drawn(60, height, UNICODE)]


def test_a_share_below_nine_tenths_is_marked_and_nearly_all_is_not_all() -> None:
    told = {share: queue_line(a_queue(in_time=share), NOON, 116, UNICODE).plain for share in (0.889, 0.9, 0.999, 1.0)}

    assert "△ 88 %" in told[0.889]
    assert "△" not in told[0.9]
    assert " 99 %" in told[0.999]
    assert "100 %" in told[1.0]


@pytest.mark.parametrize("width", [36, 48, 56, 76, 92, 116, 156])
def test_heads_and_figures_stand_in_the_same_columns_at_every_width(width: int) -> None:
    heads = queue_heads(width)
    line = queue_line(a_queue("Größe 漢字 " * 9, in_time=0.5), NOON, width, UNICODE)

    assert line.cells == heads.cells <= max(width, 41)
    assert cell_len(line.plain) == line.cells
    assert {"active", "unassigned", "late", "oldest"} <= {one.head for one in queue_columns(width)[1]}


def test_a_day_without_tickets_is_the_lowest_sign_and_one_with_any_is_higher() -> None:
    assert sparkline((0, 1, 50, 100, 0), UNICODE).plain == "▁▂▅█▁"
    assert sparkline((0, 0, 0), UNICODE).plain == "▁▁▁"
    assert sparkline((0, 3), PLAIN).plain == "_#"
    assert sparkline((), UNICODE).plain == ""


def test_a_disk_that_is_nearly_full_is_told_with_what_to_do() -> None:
    assert "✓ database   2.0 GB, 5 GB free" in drawn_health(Health(2 * GB, 5 * GB, 1, 0)).replace("5.0 GB", "5 GB")
    assert "✗ database   only 100 MB free: make room" in drawn_health(Health(2 * GB, 100 << 20, 1, 0))


def test_letters_and_files_are_counted_so_far() -> None:
    told = drawn_health(Health(GB, GB, 1001, 1001))

    assert "✓ files      1000+ attached" in told
    assert "‖ letters    1000+ to be sent" in told
    assert "✓ letters    none to be sent" in drawn_health(Health(GB, GB, 0, 0))
    assert "△ letters    2 held, none to be sent" in drawn_health(Health(GB, GB, 0, 0, 2))


def test_what_nobody_has_is_told_however_many_colleagues_there_are() -> None:
    people = [Load(Person(nth, f"a{nth}@x.example", f"Agent {nth}", Role.AGENT), 20 - nth, 0) for nth in range(9)]

    lines = drawn_loads([*people, Load(None, 4, 1)], 7)

    assert [line.split("■")[0].strip() for line in lines[2:]] == [
        "Agent 0",
        "Agent 1",
        "Agent 2",
        "nobody",
        "and 6 more",
    ]
    assert drawn_loads([], 7)[2] == "No ticket is active."


def test_a_hostile_name_stays_text() -> None:
    (line,) = drawn_loads([Load(Person(1, "e@x.example", HOSTILE, Role.AGENT), 1, 1)], 7)[2:]

    assert "\x1b" not in line
    assert "\u202e" not in line


def test_the_chart_stays_away_where_there_is_no_room_for_it() -> None:
    chart = TrafficChart(lambda: "UTC")
    chart._days, chart._traffic = ["Mo"] * 14, Traffic((0,) * 13 + (8,), (0,) * 13 + (4,))

    assert chart.drawn(116, 5, UNICODE) == []
    assert chart.drawn(60, 12, UNICODE) == []
    for width in (76, 116, 200):
        lines = [line.plain for line in chart.drawn(width, 11, UNICODE)]
        assert len(lines) == 11
        assert max(map(cell_len, lines)) <= width
        assert [sum("█" in line.rstrip()[-9:] for line in lines[2:-1])] == [8]
