"""What stands in a ticket's conversation: messages, internal notes, events.

Who may see an entry is its type. A customer's thread is made of PublicEntry and letters take nothing else, so an
internal note can not get into either: the type checker says so, and the queries made for customers select no such row.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from core.errors import NotUnderstood
from core.people import Person, Sender, Via
from core.references import Reference, shown
from core.tickets import BODY_AT_MOST, Status, Ticket

NAME_BYTES_AT_MOST = 200
ENDING_BYTES_AT_MOST = 20
"""Of a file's name after its last dot; what is longer is no ending."""


class Kind(Enum):
    PUBLIC = "public"
    INTERNAL = "internal"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an entry: its bytes are kept under their SHA-256, `size` counts them, `name` is for people."""

    name: str
    size: int
    type: str
    sha256: str


class Filed(NamedTuple):
    """A file in its ticket; `at` is when it came there."""

    file: Attachment
    at: int


class Change(NamedTuple):
    """One property that changed: its name and both values as people write them; None where there was or is none."""

    what: str
    before: str | None
    after: str | None

    @property
    def words(self) -> str:
        """`priority high to urgent`, `owner Maya Lind`, `tag vpn`."""
        if self.before is None:
            return f"{self.what} {self.after}"
        if self.after is None:
            return f"{self.what} {self.before} removed"
        return f"{self.what} {self.before} to {self.after}"

    def read_by(self, *, staff: bool) -> Change:
        """As it is put to whoever reads it: a customer knows a status by the word that their ticket shows."""
        if staff or self.what != "status":
            return self
        before, after = (_CUSTOMER_WORDS.get(word, word) for word in (self.before, self.after))
        return self._replace(before=before, after=after)


_CUSTOMER_WORDS: dict[str | None, str] = {status.word: status.customer_word for status in Status}


class Entry(NamedTuple):
    """One row of the conversation. `id` ascends with time: the place in the thread; `author` None is the desk, or a
    stranger where the sender is not verified. `quoted` is what stood in a letter below what its author wrote: older
    letters, the signature.

    A tuple, because a long conversation has thousands, and a frozen dataclass takes five times as long to make.
    """

    id: int
    kind: Kind
    author: Person | None
    sender: Sender
    via: Via
    body: str
    created_at: int
    attachments: tuple[Attachment, ...] = ()
    changes: tuple[Change, ...] = ()
    quoted: str = ""


class PublicEntry(Entry):
    """A message or an event that the customer's side sees."""

    __slots__ = ()


class InternalEntry(Entry):
    """A note or an event that only staff see."""

    __slots__ = ()


class Thread(NamedTuple):
    """The newest entries of a conversation, oldest first, and how many stand before them."""

    entries: tuple[Entry, ...] = ()
    earlier: int = 0


PUBLIC_CHANGES = frozenset({"status", "priority", "owner", "file", "follows"})
"""Events that the customer's side sees; all others are internal (DESIGN section 3)."""


def differences(before: Ticket, after: Ticket) -> tuple[Change, ...]:
    """What differs between two states of a ticket, in the words of its events."""
    changes = [
        Change("status", before.status.word, after.status.word),
        Change("priority", before.priority.word, after.priority.word),
        Change("owner", _name(before.assignee), _name(after.assignee)),
        Change("category", before.category, after.category),
        Change("subject", before.subject, after.subject),
        Change("follows", _shown(before.follows), _shown(after.follows)),
    ]
    changes += [Change("copies to", one, None) for one in _copies(before) if one not in _copies(after)]
    changes += [Change("copies to", None, one) for one in _copies(after) if one not in _copies(before)]
    changes += [Change("tag", tag, None) for tag in before.tags if tag not in after.tags]
    changes += [Change("tag", None, tag) for tag in after.tags if tag not in before.tags]
    return tuple(change for change in changes if change.before != change.after)


def _shown(reference: Reference | None) -> str | None:
    return shown(reference) if reference else None


def _copies(ticket: Ticket) -> tuple[str, ...]:
    return tuple(person.email for person in ticket.participants)


def _name(person: Person | None) -> str | None:
    return person.name if person else None


def read_body(typed: str) -> str:
    """A message as typed, but for line ends and blank lines around it. Raises NotUnderstood when it is empty."""
    body = typed.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
    if not body.strip():
        raise NotUnderstood("Say what happened: the message is empty.", field="body")
    if len(body.encode("utf-8", "surrogatepass")) > BODY_AT_MOST:
        sentence = f"A message has at most {BODY_AT_MOST // 1024} KiB. Attach the rest as a file."
        raise NotUnderstood(sentence, field="body")
    return body


def read_file_name(typed: str) -> str:
    """The last path component without leading dots or control characters, at most 200 bytes of UTF-8."""
    name = typed.replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = "".join(letter for letter in name if letter.isprintable()).strip().lstrip(". ")
    return _short_enough(name or "file").rstrip()


def unused_name(name: str, used: frozenset[str]) -> str:
    """`name` as it may be kept, or `name (2).ext` and so on where the ticket has a file of that name already."""
    name = read_file_name(name)
    nth, free = 1, name
    while free in used:
        nth += 1
        free = _short_enough(name, f" ({nth})")
    return free


def _short_enough(name: str, number: str = "") -> str:
    """`name` with a number before its ending, its stem cut such that all of it has at most 200 bytes of UTF-8."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending.encode()) > ENDING_BYTES_AT_MOST:
        stem, dot, ending = name, "", ""
    rest = f"{number}{dot}{ending}"
    room = NAME_BYTES_AT_MOST - len(rest.encode())
    return stem.encode()[:room].decode(errors="ignore") + rest
