"""Answering a ticket from either side, and the note that only staff see."""

from __future__ import annotations

import pytest

from core.errors import Conflict, NotFound, NotUnderstood, Refused, SignInNeeded
from core.people import Role, Sender
from core.references import Reference
from core.replying import Reply, note, without_version
from core.staffing import disable_person, set_role
from core.tickets import Priority, Status
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks
from tests.core.times import at

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
HIGH = Priority.HIGH


def test_an_answer_takes_the_ticket_and_meets_the_promise(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")

    answered = desk.of(BOB).replies(ticket, "Try it now.", at="Mon 10:00")

    assert (answered.status, answered.respond_by) == (IN_PROGRESS, None)
    assert answered.assignee is not None
    assert answered.assignee.email == BOB.email
    assert desk.of(ANN).reads(ticket) == ["It burns.", "Try it now."]
    assert desk.of(ANN).hears(ticket) == ["status open to in progress", "owner Bob Stone"]


def test_a_customers_answer_wakes_a_waiting_ticket_and_starts_its_answer_clock(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(BOB).replies(ticket, then=WAITING, at="Mon 10:00")

    woken = desk.of(ANN).replies(ticket, "The third one.", at="Tue 09:00")

    assert woken.status is IN_PROGRESS
    assert woken.respond_by == at("Tue 13:00")


def test_an_answer_is_told_to_the_customers_side_after_the_time_to_take_it_back(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    desk.of(BOB).replies(ticket, "Try it now.", at="Mon 10:00")

    [letter] = desk.posted()
    assert (letter.subject.value, letter.to, letter.body) == ("reply", ANN.email, "Try it now.")
    assert letter.not_before == at("Mon 10:00") + 15_000


def test_a_customers_answer_is_told_to_the_owner_and_to_nobody_else(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket)
    desk.posted()

    desk.of(ANN).replies(ticket, "No.")

    assert desk.told() == {("customer_wrote", "bob")}


@pytest.mark.parametrize("role", [Role.CUSTOMER, None], ids=["works here no more", "is disabled"])
def test_an_owner_who_left_is_told_nothing(desk: Desks, role: Role | None) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket)
    desk.posted()
    if role is None:
        desk.of(OLGA).does(disable_person, BOB.email)
    else:
        desk.of(OLGA).does(set_role, BOB.email, role)

    desk.of(ANN).replies(ticket, "Hello?")

    assert desk.told() == set()


def test_a_customer_does_not_choose_the_status(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(Refused, match="The status follows from your answer"):
        desk.of(ANN).replies(ticket, then=RESOLVED)
    assert desk.of(ANN).reads(ticket) == ["It burns."]


def test_a_refused_move_leaves_no_message_behind(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(Refused, match="in progress or waiting or resolved"):
        desk.of(BOB).replies(ticket, then=CLOSED)
    assert desk.of(BOB).reads(ticket) == ["It burns."]
    assert desk.of(BOB).sees(ticket) == ticket


@pytest.mark.parametrize(("body", "says"), [(" \n", "the message is empty"), ("x" * 65_537, "at most 64 KiB")])
def test_a_message_that_says_nothing_or_too_much_is_refused(desk: Desks, body: str, says: str) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(NotUnderstood, match=says):
        desk.of(BOB).replies(ticket, body)


def test_a_ticket_of_others_and_one_that_never_was_are_the_same_to_a_customer(desk: Desks) -> None:
    hers = desk.of(ANN).opened()
    with pytest.raises(NotFound) as not_his:
        desk.of(CARL).replies(hers)
    with pytest.raises(NotFound) as beginning:
        desk.of(ANN).looks_at(Reference(hers.reference[:6]))
    with pytest.raises(NotFound) as never_was:
        desk.of(CARL).looks_at(Reference("0000000000"))
    with pytest.raises(NotFound) as nobodys:
        desk.guest().replies(hers)

    assert not_his.value.sentence == never_was.value.sentence == nobodys.value.sentence == beginning.value.sentence


def test_staff_may_type_the_beginning_of_an_id(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    assert desk.of(BOB).looks_at(Reference(ticket.reference[:4])).ticket == ticket


# Twice


def test_sending_an_answer_twice_says_it_once(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for visitor in (desk.of(BOB), desk.of(ANN)):
        first = visitor.replies(ticket, "Once.", key="once")
        assert visitor.replies(ticket, "Once.", key="once").version == first.version

    assert desk.of(BOB).reads(ticket) == ["It burns.", "Once.", "Once."]


def test_sending_again_after_looking_again_says_it_once(desk: Desks) -> None:
    """The line broke, and nobody knows whether it was sent: from a newer version it is the same message."""
    ticket = desk.of(ANN).opened()
    sent = desk.of(BOB).replies(ticket, "Once.", key="once", version=ticket.version)

    assert desk.of(BOB).replies(ticket, "Once.", key="once", version=sent.version) == sent
    assert desk.of(BOB).replies(ticket, "Once.", key="once") == sent


def test_a_key_that_said_something_else_is_refused(desk: Desks) -> None:
    ticket, other = desk.of(ANN).opened(), desk.of(ANN).opened()
    desk.of(BOB).replies(ticket, "Once.", key="once")

    again = pytest.raises(Refused, match="Take a fresh one")
    with again:
        desk.of(BOB).replies(ticket, "Twice.", key="once")
    with again:
        desk.of(BOB).replies(other, "Once.", key="once")
    with again:
        desk.of(BOB).replies(ticket, "Once.", key="once", then=WAITING)
    with again:
        desk.of(BOB).notes(ticket, "Once.", key="once")
    assert desk.of(BOB).reads(ticket) == ["It burns.", "Once."]


# Conflicts


def test_an_agent_does_not_answer_past_what_the_customer_has_just_written(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(ANN).replies(ticket, "Oh, and the fax too.")

    with pytest.raises(Conflict) as conflict:
        desk.of(BOB).replies(ticket, "Try it now.", version=ticket.version)

    assert [entry.body for entry in conflict.value.entries] == ["Oh, and the fax too."]
    assert conflict.value.ticket == desk.of(BOB).sees(ticket)
    assert desk.of(BOB).reads(ticket) == ["It burns.", "Oh, and the fax too."]
    said = Reply(ticket.reference, "Try it now.", "key", version=ticket.version)
    assert desk.of(BOB).replies(ticket, version=without_version(said).version).version > ticket.version


def test_two_agents_do_not_answer_the_same_question(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(MAYA).replies(ticket, "Try it now.")

    with pytest.raises(Conflict, match=f"look again. .*{MAYA.name} wrote"):
        desk.of(BOB).replies(ticket, "Have you tried it?", version=ticket.version)


def test_what_a_message_does_not_touch_is_no_conflict(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(MAYA).notes(ticket)
    desk.of(MAYA).changes(ticket, add_tags=("printer",), priority=HIGH)
    desk.of(BOB).notes(ticket)

    assert desk.of(BOB).replies(ticket, version=ticket.version).status is IN_PROGRESS


def test_nobody_is_in_conflict_with_what_they_wrote_themself(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket, "One.", version=ticket.version)

    assert desk.of(BOB).replies(ticket, "Two.", version=ticket.version).status is IN_PROGRESS


def test_a_customer_may_always_add_to_what_she_said(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket)

    assert desk.of(ANN).replies(ticket, "No.", version=ticket.version).status is IN_PROGRESS


def test_strictly_any_change_is_a_conflict(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(MAYA).notes(ticket)
    for strict in (desk.of(BOB).replies, desk.of(BOB).notes):
        with pytest.raises(Conflict):
            strict(ticket, version=ticket.version, strictly=True)


def test_for_a_customer_only_what_she_can_see_is_a_change(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(MAYA).notes(ticket)
    desk.of(MAYA).changes(ticket, add_tags=("printer",))

    seen = desk.of(ANN).sees(ticket)
    assert (seen.version, seen.updated_at) == (ticket.version, ticket.updated_at)
    desk.of(ANN).replies(ticket, version=ticket.version, strictly=True)


# Notes


def test_a_note_moves_nothing_answers_nothing_and_is_told_to_nobody(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()
    noted = desk.of(BOB).notes(ticket, "Same as last week.")

    assert (noted.status, noted.assignee, noted.due) == (OPEN, None, ticket.due)
    assert desk.told() == set()
    assert desk.of(BOB).reads(ticket) == ["It burns.", "Same as last week."]
    assert desk.of(ANN).reads(ticket) == ["It burns."]
    assert desk.by_pair(ticket, ANN.email).reads(ticket) == ["It burns."]


def test_saving_a_note_twice_keeps_it_once(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for _ in range(2):
        desk.of(BOB).notes(ticket, "Once.", key="once")

    assert desk.of(BOB).reads(ticket) == ["It burns.", "Once."]


def test_customers_leave_no_notes(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(Refused, match="does not allow you to leave an internal note"):
        desk.of(ANN).notes(ticket)
    with pytest.raises(Refused):
        desk.by_pair(ticket, ANN.email).notes(ticket)
    with pytest.raises(NotFound):
        desk.of(CARL).notes(ticket)


# Whose ticket


def test_an_agents_own_ticket_is_answered_by_colleagues(desk: Desks) -> None:
    ticket = desk.of(BOB).opened(priority=HIGH, at="Mon 09:00")
    added = desk.of(BOB).replies(ticket, "The fax too.", at="Mon 10:00")

    assert (added.status, added.assignee, added.respond_by) == (OPEN, None, at("Mon 13:00"))
    assert desk.of(MAYA).replies(ticket, "Try it now.", at="Mon 11:00").assignee == desk.known(MAYA.email)
    with pytest.raises(Refused, match="The status follows"):
        desk.of(BOB).replies(ticket, then=WAITING)


def test_the_desk_knows_how_sure_it_is_of_each_author(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).replies(ticket)
    desk.by_pair(ticket, ANN.email).replies(ticket, "It is me, honest.")

    messages = [entry for entry in desk.of(BOB).entries(ticket) if entry.body]
    assert [entry.sender for entry in messages] == [Sender.VERIFIED, Sender.STAFF, Sender.UNVERIFIED]


def test_staff_are_a_name_without_an_address_to_the_customer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).changes(ticket, assignee="me", add_tags=("printer",))
    desk.of(BOB).replies(ticket)
    for visitor in (desk.of(ANN), desk.by_pair(ticket, ANN.email)):
        seen = visitor.sees(ticket)
        assert seen.assignee is not None
        assert (seen.assignee.name, seen.assignee.email, seen.tags) == ("Bob Stone", "", ())
        assert BOB.email not in repr(visitor.looks_at(ticket))
        assert BOB.email not in repr(visitor.replies(ticket))


def test_a_guest_who_is_nobody_yet_can_not_answer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(NotFound):
        desk.guest().replies(ticket)
    with pytest.raises(NotFound):
        desk.guest().does(note, Reply(ticket.reference, "Hm.", "key"))
    with pytest.raises(SignInNeeded):
        desk.guest().lists()


# Long after


def test_an_answer_to_a_closed_ticket_reopens_it_within_thirty_days(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.of(BOB).replies(ticket, then=RESOLVED)
    desk.of(ANN).confirms(ticket, at="Mon 12:00")

    back = desk.of(ANN).replies(ticket, "It burns again.", at="day 31 12:00")

    assert (back.reference, back.status, back.assignee, back.reopens) == (ticket.reference, OPEN, None, 1)


def test_later_it_opens_a_new_one_that_is_linked_to_it(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=HIGH, at="Mon 09:00")
    desk.of(ANN).confirms(ticket, at="Mon 12:00")
    desk.posted()

    new = desk.of(ANN).replies(ticket, "It burns again.", key="once", at="day 31 12:01")

    assert new.reference != ticket.reference
    assert (new.follows, new.status, new.subject, new.priority) == (ticket.reference, OPEN, ticket.subject, HIGH)
    assert desk.of(ANN).reads(new) == ["It burns again."]
    assert desk.of(ANN).sees(ticket).status is CLOSED
    assert ("acknowledgement", "ann") in desk.told()
    assert desk.of(ANN).replies(ticket, "It burns again.", key="once") == new


def test_staff_answer_a_closed_ticket_and_it_stays_closed(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(ANN).confirms(ticket)

    assert desk.of(BOB).replies(ticket, "By the way.", at="day 60 09:00").status is CLOSED
    assert desk.of(ANN).reads(ticket) == ["It burns.", "By the way."]
