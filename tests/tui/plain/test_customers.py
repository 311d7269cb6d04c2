"""Customers and guests, line by line."""

from __future__ import annotations

from pathlib import Path

from core.calendars import DAY
from core.drafting import draft
from core.references import shown
from core.setting_up import change_settings
from core.staffing import give_password
from core.tickets import Priority, Status
from tests.tui.plain.caller import Caller

BACKUP = "Backup report shows one red line"
ONE_TIME, OWN = "one-time-pass-word", "four plain words here"


async def test_a_customer_answers_what_waits_for_them(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(office.ann, "1\nreply\nThe third one.\n.\nsend\nq")

    assert heard.lines[0] == "Acme Support. You are Ann Okafor, customer."
    assert heard.said(f"Subject: {BACKUP}", "Status: waiting for you, we need your answer")
    assert heard.starting("Sent to Acme Support. We answer by")
    assert (await office.ticket(BACKUP)).status is Status.IN_PROGRESS


async def test_a_customer_hears_nothing_that_is_internal(caller: Caller) -> None:
    ticket = await caller.office.ticket("VPN refuses")
    heard = await caller.calls(caller.office.ann, "search\nTLS\n1\nread\n?\nsave\nb\nq")

    assert heard.said(f"Ticket {shown(ticket.reference)}", "    Nobody gets in.", "    > TLS failed")
    for hidden in ("INTERNAL", "gw-2", "jonas@", "maya@", "Tags", "note", "assign"):
        assert hidden not in heard.text


async def test_a_customer_says_that_it_is_solved_and_that_it_is_not(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(office.ann, "1\nconfirm\nno\nconfirm\nyes\nreopen\nreply\nStill red.\n.\nsolved\nq")

    assert heard.said(
        "Closed. Thank you for telling us.", "Reopened. Tell us what still fails: reply does it.",
        "Sent, and the ticket is closed. Thank you for telling us.",
    )  # fmt: skip
    assert (await office.ticket(BACKUP)).status is Status.CLOSED


async def test_a_ticket_that_was_closed_long_ago_goes_on_in_a_new_one(caller: Caller) -> None:
    office = caller.office
    office.clock[0] += 60 * DAY

    heard = await caller.calls(office.ann, "search\nbadge\n1\nreply\nIt opens again.\n.\nsend\nfacts\nq")

    old = await office.ticket("Old badge opens the side door")
    assert heard.said("The old ticket was closed long ago. A new one goes on from it.")
    assert heard.starting(f"It goes on from: {shown(old.follows or old.reference)}")


async def test_files_come_in_and_go_out(caller: Caller, tmp_path: Path) -> None:
    office = caller.office
    (tmp_path / "trace.log").write_bytes(b"line\n" * 100)
    (tmp_path / "out").mkdir()

    heard = await caller.calls(
        office.ann, f"1\nattach\n{tmp_path}/none.log\nattach\n{tmp_path}/trace.log\nsave\n1\n{tmp_path}/out\nq"
    )

    assert heard.starting("There is no file")
    assert heard.said("Attached: trace.log, 500 B.", f"Saved {tmp_path}/out/trace.log, 500 B.")
    assert (tmp_path / "out" / "trace.log").read_bytes() == b"line\n" * 100


async def test_a_draft_is_there_again_after_the_line_broke(caller: Caller) -> None:
    office = caller.office
    broken = await caller.calls(office.ann, "1\nreply\nThe third one,\nI think")
    ticket = await office.ticket(BACKUP)

    assert broken.status == 0
    assert broken.said("What you typed is kept as a draft.")
    assert broken.lines[-1].startswith("The input ended, and this was still asked: Type the answer.")
    assert await office.kept_draft(office.ann, "reply", ticket.reference) == "The third one,\nI think"

    again = await caller.calls(office.ann, "1\nreply\nmore\nof them.\n.\nread\nsend\nq")

    assert again.said("Your draft is here again, 2 lines:", "    The third one,", "    I think")
    assert [one.body for one in (await office.view(BACKUP)).thread.entries if one.body][-1] == (
        "The third one,\nI think\nof them."
    )
    assert await office.kept_draft(office.ann, "reply", ticket.reference) is None


async def test_whoever_writes_again_begins_anew_once_it_is_sent(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(office.ann, "1\nreply\nOne\n.\nb\nreply\nsend\nreply\nTwo\n.\nsend\nq")

    assert len(heard.starting("Your draft is here again")) == 1
    assert [one.body for one in (await office.view(BACKUP)).thread.entries if one.body][-2:] == ["One", "Two"]


async def test_what_is_thrown_away_is_gone(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(office.ann, "1\nreply\nNonsense\n.\ndrop\nq")

    assert heard.said("Thrown away.")
    assert await office.kept_draft(office.ann, "reply", (await office.ticket(BACKUP)).reference) is None


async def test_each_mistake_in_a_new_ticket_is_told_at_once(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(
        office.ann, "new\n\nThe door of room 4 is stuck\nnowhere\nBilling\nurgent\n.\nsend\nmessage\n"
        "It does not close.\n.\nsubject\nRoom 4: the door is stuck\nread\nsend\nyes\nq",
    )  # fmt: skip

    ticket = await office.ticket("Room 4: the door is stuck")
    assert heard.said(
        "Say in a few words what is wrong, like “VPN refuses my certificate”.",
        "There is no choice “nowhere”. Type a number from 1 to 2, or its word; ? lists them.",
        "Say what happened: the message is empty.",
        "Message, 1 line:",
        f"We have it. Your ticket ID is {shown(ticket.reference)}.",
        f"Ticket {shown(ticket.reference)}",
    )
    assert heard.starting("4. urgent: critical, needs attention now, first answer within 1 hour")
    assert (ticket.priority, ticket.category) == (Priority.URGENT, "Billing")
    assert await office.ann.read(draft, "new") is None


async def test_a_new_ticket_that_was_left_is_a_draft(caller: Caller) -> None:
    office = caller.office
    left = await caller.calls(office.ann, "new\nThe lift hums\nNetwork\nlow\nSince Monday\n")
    again = await caller.calls(office.ann, "new\nmessage\nit is louder.\n.\nsend\nno\nq")

    assert left.said("What you typed is kept as a draft.")
    assert again.said("Your draft is here again.", "Subject: The lift hums")
    assert (await office.view("The lift hums")).thread.entries[0].body == "Since Monday\nit is louder."


async def test_a_guest_opens_a_ticket_and_finds_it_again(caller: Caller) -> None:
    office = caller.office
    opened = await caller.calls(
        None,
        "new\nGus Fox\ngus@\ngus@fox.example\nThe newsletter comes twice\nNetwork\nmedium\nEvery week.\n.\nsend\nq",
    )
    ticket = await office.ticket("The newsletter comes twice")
    found = await caller.calls(
        None, f"find\n{shown(ticket.reference)}\nsomebody@else.example\n"
        f"find\n{shown(ticket.reference)}\ngus@fox.example\n"
        "reply\nThree times now.\n.\nsend\nconfirm\nyes\nb\nq",
    )  # fmt: skip

    assert opened.said("That is not an e-mail address: it looks like ann@example.com.")
    assert opened.said(f"We have it. Your ticket ID is {shown(ticket.reference)}.")
    assert found.said("No ticket with this ID and this address. Check both, or open a new ticket.")
    assert found.said("    Every week.", "Closed. Thank you for telling us.", "Goodbye.")
    assert (await office.ticket("The newsletter")).status is Status.CLOSED


async def test_whoever_has_only_the_pair_may_be_allowed_to_read_only(caller: Caller) -> None:
    await caller.office.olga.write(change_settings, {"lookup.proof": "code"})
    ticket = await caller.office.ticket(BACKUP)

    heard = await caller.calls(None, f"find\n{ticket.reference}\nann@acme.example\nreply\nq")

    assert heard.said("    Which line?", "1. read: the conversation, page by page")
    assert heard.starting("There is no choice “reply”.")


async def test_a_guest_hears_the_promises_and_how_else_to_reach_the_desk(caller: Caller) -> None:
    await caller.office.olga.write(
        change_settings, {"desk.contact": "+49 30 1234567", "desk.hours": "mon-fri 9:00-17:00"}
    )

    heard = await caller.calls(None, "q")

    assert heard.said("Acme Support", "People answer here, Monday to Friday 9:00 to 17:00.", "+49 30 1234567")
    assert heard.said("Priority high, your service is affected: first answer within 4 working hours.")


async def test_somebody_signs_in_chooses_a_password_and_signs_out(caller: Caller) -> None:
    office = caller.office
    hash = await office.reception.passwords.hash(ONE_TIME)
    await office.olga.write(give_password, "ann@acme.example", hash)

    heard = await caller.calls(
        None, f"sign in\nann@acme.example\nwrong\nsign in\nann@acme.example\n{ONE_TIME}\n"
        f"short\n{OWN}\nother\n{OWN}\n{OWN}\nyes\nout\nq",
    )  # fmt: skip

    assert heard.said(
        "E-mail and password do not belong together. Check both, or ask an operator for a new password.",
        "That was a one-time password. Choose your own now.",
        "A password has at least 12 characters: a few words do well.",
        "The two are not the same.",
        "Acme Support. You are Ann Okafor, customer.",
        "Signed out.",
    )
    assert caller.memory.kept is None
    assert (await office.reception.sign_in("ann@acme.example", OWN)).desk.actor.person == office.ann.actor.person
