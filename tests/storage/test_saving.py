"""Saving tickets: versions and instants for each side, events, conflicts, the rows that go with every change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.auditing import AuditQuery, audit
from core.calendars import HOUR
from core.entries import Change, Kind, PublicEntry
from core.errors import Conflict, NotFound
from core.reading import counts, look_at
from core.setting_up import change_settings
from core.settling import Settling, confirm
from core.store import Transaction
from core.tickets import Priority, Status, Ticket
from core.waking import wake
from tests.storage.hall import Hall


async def stored(hall: Hall, ticket: Ticket) -> Ticket:
    return await hall.asks(lambda tx: tx.ticket(ticket.reference, seen_by=hall.olga.actor))


async def test_what_was_saved_is_what_is_loaded(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    tagged = await hall.changes(hall.maya, ticket, add_tags=("zebra", "apple"), assignee="me", priority=Priority.HIGH)
    answered = await hall.says(hall.maya, ticket, then=Status.WAITING)

    assert await stored(hall, ticket) == answered
    assert answered.tags == tagged.tags == ("zebra", "apple")
    assert answered.answered_in_time is True


async def test_every_save_is_the_next_version_and_only_public_ones_count_for_customers(hall: Hall) -> None:
    opened = await hall.opens(hall.ann)
    assert (opened.version, opened.public_version) == (2, 2)
    noted = await hall.notes(hall.maya, opened)
    assert (noted.version, noted.public_version, noted.public_at) == (3, 2, opened.public_at)
    assert noted.updated_at == opened.updated_at + HOUR
    tagged = await hall.changes(hall.maya, opened, add_tags=("vpn",), subject="Another subject")
    assert (tagged.version, tagged.public_version, tagged.public_at) == (4, 2, opened.public_at)
    urgent = await hall.changes(hall.maya, opened, priority=Priority.URGENT)
    assert (urgent.version, urgent.public_version) == (5, 3)
    assert urgent.public_at == urgent.updated_at
    seen = (await hall.ann.read(look_at, opened.reference)).ticket
    assert (seen.version, seen.updated_at) == (urgent.public_version, urgent.public_at)


async def test_a_save_without_any_difference_moves_the_version_and_no_instant(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    actor = hall.maya.actor
    saved = await hall.does(lambda tx: tx.save(ticket, replace(ticket, notices=1), actor, hall.clock[0] + HOUR))
    assert saved.version == ticket.version + 1
    assert (saved.updated_at, saved.public_at) == (ticket.updated_at, ticket.public_at)
    assert (await stored(hall, ticket)).notices == 1
    assert len((await hall.maya.read(look_at, ticket.reference)).thread.entries) == 1


async def test_changes_become_one_event_that_customers_see_and_one_that_they_do_not(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.changes(hall.maya, ticket, assignee="me", add_tags=("vpn",), subject="VPN")

    whole = (await hall.maya.read(look_at, ticket.reference)).thread.entries
    seen = (await hall.ann.read(look_at, ticket.reference)).thread.entries

    assert [(entry.kind, isinstance(entry, PublicEntry)) for entry in whole] == [
        (Kind.PUBLIC, True),
        (Kind.EVENT, True),
        (Kind.EVENT, False),
    ]
    assert whole[1].changes == (Change("status", "open", "in progress"), Change("owner", None, "Maya Lind"))
    assert {change.what for change in whole[2].changes} == {"subject", "tag"}
    assert [entry.id for entry in seen] == [entry.id for entry in whole[:2]]


async def test_two_who_save_the_same_version_collide_and_the_second_hears_what_is_new(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    mine = await hall.changes(hall.maya, ticket, priority=Priority.URGENT)
    jonas = hall.jonas.actor

    with pytest.raises(Conflict) as caught:
        await hall.does(lambda tx: tx.save(ticket, replace(ticket, priority=Priority.LOW), jonas, hall.clock[0]))

    assert caught.value.ticket == mine
    assert [entry.changes for entry in caught.value.entries] == [(Change("priority", "medium", "urgent"),)]
    assert await stored(hall, ticket) == mine


async def test_a_conflict_shows_a_customer_only_what_is_public(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.notes(hall.maya, ticket, "secret")
    ann = hall.ann.actor
    with pytest.raises(Conflict) as caught:
        await hall.does(lambda tx: tx.save(ticket, replace(ticket, priority=Priority.LOW), ann, hall.clock[0]))
    assert caught.value.entries == ()
    assert caught.value.ticket.version == ticket.public_version


async def test_what_a_refused_use_case_wrote_is_taken_back(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    maya = hall.maya.actor

    def work(tx: Transaction) -> None:
        tx.add_note(ticket, maya, "never to be seen", hall.clock[0])
        raise NotFound("changed my mind")

    with pytest.raises(NotFound):
        await hall.does(work)
    assert len((await hall.maya.read(look_at, ticket.reference)).thread.entries) == 1
    assert await hall.subjects(hall.maya, words="never") == []


async def test_a_new_subject_finds_the_messages_and_the_old_one_no_more(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, "Printer is dead")
    await hall.says(hall.maya, ticket)
    await hall.changes(hall.maya, ticket, subject="Scanner is dead")
    assert await hall.subjects(hall.maya, words="scanner 4821") == ["Scanner is dead"]
    assert await hall.subjects(hall.maya, words="printer") == []


async def test_every_write_has_a_change_row_and_an_audit_row(hall: Hall) -> None:
    before = await hall.asks(lambda tx: tx.position())
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.maya, ticket, then=Status.RESOLVED)
    await hall.notes(hall.jonas, ticket)
    await hall.ann.write(confirm, Settling(ticket.reference))

    assert await hall.asks(lambda tx: tx.position()) > before
    deeds = await hall.olga.read(audit, AuditQuery(ticket.reference))
    assert [deed.what for deed in deeds] == [
        "ticket changed",
        "note left",
        "message sent",
        "message sent",
        "ticket opened",
    ]
    assert deeds[0].detail == "status resolved to closed"
    assert deeds[1].who == "Jonas Weber <jonas@acme.example>"
    assert all(deed.asserted and deed.reference == ticket.reference for deed in deeds)


async def test_the_audit_is_asked_by_person_and_time(hall: Hall) -> None:
    first = await hall.opens(hall.ann)
    await hall.opens(hall.ben)
    by_or_about = await hall.olga.read(audit, AuditQuery(who="OKAFOR"))
    assert {deed.who for deed in by_or_about if deed.what == "ticket opened"} == {"Ann Okafor <ann@acme.example>"}
    assert await hall.olga.read(audit, AuditQuery(who="%")) == ()
    early = await hall.olga.read(audit, AuditQuery(before=first.created_at))
    assert early
    assert all(deed.at <= first.created_at for deed in early)
    assert len(await hall.olga.read(audit, AuditQuery(limit=1))) == 1


async def test_time_wakes_what_is_due_once(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, priority=Priority.HIGH)
    desk = hall.reception.the_desk_itself()
    assert (await desk.write(wake)).told == 0
    hall.later(4 * HOUR)
    assert (await desk.write(wake)).told == 1
    assert (await desk.write(wake)).told == 0
    woken = await stored(hall, ticket)
    assert (woken.notices, woken.updated_at) == (2, ticket.updated_at)


async def test_tickets_wake_oldest_first(hall: Hall) -> None:
    for word, priority in (("low", Priority.LOW), ("urgent", Priority.URGENT), ("high", Priority.HIGH)):
        await hall.opens(hall.ann, word, priority=priority)
    far = hall.clock[0] + 1000 * HOUR
    assert [t.subject for t in await hall.asks(lambda tx: tx.tickets_to_wake(far, 2))] == ["urgent", "high"]


async def test_counts_agree_with_the_lists(hall: Hall) -> None:
    await hall.olga.write(change_settings, {"desk.categories": "General, Billing"})
    mine = await hall.opens(hall.ann, "mine")
    await hall.changes(hall.maya, mine, assignee="me", category="billing")
    await hall.says(hall.maya, await hall.opens(hall.ann), then=Status.WAITING)
    await hall.says(hall.maya, await hall.opens(hall.ben), then=Status.RESOLVED)
    await hall.ann.write(confirm, Settling((await hall.opens(hall.ann, "closed")).reference))
    await hall.opens(hall.ben, "open")
    hall.later(1000 * HOUR)
    for desk in (hall.maya, hall.jonas, hall.ann, hall.ben):
        counted = await desk.read(counts, desk.now())
        for view, number in counted.views.items():
            assert number == len(await hall.subjects(desk, view)), (desk.actor.person, view)
    assert (await hall.maya.read(counts, hall.clock[0])).categories == {"General": 1, "Billing": 1}


async def test_queues_say_what_an_operator_watches(hall: Hall) -> None:
    await hall.olga.write(change_settings, {"desk.categories": "General, Billing"})
    first = await hall.opens(hall.ann, priority=Priority.URGENT)
    await hall.opens(hall.ann, priority=Priority.HIGH)
    taken = await hall.opens(hall.ann, priority=Priority.LOW)
    await hall.changes(hall.maya, taken, assignee="me")
    await hall.says(hall.maya, await hall.opens(hall.ann), then=Status.WAITING)
    hall.clock[0] = first.created_at + 4 * HOUR + 1800_000

    general, billing = await hall.asks(lambda tx: tx.queues(hall.clock[0]))

    assert (general.open, general.unassigned, general.waiting) == (3, 2, 1)
    assert (general.late, general.due_soon, general.oldest_at) == (1, 1, first.created_at)
    assert (billing.category, billing.open, billing.oldest_at) == ("Billing", 0, None)


async def test_days_count_what_came_in_and_what_was_answered_first_by_category(hall: Hall) -> None:
    await hall.olga.write(change_settings, {"desk.categories": "General, Billing"})
    began = hall.clock[0]
    first = await hall.opens(hall.ann)
    await hall.says(hall.maya, first)
    await hall.says(hall.maya, first)
    await hall.opens(hall.ann, category="Billing")
    days = (began, first.created_at, first.created_at + HOUR, first.created_at + 10 * HOUR)

    traffic = await hall.asks(lambda tx: tx.traffic(days))

    assert (traffic["General"].came_in, traffic["General"].answered) == ((0, 1, 0), (0, 0, 1))
    assert (traffic["Billing"].came_in, traffic["Billing"].answered) == ((0, 0, 1), (0, 0, 0))


async def test_the_newest_first_answers_are_given_with_whether_they_were_in_time(hall: Hall) -> None:
    for priority in (Priority.URGENT, Priority.LOW):
        ticket = await hall.opens(hall.ann, priority=priority)
        hall.later(HOUR)
        await hall.says(hall.maya, ticket)
    told = [
        await hall.asks(lambda tx, limit=limit: tx.first_answers("General", hall.clock[0] - 9 * HOUR, limit))  # type: ignore[misc]
        for limit in (10, 1)
    ]

    assert [(one.took, one.in_time) for one in told[0]] == [(2 * HOUR, True), (2 * HOUR, False)]
    assert told[1] == told[0][:1]
    assert await hall.asks(lambda tx: tx.first_answers("General", hall.clock[0] + 1, 10)) == ()


async def test_who_carries_what_is_counted_among_active_tickets(hall: Hall) -> None:
    late = await hall.opens(hall.ann, priority=Priority.URGENT)
    await hall.changes(hall.maya, late, assignee="me")
    await hall.opens(hall.ann)
    waiting = await hall.opens(hall.ann)
    await hall.says(hall.maya, waiting, then=Status.WAITING)

    loads = await hall.asks(lambda tx: tx.loads(late.created_at + 2 * HOUR))

    told = {(one.person.name if one.person else None, one.active, one.late) for one in loads}
    assert told == {("Maya Lind", 1, 1), (None, 1, 0)}
    maya = hall.maya.actor.person
    assert maya is not None
    held = await hall.asks(lambda tx: tx.tickets_of(maya, 10))
    assert {ticket.reference for ticket in held} == {late.reference, waiting.reference}
    assert await hall.asks(lambda tx: tx.count_tickets_of(maya)) == 2
    assert len(await hall.asks(lambda tx: tx.tickets_of(maya, 1))) == 1


async def test_only_the_last_sign_in_of_a_person_is_kept(hall: Hall) -> None:
    maya, ann = hall.maya.actor.person, hall.ann.actor.person
    assert maya is not None
    assert ann is not None
    for at in (1, 2):
        await hall.does(lambda tx, at=at: tx.signed_in(maya, at))  # type: ignore[misc]

    assert await hall.asks(lambda tx: tx.last_sign_ins([maya, ann])) == {maya.id: 2}
    assert await hall.asks(lambda tx: tx.last_sign_ins([])) == {}
