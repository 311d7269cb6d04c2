"""What a letter quotes below its text: one line that a key or a click opens and closes."""

from __future__ import annotations

from textual.pilot import Pilot

from core.entries import InternalEntry, Kind, PublicEntry, Thread
from core.people import Actor, Person, Role, Sender, Via
from tests.tui.office import HOSTILE
from tests.tui.stage import Parts, Stage, line_with, lines_of, until
from tui.glyphs import UNICODE
from tui.plain.ticket_words import entry_lines
from tui.widgets.conversation import Conversation
from tui.widgets.events import Block
from tui.widgets.thread_lines import LINES_AT_FIRST, Look, ReadOn, block_lines

NOON = 1_763_985_600_000
MAYA = Person(1, "maya@acme.example", "Maya Lind", Role.AGENT)
ANN = Person(2, "ann@acme.example", "Ann Okafor")
OLDER = "On Monday Maya Lind wrote:\n> Which client is it?\n-- \nAnn Okafor"


def letter(id: int = 1, text: str = "It is 4.2.", quoted: str = OLDER, sender: Sender = Sender.VERIFIED) -> PublicEntry:
    return PublicEntry(id, Kind.PUBLIC, ANN, sender, Via.MAIL, text, NOON, quoted=quoted)


def of_a_stranger() -> InternalEntry:
    said = "From bob@x.example, who is not on this ticket: Hello."
    return InternalEntry(2, Kind.INTERNAL, None, Sender.UNVERIFIED, Via.MAIL, said, NOON)


def look(width: int = 70) -> Look:
    return Look(width, NOON, UNICODE, MAYA, True, 9, "enter", "k", "h")


def plain(entry: PublicEntry | InternalEntry, width: int = 70, *, with_quotes: bool = False) -> list[str]:
    lines = block_lines(Block((entry,)), look(width), with_quotes=with_quotes)
    return [line.line.plain.rstrip() for line in lines]


def test_quoted_lines_are_folded_into_one_that_counts_them() -> None:
    assert plain(letter())[1:] == ["  It is 4.2.", "  … 4 quoted lines   h shows"]
    assert plain(letter(quoted="Thanks"))[-1] == "  … 1 quoted line   h shows"
    assert plain(letter(), with_quotes=True)[2:5] == [
        "  … 4 quoted lines   h hides",
        "  On Monday Maya Lind wrote:",
        "  ┊ Which client is it?",
    ]


def test_the_head_of_a_letter_says_how_it_came_and_whether_its_sender_is_proved() -> None:
    assert plain(letter())[0].startswith("  Ann Okafor  customer  by mail ")
    assert "customer  by mail  not verified" in plain(letter(sender=Sender.UNVERIFIED))[0]
    assert "not verified" in plain(letter(sender=Sender.UNVERIFIED), 48)[0]
    assert "by mail" not in plain(letter(sender=Sender.UNVERIFIED), 48)[0]


def test_the_note_that_a_strangers_letter_becomes_does_not_speak_for_the_desk() -> None:
    head = plain(of_a_stranger(), 84)[0]

    assert "◆ INTERNAL NOTE  a stranger  customers never see this" in head
    assert "not verified" in head


def test_a_long_quotation_is_read_on_in_pieces() -> None:
    entry = letter(quoted="\n".join(f"line {number}" for number in range(900)))

    first = block_lines(Block((entry,)), look(), with_quotes=True)
    more = ReadOn(entry, look()).lines(look(), 1000, with_quotes=True)

    assert len(first) == LINES_AT_FIRST + 4
    assert first[-1].more
    assert len(more) == 903


def test_what_is_quoted_is_as_hostile_as_the_rest() -> None:
    words = "\n".join(plain(letter(quoted=HOSTILE), with_quotes=True))

    assert "\x1b" not in words
    assert "\u202e" not in words


def test_line_by_line_it_is_counted_and_read_when_asked_for() -> None:
    me = Actor(Via.TUI, MAYA)

    assert "4 quoted lines below it." in entry_lines(letter(), me)
    assert not any("Which client" in line for line in entry_lines(letter(), me))
    assert any("Which client" in line for line in entry_lines(letter(), me, with_quotes=True))


def on_stage(*entries: PublicEntry) -> tuple[Stage, Conversation]:
    conversation = Conversation(MAYA, staff=True)
    app = Stage(lambda: Parts(conversation))
    app.call_later(lambda: conversation.show(Thread(entries), read_up_to=9, now=NOON))
    return app, conversation


async def ready(pilot: Pilot[None], conversation: Conversation) -> None:
    await until(pilot, lambda: "quoted line" in "\n".join(lines_of(pilot.app)))
    conversation.focus()
    await until(pilot, lambda: "h shows" in "\n".join(lines_of(pilot.app)))


async def test_a_key_opens_what_the_newest_letter_in_view_quotes_and_closes_it() -> None:
    app, conversation = on_stage(letter(1, "First."), letter(2, "Second.", "Only this."))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot, conversation)
        at = lines_of(app).index(line_with(app, "1 quoted line"))
        await pilot.press("h")

        await until(pilot, lambda: "h hides" in lines_of(app)[at])
        assert "Only this." in lines_of(app)[at + 1]
        assert "Which client" not in "\n".join(lines_of(app))

        await pilot.press("h")
        await until(pilot, lambda: "h shows" in lines_of(app)[at])
        assert "Only this." not in "\n".join(lines_of(app))


async def test_a_click_opens_it_too() -> None:
    app, conversation = on_stage(letter(1, "First."), letter(2, "Second.", "Only this."))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot, conversation)
        await pilot.click(offset=(6, lines_of(app).index(line_with(app, "4 quoted lines"))))

        await until(pilot, lambda: "Which client" in "\n".join(lines_of(app)))
        assert "Only this." not in "\n".join(lines_of(app))


async def test_whoever_read_far_down_a_long_quotation_closes_it_and_stands_at_its_letter() -> None:
    app, conversation = on_stage(letter(1), replace_quoted(2, 150))
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot, conversation)
        await pilot.press("h")
        await until(pilot, lambda: "older 3" in "\n".join(lines_of(app)))
        await pilot.press("end")
        await until(pilot, lambda: "older 149" in "\n".join(lines_of(app)))
        await pilot.press("h")

        await until(pilot, lambda: "150 quoted lines   h shows" in "\n".join(lines_of(app)))


def replace_quoted(id: int, lines: int) -> PublicEntry:
    return letter(id)._replace(quoted="\n".join(f"older {number}" for number in range(lines)))
