"""The sign-in that this machine remembers: a token in the keyring of the operating system, never in a file of ours.

keyring raises many kinds of error (a backend that does not import, D-Bus that does not answer, a keyring that stays
locked), and its null backend keeps nothing without a word. A desk without a keyring works; it just asks each time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from core import signing_in
from core.desk import Desk
from core.errors import DeskError
from core.reception import Reception
from tui.arrival import SignInMemory

SERVICE = "ttydesk"
NOT_KEPT = "No keyring here keeps a sign-in: you will be asked again next time."

R = TypeVar("R")


class Keyring:
    """Remembers one token for each desk; `desk` is its address."""

    def __init__(self, desk: str) -> None:
        self._desk = desk

    async def token(self) -> str | None:
        return await asyncio.to_thread(_quietly, self._read)

    async def keep(self, token: str) -> str | None:
        """None when it is kept, else a sentence that says why it could not be."""
        kept = await asyncio.to_thread(_quietly, lambda: self._write(token))
        return None if kept else NOT_KEPT

    async def drop(self) -> None:
        await asyncio.to_thread(_quietly, self._delete)

    def _read(self) -> str | None:
        import keyring

        return keyring.get_password(SERVICE, self._desk)

    def _write(self, token: str) -> bool:
        import keyring

        keyring.set_password(SERVICE, self._desk, token)
        return keyring.get_password(SERVICE, self._desk) == token

    def _delete(self) -> None:
        import keyring

        keyring.delete_password(SERVICE, self._desk)


def remembered_secret(name: str) -> str | None:
    """What somebody put into the keyring under this name, with the keyring's own tool. May take a moment."""

    def read() -> str | None:
        import keyring

        return keyring.get_password(SERVICE, name)

    return _quietly(read)


def _quietly(ask: Callable[[], R]) -> R | None:
    try:
        return ask()
    except Exception:  # noqa: BLE001  what a backend raises is not under our control, ModuleNotFoundError included
        return None


async def keep_sign_in(memory: SignInMemory, desk: Desk) -> str:
    """Let this machine remember who signed in; a sentence where it can not, which is no reason to stay outside."""
    try:
        token = await desk.write(signing_in.remember)
        if (why_not := await memory.keep(token)) is None:
            return ""
        await desk.write(signing_in.forget, token)
    except DeskError as error:
        return error.sentence
    return why_not


async def end_sign_in(memory: SignInMemory, reception: Reception) -> None:
    """End what is remembered, in the desk and on this machine."""
    if (token := await memory.token()) is not None:
        with suppress(DeskError):  # the desk is away: then only this machine forgets
            await reception.guest().write(signing_in.forget, token)
    await memory.drop()
