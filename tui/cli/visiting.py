"""Reaching a desk from a shell of this machine, and finding out who asks: by claim, by memory, by signing in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Protocol, TextIO

from core import signing_in
from core.desk import Desk
from core.errors import NotUnderstood, Refused, SignInNeeded
from core.reception import Reception
from core.safe_text import safe_line, safe_name
from tui.arrival import SignInMemory
from tui.cli.door import Asking
from tui.cli.options import Options
from tui.promised import OR_BY_CODE, code_is_coming
from tui.remembered import keep_sign_in

TRIES = 3
NOBODY = "Sign in first: run this in a terminal, or say who you are with --as EMAIL."


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A desk that is open, and what this machine remembers of signing in there."""

    reception: Reception
    memory: SignInMemory
    send_letters: Callable[[], Awaitable[object]]
    """Sends now what waits, if this machine can."""


class Open(Protocol):
    """Opens the desk of these options; leaving closes it."""

    def __call__(self, options: Options, *, create: bool) -> AbstractAsyncContextManager[OpenDesk]: ...


class LocalVisit:
    """A visit by whoever sits at this machine."""

    def __init__(self, claim: Callable[[], str], open_desk: Open, ask: Asking | None, err: TextIO) -> None:
        """`claim`: who the environment or the config says sits here, when no option does."""
        self._claim = claim
        self._open = open_desk
        self._ask = ask
        self._err = err
        self._leaving = AsyncExitStack()
        self._opened: OpenDesk | None = None
        self._desk_of: Desk | None = None

    async def reception(self, options: Options, *, create: bool = False) -> Reception:
        return (await self._desk(options, create=create)).reception

    async def _desk(self, options: Options, *, create: bool = False) -> OpenDesk:
        if self._opened is None:
            self._opened = await self._leaving.enter_async_context(self._open(options, create=create))
        return self._opened

    async def known(self, options: Options) -> Desk | None:
        if self._desk_of is None:
            self._desk_of = await self._find(options)
        return self._desk_of

    async def signed_in(self, options: Options) -> Desk:
        desk = self._desk_of = await self.known(options) or await self._sign_in(options)
        return desk

    async def _find(self, options: Options) -> Desk | None:
        opened = await self._desk(options)
        if claim := options.as_ or self._claim():
            return await opened.reception.claimed(claim)
        token = await opened.memory.token()
        return None if token is None else await opened.reception.remembered(token)

    async def send_letters(self) -> None:
        if self._opened is not None:
            await self._opened.send_letters()

    async def leave(self) -> None:
        await self._leaving.aclose()

    async def _sign_in(self, options: Options) -> Desk:
        if self._ask is None:
            raise SignInNeeded(NOBODY)
        opened = await self._desk(options)
        desk, must_choose = await self._let_in(self._ask, opened)
        if must_choose:
            await self._choose_password(self._ask, opened.reception, desk)
        if self._ask.agrees("Stay signed in on this machine?") and (why_not := await keep_sign_in(opened.memory, desk)):
            self._tell(why_not)
        return desk

    async def _let_in(self, ask: Asking, opened: OpenDesk) -> tuple[Desk, bool]:
        for _ in range(TRIES - 1):
            try:
                return await self._try(ask, opened)
            except SignInNeeded as error:
                self._tell(error.sentence)
        return await self._try(ask, opened)

    async def _try(self, ask: Asking, opened: OpenDesk) -> tuple[Desk, bool]:
        has_mail = await opened.reception.mails_codes()
        email = ask.line("E-mail: ")
        password = ask.password(f"{OR_BY_CODE if has_mail else 'Password'}: ")
        if has_mail and not password:
            return await self._by_code(ask, opened, email), False
        signed = await opened.reception.sign_in(email, password)
        return signed.desk, signed.must_choose

    async def _by_code(self, ask: Asking, opened: OpenDesk, email: str) -> Desk:
        await opened.reception.ask_for_code(email)
        await opened.send_letters()
        self._tell(code_is_coming(email))
        return await code_typed(ask, self._tell, lambda typed: opened.reception.sign_in_by_code(email, typed))

    async def _choose_password(self, ask: Asking, reception: Reception, desk: Desk) -> None:
        self._tell("That was a one-time password. Choose your own now.")
        await reception.choose_password(desk, chosen_password(ask, self._tell))

    def _tell(self, sentence: str) -> None:
        print(safe_line(sentence), file=self._err)


async def code_typed(ask: Asking, tell: Callable[[str], None], fits: Callable[[str], Awaitable[Desk]]) -> Desk:
    """The desk that a mailed code opens, asked for three times. Raises Refused after that."""
    for _ in range(TRIES - 1):
        try:
            return await fits(ask.line("Code: "))
        except Refused as error:
            tell(error.sentence)
    return await fits(ask.line("Code: "))


def chosen_password(ask: Asking, tell: Callable[[str], None]) -> str:
    """A password typed twice, asked again until it is good enough. Raises NotUnderstood after three tries."""
    for _ in range(TRIES):
        password = ask.password("New password: ")
        try:
            signing_in.read_password(password)
        except NotUnderstood as error:
            tell(error.sentence)
            continue
        if signing_in.normal_password(ask.password("Once more: ")) == signing_in.normal_password(password):
            return password
        tell("The two are not the same.")
    raise NotUnderstood("No password was chosen. Run it again when you have one in mind.")


def who(name: str, email: str) -> str:
    return f"{safe_name(name)} <{safe_name(email)}>"
