"""New ticket: who asks, what is checked, the draft, the files, and that it is sent once."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key

from core.drafting import draft
from core.entries import Attachment
from core.listing import Query, View
from core.reading import page
from core.references import read_reference
from core.setting_up import change_settings
from core.tickets import BODY_AT_MOST, Priority
from tests.tui.front_desk import NOON, FrontDesk, front_desk
from tests.tui.office import HOSTILE, SIZES
from tui.app import DeskApp
from tui.screens.confirmation import ConfirmationScreen
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.ticket import TicketScreen
from tui.screens.welcome import WelcomeScreen
from tui.ticket_form import Filled, faults, from_draft
from tui.widgets.attached_files import AttachedFiles
from tui.widgets.faster_help import FasterHelp
from tui.widgets.text_box import TextBox

ANN, MAYA = "ann@acme.example", "maya@acme.example"
GUEST = {"name": "Gina Guest", "email": "gina@home.example", "subject": "The door is stuck", "body": "It says no."}


async def begins(front: FrontDesk) -> None:
    await front.presses("n")
    await front.comes_to(NewTicketScreen)


async def attaches(front: FrontDesk, path: Path) -> None:
    await front.presses("f6")
    await front.sees("Attach a file")
    await front.presses("ctrl+u")
    await front.types(str(path))
    await front.presses("enter")


@pytest.mark.parametrize("size", SIZES)
async def test_a_guest_opens_a_ticket_and_is_told_its_id_and_the_promise(tmp_path: Path, size: tuple[int, int]) -> None:
    async with front_desk(tmp_path, size=size) as front:
        await begins(front)
        await front.fills(**GUEST)
        front.part("priority").query_one("Radio").focus()
        await front.presses("down")
        await front.presses("ctrl+s")

        await front.comes_to(ConfirmationScreen)
        await front.sees("We have it. Your ticket ID is", "The door is stuck", "high", "within 4 hours", "by ")
        assert isinstance(front.screen, ConfirmationScreen)
        assert front.screen.ticket.priority is Priority.HIGH
        assert "Find my ticket" in front.words
        assert f"ttydesk show {front.screen.id_shown} --email gina@home.example" in front.words.replace("\n", " ")


@pytest.mark.parametrize("size", SIZES)
async def test_a_desk_that_closes_promises_working_hours(tmp_path: Path, size: tuple[int, int]) -> None:
    hours = ("desk.hours", "mon-fri 09:00-12:00 13:00-17:00; zone Europe/Berlin")
    async with front_desk(tmp_path, size=size, settings=[hours]) as front:
        await begins(front)
        await front.fills(**GUEST)
        front.part("priority").query_one("Radio").focus()
        await front.sees("24 working hours")
        await front.presses("ctrl+s")

        await front.comes_to(ConfirmationScreen)
        await front.sees("within 24 working hours")


@pytest.mark.parametrize("size", SIZES)
async def test_every_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with front_desk(tmp_path, size=size) as front:
        await begins(front)
        await front.fills(email="gina at home")
        await front.presses("ctrl+s")
        await front.sees("4 things to fix")

        assert front.complaint("name").startswith("Say your full name")
        assert front.complaint("email").startswith("That is not an e-mail address")
        assert front.complaint("subject").startswith("Say in a few words what is wrong")
        assert front.complaint("body").startswith("Say what happened")
        assert front.part("name").has_pseudo_class("focus-within")
        assert front.value("email") == "gina at home"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "x" * 121, "at most 120 characters"),
        ("email", "a@b@c", "not an e-mail address"),
        ("email", HOSTILE, "not an e-mail address"),
        ("subject", "x" * 201, "at most 200 characters, not 201"),
        ("subject", "   ", "Say in a few words"),
        ("body", "\n\n  \n", "Say what happened"),
    ],
)
async def test_one_mistake_is_one_thing_to_fix(tmp_path: Path, field: str, typed: str, says: str) -> None:
    async with front_desk(tmp_path) as front:
        await begins(front)
        await front.fills(**(GUEST | {field: typed}))
        await front.presses("ctrl+s")
        await front.sees("1 thing to fix")

        assert says in front.complaint(field)
        assert {id: front.value(id) for id in GUEST} == GUEST | {field: typed}

        await front.fills(**{field: ""} if field != "body" else {})
        await front.types("gina@home.example" if field == "email" else "It works not.")
        assert front.complaint(field) == ""


async def test_a_customer_is_known_and_asked_for_the_ticket_only(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        assert "From  Ann Okafor  ann@acme.example" in front.words
        await front.fills(subject="No sound", body="The headset is silent.")
        await front.clicks("Billing")
        await front.clicks("your service is affected")
        front.screen.query_one("#send").focus()
        await front.presses("enter")

        await front.comes_to(ConfirmationScreen)
        await front.presses("enter")
        await front.comes_to(CustomerTicketScreen)
        await front.sees("No sound", "The headset is silent.", "Billing", "high")
        await front.presses("q")
        await front.comes_to(MyTicketsScreen)
        await front.sees("No sound")


async def test_staff_open_a_ticket_for_a_customer(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=MAYA, size=(120, 36)) as front:
        await begins(front)
        assert (front.value("name"), front.value("email")) == ("Maya Lind", MAYA)
        await front.fills(
            name="Ben Ito", email="ben@acme.example", subject="Called about his badge", body="It is lost."
        )
        await front.presses("ctrl+s")

        await front.comes_to(ConfirmationScreen)
        await front.presses("enter")
        await front.comes_to(TicketScreen)
        await front.sees("Ben Ito")


async def test_the_promise_follows_the_priority_that_is_chosen(tmp_path: Path) -> None:
    async with front_desk(tmp_path, size=(120, 36), settings=[("target.urgent", "30m")]) as front:
        await begins(front)
        await front.sees("Medium: we answer by")
        assert "tomorrow" in front.words
        await front.clicks("critical, needs")

        await front.sees("Urgent: we answer by", "30 minutes")


@pytest.mark.parametrize("size", SIZES)
async def test_what_makes_help_faster_stands_beside_the_fields_or_below_them(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with front_desk(tmp_path, size=size) as front:
        await begins(front)
        beside = front.screen.query_one(FasterHelp).region
        fields = front.screen.query_one("#fields").region

        assert (beside.x >= fields.right) == (size[0] >= 100)
        assert (beside.y >= fields.bottom) == (size[0] < 100)
        assert "the exact error text" in str(front.screen.query_one(FasterHelp).content)


# The draft


async def test_what_was_typed_is_there_again_after_the_app_was_killed(tmp_path: Path) -> None:
    log = tmp_path / "client.log"
    log.write_text("handshake failed")
    async with front_desk(tmp_path) as front:
        await begins(front)
        await front.fills(**GUEST)
        await front.clicks("Billing")
        await attaches(front, log)
        await front.until(lambda: front.one(AttachedFiles).value)
        await front.rests()

    async with front_desk(tmp_path) as front:
        await begins(front)
        await front.sees("Your draft is here again.")

        assert {id: front.value(id) for id in GUEST} == GUEST
        assert front.value("category") == "Billing"
        assert [file.name for file in front.one(AttachedFiles).value] == ["client.log"]
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)
        await front.presses("n")
        await front.comes_to(NewTicketScreen)
        assert front.value("subject") == ""


async def test_closing_keeps_the_draft_and_f9_empties_the_form(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="No sound")
        await front.presses("escape")
        await front.comes_to(MyTicketsScreen)
        await front.rests()
        await begins(front)
        await front.sees("Your draft is here again.", "No sound")

        await front.presses("f9")

        assert front.value("subject") == ""
        await front.rests()
        ann = await front.reception.claimed(ANN)
        assert await ann.read(draft, "new") is None


async def test_a_form_that_is_opened_again_at_once_has_what_was_typed_a_moment_ago(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=MAYA) as front:
        for word in ("No sound", " at all"):
            await begins(front)
            front.screen.set_focus(front.part("body").query_one(TextBox))
            await front.types(word)
            await front.presses("escape")
        await begins(front)

        await front.until(lambda: all(word in front.value("body") for word in ("No sound", " at all")))


async def test_a_form_that_is_filled_and_left_in_one_burst_keeps_what_was_there(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="No sound")
        await front.presses("escape")
        await front.comes_to(MyTicketsScreen)
        app = front.pilot.app
        assert isinstance(app, DeskApp)
        for key in ("n", *"again", "escape"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await front.pilot.pause()
        await front.until(lambda: app._turns.is_over)
        await front.comes_to(MyTicketsScreen)
        await begins(front)
        await front.until(lambda: front.value("subject") == "No soundagain")


def test_what_was_typed_before_the_draft_came_stands_behind_it() -> None:
    kept = Filled(subject="VPN", body="It fails.", category="Network")

    assert Filled(name="Maya").behind(kept) == kept
    assert Filled(body="Again.").behind(kept) == Filled(subject="VPN", body="It fails.\n\nAgain.", category="Network")


def test_a_draft_that_can_not_be_read_is_none() -> None:
    for text in (None, "", "[]", "7", "{", '{"subject": 7, "files": [{"name": "x"}, 3]}'):
        filled = from_draft(text)
        assert filled is None or filled == Filled()


def test_a_draft_is_the_form_again() -> None:
    file = Attachment("a.log", 3, "text/plain", "0" * 64)
    filled = Filled("Ann", "ann@x.example", HOSTILE, "Billing", "high", "what\nhappened \ud800", (file,))
    assert from_draft(filled.as_draft()) == filled
    assert Filled("Ann", "ann@x.example").as_draft() == ""


def test_a_message_of_any_length_is_no_mistake() -> None:
    assert faults(Filled(subject="x", body="y" * BODY_AT_MOST * 3), asks_who=False) == {}


# Files


async def test_files_are_attached_shown_and_taken_away_again(tmp_path: Path) -> None:
    one, two = tmp_path / "one.log", tmp_path / "two.png"
    one.write_text("1")
    two.write_text("22")
    async with front_desk(tmp_path, who=ANN, size=(120, 36)) as front:
        await begins(front)
        await attaches(front, one)
        await front.sees("one.log is attached.", "f6 adds another")
        await attaches(front, two)
        await front.sees("two.png")
        await front.clicks("remove")
        assert [file.name for file in front.one(AttachedFiles).value] == ["two.png"]
        await attaches(front, one)
        await front.until(lambda: len(front.one(AttachedFiles).value) == 2)
        front.one(AttachedFiles).rows.focus()
        await front.pilot.pause()
        await front.presses("x")
        assert [file.name for file in front.one(AttachedFiles).value] == ["one.log"]

        await front.fills(subject="Two files", body="See there.")
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)
        await front.presses("enter")
        await front.sees("▤ one.log 1 B")


async def test_a_file_that_can_not_be_attached_is_told_beside_the_files(tmp_path: Path) -> None:
    large = tmp_path / "trace.log"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="Trace")
        await attaches(front, large)

        await front.sees("trace.log has 21 MB and the limit is 20 MB.")
        assert front.value("subject") == "Trace"


async def test_more_than_twenty_files_are_refused_before_one_is_picked(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        front.one(AttachedFiles).value = (Attachment("x", 1, "text/plain", "0" * 64),) * 20
        await front.presses("f6")

        await front.sees("at most 20 files")


# Sending


async def test_a_message_of_any_length_is_sent_and_nothing_of_it_is_lost(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="A long log", body="Here it is.")
        await front.types("a line of the log\n" * 8_000)
        await front.sees("pasted.txt is attached")
        await front.presses("ctrl+s")

        await front.comes_to(ConfirmationScreen)
        await front.presses("enter")
        await front.comes_to(CustomerTicketScreen)
        await front.sees("Here it is.", "pasted.txt", "141 KB")


async def test_sending_twice_opens_one_ticket(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="Once", body="Only once.")
        await front.presses("ctrl+s", "ctrl+s", "ctrl+s")
        await front.comes_to(ConfirmationScreen)

        ann = await front.reception.claimed(ANN)
        rows = (await ann.read(page, Query(View.ALL), NOON)).rows
        assert [row.subject for row in rows] == ["Once"]


async def test_a_refusal_of_the_desk_is_told_and_everything_stays(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="Category went away", body="While I typed.")
        olga = await front.reception.claimed("olga@acme.example")
        front.hears_nothing()
        await olga.write(change_settings, {"desk.categories": "Desk, Chair"})
        await front.presses("ctrl+s")

        await front.sees("There is no category “Network”. There are: Desk, Chair.")
        assert front.value("body") == "While I typed."
        assert front.part("category").has_pseudo_class("focus-within")


async def test_hostile_text_in_every_field_is_kept_as_it_is_and_shown_safely(tmp_path: Path) -> None:
    nasty = HOSTILE.replace("\x1b", "").replace("\x07", "")
    async with front_desk(tmp_path) as front:
        await begins(front)
        await front.fills(**(GUEST | {"name": nasty, "subject": nasty, "body": HOSTILE}))
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)
        assert isinstance(front.screen, ConfirmationScreen)
        await front.sees("[red]")
        assert "\u202e" not in front.words
        await front.presses("enter")
        await front.comes_to(CustomerTicketScreen)
        await front.sees("[@click=app.bell]x[/]")
        assert "\x1b" not in front.words


# The confirmation


async def test_the_id_is_copied_by_key_and_by_click(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="Copy me", body="The ID.")
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)
        id = front.line("y copies it").split()[1]
        assert read_reference(id)
        await front.presses("y")
        assert front.pilot.app.clipboard == id
        assert front.told == f"✓ {id} is copied"
        front.pilot.app.copy_to_clipboard("")
        await front.clicks("copies it")
        await front.until(lambda: front.pilot.app.clipboard == id)


async def test_the_commands_that_are_shown_find_a_desk_that_an_option_named(tmp_path: Path) -> None:
    async with front_desk(tmp_path, size=(120, 36), named="sqlite:////srv/my desk.db") as front:
        await begins(front)
        await front.fills(**(GUEST | {"email": "o'neil@home.example"}))
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)

        at, pair = "ttydesk --db 'sqlite:////srv/my desk.db'", """--email 'o'"'"'neil@home.example'"""
        assert isinstance(front.screen, ConfirmationScreen)
        told = " ".join(front.words.split())
        assert f"{at} show {front.screen.id_shown} {pair}" in told
        assert f"{at} attach {front.screen.id_shown} FILE {pair}" in told


async def test_a_guest_opens_the_ticket_at_once_and_comes_back_to_welcome(tmp_path: Path) -> None:
    async with front_desk(tmp_path) as front:
        await begins(front)
        await front.fills(**GUEST)
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)
        await front.presses("enter")
        await front.comes_to(CustomerTicketScreen)
        await front.sees("The door is stuck", "It says no.")
        await front.presses("q")

        await front.comes_to(WelcomeScreen)


async def test_done_goes_back_to_where_one_came_from(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        await front.fills(subject="Done", body="Done.")
        await front.presses("ctrl+s")
        await front.comes_to(ConfirmationScreen)
        await front.presses("q")

        await front.comes_to(MyTicketsScreen)


async def test_the_choice_shows_what_each_priority_is_for(tmp_path: Path) -> None:
    async with front_desk(tmp_path, who=ANN) as front:
        await begins(front)
        for words in ("general questions", "standard requests", "your service is affected", "needs attention now"):
            assert words in front.words


async def gets_as_wide_as(front: FrontDesk, width: int) -> None:
    await front.pilot.resize_terminal(width, 60)
    await front.until(lambda: front.screen.size.width == width)


@pytest.mark.parametrize("settings", [[], [("desk.hours", "mon-fri 09:00-17:00; zone Europe/Berlin")]])
async def test_no_width_takes_the_meaning_of_a_priority_away(tmp_path: Path, settings: list[tuple[str, str]]) -> None:
    async with front_desk(tmp_path, who=ANN, settings=settings) as front:
        await begins(front)
        promised = " working hours" if settings else " hours"

        def said() -> str:
            return front.line("Send ticket").split("ctrl+s")[1][:36].strip()

        for width in (60, 76, 80, 96, 99, 100, 103, 104, 110, 120):
            await gets_as_wide_as(front, width)
            await front.sees(*(one.meaning for one in Priority), *(f"{figure}{promised}" for figure in (4, 24, 48)))
            await front.until(lambda: said() in ("a draft is kept while you type", "a draft is kept"))
