"""The tickets of one person as folders of files: `/K7M2Q-9XR4T/vpn.log`, for scp and sftp.

No path here is one of this machine. What somebody may not see is not there, as everywhere else.
"""

from __future__ import annotations

import posixpath
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from core.attaching import Upload, attach
from core.desk import Desk
from core.entries import Attachment, Filed, read_file_name
from core.errors import NotFound, NotUnderstood, Refused
from core.listing import Query, Row, View
from core.reading import TicketFiles, files_of, page
from core.references import Reference, read_reference, shown
from core.safe_text import safe_name
from tui.local_files import type_of
from tui.ssh.transfers import Incoming, Outgoing

LISTED = 1000
"""Tickets that a listing shows; every other that one may see is there all the same, under its ID."""
AT_ONCE = 100
HOME = "Name a ticket: its ID is the folder, like K7M2Q-9XR4T/."
TOO_DEEP = "A ticket has files and no folders: there is nothing below this."
NO_FOLDERS = "A ticket holds files and no folders. Pack the folder into one file."
NO_FILE = "That is a folder. Name a file in it."
READ_ONLY = "You may read this ticket and not add to it."


@dataclass(frozen=True, slots=True)
class Place:
    """What a path says: without a `reference` the home of all tickets, without a `name` the folder of one."""

    reference: Reference | None = None
    name: str = ""

    @property
    def is_file(self) -> bool:
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class Found:
    """What is there: a folder, or a file; `at` is when it changed last."""

    place: Place
    at: int
    file: Attachment | None = None


def read_place(path: bytes) -> Place:
    """Raises NotFound for what can be nothing here."""
    try:
        parts = [part for part in posixpath.normpath("/" + path.decode()).split("/") if part]
    except UnicodeDecodeError:
        raise NotFound("The path is not written in UTF-8.") from None
    if len(parts) > 2:
        raise NotFound(TOO_DEEP)
    try:
        reference = read_reference(parts[0]) if parts else None
    except NotUnderstood:
        raise NotFound(HOME) from None
    return Place(reference, parts[1] if len(parts) == 2 else "")


class TicketTree:
    """`tell` hears what whoever copies has to know, beside what their program says."""

    def __init__(self, desk: Desk, tell: Callable[[str], None]) -> None:
        self._desk = desk
        self._tell = tell
        self._sent: dict[Place, str] = {}
        """Names that files got which were sent here: another had theirs already."""

    async def look(self, path: bytes) -> Found:
        place = read_place(path)
        if place.reference is None:
            return Found(place, self._desk.now())
        there = await self._files(place.reference)
        if not place.is_file:
            return Found(place, there.ticket.updated_at)
        filed = self._named(there, place)
        if filed is None:
            raise NotFound(f"{shown(there.ticket.reference)} has no file {safe_name(place.name)}.")
        return Found(place, filed.at, filed.file)

    async def tickets(self) -> AsyncIterator[Row]:
        """One's own, the newest change first: of a customer all, of staff what they have in hand."""
        query = Query(View.MINE if self._desk.actor.is_staff else View.ALL)
        listed, start = 0, None
        while listed < LISTED:
            found = await self._desk.read(page, query, self._desk.now(), start=start, limit=AT_ONCE)
            for row in found.rows:
                yield row
            listed += len(found.rows)
            if not found.after:
                return
            start = found.rows[-1].cursor

    async def files(self, place: Place) -> tuple[Filed, ...]:
        if place.reference is None or place.is_file:
            raise NotFound(TOO_DEEP)
        return tuple(one for one in (await self._files(place.reference)).files if _is_plain(one.file.name))

    async def open(self, path: bytes) -> Outgoing:
        """All of a file, ready to be read."""
        found = await self.look(path)
        if found.file is None:
            raise Refused(NO_FILE)
        return await Outgoing.of(self._desk.files, found.file)

    async def begin(self, path: bytes, *, only_new: bool = False) -> Incoming:
        """Before the first byte of a file comes: whether it may. Nothing is in the ticket until `finish`."""
        place = read_place(path)
        if place.reference is None:
            raise Refused(HOME)
        there = await self._files(place.reference)
        if not place.is_file:
            raise Refused(NO_FILE)
        if not there.takes_more:
            raise Refused(READ_ONLY)
        if only_new and self._named(there, place) is not None:
            raise Refused(f"{safe_name(place.name)} is there already.")
        return Incoming(place.reference, read_file_name(place.name), place.name)

    async def finish(self, coming: Incoming) -> None:
        """It came whole: now it is in the ticket, or it is refused."""
        blob = await coming.stored(self._desk.files)
        file = Attachment(coming.name, blob.size, type_of(coming.name), blob.sha256)
        ticket = await self._desk.write(attach, Upload(coming.reference, (file,), secrets.token_hex(16)))
        kept = (await self._files(ticket.reference)).kept_as(file)
        self._sent[Place(coming.reference, coming.typed)] = kept
        if not ticket.reference.startswith(coming.reference):
            self._tell(f"{shown(coming.reference)} was closed too long ago: the file opened {shown(ticket.reference)}.")
        elif kept != coming.typed:
            self._tell(f"{safe_name(coming.typed)} is in {shown(ticket.reference)} as {safe_name(kept)}.")

    async def _files(self, reference: Reference) -> TicketFiles:
        return await self._desk.read(files_of, reference)

    def _named(self, there: TicketFiles, place: Place) -> Filed | None:
        name = self._sent.get(place, place.name)
        return next((one for one in there.files if one.file.name == name), None)


def _is_plain(name: str) -> bool:
    """No name leads out of the folder into which somebody copies it."""
    return bool(name) and "/" not in name and name not in (".", "..")
