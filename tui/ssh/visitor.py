"""One connection: who it is, how that is known, and what it may have at once.

Who somebody is comes from what completed the log-in, and from nothing else: a key that is only shown, or a name, says
nothing. asyncssh runs the check of a method and, where it succeeds, the end of the log-in in one task; so what a check
found counts only in its own task. After that it is looked up anew.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncssh

from core.desk import Desk
from core.errors import DeskError, NotUnderstood
from core.people import Via
from core.public_key import PublicKey, public_key
from core.reading import notices
from core.way_in import WayIn, read_user
from tui.ssh import limits
from tui.ssh.house import House
from tui.ssh.inside_asyncssh import give_time, hear_full_line
from tui.ssh.knocking import Knock, Question
from tui.ssh.limits import place_of
from tui.ssh.offers import OfferedKey
from tui.ssh.sentences import ENDED
from tui.ssh.session import Session

SAYS_GOODBYE = 1.0
"""Seconds in which the other side hears how its windows and commands ended, before the connection goes."""
NOWHERE = ("", 0)
"""An end of a connection that was gone as soon as it was there."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a check found, in the task that made it. `key` signed, unless it was a password or a guest."""

    task: asyncio.Task[Any] | None
    desk: Desk | None
    key: PublicKey | None = None
    by: str = "key"


class Visitor(asyncssh.SSHServer):
    """Is asyncssh's idea of the owner of a connection."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.line_is_full = False
        self.key: PublicKey | None = None
        self.offer: OfferedKey | None = None
        self.sessions: set[Session] = set()
        self.id = secrets.token_hex(4)
        """By which the journal tells connections apart."""
        self.desk: asyncio.Future[Desk] = asyncio.get_running_loop().create_future()
        self._connection: asyncssh.SSHServerConnection
        self.place = ""
        self._is_counted = self._is_in = False
        self._claim = Claim(None, None)
        self._knock: Knock | None = None
        self._one_at_a_time = asyncio.Lock()
        """Answers may be sent without waiting for the questions: each would be a guess of its own."""
        self._came_in_at = NOWHERE
        self._offers = self._wrong = 0
        self._username = ""

    # Coming and going

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self.place = place_of(_end_of(conn, "peername")[0])
        self._came_in_at = _end_of(conn, "sockname")
        self.reception = self.house.reception.at(Via.SSH, self.place)
        if self.house.is_draining or not self.house.limits.admits(self.place):
            self.house.records.turned_away(self.place)
            conn.abort()
            return
        self._is_counted = True
        self.house.records.connected(self.id, self.place)
        self.house.comes(self)
        hear_full_line(conn, self._line)

    @property
    def reached(self) -> WayIn:
        """Where they came in, as this machine knows it: the name of the host that they typed it does not hear."""
        return WayIn(*self._came_in_at, read_user(self._username))

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.house.goes(self)
        if self._is_counted:
            if not self._is_in:
                self.house.limits.let_in(self.place)
            self.house.limits.left(self.place)
            self.house.records.left(self.id)
        self.desk.cancel()

    def _line(self, is_full: bool) -> None:
        self.line_is_full = is_full
        for session in tuple(self.sessions):
            session.hear_line()

    def send_away(self) -> None:
        self._connection.abort()

    # Who it is

    def begin_auth(self, username: str) -> bool:
        """Always: False would mean that nothing has to be proved."""
        self._username = username
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def kbdint_auth_supported(self) -> bool:
        return True

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Asked for every key that is shown, and again when it has signed."""
        del username
        self._offers += 1
        if self._offers > 2 * limits.OFFERS:
            self.send_away()
            return False
        try:
            shown = public_key(key.public_data)
            knows = self.house.demo is not None or await self.reception.may_come_with(shown)
        except NotUnderstood:
            return False
        except DeskError:  # busy: another key, or a password, may find it less so
            return False
        if not knows:
            self.offer = self.offer or OfferedKey(shown)
            return False
        self._claim = Claim(asyncio.current_task(), None, shown)
        return True

    async def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Question:
        del username, lang, submethods
        if self.house.demo is not None:
            return "", "", "en", []
        guest = self.reception.guest()
        try:
            name = (await guest.read(notices)).settings.name
        except DeskError:
            name = ""
        self._knock = Knock(self.reception, name, self.offer, self._waits_for_mail)
        return self._knock.first()

    def _waits_for_mail(self) -> None:
        give_time(self._connection, limits.MAIL_COMES)

    async def validate_kbdint_response(self, username: str, responses: Sequence[str]) -> Question | bool:
        del username
        if self.house.demo is not None:
            self._claim = Claim(asyncio.current_task(), None)
            return True
        async with self._one_at_a_time:
            if self._knock is None or self._wrong >= limits.TRIES:
                return False
            answer = await self._knock.answered(responses)
            if answer is False:
                await self._wrong_try()
            if answer is True:
                self._claim = Claim(asyncio.current_task(), self._knock.desk, by=self._knock.by)
            return answer

    async def _wrong_try(self) -> None:
        self._wrong += 1
        self.house.records.tried_wrong(self.id, self.place)
        await asyncio.sleep(self.house.limits.wrong(self.place))
        if self._wrong >= limits.TRIES:
            self.send_away()

    async def auth_completed(self) -> None:
        claim, self._claim, self._knock = self._claim, Claim(None, None), None
        try:
            desk = await self._look_up(claim) if claim.task is asyncio.current_task() else None
        except DeskError:
            desk = None
        if desk is None or self.desk.done():
            self.send_away()
            return
        self._is_in = True
        self.house.limits.let_in(self.place)
        self.key = claim.key
        self._record(desk, claim.by)
        self.desk.set_result(desk)

    def _record(self, desk: Desk, by: str) -> None:
        person, key = desk.actor.person, self.key
        fingerprint = None if key is None else key.fingerprint
        self.house.records.let_in(self.id, self.place, by, None if person is None else person.id, fingerprint)

    async def _look_up(self, claim: Claim) -> Desk | None:
        if self.house.demo is not None:
            email = self.house.demo.email_of(self._username)
            return self.reception.guest() if email is None else await self.reception.claimed(email)
        if claim.key is not None:
            return await self.reception.came_with(claim.key)
        return claim.desk

    # What it may have

    def session_requested(self) -> Session | bool:
        if len(self.sessions) >= limits.CHANNELS or self.house.is_draining:
            return False
        session = Session(self.house, self)
        self.sessions.add(session)
        return session

    async def ask_again(self) -> None:
        """Whether it may stay: an operator may have ended its access, or somebody revoked its key."""
        if self.desk.done() and not self.desk.cancelled() and not await self._may_stay(self.desk.result()):
            await asyncio.gather(*(session.leave(ENDED, status=5) for session in tuple(self.sessions)))
            asyncio.get_running_loop().call_later(SAYS_GOODBYE, self._connection.close)

    async def _may_stay(self, desk: Desk) -> bool:
        from core.ssh_keys import still_fits

        key = None if self.house.demo is not None else self.key
        while True:
            try:
                return await desk.read(still_fits, key)
            except DeskError:  # busy: it is worth asking again
                await asyncio.sleep(0.5)


def _end_of(connection: asyncssh.SSHServerConnection, which: str) -> tuple[str, int]:
    """An address and its port. Asked as soon as there is a connection: of one that has ended nobody knows it."""
    host, port = (connection.get_extra_info(which) or NOWHERE)[:2]
    return str(host), int(port)
