"""Letters that come in, on every engine: kept once, taken up one by one, found again, and forgotten as they came."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from pathlib import Path

import pytest

from core import filing, quarantine, receiving
from core.calendars import DAY, MINUTE
from core.copies import Kind
from core.errors import NotFound, NotUnderstood, Refused
from core.incoming import Arrived, Incoming, LetterRead, Mailbox, MailboxPlace, Stage, Way
from core.people import Person
from core.store import Transaction
from core.upkeep import LETTERS_KEPT, prune
from storage.checking import check
from storage.mending import drop_spare_files
from tests.storage.copies import lines_of, made_of
from tests.storage.hall import Hall

RAW = b"From: gina@away.example\r\n\r\nIt burns."
READ = LetterRead("<1@away.example>", Mailbox("Gina", "gina@away.example"), (), (), "Printer", (), "It burns.", "")


async def arrived(hall: Hall, fingerprint: str = "a", raw: bytes = RAW, way: Way = Way.LMTP) -> Arrived:
    blob = await hall.opened.files.put(io.BytesIO(raw), at_most=len(raw))
    return Arrived(fingerprint.ljust(64, "0"), blob, way, "gina@away.example", "help@desk.example")


async def keeps(hall: Hall, fingerprint: str = "a", raw: bytes = RAW, way: Way = Way.LMTP) -> bool:
    desk = hall.reception.the_desk_itself()
    return await desk.write(receiving.keep, await arrived(hall, fingerprint, raw, way))


async def takes_in(hall: Hall) -> Incoming | None:
    return await hall.reception.the_desk_itself().write(receiving.take_in)


async def held(hall: Hall, fingerprint: str = "a") -> Incoming:
    await keeps(hall, fingerprint)
    letter = await takes_in(hall)
    assert letter is not None
    desk = hall.reception.the_desk_itself()
    return await desk.write(receiving.could_not_read, letter.number, "It took too long to read.")


async def test_a_letter_is_kept_once_whichever_way_it_comes(hall: Hall) -> None:
    assert await keeps(hall)
    assert not await keeps(hall, way=Way.IMAP, raw=b"Received: elsewhere\r\n" + RAW)
    letter = await takes_in(hall)
    assert letter is not None
    assert letter.arrived == await arrived(hall)
    assert (letter.came_at, letter.stage, letter.tries, letter.name) == (hall.clock[0], Stage.WAITS, 1, "a0000000")


async def test_another_copy_is_read_in_place_of_one_that_is_held_three_times_a_day(hall: Hall) -> None:
    letter, desk = await held(hall), hall.reception.the_desk_itself()
    assert not await keeps(hall)
    assert await takes_in(hall) is None
    for nth in range(receiving.COMES_AGAIN + 1):
        copy = f"Auto-Submitted: no\r\nX-Copy: {nth}\r\n".encode() + RAW
        assert not await keeps(hall, raw=copy, way=Way.IMAP)
        taken = await takes_in(hall)
        if nth == receiving.COMES_AGAIN:
            assert taken is None
            break
        assert taken is not None
        assert taken.arrived == await arrived(hall, raw=copy, way=Way.IMAP)
        assert (taken.number, taken.came_at, taken.tries) == (letter.number, letter.came_at, 1)
        await desk.write(receiving.could_not_read, taken.number, "Nothing proves it.")


async def test_a_copy_of_one_that_is_filed_or_was_thrown_away_changes_nothing(hall: Hall) -> None:
    gone, filed = await held(hall, "a"), await held(hall, "b")
    await hall.olga.write(quarantine.discard, gone.name)
    await hall.olga.write(quarantine.release, filed.name, READ, None)
    for name in "ab":
        assert not await keeps(hall, name, b"X-Copy: 1\r\n" + RAW)
    assert await takes_in(hall) is None


async def test_two_processes_that_bring_the_same_letter_keep_one(hall: Hall) -> None:
    kept = await asyncio.gather(*(keeps(hall) for _ in range(8)))
    assert sorted(kept) == [False] * 7 + [True]


async def test_each_letter_is_taken_up_by_one_and_comes_again_after_a_minute(hall: Hall) -> None:
    for fingerprint in "abc":
        await keeps(hall, fingerprint)
    taken = await asyncio.gather(*(takes_in(hall) for _ in range(5)))
    assert sorted(letter.name[0] for letter in taken if letter) == ["a", "b", "c"]
    assert not await hall.reception.the_desk_itself().read(receiving.is_waiting, hall.clock[0])
    hall.later(MINUTE)
    assert await takes_in(hall) is not None


async def test_a_letter_that_nobody_could_file_is_held_after_three_tries(hall: Hall) -> None:
    await keeps(hall)
    for _ in range(3):
        assert await takes_in(hall) is not None
        hall.later(MINUTE)
    assert await takes_in(hall) is None
    (letter,) = await hall.olga.read(quarantine.held)
    assert (letter.stage, letter.why) == (Stage.HELD, "It could not be filed.")


async def test_only_who_runs_the_desk_looks_after_letters(hall: Hall) -> None:
    for desk in (hall.maya, hall.ann, hall.reception.guest()):
        with pytest.raises(Refused):
            await desk.read(quarantine.held)
        with pytest.raises(Refused):
            await desk.write(receiving.keep, await arrived(hall))


async def test_a_letter_is_meant_by_a_beginning_of_its_name(hall: Hall) -> None:
    await held(hall, "ab")
    await held(hall, "ac")
    assert (await hall.olga.read(quarantine.incoming, " AB ")).name == "ab000000"
    with pytest.raises(NotUnderstood, match="Several letters begin with a"):
        await hall.olga.read(quarantine.incoming, "a")
    for typed in ("d", "", "%"):
        with pytest.raises(NotFound, match="No letter of this name"):
            await hall.olga.read(quarantine.incoming, typed)


async def test_a_letter_that_was_thrown_away_can_still_be_let_in(hall: Hall) -> None:
    letter = await held(hall)
    gone = await hall.olga.write(quarantine.discard, letter.name)
    assert (gone.stage, gone.ended_at) == (Stage.DISCARDED, hall.clock[0])
    assert await hall.olga.read(quarantine.held) == ()

    ticket = await hall.olga.write(quarantine.release, letter.name, READ, None)

    kept = await hall.olga.read(quarantine.incoming, letter.name)
    assert (kept.stage, kept.reference, kept.why) == (Stage.FILED, ticket.reference, "")
    assert (kept.author, kept.subject) == ("gina@away.example", "Printer")
    with pytest.raises(Refused, match="in its ticket already"):
        await hall.olga.write(quarantine.discard, letter.name)
    with pytest.raises(Refused, match="in its ticket already"):
        await hall.olga.write(quarantine.release, letter.name, READ, None)


async def test_a_letter_is_filed_once_however_often_it_was_read(hall: Hall) -> None:
    await keeps(hall)
    letter = await takes_in(hall)
    assert letter is not None
    desk = hall.reception.the_desk_itself()
    done = await asyncio.gather(*(desk.write(filing.file_letter, letter.number, READ) for _ in range(4)))
    assert len({one.reference for one in done}) == 1
    assert {one.stage for one in done} == {Stage.FILED}
    assert await hall.subjects(hall.maya) == ["Printer"]
    assert await hall.asks(lambda tx: tx.tickets_of_letters(["<1@away.example>", "<2@away.example>"])) == {
        "<1@away.example>": done[0].reference
    }


async def test_letters_as_they_came_are_forgotten_some_time_after_they_were_filed(hall: Hall) -> None:
    waits, filed = await held(hall, "b"), await held(hall, "a")
    await hall.olga.write(quarantine.release, filed.name, READ, None)
    desk = hall.reception.the_desk_itself()
    hall.later(LETTERS_KEPT)
    await desk.write(prune)
    assert (await hall.olga.read(quarantine.incoming, filed.name)).arrived.raw.sha256

    hall.later(DAY)
    await desk.write(prune)

    assert (await hall.olga.read(quarantine.incoming, filed.name)).arrived.raw.sha256 == ""
    assert (await hall.olga.read(quarantine.incoming, waits.name)).arrived.raw.sha256
    assert not await keeps(hall, "a")


async def test_the_bytes_of_a_letter_belong_to_the_desk(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = await held(hall)
    monkeypatch.setattr("storage.files.SPARED", -1)
    drop_spare_files(hall.opened)
    assert check(hall.opened) == ()
    hall.opened.files.room.drop(letter.arrived.raw.sha256)
    (finding,) = check(hall.opened)
    assert finding.startswith("The bytes of letter a0000000 are missing")


async def test_letters_as_they_came_are_in_a_backup_and_in_no_export(hall: Hall, place: Path) -> None:
    letter = await held(hall)
    await hall.does(lambda tx: tx.keep_mailbox(MailboxPlace("imaps://help@mail.example/INBOX", 7, 42, hall.clock[0])))
    backup, export = lines_of(hall.opened, Kind.BACKUP), lines_of(hall.opened)
    digest = letter.arrived.raw.sha256.encode()
    assert digest in backup
    assert digest not in export
    assert b"gina@away.example" not in export
    copied = made_of(backup, f"sqlite:///{place}/elsewhere/desk.db")
    assert (copied.rows["incoming"], copied.rows["mailboxes"], copied.files) == (1, 1, 1)


async def test_how_far_a_mailbox_was_fetched_is_kept(hall: Hall) -> None:
    first = MailboxPlace("imaps://help@mail.example/INBOX", 7, 42, hall.clock[0])
    later = replace(first, last_uid=43, trouble="The password is wrong.")
    assert await hall.asks(lambda tx: tx.mailbox(first.name)) is None
    await hall.does(lambda tx: tx.keep_mailbox(first))
    await hall.does(lambda tx: tx.keep_mailbox(later))
    assert await hall.asks(lambda tx: tx.mailbox(first.name)) == later
    assert await hall.asks(lambda tx: tx.mailboxes()) == (later,)


async def test_copies_are_asked_for_once_and_in_their_order(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    eve, dan = Mailbox("Eve", "eve@x.example"), Mailbox("", "Dan@x.example")
    await hall.does(lambda tx: tx.ask_for_copies(ticket, (eve, dan, Mailbox("Again", "EVE@x.example")), 5))
    await hall.does(lambda tx: tx.ask_for_copies(ticket, (Mailbox("D", "dan@x.example"),), 6))
    assert await hall.asks(lambda tx: tx.copies_asked(ticket)) == (dan, eve)
    await hall.does(lambda tx: tx.drop_copies_asked(ticket, ["DAN@x.example"]))
    assert await hall.asks(lambda tx: tx.copies_asked(ticket)) == (eve,)


async def test_what_a_letter_quotes_is_kept_with_its_entry(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)

    def add(tx: Transaction) -> None:
        before = tx.ticket(ticket.reference, seen_by=hall.maya.actor)
        entry = tx.add_note(before, hall.maya.actor, "New", hall.clock[0], (), "> old\n-- \nMaya")
        tx.save(before, before, hall.maya.actor, hall.clock[0], entry)

    await hall.does(add)
    entries = (await hall.asks(lambda tx: tx.thread(ticket, hall.maya.actor))).entries
    assert [entry.quoted for entry in entries] == ["", "> old\n-- \nMaya"]


async def test_who_is_on_a_ticket_is_told_among_colleagues(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    ben = hall.ben.actor.person
    assert ben is not None

    def copy_in(tx: Transaction, people: tuple[Person, ...]) -> None:
        before = tx.ticket(ticket.reference, seen_by=hall.maya.actor)
        tx.save(before, replace(before, participants=people), hall.maya.actor, hall.clock[0])

    await hall.does(lambda tx: copy_in(tx, (ben,)))
    await hall.does(lambda tx: copy_in(tx, ()))
    thread = await hall.asks(lambda tx: tx.thread(ticket, hall.maya.actor))
    told = [change.words for entry in thread.entries for change in entry.changes]
    assert told == ["copies to ben@acme.example", "copies to ben@acme.example removed"]
    assert len((await hall.asks(lambda tx: tx.thread(ticket, hall.ann.actor))).entries) == 1
