"""Where people are let in: everyone gets a desk that knows who they are, and how that is known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from core import looking_up, mailed_codes, reading, setting_up, signing_in, ssh_keys
from core.desk import Chance, Clock, Desk
from core.errors import DeskError, Refused, SignInNeeded
from core.people import Actor, Person, Via, read_email
from core.public_key import PublicKey
from core.store import Blob, Feed, Files, Passwords, Store

if TYPE_CHECKING:
    from core.incoming import LetterRead

ReadsLetters = Callable[[Files, Blob], Awaitable["LetterRead"]]
"""What stands in a letter whose bytes are kept. Raises Refused where it can not be read."""


async def reads_no_letters(_files: Files, _raw: Blob) -> LetterRead:
    raise Refused("Nothing here reads letters.", field="letter")


class SignedIn(NamedTuple):
    """`must_choose`: it was a one-time password, and the person chooses their own before anything else."""

    desk: Desk
    must_choose: bool = False


class Reception:
    """One help desk, before it is known who asks. `source` is where tries are counted: IP or system user."""

    def __init__(
        self,
        store: Store,
        files: Files,
        passwords: Passwords,
        feed: Feed,
        *,
        via: Via,
        source: str,
        clock: Clock,
        chance: Chance,
        has_mail_server: bool = False,
        reads_letters: ReadsLetters = reads_no_letters,
    ) -> None:
        """`has_mail_server`: this machine is told how letters leave."""
        self.has_mail_server = has_mail_server
        self.reads_letters = reads_letters
        self.passwords = passwords
        self.feed = feed
        self._store = store
        self._files = files
        self._guest = Actor(via, source=source)
        self._clock = clock
        self._chance = chance

    def at(self, via: Via, source: str) -> Reception:
        """The same desk for somebody who comes through this door, from there."""
        return Reception(
            self._store,
            self._files,
            self.passwords,
            self.feed,
            via=via,
            source=source,
            clock=self._clock,
            chance=self._chance,
            has_mail_server=self.has_mail_server,
            reads_letters=self.reads_letters,
        )

    def guest(self) -> Desk:
        return self._desk(self._guest)

    def the_desk_itself(self) -> Desk:
        """For the loops: nobody asks but time."""
        return self._desk(replace(self._guest, is_desk=True))

    async def is_set_up(self) -> bool:
        return await self.guest().read(setting_up.is_set_up)

    async def set_up(self, desk: str, name: str, email: str, password: str | None) -> Desk:
        """Name the desk and make its first operator, who is then signed in."""
        hash = None if password is None else await self.passwords.hash(signing_in.read_password(password))
        return self._of(await self.guest().write(setting_up.set_up, desk, name, email, hash))

    async def sign_in(self, email: str, password: str) -> SignedIn:
        """Raises SignInNeeded when they do not belong together, in the same time whoever is asked for."""
        guest = self.guest()
        account = await guest.read(signing_in.account, email, self._clock())
        known = account.credential
        fits = await self.passwords.fits(signing_in.normal_password(password), known.hash if known else None)
        if not fits or account.person is None or known is None or _ran_out(known.expires_at, self._clock()):
            await guest.write(signing_in.wrong_password)
            raise signing_in.refused()
        with suppress(DeskError):  # a desk that is busy turns nobody away for that
            await guest.write(signing_in.signed_in, account.person)
        return SignedIn(self._of(account.person), known.expires_at is not None)

    async def choose_password(self, desk: Desk, password: str) -> None:
        hash = await self.passwords.hash(signing_in.read_password(password))
        await desk.write(signing_in.choose_password, hash)

    async def remembered(self, token: str) -> Desk | None:
        """The desk of whoever this machine remembers, while that holds."""
        person = await self.guest().read(signing_in.remembered, token)
        return None if person is None else self._of(person)

    async def claimed(self, email: str) -> Desk:
        """Whoever holds the database may say who they are; the audit keeps it as asserted."""
        person = await self.guest().read(signing_in.claimed, email)
        return self._of(person, asserted=True)

    async def may_come_with(self, key: PublicKey) -> bool:
        """Whether anybody may come in with this key, if they sign with it."""
        return await self.guest().read(ssh_keys.may_come_with, key, self._clock()) is not None

    async def came_with(self, key: PublicKey) -> Desk | None:
        """The desk of whoever signed with this key, looked up anew."""
        person = await self.guest().write(ssh_keys.came_with, key)
        return None if person is None else self._of(person)

    async def came_by(self, fingerprint: str) -> tuple[Desk, PublicKey] | None:
        """The desk of whoever has this key, which an sshd of this machine has seen sign."""
        known = await self.guest().write(ssh_keys.came_by, fingerprint)
        return None if known is None else (self._of(known.person), known.key)

    def let_in(self, actor: Actor) -> Desk:
        """The desk of whoever another process of this machine has let in."""
        return self._desk(actor)

    async def by_pair(self, typed_id: str, email: str) -> Desk:
        """The one ticket with this ID and this registered e-mail. Raises NotFound, TryLater."""
        guest = self.guest()
        found = await guest.write(looking_up.look_up, typed_id, email, has_mail_server=self.has_mail_server)
        return self._desk(found.opened())

    async def mails_codes(self) -> bool:
        """Whether a code can be asked for: letters leave this desk."""
        if not self.has_mail_server:
            return False
        settings = (await self.guest().read(reading.notices)).settings
        return mailed_codes.by_mail(settings, has_mail_server=True)

    async def ask_for_code(self, email: str) -> None:
        """To sign in by; the same whether the desk knows the address or not. Raises TryLater."""
        await self.guest().write(mailed_codes.ask, read_email(email))

    async def sign_in_by_code(self, email: str, typed: str) -> Desk:
        """Raises SignInNeeded for a code that does not hold, in the same time whoever is asked for; TryLater."""
        return await self._prove(self.guest(), email, typed)

    async def ask_to_write(self, desk: Desk) -> str:
        """A code to whoever came by ID and e-mail, so that they may write there; the address that it goes to."""
        email = _holder(desk).email
        await desk.write(mailed_codes.ask, email)
        return email

    async def may_write(self, desk: Desk, typed: str) -> Desk:
        """The same ticket for whoever reads what is sent to that address. Raises Refused, TryLater."""
        return await self._prove(desk, _holder(desk).email, typed)

    async def _prove(self, desk: Desk, email: str, typed: str) -> Desk:
        code = await desk.write(mailed_codes.begin_try, email)
        fits = await self.passwords.fits(mailed_codes.read_code(typed), None if code is None else code.hash)
        actor = await desk.write(mailed_codes.redeem, email, code) if fits and code is not None else None
        if actor is None:
            await desk.write(mailed_codes.wrong_code)
            raise mailed_codes.refused(to_write=desk.actor.only is not None)
        return self._desk(actor)

    def _of(self, person: Person, *, asserted: bool = False) -> Desk:
        return self._desk(replace(self._guest, person=person, asserted=asserted))

    def _desk(self, actor: Actor) -> Desk:
        return Desk(self._store, self._files, actor, clock=self._clock, chance=self._chance)


def _holder(desk: Desk) -> Person:
    if desk.actor.person is None or desk.actor.only is None:
        raise SignInNeeded("Only who came by ID and e-mail proves an address so.")
    return desk.actor.person


def _ran_out(expires_at: int | None, now: int) -> bool:
    return expires_at is not None and now > expires_at
