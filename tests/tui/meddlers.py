"""Everybody else at the desk while somebody works there: from another process they write, change and settle."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import opening, reading, replying, settling, staffing, triage
from core.desk import Desk
from core.errors import DeskError, Refused, TryLater
from core.listing import Query, View
from core.people import Via
from core.reception import Reception
from core.references import Reference
from core.setting_up import change_settings
from core.tickets import Priority, Status
from core.waking import wake
from core.wish import Wish
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.tui.office import HOSTILE

STAFF, CUSTOMERS = ("olga", "maya", "jonas"), ("ann", "ben")
CATEGORIES = ("Network, Billing", "Network, Billing, Doors", "Billing, Nets")


@dataclass
class Meddlers:
    """They look at no screen: what they do may be refused, and comes at any time."""

    opened: OpenedStore
    reception: Reception
    desks: dict[str, Desk]
    chance: random.Random

    async def references(self) -> list[Reference]:
        """The tickets that they find; none where the desk is too busy to answer them."""
        olga = self.desks["olga"]
        with suppress(TryLater):
            page = await olga.read(reading.page, Query(View.ALL), olga.now())
            return [row.reference for row in page.rows]
        return []

    async def meddle(self, reference: Reference) -> str:
        """One thing, to this ticket as likely as not; what it was."""
        choices: list[Callable[[Reference], Awaitable[object]]] = [
            self.say,
            self.say,
            self.change,
            self.change,
            self.change,
            self.settle,
            self.open,
            self.rename,
            self.wake,
        ]
        does = self.chance.choice(choices)
        with suppress(DeskError):
            await does(reference)
        return f"{does.__name__} {reference}"

    async def say(self, reference: Reference) -> None:
        who = self.chance.choice([*STAFF, *CUSTOMERS])
        then = self.chance.choice([None, None, *Status]) if who in STAFF else None
        body = self.chance.choice(["It works again.", HOSTILE, "a\n" * 300, "漢" * 200])
        said = replying.Reply(reference, body, self._key(), then=then)
        await self.desks[who].write(replying.reply, said)

    async def change(self, reference: Reference) -> None:
        wish: dict[str, Any] = self.chance.choice(
            [
                {"status": self.chance.choice([*Status])},
                {"priority": self.chance.choice([*Priority])},
                {"assignee": self.chance.choice(["me", "none", "maya", "jonas"])},
                {"category": self.chance.choice(["Network", "Billing"])},
                {"subject": self.chance.choice(["Subject", HOSTILE, "漢" * 200])},
                {"add_tags": (f"tag{self.chance.randrange(20)}",)},
            ]
        )
        await self.desks[self.chance.choice(STAFF)].write(triage.change, Wish(reference, **wish))

    async def settle(self, reference: Reference) -> None:
        how = self.chance.choice([settling.confirm, settling.reopen])
        await self.desks[self.chance.choice(CUSTOMERS)].write(how, settling.Settling(reference))

    async def open(self, reference: Reference) -> None:
        desk = self.desks[self.chance.choice(CUSTOMERS)]
        subject = self.chance.choice(["One more", HOSTILE, "漢" * 100])
        await desk.write(opening.open_ticket, opening.Form(subject, f"As {reference}.", self._key()))

    async def rename(self, reference: Reference) -> None:
        changed = self.chance.choice([{"desk.name": HOSTILE}, {"desk.categories": self.chance.choice(CATEGORIES)}])
        await self.desks["olga"].write(change_settings, changed)

    async def wake(self, reference: Reference) -> None:
        await self.reception.the_desk_itself().write(wake)

    def _key(self) -> str:
        return f"key {self.chance.getrandbits(64):x}"


@asynccontextmanager
async def meddlers_at(path: Path, clock: list[int], chance: random.Random) -> AsyncIterator[Meddlers]:
    """Opens the desk once more; nobody comes where nobody has set it up."""
    opened = open_store(f"sqlite:///{path}", create=True)
    reception = Reception(
        opened.store,
        opened.files,
        opened.passwords,
        opened.feed,
        via=Via.CLI,
        source="elsewhere",
        clock=lambda: clock[0],
        chance=lambda: chance.getrandbits(256),
    )
    desks = {}
    if await reception.is_set_up():
        desks = {name: await back(reception, f"{name}@acme.example") for name in (*STAFF, *CUSTOMERS)}
    try:
        yield Meddlers(opened, reception, desks, chance)
    finally:
        await opened.close()


async def back(reception: Reception, email: str) -> Desk:
    """Whoever it is; an access that was ended from the screen is given back elsewhere."""
    try:
        return await reception.claimed(email)
    except Refused:
        olga = await reception.claimed("olga@acme.example")
        await olga.write(staffing.enable_person, email)
        return await reception.claimed(email)
