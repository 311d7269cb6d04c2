"""An agent at work, line by line."""

from __future__ import annotations

from core.entries import Kind
from core.tickets import Priority, Status
from tests.tui.plain.caller import Caller

VPN, CARD, PAYROLL = "VPN refuses my certificate", "Card terminal offline", "Payroll export stops"


async def test_an_agent_answers_the_next_ticket_and_lets_it_wait(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(office.maya, "3\nreply\nWhich terminal is it?\n\n..\n.\nwaiting\nq")

    ticket = await office.view(CARD)
    assert heard.status == 0
    assert heard.said("Reply sent to Ann Okafor. The ticket is waiting for the customer.", "Goodbye.")
    assert (ticket.ticket.status, ticket.ticket.assignee) == (Status.WAITING, office.maya.actor.person)
    assert [one.body for one in ticket.thread.entries if one.kind is Kind.PUBLIC][-1] == "Which terminal is it?\n\n."


async def test_a_ticket_is_told_one_fact_a_line(caller: Caller) -> None:
    ticket = await caller.office.ticket(VPN)
    heard = await caller.calls(caller.office.maya, f"id\n{ticket.reference[:5].lower()}\nfacts\nq")

    for fact in ("Status: in progress", "Priority: urgent", "Tags: vpn", "Owner: Maya Lind <maya@acme.example>"):
        assert heard.lines.count(fact) == 2
    assert heard.starting("Deadline: late")
    assert heard.said("    It is getting worse.", "File: client.log, 1 KB", "End of the message.")


async def test_an_internal_note_is_named_before_and_after(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(office.maya, "3\nnote\nThe cable again.\n.\nsend\nread\nq")

    assert heard.said(
        "INTERNAL NOTE: only your team will see it.", "INTERNAL NOTE saved. Only your team sees it.",
        "    The cable again.", "End of the INTERNAL NOTE.",
    )  # fmt: skip
    assert heard.starting("INTERNAL NOTE from Maya Lind <maya@acme.example>")
    assert (await office.view(CARD)).thread.entries[-1].kind is Kind.INTERNAL


async def test_every_property_is_changed_by_its_word_or_its_number(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(
        office.maya, "3\ntake\nassign\njonas@acme.example\npriority\nhigh\ncategory\nBilling\ntags\nterminal, +front\n"
        "status\nwaiting\ntags\n-front\nresolve\nq",
    )  # fmt: skip

    ticket = await office.ticket(CARD)
    assert heard.said(
        "Taken: it is yours.", "Jonas Weber has it now.", "Priority is high now.", "Moved to Billing.",
        "Tags are terminal front now.", "The ticket is waiting for the customer now.", "Tags are terminal now.",
        "Resolved. Ann Okafor is told and may confirm or reopen.",
    )  # fmt: skip
    assert (ticket.priority, ticket.category, ticket.tags) == (Priority.HIGH, "Billing", ("terminal",))
    assert (ticket.status, ticket.assignee) == (Status.RESOLVED, office.jonas.actor.person)


async def test_next_goes_through_the_list_to_its_end(caller: Caller) -> None:
    heard = await caller.calls(caller.office.maya, "1\n" + "next\n" * 6 + "q")

    subjects = [line.removeprefix("Subject: ") for line in heard.starting("Subject: ")]
    assert subjects[:3] == [VPN, PAYROLL, CARD]
    assert len(subjects) == len(set(subjects)) == 5
    assert heard.said("That was the last ticket of the list.")


async def test_views_categories_and_words_find_tickets(caller: Caller) -> None:
    heard = await caller.calls(
        caller.office.maya, "views\nwaiting\n1\nb\nb\nqueues\nBilling\nb\nsearch\nscanner\nb\nsearch\nnothing at all\nq"
    )

    assert heard.said("Waiting, 1 ticket. Type a number or a word, ? for the choices, b to go back, q to leave.")
    assert heard.said("Subject: Backup report shows one red line")
    assert heard.starting("1. Network: 3 active")
    assert heard.starting("Billing, 3 tickets.")
    assert heard.starting("Search for scanner, 1 ticket.")
    assert heard.starting("Search for nothing at all. No ticket matches.")


async def test_a_long_list_is_turned_page_by_page(caller: Caller) -> None:
    for nth in range(25):
        await caller.office.opens(caller.office.ann, f"Printer {nth:02}")

    heard = await caller.calls(caller.office.maya, "next\nnext\nprevious\nprevious\nq")

    pages = [line.partition(".")[0] for line in heard.starting("Next, ")]
    assert pages == [
        "Next, 10 tickets, page 1", "Next, 10 tickets, page 2", "Next, 10 tickets, page 3",
        "Next, 10 tickets, page 2", "Next, 10 tickets, page 1",
    ]  # fmt: skip


async def test_what_others_do_is_told_in_one_line_before_the_next_question(caller: Caller) -> None:
    office = caller.office
    ticket = await office.ticket(VPN)

    async def meanwhile() -> None:
        await office.says(office.ann, ticket, "And now the phones.")
        await office.changes(office.jonas, ticket, add_tags=("phones",))

    heard = await caller.calls(office.maya, f"id\n{ticket.reference}", meanwhile, "facts\nfacts\nq")

    assert heard.lines.count("Changed meanwhile: a new message from Ann Okafor, Jonas Weber added tag phones.") == 1


async def test_an_answer_to_what_was_not_read_is_held_until_it_is_sent_once_more(caller: Caller) -> None:
    office = caller.office
    ticket = await office.ticket(VPN)

    async def meanwhile() -> None:
        await office.says(office.ann, ticket, "It works again!")

    heard = await caller.calls(
        office.maya, f"id\n{ticket.reference}\nreply\nWe look at it.\n.", meanwhile, "send\nsend\nq"
    )

    assert heard.said(
        "Changed while you typed. Nothing was sent, your text is kept. This came in:", "    It works again!",
        "Send it once more if it still fits.", "Reply sent to Ann Okafor. The ticket is in progress.",
    )  # fmt: skip
    assert [one.body for one in (await office.view(VPN)).thread.entries][-1] == "We look at it."


async def test_a_long_conversation_is_read_page_by_page(caller: Caller) -> None:
    office = caller.office
    ticket = await office.ticket(VPN)
    for nth in range(30):
        await office.says(office.ann, ticket, f"Line {nth}\n" * 4)
    await office.says(office.ann, ticket, "\n".join(f"Row {nth}" for nth in range(70)))

    heard = await caller.calls(office.maya, f"id\n{ticket.reference}\nread\nmore\nmore\nearlier\nlater\nb\nq")

    total = (await office.view(VPN)).thread
    count = total.earlier + len(total.entries)
    assert heard.said(
        f"Entries {count - 9} to {count}, the oldest first.", "    Row 40", "    Row 69",
        f"Entries {count - 19} to {count - 10}, the oldest first.",
        f"Entries {count - 9} to {count}, the oldest first.",
    )  # fmt: skip


async def test_an_agent_opens_a_ticket_for_a_customer(caller: Caller) -> None:
    office = caller.office
    heard = await caller.calls(
        office.maya, "new\ndora@field.example\nDora Field\nNo sound in the meeting room\nNetwork\nlow\n"
        "She called.\n.\nsend\nno\nq",
    )  # fmt: skip

    ticket = await office.ticket("No sound in the meeting room")
    assert heard.starting("We have it. Your ticket ID is")
    assert (ticket.requester.email, ticket.priority) == ("dora@field.example", Priority.LOW)
