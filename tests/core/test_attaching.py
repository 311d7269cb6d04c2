"""Adding files to a ticket without a message."""

from __future__ import annotations

import re

import pytest

from core.entries import Kind
from core.errors import Conflict, NotFound, NotUnderstood, Refused, TryLater
from core.people import Via
from core.reading import file_named
from core.tickets import Priority, Status
from tests.core.cast import ANN, BOB, CARL
from tests.core.desks import Desks
from tests.core.times import at

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status


def test_a_customers_file_counts_as_a_message(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(priority=Priority.HIGH, at="Mon 09:00")
    desk.of(BOB).replies(ticket, "Send the log.", then=WAITING, at="Mon 10:00")
    desk.posted()

    woken = desk.of(ANN).attaches(ticket, "vpn.log", at="Tue 09:00")

    assert (woken.status, woken.respond_by) == (IN_PROGRESS, at("Tue 13:00"))
    assert desk.told() == {("customer_wrote", "bob")}


def test_a_file_of_staff_answers_nothing_and_moves_nothing(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.posted()

    after = desk.of(BOB).attaches(ticket, "howto.pdf")

    assert (after.status, after.assignee, after.due) == (OPEN, None, ticket.due)
    assert desk.told() == set()
    entry = desk.of(ANN).entries(ticket)[-1]
    assert (entry.kind, entry.body, [file.name for file in entry.attachments]) == (Kind.PUBLIC, "", ["howto.pdf"])


def test_a_file_is_found_by_its_name(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(ANN).attaches(ticket, "vpn.log", "vpn.log")
    desk.of(BOB).notes(ticket, attachments=(desk.of(BOB).file("secret.txt"),))

    assert desk.of(BOB).asks(file_named, ticket.reference, "vpn (2).log").size == 18
    assert desk.of(BOB).asks(file_named, ticket.reference, "secret.txt").name == "secret.txt"
    with pytest.raises(NotFound, match=re.escape("no file “secret.txt”. It has: vpn.log, vpn (2).log.")):
        desk.of(ANN).asks(file_named, ticket.reference, "secret.txt")
    with pytest.raises(NotFound, match="It has no files"):
        desk.of(ANN).asks(file_named, desk.of(ANN).opened().reference, "vpn.log")
    with pytest.raises(NotFound, match="no such ticket"):
        desk.of(CARL).asks(file_named, ticket.reference, "vpn.log")


def test_over_ssh_somebody_sends_a_hundred_files_an_hour_and_staff_any_number(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    for nth in range(5):
        desk.of(ANN, via=Via.SSH).attaches(ticket, *[f"{nth}-{one}.log" for one in range(20)], at="Tue 09:00")

    with pytest.raises(TryLater, match="100 files within an hour"):
        desk.of(ANN, via=Via.SSH).attaches(ticket, "more.log", at="Tue 09:30")
    desk.of(BOB, via=Via.SSH).attaches(ticket, "howto.pdf", at="Tue 09:30")
    desk.of(ANN).attaches(ticket, "by-hand.log", at="Tue 09:30")
    desk.of(ANN, via=Via.SSH).attaches(ticket, "later.log", at="Tue 10:01")


def test_a_file_is_kept_under_a_name_that_does_no_harm(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(ANN).attaches(ticket, "../../etc/passwd", "..\\..\\.bashrc", "a\x00b\u202etxt.exe", "")

    files = desk.of(ANN).entries(ticket)[-1].attachments
    assert [file.name for file in files] == ["passwd", "bashrc", "abtxt.exe", "file"]


def test_sending_a_file_twice_keeps_it_once(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    first = desk.of(ANN).attaches(ticket, "vpn.log", key="once", version=ticket.version)

    assert desk.of(ANN).attaches(ticket, "vpn.log", key="once", version=first.version) == first
    with pytest.raises(Refused, match="Take a fresh one"):
        desk.of(ANN).attaches(ticket, "other.log", key="once")


def test_a_file_for_a_ticket_that_has_moved_on_is_a_conflict_only_when_somebody_asks(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    desk.of(BOB).notes(ticket)

    with pytest.raises(Conflict):
        desk.of(BOB).attaches(ticket, "vpn.log", version=ticket.version)
    desk.of(BOB).attaches(ticket, "vpn.log")


def test_no_file_and_too_many_are_refused(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    with pytest.raises(NotUnderstood, match="at least one file"):
        desk.of(ANN).attaches(ticket)
    with pytest.raises(Refused, match="at most 20 files"):
        desk.of(ANN).attaches(ticket, *["vpn.log"] * 21)


def test_bytes_that_are_too_many_are_refused(desk: Desks) -> None:
    with pytest.raises(Refused):
        desk.of(ANN).file("big.iso", b"x" * 1001)


def test_a_file_to_a_ticket_that_was_closed_long_ago_opens_a_new_one(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.of(ANN).confirms(ticket)

    new = desk.of(ANN).attaches(ticket, "vpn.log", at="day 40 09:00", key="once")

    assert (new.follows, new.status) == (ticket.reference, OPEN)
    assert desk.of(ANN).attaches(ticket, "vpn.log", key="once") == new
    assert [file.name for file in desk.of(BOB).entries(new)[0].attachments] == ["vpn.log"]


def test_strangers_attach_nothing(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()

    for stranger in (desk.of(CARL), desk.guest()):
        with pytest.raises(NotFound):
            stranger.attaches(ticket, "vpn.log")
