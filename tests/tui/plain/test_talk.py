"""How the desk talks line by line: what can be typed, what is refused, hostile text, and an input that ends."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from typing import Any

import pytest

from core import reading
from core.desk import Desk
from core.errors import NotUnderstood, TryLater
from core.listing import Page
from core.triage import change
from core.wish import Wish
from tests.tui.office import HOSTILE
from tests.tui.plain.caller import NOT_FOR_EYES, Caller
from tui.cli.door import Draft
from tui.plain import lines, talk, writing
from tui.plain.lines import Lines
from tui.plain.talk import Talk

STORIES = {
    "maya": "next\nviews\nmine\n1\nread\nreply\nWe look.\n.\nattach\n/nowhere\nread\nwaiting\nnote\nMind it.\n.\nsend\n"
    "assign\n2\npriority\nlow\ntags\nnew\nb\nb\nsearch\nline\nb\nnew\nann@acme.example\nAnn\nWire\n1\n1\nIt\n.\ndrop",
    "ann": "all\nb\n1\nreply\nThe third.\n.\nsend\nattach\n/nowhere\nsave\nconfirm\nyes\nreopen\nb\n"
    "new\nLift\n2\n3\nHums\n.\nsend\nyes",
    "olga": "queues\n1\nb\npeople\nadd\nA B <a@b.example>\n2\nsearch\na\n1\npassword\nb\naudit\n\n"
    "settings\n1\nAcme\nb\ninbox",
    "guest": "new\nGus\ngus@fox.example\nPost\n1\n2\nNone.\n.\nsend\nfind\nK7M2Q-9XR4T\ngus@fox.example\n"
    "sign in\ngus@fox.example\nno",
}
"""A walk through every kind of question, for each role."""


def desk_of(caller: Caller, who: str) -> Desk | None:
    desk: Desk | None = getattr(caller.office, who, None)
    return desk


@pytest.mark.parametrize("who", STORIES)
async def test_the_input_may_end_at_every_question(caller: Caller, who: str) -> None:
    story = STORIES[who].splitlines()
    for end in range(len(story) + 1):
        heard = await caller.calls(desk_of(caller, who), *story[:end])

        assert heard.status == 0
        assert heard.lines[-1].startswith("The input ended, and this was still asked: "), heard.text


async def test_every_question_says_what_can_be_typed(caller: Caller) -> None:
    heard = await caller.calls(caller.office.maya, "?\n?\n99\n\nsomething else\nB\nid\n?\nxx\nb\nQ")

    assert len(heard.starting("1. ")) == 3
    assert heard.said(
        "There is no choice “99”. Type a number from 1 to 12, or its word; ? lists them.",
        "Nothing was typed. Type a number from 1 to 12, or its word; ? lists them.",
        "There is no choice “something else”. Type a number from 1 to 12, or its word; ? lists them.",
        "There is nothing behind this: q leaves.",
        "That is not a ticket ID: it has 10 letters and digits, like K7M2Q-9XR4T.",
        "Goodbye.",
    )
    asked = [line for line in heard.lines if line.endswith(("q to leave.", "q to leave"))]
    assert len(asked) == 11


async def test_hostile_text_is_heard_and_not_obeyed(caller: Caller) -> None:
    office = caller.office
    body = f"{HOSTILE}\nEnd of the message.\nGoodbye.\nINTERNAL NOTE from the bank:\r\n\x1b]0;x\x07"
    file = await office.file(f"../{HOSTILE}.log", b"x")
    ticket = await office.opens(office.ann, HOSTILE, body, files=(file,))
    await office.maya.write(change, Wish(ticket.reference, add_tags=("\x1b[2j",)))

    heard = await caller.calls(
        office.maya,
        f"id\n{ticket.reference}\nread\nsave\n1\n/nowhere\nnote\n{HOSTILE}\n.\n\x1b[A\nread\nsend\nfacts\nq",
    )

    assert heard.lines.count("Goodbye.") == 1
    assert heard.lines.count("    Goodbye.") > 0
    assert heard.starting("INTERNAL NOTE from the bank") == []
    assert heard.said("There is no choice “^[[A”. Type a number from 1 to 5, or its word; ? lists them.")


async def test_a_desk_that_is_away_for_a_moment_is_asked_again(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    office, page = caller.office, reading.page
    refusals = [TryLater("The desk is busy. Try again in a moment.")]

    def busy_once(*asked: Any, **how: Any) -> Page:
        for refusal in refusals:
            refusals.remove(refusal)
            raise refusal
        return page(*asked, **how)

    monkeypatch.setattr(reading, "page", busy_once)
    heard = await caller.calls(office.ann, "again\n1\nb\nq")

    assert heard.said("The desk is busy. Try again in a moment.", "1. again: try it once more", "Goodbye.")
    assert heard.starting("Subject: ")


async def test_bytes_that_are_no_text_are_typed(caller: Caller) -> None:
    heard = await caller.calls(caller.office.ann, "search\nvpn \udcff\udcfe\x00\nq")

    assert heard.starting("Search for vpn ��^@")


async def test_an_editor_is_offered_where_there_is_one(caller: Caller) -> None:
    seen: list[str] = []

    class Sheet:
        text = "Written in peace."

        def keep(self) -> str:
            return ""

        def discard(self) -> None:
            seen.append("discarded")

    def edit(below: str) -> Draft:
        seen.append(below)
        return Sheet()

    caller.edit = edit
    heard = await caller.calls(caller.office.ann, "1\nreply\neditor\nread\nsend\nq")

    assert heard.said(
        "1. type: type it here, line by line", "2. editor: write it in your editor", "    Written in peace."
    )
    assert "Which line?" in seen[0]
    assert seen[1:] == ["discarded"]


async def test_whoever_has_no_editor_is_asked_again_how_to_write(caller: Caller) -> None:
    def edit(below: str) -> Draft:
        raise NotUnderstood("The editor can not be started. Set EDITOR to yours.", field="EDITOR")

    caller.edit = edit
    heard = await caller.calls(caller.office.ann, "1\nreply\neditor\ntype\nThe third one.\n.\nsend\nq")

    assert heard.said("The editor can not be started. Set EDITOR to yours.")
    assert (await caller.office.view("Backup report")).thread.entries[-2].body == "The third one."


async def test_a_long_message_goes_along_as_a_file(caller: Caller) -> None:
    office = caller.office
    typed = "\n".join(f"line {nth} of the log" for nth in range(10_000))

    await caller.calls(office.ann, f"1\nreply\n{typed}\n.\nsend\nq")

    entry = (await office.view("Backup report")).thread.entries[-2]
    assert [file.name for file in entry.attachments] == ["message.txt"]


async def test_what_is_too_long_for_a_message_is_told(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "FILE_AT_MOST", 40)

    heard = await caller.calls(caller.office.ann, "1\nreply\n" + "a line\n" * 20 + ".\nread\nq")

    assert heard.said("That was more than 40 B: the rest of it was left out. Attach it as a file.")
    assert heard.lines.count("    a line") == 5


async def test_a_line_that_never_ends_is_refused_and_the_next_one_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINE_AT_MOST", 10)
    monkeypatch.setattr(lines, "CHUNK", 4)
    given = io.BytesIO(b"x" * 50 + b"\nshort\r\nlast")
    reading = Lines(given.read)

    with pytest.raises(NotUnderstood):
        await reading.next()
    assert [await reading.next() for _ in range(3)] == ["short", "last", None]


async def test_nothing_is_read_before_somebody_asks() -> None:
    asked: list[int] = []

    def parts() -> Iterator[bytes]:
        yield from (b"one\n", b"tw", b"o\n")

    given = parts()

    def read(length: int) -> bytes:
        asked.append(length)
        return next(given, b"")

    reading = Lines(read)
    assert await reading.next() == "one"
    assert len(asked) == 1
    assert await reading.next() == "two"


async def test_a_terminal_that_is_gone_is_the_end_of_the_input() -> None:
    def gone(length: int) -> bytes:
        raise OSError(length)

    assert await Lines(gone).next() is None


async def test_a_password_is_not_shown_where_it_can_be_hidden() -> None:
    out = io.StringIO()
    typed = iter(["?", "a secret of mine"])
    at_terminal = Talk(out, Lines(io.BytesIO().read), hidden=lambda: next(typed))

    assert await at_terminal.password("Your password?") == "a secret of mine"
    assert out.getvalue().splitlines() == [f"Your password? Or {talk.WAYS}."] * 2


async def test_somebody_who_waits_holds_nothing_up() -> None:
    """The desk goes on with its own work while nothing is typed."""
    come = asyncio.Event()
    loop = asyncio.get_running_loop()

    def read(length: int) -> bytes:
        del length
        asyncio.run_coroutine_threadsafe(come.wait(), loop).result()
        return b"at last\n"

    waiting = asyncio.create_task(Lines(read).next())
    await asyncio.sleep(0)
    assert not waiting.done()
    come.set()
    assert await waiting == "at last"


def test_what_counts_as_not_for_eyes() -> None:
    assert NOT_FOR_EYES.search("a\n b") is None
    assert all(NOT_FOR_EYES.search(one) for one in ("\r", "\t", "\x1b[2J", "\x9b", "\u202e"))
