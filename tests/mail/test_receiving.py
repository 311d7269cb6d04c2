"""Letters that came: each is kept once, and one that makes trouble does not hold up those behind it."""

from __future__ import annotations

import pytest

from core.collecting import Filed, TooLarge
from core.desk import Desk
from core.errors import Refused, TryLater
from core.incoming import LETTER_AT_MOST, LetterRead, Machine, Mailbox, Way
from core.people import Actor
from core.receiving import HOLDS, is_waiting, take_in
from core.store import Blob, Files, Transaction
from mail.letter.reading import read_letter
from mail.reading import NotReadable, Reader, TookTooLong
from mail.receiving import NOBODY, file_letters, receive
from tests.mail.conftest import always
from tests.storage.hall import Hall


class Glance(Reader):
    """Reads no more than the first line, and stumbles where it is told to."""

    def __init__(self, **stumbles: Exception) -> None:
        super().__init__()
        self.stumbles = stumbles

    async def read(self, files: Files, raw: Blob) -> LetterRead:
        into = _Written()
        await files.copy(raw.sha256, into)  # type: ignore[arg-type]
        subject = into.text.partition("\n")[0].removeprefix("Subject: ")
        if subject in self.stumbles:
            raise self.stumbles[subject]
        author = Mailbox("Ann Okafor", f"{subject}@acme.example")
        return LetterRead(f"<{subject}@acme.example>", author, ("help@desk.example",), (), subject, (), "It burns.", "")


class _Written:
    text = ""

    def writelines(self, pieces: list[bytes]) -> None:
        self.text = b"".join(pieces).decode()


def letter(subject: str) -> bytes:
    return f"Subject: {subject}\nFrom: ann@acme.example\n\nIt burns.\n".encode()


async def filed(hall: Hall, reader: Reader) -> Filed:
    return await file_letters(the_desk(hall), reader, always)


def the_desk(hall: Hall) -> Desk:
    return hall.reception.the_desk_itself()


async def test_a_letter_is_kept_before_it_is_read_and_once(hall: Hall) -> None:
    desk = the_desk(hall)

    assert [await receive(desk, letter("one"), way) for way in Way] == [True, False, False]
    assert await hall.subjects(hall.maya) == []
    assert await filed(hall, Glance()) == Filed(filed=1)
    assert await hall.subjects(hall.maya) == ["one"]
    assert await filed(hall, Glance()) == Filed()


async def test_one_that_is_too_large_is_not_kept(hall: Hall) -> None:
    with pytest.raises(TooLarge):
        await receive(the_desk(hall), b"x" * (LETTER_AT_MOST + 1), Way.PIPE)

    assert list(hall.opened.files.digests()) == []


async def test_one_that_can_not_be_read_is_held_and_the_others_are_filed(hall: Hall) -> None:
    for subject in ("one", "two", "three"):
        await receive(the_desk(hall), letter(subject), Way.LMTP)

    assert await filed(hall, Glance(two=NotReadable("It is nested too deep."))) == Filed(filed=2, held=1)
    assert sorted(await hall.subjects(hall.maya)) == ["one", "three"]


async def test_one_that_the_clock_ended_is_tried_again_before_it_is_held(hall: Hall) -> None:
    busy = Glance(one=TookTooLong("Reading it took too long."), two=TookTooLong("Reading it took too long."))
    for subject in ("one", "two", "three"):
        await receive(the_desk(hall), letter(subject), Way.LMTP)

    assert await filed(hall, busy) == Filed(filed=1)
    hall.later(HOLDS)
    assert await filed(hall, busy) == Filed()
    hall.later(HOLDS)
    assert await filed(hall, Glance(two=busy.stumbles["two"])) == Filed(filed=1, held=1)
    assert sorted(await hall.subjects(hall.maya)) == ["one", "three"]


async def test_one_that_brings_the_reader_down_comes_again_three_times_and_is_held(hall: Hall) -> None:
    await receive(the_desk(hall), letter("one"), Way.LMTP)
    await receive(the_desk(hall), letter("two"), Way.LMTP)
    error = MemoryError()

    first = await filed(hall, Glance(one=error))
    assert (first.filed, first.mishaps) == (1, (error,))
    for _ in range(2):
        assert await filed(hall, Glance(one=error)) == Filed()
        hall.later(HOLDS)
        assert (await filed(hall, Glance(one=error))).mishaps == (error,)
    hall.later(HOLDS)
    await filed(hall, Glance(one=error))

    assert await hall.subjects(hall.maya) == ["two"]
    assert not await the_desk(hall).read(is_waiting, the_desk(hall).now() + HOLDS)


async def test_where_the_place_of_files_is_away_letters_wait_for_it(hall: Hall) -> None:
    await receive(the_desk(hall), letter("one"), Way.LMTP)

    for _ in range(5):
        with pytest.raises(TryLater):
            await filed(hall, Glance(one=TryLater("The bucket can not be reached.")))
        hall.later(HOLDS)

    assert await filed(hall, Glance()) == Filed(filed=1)


async def test_only_the_desk_itself_and_operators_take_letters_in(hall: Hall) -> None:
    with pytest.raises(Refused):
        await receive(hall.maya, letter("one"), Way.PIPE)

    def waiting(tx: Transaction, actor: Actor) -> bool:
        return is_waiting(tx, actor, hall.clock[0])

    assert not await hall.olga.read(waiting)


@pytest.mark.parametrize("line", [b"", b"From ann@acme.example Mon Nov 24 09:10:00 2025\r\n", b"\n\n>From x\n"])
async def test_what_the_envelope_says_is_read_and_makes_no_other_letter(hall: Hall, line: bytes) -> None:
    raw = line + letter("one").replace(b"\n", b"\r\n")
    desk, signed = the_desk(hall), "help+0a1b@desk.example"

    assert await receive(desk, raw, Way.LMTP, NOBODY, f"<{signed}>")
    assert not await receive(desk, raw, Way.IMAP)
    kept = await desk.write(take_in)
    assert kept is not None
    into = _Written()
    await desk.files.copy(kept.arrived.raw.sha256, into)  # type: ignore[arg-type]
    read = read_letter(into.text.encode()).letter

    assert (read.machine, read.subject, read.text) == (Machine.AUTO_REPLY, "one", "It burns.")
    assert signed in read.recipients
    assert into.text.startswith(line.decode())


@pytest.mark.parametrize("recipient", ["x" * 321, "x@x.example\r\nBcc: y@y.example", "\udcff", "a b", "\0"])
async def test_a_recipient_that_is_no_address_is_left_out(hall: Hall, recipient: str) -> None:
    assert await receive(the_desk(hall), letter("one"), Way.LMTP, "ann@acme.example", recipient)
    kept = await the_desk(hall).write(take_in)
    assert kept is not None
    assert kept.arrived.raw.size == len(letter("one"))
