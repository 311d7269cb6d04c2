"""The door through which a command comes in: its streams, how it reaches a desk, and how it is known who asks.

The runner and the verbs know no more than this, so that the local shell and an SSH connection can be the same to them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from core.collecting import Collected, Filed
from core.copies import Copied, Kind
from core.desk import Desk
from core.letters import Subject
from core.reception import Reception
from core.sending import Delivered
from core.store import Moved
from core.upkeep import Upgraded
from tui.cli.options import Options


class Asking(Protocol):
    """Somebody sits at a terminal and can be asked."""

    def line(self, question: str) -> str: ...
    def password(self, question: str) -> str: ...
    def agrees(self, question: str) -> bool: ...


class Draft(Protocol):
    """What somebody wrote in their editor."""

    text: str

    def keep(self) -> str:
        """Leave it where it is, because it was not sent; says where."""
        ...

    def discard(self) -> None: ...


class Visit(Protocol):
    """One visit to a desk. Here the options, the machine and its keyring say which and who; over SSH the connection."""

    async def reception(self, options: Options, *, create: bool = False) -> Reception:
        """Open the desk, once. Raises DeskError when there is none, or it can not be opened."""
        ...

    async def known(self, options: Options) -> Desk | None:
        """The desk of whoever is known without being asked."""
        ...

    async def signed_in(self, options: Options) -> Desk:
        """The desk of whoever is known, or signs in now. Raises SignInNeeded."""
        ...

    async def send_letters(self) -> None:
        """Now, what somebody waits for, where nobody else does it."""
        ...

    async def leave(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Hosting:
    """How a desk is to be served: to people over SSH, to a mail server of this machine over LMTP, or to both. `apart`:
    with a process for each window. `people`: a demo, in which the user name says as whom one comes."""

    ssh: str = ""
    workers: int = 1
    metrics: str = ""
    apart: bool = False
    people: Mapping[str, str] | None = None
    lmtp: str = ""


@dataclass(frozen=True, slots=True)
class DemoDesk:
    """A desk to look at, as the person whose role was asked for: by commands, in the app, line by line; or served over
    SSH at a port of this machine, where the user name says the role. The last three give a status."""

    desk: Callable[[], AbstractAsyncContextManager[Desk]]
    open_app: Callable[[], Awaitable[int]]
    go_line_by_line: Callable[[], Awaitable[int]]
    serve: Callable[[int], Awaitable[int]]


class Upkeep(Protocol):
    """What only the machine that keeps the database can do."""

    async def upgrade(self, options: Options) -> Upgraded | None:
        """Bring the database to this version; None when there was nothing to do."""
        ...

    async def look_after(self, options: Options) -> None:
        """Once in a while, what the database needs to stay quick."""
        ...

    async def send_letters(self, options: Options) -> Delivered | None:
        """What waits, once; None where no mail server is set."""
        ...

    def ended_by_signals(self) -> AbstractContextManager[None]:
        """In there a signal ends the process as the system does it: a mail server tries again then."""
        ...

    async def receive(self, options: Options, raw: bytes, sender: str, recipient: str) -> bool:
        """Keep a letter for good, and file it if that can be done at once; whether it is new.

        Raises TooLarge for one that is never taken, and TryLater for all that may pass."""
        ...

    async def file_letters(self, options: Options) -> tuple[Collected, Filed]:
        """Fetch what lies in the mailbox, if one is set, and file what came, once."""
        ...

    def standard_text(self, letter: Subject) -> str:
        """What ttydesk says in this letter."""
        ...

    def check_text(self, text: str) -> None:
        """Raises NotUnderstood for a text of a letter that can not be filled."""
        ...

    async def keep(self, options: Options, kind: Kind, file: Path) -> Copied:
        """All of the desk into a file."""
        ...

    async def export(self, options: Options, out: BinaryIO) -> Copied: ...

    async def restore(self, options: Options, file: Path | None, *, replace: bool) -> Copied:
        """The desk that a file tells of, or without one standard input."""
        ...

    def demo(self, options: Options, tickets: int, role: str) -> AbstractAsyncContextManager[DemoDesk]:
        """A desk full of realistic tickets, thrown away on leaving unless the options name a place for it."""
        ...

    async def serve(self, options: Options, asked: Hosting) -> int:
        """Serve the desk until the process is asked to end; gives a status."""
        ...

    async def session(self, options: Options, fingerprint: str, door: Door) -> int:
        """Let somebody in whom an sshd of this machine has seen sign with a key; `door` has their streams."""
        ...

    def authorized(self, options: Options, fingerprint: str) -> str:
        """What that sshd is told of a key; empty for one that lets nobody in."""
        ...

    async def move_files(self, options: Options, target: str, source: str | None, *, drop: bool) -> Moved:
        """Bring the files of tickets to another place. It goes on where it stopped the last time."""
        ...

    async def check(self, options: Options, *, mend: bool) -> tuple[str, ...]:
        """A sentence for each thing that is wrong, which says what to do; what can be made anew is, with `mend`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """`piped`: a message comes on standard input. `terminal`: somebody reads the output. `ask`, `edit` and `upkeep`
    are None where nobody can be asked, no editor can be opened, the database is not of this machine."""

    out: TextIO
    err: TextIO
    bytes_out: BinaryIO
    read: Callable[[int], Awaitable[bytes]]
    piped: bool
    terminal: bool
    visit: Visit
    now: Callable[[], int]
    width: int | None = None
    ask: Asking | None = None
    edit: Callable[[str], Draft] | None = None
    upkeep: Upkeep | None = None

    @property
    def is_local(self) -> bool:
        """Whether whoever asks sits at this machine: then its files are theirs, and options say which desk and who."""
        return self.upkeep is not None
