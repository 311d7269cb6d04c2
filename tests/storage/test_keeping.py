"""What else is kept: people, passwords, settings, categories, drafts, keys of requests, tries, letters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core.calendars import DAY, HOUR
from core.errors import NotUnderstood, Refused
from core.letters import Subject
from core.opening import Form, open_ticket
from core.people import Actor, Person, Role, Via
from core.replying import Reply, reply
from core.setting_up import change_mine, change_settings, mine
from core.settings import DeskSettings
from core.store import Credential, DraftPlace
from core.tickets import Ticket
from storage.opened import OpenedStore
from storage.schema import changes, outbox
from tests.storage.hall import Hall


def rows_of_outbox(opened: OpenedStore) -> list[tuple[str, int, int]]:
    with opened.store._reading.connect() as connection:
        rows = connection.execute(select(outbox.c.subject, outbox.c.person_id, outbox.c.not_before))
        return [tuple(row) for row in rows]


def rows_of_changes(opened: OpenedStore) -> int:
    with opened.store._reading.connect() as connection:
        return connection.execute(select(func.count()).select_from(changes)).scalar_one()


def number(desk_person: Person | None) -> int:
    assert desk_person is not None
    return desk_person.id


async def test_people_are_found_by_any_spelling_of_their_address(hall: Hall) -> None:
    added = await hall.does(
        lambda tx: tx.add_person("Zoë.Strauß@Acme.Example", "Zoë Strauß", Role.CUSTOMER, verified=True, at=1)
    )
    for spelling in ("zoë.strauss@acme.example", " ZOË.STRAUSS@ACME.EXAMPLE "):
        found = await hall.asks(lambda tx, typed=spelling: tx.person(typed))  # type: ignore[misc]
        assert found == added
    assert added.email == "Zoë.Strauß@Acme.Example"
    assert await hall.asks(lambda tx: tx.person("nobody@acme.example")) is None


async def test_people_are_listed_by_name_from_a_role_on(hall: Hall) -> None:
    names = [person.name for person in await hall.asks(lambda tx: tx.people())]
    assert names == ["Ann Okafor", "Ben Ito", "Jonas Weber", "Maya Lind", "Olga Petrov"]
    staff = await hall.asks(lambda tx: tx.people(at_least=Role.AGENT))
    assert [person.first_name for person in staff] == ["Jonas", "Maya", "Olga"]
    assert len(await hall.asks(lambda tx: tx.people(limit=2))) == 2


@pytest.mark.parametrize(
    ("beginning", "names"),
    [("may", ["Maya Lind"]), ("JONAS@", ["Jonas Weber"]), ("lind", []), ("%", []), ("o", ["Olga Petrov"])],
)
async def test_people_are_found_by_how_their_name_or_address_begins(
    hall: Hall, beginning: str, names: list[str]
) -> None:
    found = await hall.asks(lambda tx: tx.people(at_least=Role.AGENT, beginning=beginning))
    assert [person.name for person in found] == names


async def test_a_changed_person_is_found_by_the_new_name(hall: Hall) -> None:
    maya = hall.maya.actor.person
    assert maya is not None
    await hall.does(lambda tx: tx.save_person(replace(maya, name="Maya Berg", role=Role.OPERATOR)))
    assert (await hall.asks(lambda tx: tx.people(beginning="maya b")))[0].role is Role.OPERATOR


async def test_a_new_password_ends_every_remembered_sign_in(hall: Hall) -> None:
    ann = hall.ann.actor.person
    assert ann is not None
    await hall.does(lambda tx: tx.remember_sign_in(ann, "hash of a token", 1))
    assert await hall.asks(lambda tx: tx.remembered("hash of a token")) == ann
    await hall.does(lambda tx: tx.set_credential(ann, Credential("$argon2id$…", 5)))
    assert await hall.asks(lambda tx: tx.remembered("hash of a token")) is None
    assert await hall.asks(lambda tx: tx.credential(ann)) == Credential("$argon2id$…", 5)
    await hall.does(lambda tx: tx.set_credential(ann, None))
    assert await hall.asks(lambda tx: tx.credential(ann)) is None


async def test_a_forgotten_sign_in_is_worth_nothing(hall: Hall) -> None:
    ann = hall.ann.actor.person
    assert ann is not None
    await hall.does(lambda tx: tx.remember_sign_in(ann, "one", 1))
    await hall.does(lambda tx: tx.remember_sign_in(ann, "two", 1))
    await hall.does(lambda tx: tx.forget_sign_in("one"))
    assert await hall.asks(lambda tx: tx.remembered("one")) is None
    assert await hall.asks(lambda tx: tx.remembered("two")) == ann


async def test_settings_keep_what_was_set_and_defaults_for_the_rest(hall: Hall) -> None:
    await hall.olga.write(change_settings, {"desk.contact": "call 12", "target.high": "2h/1d"})
    await hall.olga.write(change_settings, {"desk.contact": "call 13"})
    settings = await hall.asks(lambda tx: tx.settings())
    assert (settings.name, settings.contact) == ("Acme Support", "call 13")
    assert (settings.high.respond, settings.high.resolve) == (2 * HOUR, DAY)
    assert settings.low == DeskSettings().low


async def test_everybody_has_settings_of_their_own(hall: Hall) -> None:
    await hall.maya.write(change_mine, {"theme": "dark"})
    await hall.maya.write(change_mine, {"theme": "light"})
    assert (await hall.maya.read(mine)).theme == "light"
    assert (await hall.jonas.read(mine)).theme == "auto"


async def test_categories_keep_their_order_and_their_tickets(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    await hall.does(lambda tx: tx.set_categories(("Billing", "GENERAL", "Other")))
    assert await hall.asks(lambda tx: tx.categories()) == ("Billing", "GENERAL", "Other")
    seen = await hall.asks(lambda tx: tx.ticket(ticket.reference, seen_by=hall.maya.actor))
    assert seen.category == "GENERAL"
    with pytest.raises(Refused, match="GENERAL still has tickets"):
        await hall.does(lambda tx: tx.set_categories(("Billing",)))
    await hall.does(lambda tx: tx.set_categories(("General",)))
    assert await hall.asks(lambda tx: tx.categories()) == ("General",)


async def test_a_draft_is_kept_where_it_was_typed(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    reply_here, new = DraftPlace("person 2", "reply", ticket.reference), DraftPlace("person 2", "new")
    await hall.does(lambda tx: tx.keep_draft(reply_here, "Dear", 1))
    await hall.does(lambda tx: tx.keep_draft(reply_here, "Dear Ann", 2))
    assert await hall.asks(lambda tx: tx.draft(reply_here)) == "Dear Ann"
    assert await hall.asks(lambda tx: tx.draft(new)) is None
    await hall.does(lambda tx: tx.keep_draft(reply_here, None, 3))
    assert await hall.asks(lambda tx: tx.draft(reply_here)) is None


async def test_soft_state_writes_no_change_row(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    before = rows_of_changes(hall.opened)
    await hall.does(lambda tx: tx.keep_draft(DraftPlace("x", "new"), "text", 1))
    jonas = hall.jonas.actor.person
    assert jonas is not None
    await hall.does(lambda tx: tx.mark_read(ticket, jonas, 1))
    assert rows_of_changes(hall.opened) == before


async def test_the_same_request_twice_does_its_work_once(hall: Hall) -> None:
    form = Form("Once", "It broke.", "nightly")
    first = await hall.ann.write(open_ticket, form)
    assert await hall.ann.write(open_ticket, form) == first
    said = Reply(first.reference, "Again", "the same")
    await hall.ann.write(reply, said)
    await hall.ann.write(reply, said)
    assert len(await hall.subjects(hall.ann)) == 1
    assert (await hall.asks(lambda tx: tx.ticket(first.reference, seen_by=hall.maya.actor))).version == 3


async def test_a_key_is_each_ones_own_and_good_for_one_request(hall: Hall) -> None:
    await hall.ann.write(open_ticket, Form("One", "It broke.", "nightly"))
    await hall.ben.write(open_ticket, Form("Two", "It broke.", "nightly"))
    with pytest.raises(Refused, match="something else"):
        await hall.ann.write(open_ticket, Form("Three", "It broke.", "nightly"))


async def test_without_a_key_every_request_is_a_new_one(hall: Hall) -> None:
    for _ in range(2):
        await hall.ann.write(open_ticket, Form("One", "It broke.", ""))
    assert len(await hall.subjects(hall.ann)) == 2


async def test_tries_are_counted_for_each_source_since_a_time(hall: Hall) -> None:
    for at in (1, DAY, DAY + 5, DAY + 6):
        await hall.does(lambda tx, at=at: tx.add_try("look up", "10.0.0.1", at))  # type: ignore[misc]
    await hall.does(lambda tx: tx.add_try("look up", "10.0.0.2", DAY + 6))
    assert await hall.asks(lambda tx: tx.count_tries("look up", "10.0.0.1", DAY)) == 2
    assert await hall.asks(lambda tx: tx.count_tries("look up", "10.0.0.1", 0)) == 3  # the first is a day old
    assert await hall.asks(lambda tx: tx.count_tries("sign in", "10.0.0.1", 0)) == 0


async def test_letters_wait_in_the_outbox_of_the_same_transaction(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    answered = await hall.says(hall.maya, ticket)
    letters = rows_of_outbox(hall.opened)
    told = {subject for subject, _, _ in letters}
    assert told == {subject.value for subject in (Subject.ACKNOWLEDGEMENT, Subject.NEW_TICKET, Subject.REPLY)}
    assert letters[-1] == (Subject.REPLY.value, number(hall.ann.actor.person), answered.updated_at + 15_000)


@pytest.mark.parametrize("hostile", ["half \ud800 a pair", "a NUL \x00 inside"])
async def test_text_that_no_database_keeps_is_refused_in_one_sentence(hall: Hall, hostile: str) -> None:
    ticket = await hall.opens(hall.ann)

    async def refused(work: object) -> None:
        with pytest.raises(NotUnderstood, match="can not be kept"):
            await hall.does(work)  # type: ignore[arg-type]

    await refused(lambda tx: tx.add_message(ticket, hall.ann.actor, hostile, 1))
    await refused(lambda tx: tx.keep_draft(DraftPlace("x", "new"), hostile, 1))
    await refused(lambda tx: tx.person(hostile))
    await refused(lambda tx: tx.save(ticket, changed(ticket, hostile), hall.maya.actor, 1))
    await refused(lambda tx: tx.record(hall.maya.actor, 1, "said", hostile))
    await refused(lambda tx: tx.add_try("look up", hostile, 1))
    await refused(lambda tx: tx.answered(hostile, Actor(Via.CLI), "x"))
    assert await hall.subjects(hall.maya, words=hostile) == []
    assert (await hall.asks(lambda tx: tx.ticket(ticket.reference, seen_by=hall.maya.actor))) == ticket


def changed(ticket: Ticket, subject: str) -> Ticket:
    return replace(ticket, subject=subject)
