"""Which columns a list of tickets has, and what stands in them, at every width."""

from __future__ import annotations

import pytest

from core.calendars import DAY, HOUR, MINUTE
from core.deadlines import NEVER
from core.listing import Counts, Cursor, Row, View
from core.people import Person, Role
from core.query import read_query
from core.references import Reference
from core.tickets import Priority, Status
from tests.tui.office import HOSTILE
from tui.glyphs import PLAIN, UNICODE
from tui.widgets.places import VIEWS, nothing_here, queue, search
from tui.widgets.ticket_columns import columns, head_at, heads, ticket_line

NOON = 1_763_985_600_000
MAYA = Person(1, "maya@acme.example", "Maya Lind", Role.AGENT)
ANN = Person(2, "ann@acme.example", "Ann Okafor")


def row(subject: str = "VPN refuses my certificate", due: int = NOON + HOUR, **other: object) -> Row:
    values: dict[str, object] = {
        "reference": Reference("K7M2Q9XR4T"),
        "subject": subject,
        "category": "Network",
        "priority": Priority.URGENT,
        "status": Status.IN_PROGRESS,
        "requester": ANN,
        "assignee": MAYA,
        "tags": (),
        "created_at": NOON - DAY,
        "updated_at": NOON - 4 * MINUTE,
        "respond_by": due,
        "due": due,
        "soon_at": due - 10 * MINUTE,
        "version": 1,
        "unread": False,
        "cursor": Cursor(""),
    }
    return Row(**(values | other))  # type: ignore[arg-type]


@pytest.mark.parametrize("subject", ["short", "很长的标题" * 20, HOSTILE, "e\u0301" * 60])
def test_a_row_fills_its_columns_and_no_more_at_any_width(subject: str) -> None:
    for width in range(40, 200):
        folded = columns(width)

        line = ticket_line(row(subject), folded, NOON, MAYA, UNICODE)

        assert line.cells == heads(folded).cells
        assert line.cells <= max(width - 5, 16 + 4 + 14)


def test_columns_fold_in_their_order() -> None:
    assert columns(98, frozenset({"owner"})).subject == 39
    assert columns(90, frozenset({"owner"})).subject == 34
    wide, medium, narrow, tiny = columns(160), columns(90), columns(80), columns(60)
    assert (wide.owner, wide.queue, wide.updated) == (6, 9, 4)
    assert (medium.owner, medium.priority) == (0, 8)
    assert (narrow.priority, narrow.status) == (1, 13)
    assert (tiny.priority, tiny.status, tiny.subject) == (0, 1, 29)


@pytest.mark.parametrize("width", [60, 80, 98, 120, 160])
@pytest.mark.parametrize("sorted_by", ["", "due", "priority", "updated"])
def test_the_head_of_the_sorted_column_is_signed_and_found_under_a_click(width: int, sorted_by: str) -> None:
    folded = columns(width, sorted_by=sorted_by)
    plain, signed = heads(folded).plain, heads(folded, sorted_by, "▾").plain

    assert len(signed) == len(plain)
    is_short = sorted_by == "priority" and folded.priority == 1
    assert signed.replace("▾prio" if is_short else "▾", "     " if is_short else " ") == plain
    assert folded.subject >= 29
    names = [name for name, cells in folded.after_subject if cells]
    assert ("▾" in signed) is (sorted_by in ("due", *names))
    for name, word in (("due", "due"), ("subject", "subject"), ("from", "from"), ("status", "status")):
        if word in plain:
            assert {head_at(folded, plain.index(word)), head_at(folded, plain.index(word) + 1)} == {name}
    if sorted_by in names:
        assert head_at(folded, signed.index("▾"), sorted_by) == sorted_by


def test_there_is_room_first_for_the_column_that_sorts() -> None:
    assert columns(80).updated == 0
    assert columns(80, sorted_by="updated").updated == 4
    assert (columns(98).queue, columns(98).updated) == (0, 0)
    assert columns(98, sorted_by="updated").updated == 4


@pytest.mark.parametrize(
    ("due", "status", "words"),
    [
        (NOON - 35 * MINUTE, Status.OPEN, "▲ late 35m"),
        (NOON + 9 * MINUTE, Status.OPEN, "△ 9m left"),
        (NOON + 2 * HOUR, Status.OPEN, "  2h left"),
        (NEVER, Status.OPEN, "    "),
        (NEVER, Status.WAITING, "‖ paused"),
    ],
)
def test_a_row_leads_with_its_deadline(due: int, status: Status, words: str) -> None:
    assert ticket_line(row(due=due, status=status), columns(98), NOON, MAYA, UNICODE).plain.startswith(words)


def test_plain_glyphs_say_the_same() -> None:
    words = ticket_line(row(due=NOON - 35 * MINUTE), columns(98), NOON, MAYA, PLAIN).plain

    assert words.startswith("> late 35m")
    assert "% in progress" in words
    assert words.isascii()


KEYS = {"inbox.view.1": "1", "inbox.view.5": "5", "search.shorten": "backspace", "inbox.leave_search": "esc"}


def test_an_empty_list_says_what_to_do() -> None:
    counts = Counts(dict.fromkeys(View, 14), {}, 1)
    for place in (*VIEWS, queue("Network"), search("printer", read_query("printer"))):
        said = nothing_here(place, counts, KEYS.__getitem__)
        assert said.bold.endswith(".")
        assert said.then

    waiting = nothing_here(VIEWS[0], counts, KEYS.__getitem__).then
    assert waiting == "14 tickets wait for customers: press 5 to look at them."
    assert (
        "there are 6"
        in nothing_here(search("vpn priority", read_query("vpn priority")), counts, KEYS.__getitem__, 6).then
    )
