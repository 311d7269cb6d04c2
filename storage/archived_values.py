"""What stands in the columns of a desk, beyond their kind and size: no row out of an archive may hold anything else.

A desk keeps only what the rooms of core/ let through. An archive is a file that anybody can have written, so the same
is asked of it here, by conditions that are looked at while a row is read.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Meta

from core.deadlines import NEVER
from core.entries import NAME_BYTES_AT_MOST
from core.letters import Subject
from core.people import EMAIL, EMAIL_AT_MOST, NAME_AT_MOST
from core.references import ALPHABET, LENGTH
from core.saved_searches import NAME_AT_MOST as SEARCH_AT_MOST
from core.tickets import BODY_AT_MOST, SUBJECT_AT_MOST, TAG_AT_MOST
from storage import schema

_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_TURNS = r"\u202a-\u202e\u2066-\u2069"
"""Turn the direction of writing around, and show the end of a name elsewhere."""


class Value(NamedTuple):
    """The condition, and how it is told: it `has to be` …"""

    condition: Meta
    told: str


def value_of(table: str, column: str) -> Value | None:
    """What has to stand there; None where the kind of the column says all."""
    known = schema.metadata.tables.get(table)
    if known is not None and column in known.c and known.c[column].info.get(schema.IS_INSTANT):
        return _INSTANT
    return _VALUES.get(f"{table}.{column}")


def _line(at_most: int) -> Value:
    return Value(Meta(max_length=at_most, pattern=r"^[^\r\n]+\Z"), f"one line of at most {at_most} characters")


def _matching(pattern: str, told: str, at_most: int | None = None) -> Value:
    return Value(Meta(pattern=rf"^(?:{pattern})\Z", max_length=at_most), told)


_INSTANT = Value(Meta(ge=0, le=NEVER), f"a time in milliseconds, from 0 to {NEVER}")
_REFERENCE = rf"[{ALPHABET}]{{{LENGTH}}}"
_ID = _matching(_REFERENCE, "the ID of a ticket")
_EMAIL = _matching(EMAIL.pattern, "an e-mail address", EMAIL_AT_MOST)
_LINE = _matching(rf"[^{_CONTROLS}]*", "one line without control characters")
_TEXT = Value(Meta(max_length=BODY_AT_MOST), f"a text of at most {BODY_AT_MOST // 1024} KiB")
_HASH = _matching("[0-9a-f]{64}", "the SHA-256 of a file")
_SIZE = Value(Meta(ge=0), "a number of bytes")
_VALUES = {
    "people.email": _EMAIL,
    "people.email_norm": _EMAIL,
    "people.undeliverable": _LINE,
    "people.name": _line(NAME_AT_MOST),
    "categories.name": _line(TAG_AT_MOST),
    "saved_searches.name": _line(SEARCH_AT_MOST),
    "tickets.reference": _ID,
    "tickets.follows": _ID,
    "tickets.subject": _line(SUBJECT_AT_MOST),
    "tags.name": _matching(rf"[^\s#,+]{{1,{TAG_AT_MOST}}}", f"one word of at most {TAG_AT_MOST} characters"),
    "entries.body": _TEXT,
    "entries.quoted": _TEXT,
    "attachments.name": _matching(
        rf"[^./\\ {_CONTROLS}{_TURNS}][^/\\{_CONTROLS}{_TURNS}]*",
        "the name of a file, without folders and control characters",
        NAME_BYTES_AT_MOST,
    ),
    "attachments.size": _SIZE,
    "attachments.sha256": _HASH,
    "drafts.reference": _matching(f"(?:{_REFERENCE})?", "the ID of a ticket, or nothing"),
    "idempotency.reference": _ID,
    "ssh_keys.line": _LINE,
    "ssh_keys.comment": _LINE,
    "incoming.fingerprint": _HASH,
    "incoming.sha256": _HASH,
    "incoming.size": _SIZE,
    "incoming.sender": _LINE,
    "incoming.recipient": _LINE,
    "incoming.message_id": _LINE,
    "incoming.author": _LINE,
    "incoming.subject": _LINE,
    "incoming.why": _LINE,
    "copies_asked.email": _EMAIL,
    "copies_asked.email_norm": _EMAIL,
    "copies_asked.name": _LINE,
    "mailboxes.name": _LINE,
    "mailboxes.trouble": _LINE,
    "outbox.subject": _matching("|".join(one.value for one in Subject), "a letter that a desk sends"),
    "outbox.message_id": _matching(rf"<[^\s<>{_CONTROLS}]+>", "a Message-ID"),
}
