"""A conversation as lines: widths, quotes, events, what is folded, and text that means harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from core.calendars import MINUTE
from core.entries import Attachment, Change, Entry, InternalEntry, Kind, PublicEntry
from core.people import Actor, Person, Role, Sender, Via
from tests.tui.office import HOSTILE
from tui.glyphs import UNICODE
from tui.plain.ticket_words import entry_lines
from tui.widgets.events import Block, blocks
from tui.widgets.thread_lines import LINES_AT_FIRST, Look, block_lines, fold_line
from tui.widgets.wrapping import body_lines, chopped, wrapped

NOON = 1_763_985_600_000
MAYA = Person(1, "maya@acme.example", "Maya Lind", Role.AGENT)
JONAS = Person(3, "jonas@acme.example", "Jonas Weber", Role.AGENT)
ANN = Person(2, "ann@acme.example", "Ann Okafor")


def look(width: int = 60, *, staff: bool = True, read_up_to: int = 0, me: Person = MAYA) -> Look:
    return Look(width, NOON, UNICODE, me, staff, read_up_to, "enter", "k")


def message(id: int, body: str = "Hello.", author: Person = ANN, **other: object) -> Entry:
    sender = Sender.STAFF if author.is_staff else Sender.VERIFIED
    return PublicEntry(id, Kind.PUBLIC, author, sender, Via.TUI, body, NOON, **other)  # type: ignore[arg-type]


def note(id: int, body: str = "Between us.") -> Entry:
    return InternalEntry(id, Kind.INTERNAL, JONAS, Sender.STAFF, Via.TUI, body, NOON)


def event(id: int, *changes: Change, author: Person | None = MAYA, at: int = NOON) -> Entry:
    return PublicEntry(id, Kind.EVENT, author, Sender.STAFF, Via.TUI, "", at, (), changes)


def plain(entry: Entry, with_look: Look | None = None) -> list[str]:
    return [line.line.plain.rstrip() for line in block_lines(Block((entry,)), with_look or look())]


@given(st.text(max_size=300), st.integers(2, 90))
@settings(deadline=None)
def test_no_line_is_wider_than_asked_and_no_word_is_lost(text: str, width: int) -> None:
    paragraph = text.replace("\n", " ").replace("\r", " ")

    lines = list(wrapped(paragraph, width))

    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(paragraph.split())


def test_prose_breaks_between_words_and_long_words_anywhere() -> None:
    assert list(wrapped("now the laptops are thrown out", 12)) == ["now the", "laptops are", "thrown out"]
    assert list(wrapped("see aaaaaaaaaaaaaaaaaaaa here", 10)) == ["see", "aaaaaaaaaa", "aaaaaaaaaa", "here"]
    assert chopped("很长的标题", 4) == ["很长", "的标", "题"]


def test_quotes_get_a_sign_and_code_stays_as_typed() -> None:
    lines = list(body_lines("> > TLS failed\n    if x:\nplain", 40))

    assert [(line.text, line.quoted) for line in lines] == [
        ("┊ TLS failed", True),
        ("    if x:", False),
        ("plain", False),
    ]


def test_a_speaker_has_a_role_and_what_is_new_a_dot() -> None:
    assert plain(message(1))[0].startswith("● Ann Okafor  customer  new")
    assert plain(message(1), look(read_up_to=1))[0].startswith("  Ann Okafor  customer")
    assert plain(message(1, author=MAYA))[0].startswith("  Maya Lind  agent")


def test_the_customer_reads_other_words() -> None:
    of_ann = look(staff=False, me=ANN)

    assert plain(message(1), of_ann)[0].startswith("  You")
    assert plain(message(2, author=MAYA), of_ann)[0].startswith("● Maya Lind  support  new")
    reopened = event(3, Change("status", "closed", "open"), author=ANN)
    assert plain(reopened, of_ann)[0].startswith("  · You reopened it ·")
    assert fold_line(blocks((reopened,)), 0, of_ann).line.plain.strip().startswith("· You reopened it")


def test_a_note_says_so_on_every_line() -> None:
    lines = block_lines(Block((note(1, "one\ntwo"),)), look())

    assert all(line.note and line.line.plain.startswith("▌ ") for line in lines)
    assert "◆ INTERNAL NOTE  Jonas Weber" in lines[0].line.plain


def test_an_unverified_sender_is_named_as_such_to_staff() -> None:
    entry = PublicEntry(1, Kind.PUBLIC, ANN, Sender.UNVERIFIED, Via.MAIL, "Hi.", NOON)

    assert "not verified" in plain(entry)[0]
    assert "not verified" not in plain(entry, look(staff=False, me=MAYA))[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((Change("owner", None, "Maya Lind"), Change("status", "open", "in progress")), "Maya took it"),
        ((Change("owner", "Maya Lind", None),), "Maya released it"),
        ((Change("owner", "Maya Lind", "Jonas Weber"),), "Maya gave it to Jonas Weber"),
        ((Change("status", "in progress", "resolved"),), "Maya resolved it"),
        ((Change("status", "closed", "open"),), "Maya reopened it"),
        (
            (Change("priority", "high", "urgent"), Change("tag", None, "vpn")),
            "Maya changed priority high to urgent · tag vpn",
        ),
        ((Change("tag", "old", None),), "Maya removed tag old"),
    ],
)
def test_events_read_as_sentences(changes: tuple[Change, ...], words: str) -> None:
    assert plain(event(1, *changes))[0].startswith(f"  · {words} ·")


def test_events_of_one_person_within_minutes_stand_together() -> None:
    urgent, tag = Change("priority", "high", "urgent"), Change("tag", None, "vpn")

    together = blocks((event(1, urgent), event(2, tag, at=NOON + MINUTE)))
    apart = blocks((event(1, urgent), event(2, tag, at=NOON + 60 * MINUTE)))
    of_two = blocks((event(1, urgent), event(2, tag, author=JONAS)))

    assert (len(together), len(apart), len(of_two)) == (1, 2, 2)


def test_what_is_folded_is_counted_by_kind() -> None:
    folded = blocks((message(1), event(2, Change("owner", None, "Maya Lind")), note(3), message(4)))

    words = fold_line(folded, 0, look(72)).line.plain.strip()

    assert words == "· 2 earlier messages · Maya took it · ◆ 1 internal note   k shows"
    assert "1,937 earlier entries" in fold_line([], 1937, look(72)).line.plain
    assert "1 earlier entry " in fold_line([], 1, look(72)).line.plain


def test_files_stand_side_by_side_as_far_as_they_fit() -> None:
    files = tuple(Attachment(f"trace-{number}.log", 14_000, "text/plain", "") for number in range(5))

    lines = block_lines(Block((message(1, "", attachments=files),)), look(50))

    assert [len(line.files) for line in lines[1:]] == [2, 2, 1]
    start, end, file = lines[1].files[1]
    assert file.name in lines[1].line.plain[start:end]


def test_a_long_message_is_cut_until_it_is_wanted_whole() -> None:
    entry = message(1, "\n".join(f"line {number}" for number in range(900)))

    short = block_lines(Block((entry,)), look())
    whole = block_lines(Block((entry,)), look(), 1000)

    assert len(short) == LINES_AT_FIRST + 2
    assert short[-1].more
    assert len(whole) == 901


@pytest.mark.parametrize("width", [8, 20, 43, 52, 72, 84])
def test_hostile_text_is_visible_and_never_wider_than_the_text(width: int) -> None:
    eve = Person(9, HOSTILE, HOSTILE)
    files = (Attachment(HOSTILE, 5, "text/plain", ""),)
    entry = message(1, f"{HOSTILE}\n> {HOSTILE}\n    {HOSTILE}", eve, attachments=files)
    changed = event(2, Change("subject", HOSTILE, HOSTILE), author=eve)

    for one in (entry, changed, note(3, HOSTILE)):
        for line in block_lines(Block((one,)), look(max(width, 40))):
            assert "\x1b" not in line.line.plain
            assert "\u202e" not in line.line.plain
            assert line.line.cells <= max(width, 40) + 2


@pytest.mark.parametrize(("staff", "word"), [(True, "waiting"), (False, "waiting for you")])
def test_customers_read_of_the_status_that_their_ticket_shows(staff: bool, word: str) -> None:
    asked = event(1, Change("status", "open", "waiting"))

    [line] = plain(asked, look(80, staff=staff, me=MAYA if staff else ANN))
    assert f"Maya changed status open to {word} · " in line
    assert f"Maya Lind changed status open to {word}." in entry_lines(asked, Actor(Via.TUI, MAYA if staff else ANN))[0]
