"""The lists of the app in another order: by their heads, by a key, by name."""

from __future__ import annotations

from textual.geometry import Offset

from tests.tui.agents_list import on_row, ready, subjects, tickets
from tests.tui.office import Office, hint, message, seen, until, window_on, words_on
from tests.tui.stage import line_with, lines_of
from tui.glyphs import PLAIN
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.widgets.ticket_list import TicketList

BY_DUE = ["VPN", "Payroll", "Card", "Invoice", "Which"]
BY_PRIORITY = ["VPN", "Card", "Payroll", "Invoice", "Which"]
BY_UPDATED = ["Card", "VPN", "Payroll", "Which", "Invoice"]


def head(pilot_line: str, name: str) -> Offset:
    return Offset(pilot_line.index(name), 0)


async def test_a_click_on_a_head_sorts_by_it_and_a_second_one_takes_it_back(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        heads = tickets(pilot).render_line(0).text
        assert subjects(pilot) == BY_DUE

        await pilot.click(TicketList, offset=head(heads, "priority"))
        await until(pilot, lambda: subjects(pilot) == BY_PRIORITY)
        assert "▾priority" in tickets(pilot).render_line(0).text
        await seen(pilot, "by priority, most urgent first")

        await pilot.click(TicketList, offset=head(heads, "priority"))
        await until(pilot, lambda: subjects(pilot) == BY_DUE)
        assert "▾" not in tickets(pilot).render_line(0).text
        await seen(pilot, "yours and nobody's, next deadline first")


async def test_o_offers_the_orders_of_the_view(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)

        await pilot.press("o")
        await seen(pilot, "Sort by")
        assert "nearest deadline first, as this view has it" in words_on(pilot.app)
        await pilot.press("u")
        await until(pilot, lambda: subjects(pilot) == BY_UPDATED)
        await seen(pilot, "by updated, newest change first")

        await pilot.press("5")
        await seen(pilot, "Backup report")
        assert "by updated" not in words_on(pilot.app)
        await pilot.press("1")
        await seen(pilot, "by updated, newest change first")
        await pilot.press("o", "d")
        await until(pilot, lambda: subjects(pilot) == BY_DUE)


async def test_the_palette_sorts_by_name_and_knows_the_command(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("ctrl+p", *"sort by pri")
        await seen(pilot, "ttydesk list --sort priority")

        await pilot.press("enter")

        await until(pilot, lambda: subjects(pilot) == BY_PRIORITY)


async def test_a_head_that_sorts_nothing_says_what_does(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        heads = tickets(pilot).render_line(0).text

        await pilot.click(TicketList, offset=head(heads, "subject"))
        await until(pilot, lambda: "This list is sorted by due or priority or updated." in message(pilot.app))
        await pilot.press("4")
        await seen(pilot, "the latest first")
        await pilot.click(TicketList, offset=head(heads, "priority"))
        await until(pilot, lambda: "This list is sorted by due." in message(pilot.app))
        await pilot.press("question_mark")
        await seen(pilot, "move the preview")
        assert "sort the list another way" not in words_on(pilot.app)


async def test_the_cursor_and_the_marks_stay_on_their_tickets(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await on_row(pilot, "Payroll")
        await pilot.press("x", "k", "o", "u")
        await until(pilot, lambda: subjects(pilot) == BY_UPDATED)

        selected = tickets(pilot).selected
        assert selected is not None
        assert selected.subject.startswith("Payroll")
        await seen(pilot, "1 marked")
        assert tickets(pilot).chosen == (str(selected.reference),)


async def test_a_change_moves_the_ticket_up_and_not_the_cursor(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen) as pilot:
        await ready(pilot)
        await pilot.press("o", "u")
        await until(pilot, lambda: subjects(pilot) == BY_UPDATED)
        await on_row(pilot, "Payroll")

        await office.notes(office.jonas, await office.ticket("Invoice"), "Same here.")

        await until(pilot, lambda: subjects(pilot) == ["Invoice", "Card", "VPN", "Payroll", "Which"])
        selected = tickets(pilot).selected
        assert selected is not None
        assert selected.subject.startswith("Payroll")


async def test_small_and_plain_terminals_tell_the_order_too(office: Office) -> None:
    async with window_on(office, office.maya, InboxScreen, (80, 24), glyphs=PLAIN) as pilot:
        await ready(pilot)
        await pilot.press("o", "u")
        await until(pilot, lambda: subjects(pilot) == BY_UPDATED)
        assert "vupd" in line_with(pilot.app, "subject")
    async with window_on(office, office.maya, InboxScreen, (60, 20)) as pilot:
        await ready(pilot)
        await pilot.press("o", "u")
        await seen(pilot, "1 to 5 of 5 by updated")


async def test_rows_that_came_in_above_are_told_where_there_are_no_heads(office: Office) -> None:
    for number in range(40):
        await office.opens(office.ben, f"Question {number}")
    async with window_on(office, office.maya, InboxScreen, (60, 20)) as pilot:
        await ready(pilot, "VPN refuses")
        await pilot.press("o", "u")
        await seen(pilot, "of 45 by updated")
        await pilot.press("end")
        office.clock[0] += 60_000
        await office.opens(office.ben, "Phones are down")

        await seen(pilot, "1 new above")
        await pilot.press("home")
        await seen(pilot, "Phones are down")
        assert "new above" not in words_on(pilot.app)


async def test_a_customer_may_have_the_newest_change_first(office: Office) -> None:
    async with window_on(office, office.ann, MyTicketsScreen) as pilot:
        await seen(pilot, "Card terminal")
        rows = pilot.app.screen.rows  # type: ignore[attr-defined]
        assert rows.window.rows[0].subject.startswith("Backup report")

        await pilot.press("o")
        await until(pilot, lambda: rows.window.rows and rows.window.rows[0].subject.startswith("Card terminal"))
        await seen(pilot, "newest change first")
        assert "▾upd" in "\n".join(lines_of(pilot.app))

        await pilot.click(type(rows), offset=Offset(rows.render_line(0).text.index("upd"), 0))
        await until(pilot, lambda: rows.window.rows and rows.window.rows[0].subject.startswith("Backup report"))
        assert "order" not in hint(pilot.app)
