"""An operator, line by line."""

from __future__ import annotations

from core.calendars import HOUR
from core.people import Role
from core.reading import notices
from core.staffing import list_people
from tests.tui.plain.caller import Caller


async def test_an_operator_hears_the_queues_and_opens_one(caller: Caller) -> None:
    heard = await caller.calls(caller.office.olga, "queues\nBilling\n1\nb\nb\ninbox\n2\nb\nb\nq")

    assert heard.lines[0] == "Acme Support. You are Olga Petrov, operator."
    assert heard.starting("Billing: 3 active, 2 unassigned, 0 waiting, 1 late, ")
    assert heard.said("Subject: Payroll export stops", "Subject: Card terminal offline")


async def test_people_are_added_promoted_given_a_password_and_disabled(caller: Caller) -> None:
    olga = caller.office.olga
    heard = await caller.calls(
        olga, "people\nadd\nnobody\nadd\nDora Field <dora@field.example>\nagent\nsearch\ndora\n1\nrole\noperator\n"
        "dora@field.example\npassword\n1\ndisable\nyes\nq",
    )  # fmt: skip

    (dora,) = await olga.read(list_people, Role.CUSTOMER, "dora")
    assert heard.said(
        "That is not an e-mail address: it looks like ann@example.com.",
        "Dora Field <dora@field.example> is known now, as agent.",
        "Dora Field <dora@field.example> is operator now.",
        "Dora Field <dora@field.example> has a new password.",
        "Dora Field <dora@field.example> can not sign in any more.",
        "1. dora@field.example: Dora Field, operator, disabled",
    )
    assert len(heard.starting("One-time password, valid for three days: ")) == 2
    assert not dora.active


async def test_whoever_goes_leaves_their_tickets_to_nobody_and_may_come_back(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(
        office.olga, "people\njonas@acme.example\ndisable\nyes\nyes\njonas@acme.example\nenable\nq"
    )

    assert heard.said(
        "Jonas Weber <jonas@acme.example> can not sign in any more.",
        "1 ticket with nobody now.",
        "Jonas Weber <jonas@acme.example> can sign in again.",
        "Jonas Weber <jonas@acme.example> has a new password.",
    )
    assert (await office.ticket("Scanner saves")).assignee is None


async def test_the_only_operator_stays_and_what_can_be_done_with_them_is_asked_again(caller: Caller) -> None:
    heard = await caller.calls(caller.office.olga, "people\nolga@acme.example\nrole\nagent\nrole\nb\npassword\nq")

    assert heard.said(
        "That is the only operator. Make somebody else an operator first.",
        "Olga Petrov <olga@acme.example> has a new password.",
    )


async def test_settings_are_shown_with_what_they_do_and_changed(caller: Caller) -> None:
    olga = caller.office.olga
    heard = await caller.calls(
        olga,
        "settings\ndesk.name\n\nHarbour Help\ntarget.high\nsoon\nb\ndesk.categories\nNetwork, Billing, Post\nq",
    )

    assert heard.said("desk.name: A desk needs a name, like Acme Support.", "desk.name is changed.")
    assert heard.said("The name of the desk, on every screen and letter.", "First answer / solution promised for high.")
    assert heard.starting("target.high: ")
    known = await olga.read(notices)
    assert (known.settings.name, known.categories) == ("Harbour Help", ("Network", "Billing", "Post"))


async def test_a_wrong_value_is_asked_again_for_the_same_setting(caller: Caller) -> None:
    olga = caller.office.olga
    heard = await caller.calls(
        olga, "settings\ntarget.high\nfast\n1\n2h\ndesk.categories\nBilling\nNetwork, Billing\nq"
    )

    known = await olga.read(notices)
    assert (known.settings.name, known.settings.high.respond) == ("Acme Support", 2 * HOUR)
    assert len(heard.starting("target.high: A length of time looks like")) == 2
    assert heard.said(
        "target.high is changed.",
        "The category Network still has tickets. Move them to another category first.",
        "desk.categories is changed.",
    )


async def test_only_what_can_be_empty_is_said_to_become_empty(caller: Caller) -> None:
    heard = await caller.calls(caller.office.olga, "settings\ndesk.name\nb\ndesk.contact\nb\ndesk.categories\nb\nq")

    assert [line for line in heard.starting("The new value of ") if "empties" in line] == [
        "The new value of desk.contact? Nothing typed empties it. Or b to go back, q to leave."
    ]


async def test_the_audit_is_read_of_everybody_or_of_one(caller: Caller) -> None:
    heard = await caller.calls(caller.office.olga, "audit\nben\naudit\nnobody at all\nq")

    deeds = [line for line in heard.lines if ", via tui, " in line]
    *his, oldest = deeds
    assert his
    assert all("Ben Ito <ben@acme.example>, asserted" in line for line in his)
    assert oldest.endswith(
        "Olga Petrov <olga@acme.example>, via tui, person added, Ben Ito <ben@acme.example> customer"
    )
    assert heard.said("There is nothing of that in the audit.")
