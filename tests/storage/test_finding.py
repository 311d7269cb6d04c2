"""Who finds which ticket by its ID: staff, customers, guests with a pair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotFound, NotUnderstood
from core.looking_up import NO_SUCH_REFERENCE
from core.opening import Form, open_ticket
from core.people import Actor, Via
from core.reading import look_at
from core.references import ALPHABET, Reference
from core.tickets import Ticket
from tests.storage.hall import Hall


async def with_reference(hall: Hall, reference: str) -> Ticket:
    """A copy of a real ticket under an ID that the test chooses."""
    ticket = await hall.opens(hall.ann)
    return await hall.does(
        lambda tx: tx.add_ticket(replace(ticket, reference=Reference(reference)), hall.reception.guest().actor)
    )


async def test_staff_find_a_ticket_by_its_unique_beginning(hall: Hall) -> None:
    ticket = await with_reference(hall, "K7M2Q9XR4T")
    await with_reference(hall, "K7M3000000")
    assert (await hall.maya.read(look_at, Reference("K7M2"))).ticket.reference == ticket.reference
    with pytest.raises(NotUnderstood, match="Several tickets begin with K7M"):
        await hall.asks(lambda tx: tx.ticket(Reference("K7M"), seen_by=hall.maya.actor))
    with pytest.raises(NotFound):
        await hall.maya.read(look_at, Reference("K7M9"))


async def test_the_last_letter_of_the_alphabet_is_found_too(hall: Hall) -> None:
    await with_reference(hall, "KKKK" + ALPHABET[-1] * 6)
    assert (await hall.maya.read(look_at, Reference("KKKK"))).ticket.requester == hall.ann.actor.person


async def test_customers_find_their_own_by_the_whole_id_only(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    assert (await hall.ann.read(look_at, ticket.reference)).ticket.subject == ticket.subject
    answers = set()
    for desk, reference in (
        (hall.ann, Reference(ticket.reference[:6])),
        (hall.ben, ticket.reference),
        (hall.ben, NO_SUCH_REFERENCE),
        (hall.reception.guest(), ticket.reference),
    ):
        with pytest.raises(NotFound) as caught:
            await desk.read(look_at, reference)
        answers.add(caught.value.sentence)
    assert len(answers) == 1


async def test_a_participant_meets_the_ticket_like_its_requester(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann, "together", "vpn")
    ben = hall.ben.actor.person
    assert ben is not None
    with_ben = replace(ticket, participants=(ben,))
    saved = await hall.does(lambda tx: tx.save(ticket, with_ben, hall.maya.actor, hall.clock[0]))

    assert (await hall.ben.read(look_at, ticket.reference)).ticket.participants == (ben,)
    assert await hall.subjects(hall.ben) == ["together"]
    assert await hall.subjects(hall.ben, words="vpn") == ["together"]
    alone = replace(saved, participants=())
    await hall.does(lambda tx: tx.save(saved, alone, hall.maya.actor, hall.clock[0]))
    assert await hall.subjects(hall.ben) == []
    assert await hall.subjects(hall.ben, words="vpn") == []
    assert await hall.subjects(hall.ann, words="vpn") == ["together"]


async def test_the_pair_of_id_and_address_opens_one_ticket(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    other = await hall.opens(hall.ann)
    pair = await hall.reception.by_pair(ticket.reference.lower(), " ANN@acme.example ")
    assert (await pair.read(look_at, ticket.reference)).ticket.subject == ticket.subject
    with pytest.raises(NotFound):
        await pair.read(look_at, other.reference)


@pytest.mark.parametrize("email", ["ben@acme.example", "maya@acme.example", "nobody@acme.example", ""])
async def test_a_wrong_pair_opens_nothing(hall: Hall, email: str) -> None:
    ticket = await hall.opens(hall.ann)
    with pytest.raises(NotFound):
        await hall.reception.by_pair(ticket.reference, email)


async def test_a_guests_ticket_opens_by_its_pair_although_nothing_is_proved(hall: Hall) -> None:
    form = Form("From a guest", "vpn", hall.key(), name="Cy", email="cy@acme.example")
    ticket = await hall.reception.guest().write(open_ticket, form)
    assert ticket.proved is False
    pair = await hall.reception.by_pair(ticket.reference, "cy@acme.example")
    seen = (await pair.read(look_at, ticket.reference)).ticket
    assert (seen.proved, seen.requester.verified) == (False, False)


async def test_the_desk_itself_sees_every_ticket_and_a_guest_none(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    itself = Actor(Via.CLI, is_desk=True)
    assert (await hall.asks(lambda tx: tx.ticket(ticket.reference, seen_by=itself))) == ticket
    with pytest.raises(NotFound):
        await hall.asks(lambda tx: tx.ticket(ticket.reference, seen_by=Actor(Via.CLI)))


async def test_a_disabled_colleague_finds_nothing(hall: Hall) -> None:
    ticket = await hall.opens(hall.ann)
    maya = hall.maya.actor.person
    assert maya is not None
    gone = Actor(Via.CLI, replace(maya, active=False))
    with pytest.raises(NotFound):
        await hall.asks(lambda tx: tx.ticket(ticket.reference, seen_by=gone))
