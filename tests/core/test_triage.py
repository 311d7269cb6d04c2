"""Changing what a ticket is: status, priority, category, owner, subject, tags."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import Conflict, NotFound, NotUnderstood, Refused
from core.people import Role
from core.setting_up import change_settings
from core.staffing import disable_person
from core.tickets import Priority, Status
from core.triage import find_owner
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA
from tests.core.desks import Desks, add
from tests.core.times import at

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
HIGH = Priority.HIGH


def test_taking_a_ticket_starts_work_on_it(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    taken = desk.of(BOB).takes(ticket)

    assert (taken.status, taken.assignee) == (IN_PROGRESS, desk.known(BOB.email))
    assert taken.due == ticket.due
    assert desk.of(ANN).hears(ticket) == ["status open to in progress", "owner Bob Stone"]


def test_giving_it_to_a_colleague_tells_the_colleague(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    desk.of(BOB).changes(ticket, assignee=" maya L")
    assert desk.told() == {("assigned", "maya")}
    desk.of(MAYA).changes(ticket, assignee="me")
    desk.of(BOB).takes(ticket)
    assert desk.told() == set()


def test_giving_it_back_opens_it(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).takes(ticket)

    assert desk.of(MAYA).changes(ticket, assignee="none").status is OPEN


def test_a_change_of_priority_moves_the_deadline_and_customers_hear_of_it(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    hurried = desk.of(BOB).changes(ticket, priority=HIGH, at="Mon 10:00")

    assert hurried.respond_by == at("Mon 13:00")
    assert desk.of(ANN).hears(ticket) == ["priority medium to high"]


def test_customers_hear_nothing_of_subject_category_and_tags(desk: Desks) -> None:
    desk.of(OLGA).does(change_settings, {"desk.categories": "General, Network"})
    ticket = desk.of(ANN).opened()
    changed = desk.of(BOB).changes(ticket, category="network", subject=" VPN  again", add_tags=("#VPN", "vpn", "ca"))

    assert (changed.category, changed.subject, changed.tags) == ("Network", "VPN again", ("vpn", "ca"))
    assert desk.of(ANN).hears(ticket) == []
    assert desk.of(BOB).hears(ticket) == [
        "category General to Network",
        "subject The printer is on fire to VPN again",
        "tag vpn",
        "tag ca",
    ]


def test_tags_come_and_go(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).changes(ticket, add_tags=("vpn", "ca"))

    assert desk.of(BOB).changes(ticket, remove_tags=("VPN", "never-there"), add_tags=("dns",)).tags == ("ca", "dns")
    with pytest.raises(Refused, match="at most 100 tags"):
        desk.of(BOB).changes(ticket, add_tags=tuple(f"t{nth}" for nth in range(99)))


@pytest.mark.parametrize(
    "wish",
    [
        {"status": OPEN},
        {"priority": Priority.MEDIUM},
        {"assignee": "none"},
        {"category": "general"},
        {"subject": "The printer is on fire"},
        {"remove_tags": ("vpn",)},
        {},
    ],
)
def test_what_is_so_already_is_accepted_and_changes_nothing(desk: Desks, wish: dict[str, Any]) -> None:
    ticket = desk.of(ANN).opened()

    assert desk.of(BOB).changes(ticket, **wish) == ticket


def test_a_move_that_is_not_in_the_table_is_refused_and_nothing_else_is_changed_either(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(Refused, match="open can not become closed: it can become in progress or waiting or resolved"):
        desk.of(BOB).changes(ticket, status=CLOSED, priority=HIGH, add_tags=("vpn",))
    assert desk.of(BOB).sees(ticket) == ticket


def test_resolving_takes_a_ticket_that_nobody_has_and_tells_the_customer(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()
    resolved = desk.of(BOB).changes(ticket, status=RESOLVED)

    assert resolved.assignee == desk.known(BOB.email)
    assert desk.told() == {("status", "ann")}
    desk.of(BOB).changes(ticket, status=CLOSED)
    assert desk.told() == {("status", "ann")}
    desk.of(MAYA).changes(ticket, status=OPEN, at="day 90 09:00")
    assert desk.told() == {("status", "ann")}


def test_waiting_by_hand_is_not_mailed_for_the_question_was(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    assert desk.of(BOB).changes(ticket, status=WAITING).due > at("day 400 00:00")
    assert desk.told() == set()


@pytest.mark.parametrize(
    ("assignee", "status"), [("none", RESOLVED), ("none", IN_PROGRESS), ("maya", OPEN), ("me", OPEN)]
)
def test_a_status_and_an_owner_that_do_not_go_together_are_refused(desk: Desks, assignee: str, status: Status) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(MAYA).takes(ticket)

    with pytest.raises(Refused, match="set the status or the owner, not both"):
        desk.of(BOB).changes(ticket, assignee=assignee, status=status)


def test_a_status_and_an_owner_that_go_together_are_set_together(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    waiting = desk.of(BOB).changes(ticket, assignee="maya", status=WAITING)

    assert (waiting.status, waiting.assignee) == (WAITING, desk.known(MAYA.email))
    assert desk.of(BOB).changes(ticket, assignee="none", status=OPEN).assignee is None


# Whom


@pytest.mark.parametrize("typed", ["bob", "BOB st", "bob@desk.example", "Bob@DESK.example", "bob@"])
def test_a_colleague_is_found_by_the_beginning_of_a_name_or_an_address(desk: Desks, typed: str) -> None:
    ticket = desk.of(ANN).opened()

    assert desk.of(MAYA).changes(ticket, assignee=typed).assignee == desk.known(BOB.email)


def test_a_beginning_that_fits_several_is_answered_with_their_names(desk: Desks) -> None:
    add(desk, "Bobby Tables", "bobby@desk.example", Role.AGENT)
    add(desk, "Bobo", "bob@desk.example.org", Role.AGENT)
    ticket = desk.of(ANN).opened()

    with pytest.raises(NotUnderstood, match="“bob” fits Bob Stone, Bobby Tables, Bobo") as refused:
        desk.of(MAYA).changes(ticket, assignee="bob")
    assert refused.value.field == "assignee"
    assert desk.of(MAYA).changes(ticket, assignee="bob@desk.example").assignee == desk.known(BOB.email)


@pytest.mark.parametrize("typed", ["", " ", "zoe", "ann", "carl@acme.example", "%", "b_b", "stone"])
def test_who_is_no_colleague_can_not_own_a_ticket(desk: Desks, typed: str) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(NotUnderstood, match="No colleague's name or e-mail begins with"):
        desk.of(BOB).changes(ticket, assignee=typed)


def test_who_is_disabled_can_not_own_a_ticket(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(OLGA).does(disable_person, MAYA.email)

    with pytest.raises(NotUnderstood, match="No colleague"):
        desk.of(BOB).changes(ticket, assignee="maya")


def test_me_and_none_are_words(desk: Desks) -> None:
    bob = desk.of(BOB)

    assert bob.asks(find_owner, "ME") == desk.known(BOB.email)
    assert bob.asks(find_owner, " None ") is None
    assert bob.asks(find_owner, "nobody") is None


# Conflicts


def test_two_who_change_the_same_are_in_conflict(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(MAYA).takes(ticket)

    with pytest.raises(Conflict) as conflict:
        desk.of(BOB).changes(ticket, assignee="me", version=ticket.version)
    assert conflict.value.ticket.assignee == desk.known(MAYA.email)
    assert [change.words for entry in conflict.value.entries for change in entry.changes] == [
        "status open to in progress",
        "owner Maya Lind",
    ]
    assert conflict.value.sentence == (
        "The ticket changed since you looked. Nothing was changed; look again."
        f" {MAYA.name}: status open to in progress, owner Maya Lind."
    )


def test_of_much_that_was_changed_the_newest_is_told(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for priority in (HIGH, Priority.LOW, HIGH, Priority.URGENT):
        desk.of(MAYA).changes(ticket, priority=priority)

    with pytest.raises(Conflict, match=r"low to high; .*high to urgent; and 1 more\.$"):
        desk.of(BOB).changes(ticket, priority=Priority.LOW, version=ticket.version)


def test_two_who_change_different_things_are_not(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(MAYA).changes(ticket, add_tags=("vpn",))
    desk.of(ANN).replies(ticket, "And the fax.")

    assert desk.of(BOB).changes(ticket, priority=HIGH, version=ticket.version).priority is HIGH


def test_two_who_wish_the_same_are_of_one_mind(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    hurried = desk.of(MAYA).changes(ticket, priority=HIGH)

    assert desk.of(BOB).changes(ticket, priority=HIGH, version=ticket.version) == hurried


def test_nobody_is_in_conflict_with_their_own_change(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).changes(ticket, priority=HIGH, version=ticket.version)

    assert desk.of(BOB).changes(ticket, priority=Priority.LOW, version=ticket.version).priority is Priority.LOW


def test_a_customer_who_wakes_the_ticket_is_in_conflict_with_whoever_resolves_it(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    waiting = desk.of(BOB).replies(ticket, then=WAITING)
    desk.of(ANN).replies(ticket, "The third one.")

    with pytest.raises(Conflict):
        desk.of(BOB).changes(ticket, status=RESOLVED, version=waiting.version)


def test_strictly_any_change_is_a_conflict(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    noted = desk.of(MAYA).notes(ticket)

    with pytest.raises(Conflict):
        desk.of(BOB).changes(ticket, priority=HIGH, version=ticket.version, strictly=True)
    assert desk.of(BOB).changes(ticket, priority=HIGH, version=noted.version, strictly=True).priority is HIGH


# Who may


def test_customers_change_nothing_by_hand(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    for visitor in (desk.of(ANN), desk.by_pair(ticket, ANN.email)):
        with pytest.raises(Refused, match="does not allow you to change a ticket"):
            visitor.changes(ticket, priority=HIGH)
    for stranger in (desk.of(CARL), desk.guest()):
        with pytest.raises(NotFound):
            stranger.changes(ticket, priority=HIGH)
