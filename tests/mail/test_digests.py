"""The digest: what is late, due, unanswered, nobody's and new, in one letter, read when it leaves."""

from __future__ import annotations

import pytest

from core import sending, settling, staffing
from core.calendars import DAY, HOUR, MINUTE
from core.people import Role
from core.references import shown
from core.setting_up import change_mine, change_settings
from core.tickets import Priority, Status
from core.waking import wake
from tests.mail.conftest import ADDRESS, Posting
from tests.mail.post_office import html_of, text_of


async def morning(posting: Posting) -> list[str]:
    """It is 08:01 of the next day: what the digests say that came."""
    hall, office = posting.hall, posting.office
    await posting.round()
    office.collected()
    hall.later((8 * HOUR + MINUTE - hall.clock[0]) % DAY)
    await hall.reception.the_desk_itself().write(wake)
    await posting.round(0)
    return [text_of(letter) for letter in office.letters if "digest=off" in text_of(letter)]


async def test_it_tells_what_is_late_due_nobodys_and_new_theirs_first(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    await hall.maya.write(change_mine, {"digest": "08:00", "letters": "none"})
    late = await hall.opens(hall.ann, "Printer <b>burns</b>", priority=Priority.HIGH)
    free = await hall.opens(hall.ben, "Nobody has this", priority=Priority.LOW)
    other = await hall.opens(hall.ben, "Jonas has this", priority=Priority.HIGH)
    done = await hall.opens(hall.ben, "Solved")
    await hall.changes(hall.maya, late, assignee="me")
    await hall.changes(hall.jonas, other, assignee="me")
    await hall.says(hall.olga, done, then=Status.RESOLVED)

    (told,) = await morning(posting)

    letter = office.to("maya")[-1]
    assert letter["Subject"] == "Acme Support: 2 late, 0 due soon, 3 unanswered"
    assert told.startswith(
        "2 late, 0 due soon\n3 waiting for our answer\n1 that nobody has\n4 new since Monday 24 November, 08:00 (UTC)\n"
    )
    assert (
        f"\nYours: 1\n  {shown(late.reference)}  late since Mon 14:10\n  Printer <b>burns</b>\n\n"
        f"Nobody's: 1\n  {shown(free.reference)}  due Wed 11:10\n  Nobody has this\n\n"
        f"Your colleagues', late or due soon\n  {shown(other.reference)}  late since Mon 16:10\n"
        "  Jonas: Jonas has this\n"
    ) in told
    assert "Printer &lt;b&gt;burns&lt;/b&gt;<br>" in html_of(letter)
    assert "\nssh help@desk.example\n" in told
    assert all(len(line) <= 40 for line in told.splitlines() if line.startswith("  "))
    assert str(letter["To"]) == "Maya Lind <maya@acme.example>"
    assert str(letter["Reply-To"].addresses[0].addr_spec) == ADDRESS
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["References"] is None


async def test_where_there_is_nothing_to_say_nothing_is_said(posting: Posting) -> None:
    hall = posting.hall
    await hall.maya.write(change_mine, {"digest": "08:00"})
    ticket = await hall.opens(hall.ann)
    await hall.says(hall.maya, ticket, then=Status.RESOLVED)
    await hall.ann.write(settling.confirm, settling.Settling(ticket.reference))

    assert len(await morning(posting)) == 1  # it was new
    hall.later(HOUR)
    assert await morning(posting) == []
    assert (await hall.olga.read(sending.mail_state)).waiting == 0


async def test_at_most_twenty_tickets_are_named_and_the_rest_is_counted(posting: Posting) -> None:
    hall = posting.hall
    await hall.maya.write(change_mine, {"digest": "08:00"})
    for nth in range(24):
        ticket = await hall.opens(hall.ann, f"Ticket {nth} {'x' * 180}")
        if nth % 2:
            await hall.changes(hall.maya, ticket, assignee="me")

    (told,) = await morning(posting)

    lines = [line for line in told.splitlines() if line.startswith("  Ticket ")]
    assert len(lines) == 20
    assert all(line.endswith("x…") and len(line) <= 72 for line in lines)
    assert "Yours: 12\n" in told
    assert "Nobody's: 8 of 12\n" in told


async def test_one_that_could_not_leave_makes_way_for_the_next(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    await hall.maya.write(change_mine, {"digest": "08:00", "letters": "none"})
    await hall.opens(hall.ann)
    await posting.round()
    hall.later((8 * HOUR + MINUTE - hall.clock[0]) % DAY)
    await hall.reception.the_desk_itself().write(wake)
    office.answers = ["451 Not now"]
    assert (await posting.round(0)).put_off == 1
    hall.later(DAY)
    await hall.reception.the_desk_itself().write(wake)
    office.collected()

    await posting.round(0)

    assert len(office.to("maya")) == 1


@pytest.mark.parametrize("step", ["left", "is off"])
async def test_who_left_or_wants_none_any_more_gets_none(posting: Posting, step: str) -> None:
    hall, office = posting.hall, posting.office
    await hall.maya.write(change_mine, {"digest": "08:00", "letters": "none"})
    await hall.opens(hall.ann)
    hall.later((8 * HOUR + MINUTE - hall.clock[0]) % DAY)
    await hall.reception.the_desk_itself().write(wake)
    if step == "left":
        await hall.olga.write(staffing.set_role, "maya@acme.example", Role.CUSTOMER)
    else:
        await hall.maya.write(change_mine, {"digest": "off"})

    await posting.round()

    assert not office.to("maya")


async def test_times_in_it_are_those_of_the_desk(posting: Posting) -> None:
    hall = posting.hall
    await hall.olga.write(change_settings, {"desk.hours": "mon-sun 00:00-24:00; zone Asia/Tokyo"})
    await hall.maya.write(change_mine, {"digest": "17:00"})
    await hall.opens(hall.ann)

    (told,) = await morning(posting)

    assert "17:00 (Asia/Tokyo)" in told
    assert "due 19:10" in told
