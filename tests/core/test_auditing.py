"""The audit: who did what, when, through which door."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.auditing import AuditQuery, Deed, audit, audit_page, meant_by
from core.errors import Refused, SignInNeeded
from core.people import Role, Via
from core.references import shown
from core.setting_up import change_settings
from core.signing_in import choose_password
from core.staffing import add_person, disable_person, give_password, set_role
from tests.core.cast import ANN, BOB, MAYA, OLGA
from tests.core.desks import Desks
from tests.core.times import at


def deeds(desk: Desks, query: AuditQuery | None = None) -> list[Deed]:
    """Oldest first, and of what the test did alone."""
    found = desk.of(OLGA).asks(audit, query or AuditQuery())[::-1]
    return [deed for deed in found if deed.what not in ("desk set up", "person added") or "zoe" in deed.detail]


def test_everything_that_is_done_to_a_ticket_is_written_down_with_who_did_it(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 10:00")
    desk.of(BOB, via=Via.CLI).replies(ticket)
    desk.of(MAYA).notes(ticket)
    desk.of(MAYA).changes(ticket, add_tags=("vpn",))
    desk.of(ANN).attaches(ticket, "vpn.log")

    done = deeds(desk, AuditQuery(reference=ticket.reference))
    assert [(deed.who.partition(" ")[0], deed.what, deed.detail) for deed in done] == [
        ("Ann", "ticket opened", ""),
        ("Ann", "message sent", ""),
        ("Bob", "message sent", "status open to in progress; owner Bob Stone"),
        ("Maya", "note left", ""),
        ("Maya", "ticket changed", "tag vpn"),
        ("Ann", "files attached", ""),
    ]
    assert (done[0].at, done[0].via, done[2].via) == (at("Mon 10:00"), Via.TUI, Via.CLI)
    assert {deed.reference for deed in done} == {ticket.reference}


def test_what_operators_do_is_written_down_too(desk: Desks) -> None:
    olga = desk.of(OLGA)
    olga.does(add_person, "Zoë", "zoe@desk.example", Role.AGENT)
    olga.does(set_role, "zoe@desk.example", Role.CUSTOMER)
    olga.does(give_password, BOB.email, "a hash")
    desk.of(BOB).does(choose_password, "another hash")
    olga.does(disable_person, "zoe@desk.example")
    olga.does(change_settings, {"target.high": "120m"})

    assert [(deed.what, deed.detail) for deed in deeds(desk)] == [
        ("person added", "Zoë <zoe@desk.example> agent"),
        ("role changed", "zoe@desk.example agent to customer"),
        ("one-time password given", BOB.email),
        ("password changed", ""),
        ("person disabled", "zoe@desk.example"),
        ("setting changed", "target.high=2h"),
    ]
    assert "hash" not in repr(deeds(desk))


def test_what_was_only_claimed_is_marked(desk: Desks) -> None:
    ticket = desk.of(ANN, asserted=True).opened()
    desk.by_pair(ticket, ANN.email).replies(ticket)
    desk.of(ANN).replies(ticket)
    desk.guest().opened(name="Gus", email="gus@home.example")

    assert [(deed.who, deed.asserted) for deed in deeds(desk) if deed.what == "message sent"] == [
        ("Ann Okafor <ann@acme.example>", True),
        ("Ann Okafor <ann@acme.example>", True),
        ("Ann Okafor <ann@acme.example>", False),
        ("guest", False),
    ]


def test_what_time_did_was_done_by_the_desk(desk: Desks) -> None:
    ticket = desk.of(ANN).opened(at="Mon 09:00")
    desk.time_passes("Tue 09:00")

    assert deeds(desk, AuditQuery(reference=ticket.reference))[-1].who == "the desk"


def test_one_may_ask_for_somebody_and_for_older_deeds(desk: Desks) -> None:
    desk.of(ANN).opened(at="Mon 09:00")
    desk.of(BOB).opened(at="Mon 10:00")

    by_or_about = desk.of(OLGA).asks(audit, AuditQuery(who=" BOB@ "))
    assert [deed.who for deed in by_or_about if deed.what == "ticket opened"] == ["Bob Stone <bob@desk.example>"]
    assert deeds(desk, AuditQuery(who="%")) == []
    assert {deed.at for deed in deeds(desk, AuditQuery(before=at("Mon 09:30")))} == {at("Mon 09:00")}
    assert len(desk.of(OLGA).asks(audit, AuditQuery(limit=1))) == 1


@pytest.mark.parametrize("typed", ["bob@desk", "Bob Stone", "BOB"])
def test_what_was_done_to_somebody_is_found_by_their_name_and_by_their_address(desk: Desks, typed: str) -> None:
    ticket = desk.of(ANN).opened()
    other = desk.of(ANN).opened()
    desk.of(MAYA).changes(ticket, assignee=BOB.email)
    desk.of(MAYA).changes(other, assignee=MAYA.email)
    desk.of(OLGA).does(give_password, BOB.email, "a hash")
    desk.of(OLGA).does(disable_person, BOB.email)
    desk.of(OLGA).does(disable_person, MAYA.email)

    found = desk.of(OLGA).asks(audit, AuditQuery(who=typed, limit=3))

    assert [(deed.who.partition(" ")[0], deed.what) for deed in found] == [
        ("Olga", "person disabled"),
        ("Olga", "one-time password given"),
        ("Maya", "ticket changed"),
    ]


def test_one_reads_on_page_by_page_in_both_directions(desk: Desks) -> None:
    for nth in range(7):
        desk.of(OLGA).does(change_settings, {"desk.contact": f"Call {nth}."})
    olga, of_hers = desk.of(OLGA), AuditQuery(who="olga", limit=3)

    first = olga.asks(audit_page, of_hers)
    second = olga.asks(audit_page, replace(of_hers, start=first.deeds[-1].number))
    back = olga.asks(audit_page, replace(of_hers, start=second.deeds[0].number, backwards=True))
    last = olga.asks(audit_page, replace(of_hers, backwards=True))

    assert [deed.detail for deed in first.deeds] == [f"desk.contact=Call {nth}." for nth in (6, 5, 4)]
    assert [deed.detail for deed in second.deeds] == [f"desk.contact=Call {nth}." for nth in (3, 2, 1)]
    assert (first.newer, first.older, second.newer, second.older) == (False, True, True, True)
    assert (back.deeds, back.newer, back.older) == (first.deeds, False, True)
    assert (last.deeds[-1].what, last.newer, last.older) == ("desk set up", True, False)


def test_what_is_typed_means_a_ticket_or_a_person(desk: Desks) -> None:
    ticket = desk.of(ANN).opened()
    olga = desk.of(OLGA)

    assert olga.asks(meant_by, shown(ticket.reference).lower()).reference == ticket.reference
    assert olga.asks(meant_by, ticket.reference[:9]).reference == ticket.reference
    assert olga.asks(meant_by, " Ann  Okafor ") == AuditQuery(who="Ann Okafor")
    assert olga.asks(meant_by, "0000000000") == AuditQuery(who="0000000000")


def test_only_operators_read_the_audit(desk: Desks) -> None:
    for person in (ANN, BOB):
        with pytest.raises(Refused, match="read the audit"):
            desk.of(person).asks(audit, AuditQuery())
        with pytest.raises(Refused, match="read the audit"):
            desk.of(person).asks(audit_page, AuditQuery())
        with pytest.raises(Refused, match="read the audit"):
            desk.of(person).asks(meant_by, "ann")
    with pytest.raises(SignInNeeded):
        desk.guest().asks(audit, AuditQuery())
