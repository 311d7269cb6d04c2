"""Reading the desk: what each may see of lists, tickets and conversations."""

from __future__ import annotations

import pytest

from core.errors import NotFound, Refused, SignInNeeded
from core.listing import View
from core.reading import counts, earlier, look_at, mark_read, notices, staff
from core.references import Reference
from core.staffing import disable_person
from core.tickets import Priority, Status
from core.watching import watch
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks
from tests.core.times import at

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
SECRETS = ("secret-note", "secret-tag", BOB.email, MAYA.email)


def test_nothing_internal_reaches_the_customers_side_by_any_way(desk: Desks) -> None:
    ticket = desk.copies(desk.of(ANN).opened(), CARL)
    bob = desk.of(BOB)
    bob.notes(ticket, "secret-note", attachments=(bob.file("secret-note.txt"),))
    bob.changes(ticket, assignee="maya", add_tags=("secret-tag",), priority=Priority.HIGH)
    bob.replies(ticket, "Public.")

    for visitor in (desk.of(ANN), desk.of(CARL), desk.by_pair(ticket, ANN.email)):
        seen = repr(visitor.looks_at(ticket)) + repr(visitor.replies(ticket, "Thanks."))
        assert not [secret for secret in SECRETS if secret in seen]
    assert not [secret for secret in SECRETS if secret in repr(desk.of(ANN).rows())]
    assert desk.of(ANN).lists(words="secret-note") == []
    assert desk.of(BOB).lists(words="secret-note") == [ticket.reference]


def test_no_letter_carries_a_note(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).takes(ticket)
    desk.of(MAYA).notes(ticket, "secret-note")
    desk.of(ANN).replies(ticket, "And?")
    desk.of(BOB).replies(ticket, then=RESOLVED)

    assert not [letter for letter in desk.posted() if letter.body and "secret" in letter.body]


def test_for_the_customer_a_ticket_moves_when_something_she_sees_does(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    before = desk.of(ANN).sees(ticket)
    desk.of(BOB).notes(ticket, at="Mon 10:00")
    desk.of(BOB).changes(ticket, subject="Fire", at="Mon 11:00")
    quiet = desk.of(ANN).sees(ticket)
    desk.of(BOB).takes(ticket, at="Mon 12:00")
    loud = desk.of(ANN).sees(ticket)

    assert (quiet.version, quiet.updated_at) == (before.version, at("Mon 09:00"))
    assert (loud.version, loud.updated_at) == (before.version + 1, at("Mon 12:00"))
    assert desk.of(BOB).sees(ticket).version == ticket.version + 3


def test_unread_is_what_others_did_since_one_looked(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    assert [row.unread for row in desk.of(ANN).rows()] == [False]

    desk.of(BOB).notes(ticket)
    assert [row.unread for row in desk.of(ANN).rows()] == [False]
    desk.of(BOB).replies(ticket)
    assert [row.unread for row in desk.of(ANN).rows()] == [True]

    last = desk.of(ANN).entries(ticket)[-1]
    assert [row.unread for row in desk.of(ANN).rows()] == [True], "looking alone marks nothing"
    desk.of(ANN).does(mark_read, ticket.reference, last.id)
    assert [row.unread for row in desk.of(ANN).rows()] == [False]


def test_who_came_by_a_pair_marks_nothing_for_the_person(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket)
    visitor = desk.by_pair(ticket, ANN.email)
    visitor.does(mark_read, ticket.reference, visitor.entries(ticket)[-1].id)

    assert [row.unread for row in desk.of(ANN).rows()] == [True]


def test_a_long_conversation_is_read_from_its_end(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(body="0")
    for nth in range(1, 6):
        desk.of(ANN).replies(ticket, str(nth))

    newest = desk.of(ANN).asks(look_at, ticket.reference, newest=2).thread
    before = desk.of(ANN).asks(earlier, ticket.reference, newest.entries[0].id, limit=3)

    assert ([entry.body for entry in newest.entries], newest.earlier) == (["4", "5"], 4)
    assert ([entry.body for entry in before.entries], before.earlier) == (["1", "2", "3"], 1)


def test_staff_see_the_customers_other_tickets_and_customers_do_not(desk: Desks) -> None:
    one, other, _ = desk.of(ANN).opened(), desk.of(ANN).opened(), desk.of(CARL).opened()

    view = desk.of(BOB).looks_at(one)
    assert ([row.reference for row in view.others], view.others_total) == ([other.reference], 1)
    assert desk.of(ANN).looks_at(one).others == ()


def test_the_next_list_is_what_is_mine_or_nobodys_by_nearest_deadline(desk: Desks) -> None:
    low = desk.of(ANN).opened(priority=Priority.LOW)
    urgent = desk.of(ANN).opened(priority=Priority.URGENT)
    mine, mayas, waiting = (desk.of(ANN).opened() for _ in range(3))
    desk.of(BOB).takes(mine)
    desk.of(MAYA).takes(mayas)
    desk.of(BOB).replies(waiting, then=WAITING)

    assert desk.of(BOB).lists(View.NEXT) == [urgent.reference, mine.reference, low.reference]
    assert desk.of(BOB).lists(View.MINE) == [mine.reference]
    assert desk.of(BOB).lists(View.WAITING) == [waiting.reference]


def test_guests_and_customers_do_not_look_into_the_house(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(Refused, match="watch the queues"):
        desk.of(ANN).asks(watch, desk.now)
    with pytest.raises(Refused, match="change a ticket"):
        desk.of(ANN).asks(staff)
    for visitor in (desk.guest(), desk.by_pair(ticket, ANN.email)):
        with pytest.raises(SignInNeeded):
            visitor.asks(counts, desk.now)
        with pytest.raises(SignInNeeded):
            visitor.lists()
    for stranger in (desk.guest(), desk.of(CARL)):
        with pytest.raises(NotFound):
            stranger.asks(earlier, ticket.reference, 99)
        with pytest.raises(NotFound):
            stranger.asks(look_at, Reference("0000000000"))
    assert desk.guest().asks(notices).categories == ("General",)


def test_counts_agree_with_the_lists(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(CARL).opened()
    desk.of(BOB).takes(ticket)

    for person in (ANN, BOB, MAYA):
        counted = desk.of(person).asks(counts, desk.now).views
        assert {view: len(desk.of(person).lists(view)) for view in counted} == counted


def test_who_can_own_a_ticket_is_whoever_works_here(desk: Desks) -> None:
    assert [person.first_name for person in desk.of(BOB).asks(staff)] == ["Bob", "Maya", "Olga"]
    desk.of(OLGA).does(disable_person, MAYA.email)
    assert [person.first_name for person in desk.of(BOB).asks(staff)] == ["Bob", "Olga"]
    assert [person.first_name for person in desk.of(BOB).asks(staff, "olga@")] == ["Olga"]
