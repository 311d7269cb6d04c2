"""The boundary: the only awaits between a front end and the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from core.occasion import Occasion
from core.people import Actor
from core.signing_in import as_they_are
from core.store import Files, Store, Transaction

P = ParamSpec("P")
R = TypeVar("R")

Clock = Callable[[], int]
"""Tells the time in epoch milliseconds. Front ends ask `desk.now()` too, so that a test can hold it still."""
Chance = Callable[[], int]
"""Gives 256 random bits."""


class Desk:
    """The help desk as one person meets it. The type checker knows the arguments of every use case."""

    def __init__(self, store: Store, files: Files, actor: Actor, *, clock: Clock, chance: Chance) -> None:
        self.actor = actor
        self.files = files
        self.now = clock
        self._store = store
        self._chance = chance

    async def read(
        self, use_case: Callable[Concatenate[Transaction, Actor, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        def work(tx: Transaction) -> R:
            return use_case(tx, self.actor, *args, **kwargs)

        return await self._store.read(work)

    async def search(
        self, use_case: Callable[Concatenate[Transaction, Actor, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """A read that may take longer, and that never stands in the way of the others."""

        def work(tx: Transaction) -> R:
            return use_case(tx, self.actor, *args, **kwargs)

        return await self._store.search(work)

    async def write(
        self, use_case: Callable[Concatenate[Transaction, Actor, Occasion, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a use case that writes. Once begun it is carried to its end, also when the awaiting side goes away."""
        occasion = Occasion(at=self.now(), seed=self._chance())

        def work(tx: Transaction) -> R:
            return use_case(tx, as_they_are(tx, self.actor), occasion, *args, **kwargs)

        return await asyncio.shield(asyncio.ensure_future(self._store.write(work)))
