"""Passwords: argon2id, off the event loop, at most two at once: each takes 19 MiB and a twentieth of a second."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from core.errors import TryLater

if TYPE_CHECKING:
    from argon2 import PasswordHasher

R = TypeVar("R")

AT_ONCE = 2
WAITING_AT_MOST = 20
ROUNDS, MEMORY, LANES = 2, 19_456, 1  # OWASP's smallest for argon2id; MEMORY in KiB


class Argon2Passwords:
    """Is a core.store.Passwords."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "desk-passwords")
        self._waiting = 0

    async def hash(self, password: str) -> str:
        return await self._run(lambda: self._hasher.hash(password))

    async def fits(self, password: str, hash: str | None) -> bool:
        return await self._run(lambda: self._fits(password, hash))

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)

    def _fits(self, password: str, hash: str | None) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        nobodys = self._nobodys  # made before the first check, so that no check takes longer for it
        try:
            self._hasher.verify(nobodys if hash is None else hash, password)
        except (VerificationError, InvalidHashError):
            return False
        return hash is not None

    async def _run(self, work: Callable[[], R]) -> R:
        if self._waiting >= WAITING_AT_MOST:
            raise TryLater("Too many people sign in just now. Try again in a moment.")
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._threads.submit(work))
        finally:
            self._waiting -= 1

    @cached_property
    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(ROUNDS, MEMORY, LANES)

    @cached_property
    def _nobodys(self) -> str:
        """The hash of a password that nobody has: checking it takes as long as checking somebody's."""
        return self._hasher.hash(secrets.token_hex())
