"""What happens to tickets is told to followers once, in its order, and as they may see it."""

from __future__ import annotations

import pytest

from core import following, staffing
from core.desk import Desk
from core.errors import SignInNeeded
from core.following import Happening, Told
from core.listing import Query
from core.query import read_query
from core.references import Reference
from core.tickets import Priority, Ticket
from tests.storage.hall import Hall


class Follower:
    def __init__(self, hall: Hall, desk: Desk, begin: int, query: Query | None = None) -> None:
        self.hall = hall
        self.desk = desk
        self.told = Told(begin)
        self.query = query

    async def hears(self, *tickets: Ticket) -> list[tuple[str, str]]:
        after = {one.reference: self.told.up_to(one.reference) for one in tickets}
        happened = await self.desk.read(following.happened, self.query, self.hall.clock[0], after)
        for one in happened:
            self.told.tell(one)
        return [(one.kind, one.actor.name if one.actor else "desk") for one in happened]


async def test_each_thing_is_told_once_and_in_its_order(hall: Hall) -> None:
    before = await hall.opens(hall.ann, "An older one")
    begin = await hall.maya.read(following.begin)
    maya, ann = Follower(hall, hall.maya, begin), Follower(hall, hall.ann, begin)
    vpn = await hall.opens(hall.ann)
    await hall.notes(hall.jonas, vpn)
    await hall.changes(hall.jonas, before, priority=Priority.HIGH, add_tags=("vpn",))
    await hall.says(hall.maya, vpn)

    told = [("opened", "Ann Okafor"), ("note", "Jonas Weber"), ("priority", "Jonas Weber"), ("tag", "Jonas Weber")]
    answer = ("message", "Maya Lind")
    assert [one for one in await maya.hears(vpn, before) if one[0] not in {"status", "owner"}] == [*told, answer]
    assert [one for one in await ann.hears(vpn, before) if one[0] not in {"status", "owner"}] == [
        told[0],
        told[2],
        answer,
    ]
    assert await maya.hears(vpn, before) == []
    await hall.says(hall.ann, vpn)
    assert await maya.hears(vpn, before) == [("message", "Ann Okafor")]


async def test_nobody_is_told_of_tickets_that_they_may_not_see_or_did_not_ask_for(hall: Hall) -> None:
    begin = await hall.maya.read(following.begin)
    vpn, toner = await hall.opens(hall.ann), await hall.opens(hall.ann, "Printer", "No toner.")

    assert await Follower(hall, hall.ben, begin).hears(vpn, toner) == []
    of_toner = Follower(hall, hall.maya, begin, Query(search=read_query("toner")))
    assert await of_toner.hears(vpn, toner) == [("opened", "Ann Okafor")]


async def test_whoever_loses_their_access_is_told_so(hall: Hall) -> None:
    vpn = await hall.opens(hall.ann)
    await hall.olga.write(staffing.disable_person, "jonas@acme.example")

    with pytest.raises(SignInNeeded):
        await Follower(hall, hall.jonas, 0).hears(vpn)


def test_a_follower_of_very_many_tickets_forgets_the_oldest_and_tells_nothing_twice() -> None:
    told = Told(0)
    for entry in range(1, following.REMEMBERED + 2):
        told.tell(Happening(entry, 0, Reference(f"T{entry}"), "message", "message", None))

    assert told.up_to(Reference("T1")) >= 1
    assert told.up_to(Reference("unheard of")) == following.REMEMBERED // 2
    assert told.up_to(Reference(f"T{following.REMEMBERED + 1}")) == following.REMEMBERED + 1
