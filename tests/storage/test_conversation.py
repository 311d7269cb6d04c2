"""The conversation: who sees which entries, files and their names, read marks, what came in since."""

from __future__ import annotations

from core.calendars import HOUR
from core.entries import Attachment, Change, InternalEntry, Kind
from core.people import Sender, Via
from core.reading import earlier, look_at, mark_read
from core.tickets import Priority, Status
from tests.storage.hall import Hall

LOG = Attachment("vpn.log", 12, "text/plain", "a" * 64)


async def test_staff_see_all_and_customers_no_note(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, body="It broke.")
    await hall.says(hall.maya, ticket, "Try again.")
    await hall.notes(hall.jonas, ticket, "She never reads.")

    whole = (await hall.maya.read(look_at, ticket.reference)).thread.entries
    seen = (await hall.ann.read(look_at, ticket.reference)).thread.entries

    assert [e.body for e in whole if e.kind is not Kind.EVENT] == ["It broke.", "Try again.", "She never reads."]
    assert [e.body for e in seen if e.kind is not Kind.EVENT] == ["It broke.", "Try again."]
    assert not any(isinstance(entry, InternalEntry) for entry in seen)


async def test_an_entry_tells_who_wrote_it_and_to_customers_staff_have_no_address(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.maya, ticket)

    message, answer, _ = (await hall.jonas.read(look_at, ticket.reference)).thread.entries
    assert message.author == hall.ann.actor.person
    assert answer.author == hall.maya.actor.person
    assert (message.sender, answer.sender, answer.via) == (Sender.VERIFIED, Sender.STAFF, Via.CLI)

    message, answer, event = (await hall.ann.read(look_at, ticket.reference)).thread.entries
    assert message.author == hall.ann.actor.person
    assert answer.author is not None
    assert (answer.author.name, answer.author.email) == ("Maya Lind", "")
    assert event.author is not None
    assert event.author.email == ""


async def test_a_long_conversation_is_read_from_its_end(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, body="0")
    for nth in range(1, 8):
        await (hall.notes if nth % 2 else hall.says)(hall.maya, ticket, str(nth))
    thread = (await hall.maya.read(look_at, ticket.reference, newest=3)).thread
    before = await hall.maya.read(earlier, ticket.reference, thread.entries[0].id, limit=100)
    assert [entry.body for entry in thread.entries] == ["5", "6", "7"]
    assert thread.earlier == len(before.entries)
    assert before.earlier == 0
    seen = (await hall.ann.read(look_at, ticket.reference, newest=2)).thread
    assert [entry.body for entry in seen.entries] == ["4", "6"]
    assert seen.earlier == 3  # the question, the answer 2, and that somebody took it


async def test_files_keep_their_place_and_a_second_one_of_a_name_gets_a_number(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, files=(LOG, LOG))
    await hall.notes(hall.maya, ticket, files=(Attachment("secret.txt", 1, "text/plain", "b" * 64),))
    await hall.says(hall.maya, ticket, files=(LOG,))

    (first, *_) = (await hall.ann.read(look_at, ticket.reference)).thread.entries
    assert [file.name for file in first.attachments] == ["vpn.log", "vpn (2).log"]
    assert first.attachments[0] == LOG
    whole = await hall.asks(lambda tx: tx.files(ticket, hall.maya.actor))
    seen = await hall.asks(lambda tx: tx.files(ticket, hall.ann.actor))
    assert [one.file.name for one in whole] == ["vpn.log", "vpn (2).log", "secret.txt", "vpn (3).log"]
    assert [one.file.name for one in seen] == ["vpn.log", "vpn (2).log", "vpn (3).log"]
    assert whole[0].at == first.created_at


async def test_what_came_in_since_is_counted_as_each_side_counts(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.notes(hall.maya, ticket, "note")
    answered = await hall.says(hall.maya, ticket, "answer")
    await hall.changes(hall.maya, ticket, priority=Priority.LOW)

    since = await hall.asks(lambda tx: tx.entries_since(ticket, ticket.version, hall.jonas.actor))
    assert [entry.body or entry.changes for entry in since][0:2] == ["note", "answer"]
    assert since[-1].changes == (Change("priority", "medium", "low"),)
    seen = await hall.asks(lambda tx: tx.entries_since(ticket, ticket.public_version, hall.ann.actor))
    assert [entry.kind for entry in seen] == [Kind.PUBLIC, Kind.EVENT, Kind.EVENT]
    later = await hall.asks(lambda tx: tx.entries_since(ticket, answered.public_version, hall.ann.actor))
    assert [entry.kind for entry in later] == [Kind.EVENT]


async def test_a_read_mark_goes_forward_only_and_not_beyond_the_conversation(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    jonas = hall.jonas.actor.person
    assert jonas is not None
    (entry,) = (await hall.jonas.read(look_at, ticket.reference)).thread.entries

    await hall.jonas.write(mark_read, ticket.reference, entry.id + 10_000)
    assert await hall.asks(lambda tx: tx.read_mark(ticket, jonas)) == entry.id
    await hall.jonas.write(mark_read, ticket.reference, 0)
    assert await hall.asks(lambda tx: tx.read_mark(ticket, jonas)) == entry.id


async def test_authors_have_read_what_they_wrote(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.maya, ticket)
    view = await hall.maya.read(look_at, ticket.reference)
    assert view.read_up_to == view.thread.entries[1].id
    assert (await hall.ann.read(look_at, ticket.reference)).read_up_to == view.thread.entries[0].id


async def test_a_message_is_kept_as_it_was_typed(hall: Hall) -> None:
    body = "  indented\n\n\ttab ] [/] ' \" \u202e zażółć 語 👩‍👩‍👧 \x1b[31mred"
    ticket = await hall.opens(hall.ann, body=body)
    hall.later(HOUR)
    (entry,) = (await hall.ann.read(look_at, ticket.reference)).thread.entries
    assert entry.body == body


async def test_events_of_a_reply_follow_its_message(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.maya, ticket, then=Status.WAITING)
    message, event = (await hall.ann.read(look_at, ticket.reference)).thread.entries[1:]
    assert (message.kind, event.kind) == (Kind.PUBLIC, Kind.EVENT)
    assert message.created_at == event.created_at
