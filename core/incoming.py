"""Letters on their way in: as they came, as they were read, and what became of each.

A letter is kept whole before anything looks at it, and once, however often and by whichever way it comes. What reads it
(mail/) only says what stands in it; which ticket it belongs to and whom it speaks for is decided in core/matching.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from core.entries import Attachment
from core.references import Reference
from core.store import Blob

LETTER_AT_MOST = 30 * 1024 * 1024
"""Bytes of a letter as it comes: a file of 20 MB in base 64, with some room for words."""


class Way(Enum):
    """How a letter came to the desk."""

    PIPE = "pipe"
    LMTP = "lmtp"
    IMAP = "imap"


class Stage(IntEnum):
    """What became of a letter: kept and not read yet, in a ticket, held until an operator decides, or thrown away."""

    WAITS = 0
    FILED = 1
    HELD = 2
    DISCARDED = 3


class Machine(Enum):
    """Whether a machine wrote a letter by itself, and which kind."""

    NONE = ""
    AUTO_REPLY = "automatic reply"
    BOUNCE = "delivery report"
    LIST = "mailing list"
    OWN = "letter of this desk"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter as it came. `fingerprint` is the same whichever way it came; `raw` are its bytes, kept with the files.
    `sender` and `recipient` are those of the envelope, empty where the way does not tell."""

    fingerprint: str
    raw: Blob
    way: Way
    sender: str = ""
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address in a header, and the name that stands beside it, which anybody may have typed."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class AuthResult:
    """One result of an Authentication-Results header, like dkim=pass for acme.example; `domain` is the domain that it
    is about: header.d or header.i of dkim, header.from of dmarc, smtp.mailfrom of spf; lower-case, as ASCII."""

    method: str
    result: str
    domain: str


@dataclass(frozen=True, slots=True)
class AuthResults:
    """One such header: the server that says so (authserv-id), and its results."""

    server: str
    results: tuple[AuthResult, ...]


@dataclass(frozen=True, slots=True)
class Bounced:
    """What a delivery report says of one address. `message_id` is that of the letter that did not arrive, empty where
    the report does not say; `for_good` tells a failure from a delay."""

    email: str
    message_id: str
    answer: str
    for_good: bool


@dataclass(frozen=True, slots=True)
class LetterRead:
    """What stands in a letter, in plain values; every string is text of strangers.

    `author` is None where there is not exactly one, or none that can be read. `recipients` are all addresses that it
    was delivered to or addressed to, lower-case; `copies` those of To and Cc with their names. `answers` are the
    Message-IDs that it answers, the nearest first. `text` is what its author wrote now, `quoted` what stands below it:
    older letters and the signature. `unread` says in a sentence what could not be read of it, if something could not.
    """

    message_id: str
    author: Mailbox | None
    recipients: tuple[str, ...]
    copies: tuple[Mailbox, ...]
    subject: str
    answers: tuple[str, ...]
    text: str
    quoted: str
    attachments: tuple[Attachment, ...] = ()
    machine: Machine = Machine.NONE
    bounced: tuple[Bounced, ...] = ()
    authentication: tuple[AuthResults, ...] = ()
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A letter in the desk's keeping. `number` is its place; `author` and `subject` are known once it was read; `why`
    says why it is held. `reference` is its ticket, or the one that it seems to be about while it is held."""

    number: int
    arrived: Arrived
    came_at: int
    stage: Stage = Stage.WAITS
    tries: int = 0
    author: str = ""
    subject: str = ""
    why: str = ""
    reference: Reference | None = None
    ended_at: int | None = None

    @property
    def name(self) -> str:
        """By which an operator means it: the beginning of its fingerprint."""
        return self.arrived.fingerprint[:8]


@dataclass(frozen=True, slots=True)
class MailboxPlace:
    """How far the letters of a mailbox were fetched: the newest UID under this UIDVALIDITY, as IMAP counts them.
    `trouble` is what the mail server said when it could not be read last, empty when it could."""

    name: str
    uidvalidity: int
    last_uid: int
    at: int
    trouble: str = ""
