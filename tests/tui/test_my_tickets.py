"""My tickets: what waits for the customer first, the two lists, searching, going to an ID, what comes in meanwhile."""

from __future__ import annotations

import pytest
from textual.geometry import Region

from core.calendars import HOUR
from core.people import Role
from core.references import shown
from core.settling import Settling, confirm
from core.staffing import add_person
from core.tickets import Status
from tests.tui.office import SIZES, Office, gone, hint, message, seen, window_on, words_on
from tests.tui.stage import line_with, lines_of, until
from tui.modals.ask import Ask
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.widgets.my_ticket_list import MyTicketList


def subjects(words: str) -> list[str]:
    known = ("Backup report", "Card terminal", "VPN refuses", "Which client", "Old badge")
    return sorted((one for one in known if one in words), key=words.index)


@pytest.mark.parametrize("size", SIZES)
async def test_what_waits_for_the_customer_comes_first_then_the_newest(office: Office, size: tuple[int, int]) -> None:
    async with window_on(office, office.ann, MyTicketsScreen, size) as pilot:
        await seen(pilot, "Backup report")
        await seen(pilot, "4 open tickets")
        heads = "\n".join(lines_of(pilot.app)[: size[1] - 7])

        assert subjects(heads) == ["Backup report", "Card terminal", "VPN refuses", "Which client"]
        waiting = await office.row("Backup report")
        assert shown(waiting.reference) in line_with(pilot.app, "Backup report")
        assert "waiting for you" in words_on(pilot.app) or size[0] < 70
        assert "1 is waiting for your answer" in words_on(pilot.app) or size[0] < 70
        await until(pilot, lambda: hint(pilot.app).startswith("enter open   r answer   n new ticket"))


async def test_a_row_says_status_subject_priority_id_and_when_it_changed(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen, (120, 36)) as pilot:
        await seen(pilot, "VPN refuses")
        vpn = await office.row("VPN")

        line = line_with(pilot.app, "VPN refuses")
        for words in ("◐ in progress", "! urgent", "Network", shown(vpn.reference), "1h"):
            assert words in line


async def test_unread_is_marked_until_the_ticket_was_opened(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Backup report")
        assert "●" in line_with(pilot.app, "Backup report")
        assert "●" not in line_with(pilot.app, "Card terminal")

        await pilot.press("enter")
        await seen(pilot, "Which line?")
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, MyTicketsScreen))
        await until(pilot, lambda: "●" not in line_with(pilot.app, "Backup report"))


async def test_2_shows_closed_ones_too_and_1_goes_back(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "4 open tickets")
        await pilot.press("2")
        await seen(pilot, "Old badge")
        await seen(pilot, "5 tickets")
        await pilot.press("1")
        await gone(pilot, "Old badge")


async def test_the_two_lists_can_be_clicked(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "2 all")
        y, line = next((y, line) for y, line in enumerate(lines_of(pilot.app)) if "2 all" in line)
        await pilot.click(offset=(line.index("all"), y))
        await seen(pilot, "Old badge")


async def test_the_last_word_stands_below_the_list_and_marks_nothing_as_read(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Maya Lind")
        await seen(pilot, "Which line?")
        await seen(pilot, "The clock is paused until you answer.")
        await pilot.press("j")
        await seen(pilot, "It does not work.")
        await seen(pilot, "You  55m ago")
        assert "●" in line_with(pilot.app, "Backup report")


async def test_words_are_searched_in_closed_tickets_too(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Backup report")
        await pilot.press("slash", *"badge", "enter")
        await seen(pilot, "1 ticket with “badge”   esc back")
        await seen(pilot, "Old badge")
        assert "Backup report" not in words_on(pilot.app)
        await until(pilot, lambda: isinstance(pilot.app.focused, MyTicketList))
        await pilot.press("slash", "ctrl+u", *"zeppelin", "enter")
        await seen(pilot, "No ticket matches.")
        await pilot.press("escape")
        await seen(pilot, "Backup report")


async def test_an_id_goes_to_its_ticket(office: Office) -> None:
    row = await office.row("Old badge")
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Backup report")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await pilot.press(*"k7", "enter")
        await seen(pilot, "That is not a ticket ID")
        await pilot.press("ctrl+u", *row.reference.lower(), "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CustomerTicketScreen))
        await seen(pilot, "Taken away.")


async def test_the_ticket_of_somebody_else_does_not_exist(office: Office) -> None:
    row = await office.row("Payroll")
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Backup report")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
        await pilot.press(*row.reference, "enter")
        await until(pilot, lambda: "There is no such ticket, or it is not yours." in message(pilot.app))


async def test_r_opens_the_ticket_with_its_composer(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Card terminal")
        await pilot.press("j", "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, CustomerTicketScreen))
        await seen(pilot, "Reply to Acme Support")


async def test_n_opens_a_new_ticket_and_y_copies_the_id(office: Office) -> None:
    row = await office.row("Backup report")
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Backup report")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard == shown(row.reference))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, NewTicketScreen))


async def test_a_double_click_opens_a_ticket(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "VPN refuses")
        y = next(y for y, line in enumerate(lines_of(pilot.app)) if "VPN refuses" in line)
        await pilot.click(offset=(30, y), times=2)
        await until(pilot, lambda: isinstance(pilot.app.screen, CustomerTicketScreen))


async def test_a_change_from_elsewhere_comes_in_and_the_cursor_stays(office: Office) -> None:
    vpn = await office.ticket("VPN")
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "VPN refuses")
        await pilot.press("j")
        rows = pilot.app.screen.query_one(MyTicketList)
        await until(pilot, lambda: rows.selected is not None and rows.selected.subject.startswith("Card"))
        await office.says(office.maya, vpn, "Please restart it.", then=Status.WAITING)

        await seen(pilot, "2 are waiting for your answer")
        await until(pilot, lambda: "waiting for you" in line_with(pilot.app, "VPN refuses"))
        assert rows.selected is not None
        assert rows.selected.subject.startswith("Card")
        assert rows.has_focus


async def test_without_tickets_the_page_says_what_to_do(office: Office) -> None:
    await office.olga.write(add_person, "Nina New", "nina@acme.example", Role.CUSTOMER)
    nina = await office.reception.claimed("nina@acme.example")
    async with window_on(office, nina, MyTicketsScreen) as pilot:
        await seen(pilot, "You have no tickets.")
        await seen(pilot, "Press n to tell us what is wrong: it takes a minute.")
        await until(pilot, lambda: hint(pilot.app).startswith("n new ticket"))
        assert "enter open" not in hint(pilot.app)


async def test_with_closed_tickets_only_the_page_says_where_they_are(office: Office) -> None:
    for subject in ("Phone moved", "Payroll", "Scanner", "Invoice"):
        ticket = await office.ticket(subject)
        await office.ben.write(confirm, Settling(ticket.reference))
    async with window_on(office, office.ben, MyTicketsScreen) as pilot:
        await seen(pilot, "Nothing is open.")
        await pilot.press("2")
        await seen(pilot, "Phone moved")


async def test_words_are_rewritten_only_where_they_read_differently(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Which line?")
        await pilot.pause(0.2)
        rows = pilot.app.screen.query_one(MyTicketList)
        drawn: list[Region] = []
        monkeypatch.setattr(rows, "refresh", lambda *regions, **_: drawn.extend(regions))

        rows.rewrite_words()
        assert drawn == []

        office.clock[0] += HOUR
        rows.rewrite_words()
        assert {region.height for region in drawn} == {1}
