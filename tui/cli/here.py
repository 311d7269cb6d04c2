"""What every verb is handed: the desk of whoever asks, the way to print, the IDs and messages that were given."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from core import reading
from core.desk import Desk
from core.entries import Attachment, Kind
from core.errors import DeskError, NotUnderstood, Refused, SignInNeeded
from core.reading import TicketView
from core.reception import Reception
from core.references import Reference, read_reference, shown
from core.tickets import Ticket
from tui.cli import as_json, messages
from tui.cli.conversation import quoted
from tui.cli.door import Door, Upkeep
from tui.cli.messages import Message
from tui.cli.options import NO_OPTIONS, Options, read_figure
from tui.cli.output import Output
from tui.cli.visiting import code_typed
from tui.promised import code_is_coming_to

STDIN = messages.STDIN
VERSIONS = 2**53


class Here:
    """One command on its way: where it came in, with which options, and what it prints."""

    def __init__(self, door: Door, options: Options) -> None:
        self.door = door
        self.options = options
        self.now = door.now
        self.output = Output(
            door.out, door.err, json=options.json, quiet=options.quiet, terminal=door.terminal, width=door.width
        )

    @property
    def upkeep(self) -> Upkeep:
        """What the machine that keeps the database can do; verbs that ask for it are said only there."""
        if self.door.upkeep is None:
            raise Refused("That can be done only on the machine that keeps the database.")
        return self.door.upkeep

    async def reception(self, *, create: bool = False) -> Reception:
        return await self.door.visit.reception(self.options, create=create)

    async def desk(self) -> Desk:
        """Of whoever is signed in, or signs in now."""
        return await self.door.visit.signed_in(self.options)

    async def known_desk(self) -> Desk | None:
        return await self.door.visit.known(self.options)

    async def desk_for(self, typed: str, email: str | None) -> tuple[Desk, Reference]:
        """The desk that answers about this ticket: by the pair of ID and e-mail, or as oneself."""
        if email is None:
            return await self.desk(), read_reference(typed)
        desk = await (await self.reception()).by_pair(typed, email)
        return desk, desk.actor.only or read_reference(typed)

    async def writing_desk_for(self, typed: str, email: str | None, code: str | None) -> tuple[Desk, Reference]:
        """The same to write there, for which the pair alone may not be enough: then a mailed code is asked for."""
        if code is not None and email is None:
            raise NotUnderstood("--code goes with --email: it proves that the address is yours.", field="code")
        desk, reference = await self.desk_for(typed, email)
        if desk.actor.may_write:
            return desk, reference
        reception = await self.reception()
        if code is not None:
            return await reception.may_write(desk, code), reference
        if not await reception.mails_codes():
            raise Refused("Sign in to write here: this desk sends no codes by mail.")
        return await self._prove(reception, desk), reference

    async def _prove(self, reception: Reception, desk: Desk) -> Desk:
        says = code_is_coming_to(await reception.ask_to_write(desk))
        await self.door.visit.send_letters()
        if (ask := self.door.ask) is None:
            raise Refused(f"{says} Say the same again with --code.", field="code")
        self.output.warn(says)
        return await code_typed(ask, self.output.warn, lambda typed: reception.may_write(desk, typed))

    async def ids(self, typed: Sequence[str]) -> list[str]:
        """The IDs of the command line; `-` stands for those on standard input, one or several in a line."""
        if not typed:
            raise NotUnderstood("Say which ticket: its ID, like K7M2Q-9XR4T, or - to read IDs from standard input.")
        found: list[str] = []
        for word in typed:
            found += await self._piped_ids() if word == STDIN else [word]
        return list(dict.fromkeys(found))

    async def _piped_ids(self) -> list[str]:
        given = await messages.read_all(self.door, "The list of IDs")
        return given.decode("utf-8", "replace").split()

    async def each(self, ids: Sequence[str], work: Callable[[str], Awaitable[None]]) -> int:
        """One after the other: a refusal is told and the others go on. The status is that of the first refusal."""
        if len(ids) == 1:
            await work(ids[0])
            return 0
        status = 0
        for one in ids:
            try:
                await work(one)
            except SignInNeeded:
                raise
            except DeskError as error:
                self.output.warn(f"{one}: {error.sentence}")
                status = status or error.status
        return status

    @asynccontextmanager
    async def message(
        self, desk: Desk, answering: Reference | None = None, attached: Sequence[str] = ()
    ) -> AsyncIterator[Message]:
        async def below() -> str:
            return "" if answering is None else quoted(await desk.read(reading.look_at, answering), desk.actor)

        async with messages.message(self.door, desk, below, attached) as written:
            yield written

    async def upload(self, desk: Desk, path: str, name: str | None) -> Attachment:
        return await messages.uploaded(self.door, desk, path, name)

    def key(self, once: str | None) -> str:
        """What makes a second sending harmless: the key that was given, else one that nobody has."""
        if once is None:
            return secrets.token_hex(16)
        if not once.strip() or len(once) > 200:
            raise NotUnderstood("The key of --once is a text of at most 200 characters.", field="once")
        return once

    def version(self, typed: str | None) -> int | None:
        return None if typed is None else read_figure(typed, "--if-version", 1, VERSIONS)

    async def done(self, desk: Desk, ticket: Ticket, sentence: str) -> None:
        """Tell what was done to a ticket, in the form that was asked for."""
        if self.options.json:
            self.output.object(as_json.ticket(ticket, self.now(), unread=await self._unread(desk, ticket)))
        elif self.options.quiet:
            self.output.line(shown(ticket.reference))
        else:
            self.output.say(sentence)

    async def _unread(self, desk: Desk, ticket: Ticket) -> bool:
        if desk.actor.is_guest:
            return False
        return is_unread(await desk.read(reading.look_at, ticket.reference))


def is_unread(view: TicketView) -> bool:
    """Whether there is a message or note that this person has not read; events are no reason to open a ticket."""
    return any(one.id > view.read_up_to and one.kind is not Kind.EVENT for one in view.thread.entries)


if TYPE_CHECKING:
    Inside: TypeAlias = Here
else:
    Inside = Options
"""What a verb is handed. In its place the parser finds the options of every verb; the runner makes them a Here."""

ASKED: Any = NO_OPTIONS
