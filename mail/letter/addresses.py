"""Whom a letter names: addresses as people and programs write them (RFC 5322), and as those write who want to deceive.

What is not plainly one address is none: of two readings, the one that checked the letter may have taken the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.errors import NotUnderstood
from core.incoming import Mailbox
from core.people import read_email
from mail.letter.charsets import UNREADABLE
from mail.letter.headers import Headers
from mail.letter.limits import ADDRESSES_AT_MOST, NAME_AT_MOST
from mail.letter.words import readable

DELIVERED_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
_COPIED = ("to", "cc")
_ALSO_TO = ("bcc", "resent-to", "resent-cc")


@dataclass(slots=True)
class _Draft:
    """One address while it is read. `address` is what stands between < and >."""

    words: list[str] = field(default_factory=list)
    comment: str = ""
    address: str | None = None
    is_quoted: bool = False
    is_odd: bool = False

    def mailbox(self) -> Mailbox | None:
        """None where this is no address."""
        words = "".join(self.words)
        if self.address is None:
            name, email, self.is_odd = self.comment, words, self.is_odd or self.is_quoted
        else:
            name, email = words.strip() or self.comment, self.address
        try:
            email = read_email(email).lower()
        except NotUnderstood:
            return None
        return None if self.is_odd or UNREADABLE in email else Mailbox(readable(name)[:NAME_AT_MOST], email)

    @property
    def is_empty(self) -> bool:
        return self.address is None and not "".join(self.words).strip()


@dataclass(slots=True)
class Addresses:
    """What a header names. `is_plain`: nothing in it is anything but addresses and their names."""

    mailboxes: list[Mailbox] = field(default_factory=list)
    is_plain: bool = True

    def take(self, draft: _Draft) -> None:
        if draft.is_empty:
            self.is_plain = self.is_plain and not draft.is_odd
        elif (mailbox := draft.mailbox()) is None:
            self.is_plain = False
        elif len(self.mailboxes) < ADDRESSES_AT_MOST:
            self.mailboxes.append(mailbox)


def read_addresses(header: str) -> Addresses:
    found, draft, position = Addresses(), _Draft(), 0
    while position < len(header):
        letter = header[position]
        position += 1
        if letter in ",;":
            found.take(draft)
            draft = _Draft()
        elif letter == ":":  # the name of a group was before it
            found.is_plain, draft = False, _Draft()
        elif letter == '"':
            text, position = _quoted(header, position)
            draft.words.append(text)
            draft.is_quoted, draft.is_odd = True, draft.is_odd or draft.address is not None
        elif letter == "(":
            draft.comment, position = _comment(header, position)
        elif letter == "<":
            closes = header.find(">", position)
            draft.is_odd = draft.is_odd or draft.address is not None or closes < 0
            draft.address = header[position:closes] if closes >= 0 else ""
            position = closes + 1 if closes >= 0 else len(header)
        else:
            draft.words.append(letter)
            draft.is_odd = draft.is_odd or letter == ")" or (draft.address is not None and not letter.isspace())
    draft.is_odd = draft.is_odd or position > len(header)
    found.take(draft)
    return found


def _quoted(header: str, position: int) -> tuple[str, int]:
    """The text up to the closing quotes, and where it goes on: past the end where nothing closes it."""
    letters: list[str] = []
    while position < len(header) and header[position] != '"':
        position += header[position] == "\\"
        letters.append(header[position : position + 1])
        position += 1
    return "".join(letters), position + 1


def _comment(header: str, position: int) -> tuple[str, int]:
    begins, depth = position, 1
    while position < len(header) and depth:
        letter = header[position]
        depth += (letter == "(") - (letter == ")")
        position += 2 if letter == "\\" else 1
    return (header[begins : position - 1], position) if not depth else (header[begins:], len(header) + 1)


def author_of(headers: Headers) -> Mailbox | None:
    """Who says that they wrote it. None where not exactly one address says so, in one header, for every program."""
    if len(lines := headers.all("from")) != 1 or lines != headers.exactly("from"):
        return None
    found = read_addresses(lines[0])
    return found.mailboxes[0] if found.is_plain and len(found.mailboxes) == 1 else None


def copies_in(headers: Headers) -> tuple[Mailbox, ...]:
    """Of To and Cc, each once."""
    found: dict[str, Mailbox] = {}
    for mailbox in _all(headers, _COPIED):
        found.setdefault(mailbox.email, mailbox)
    return tuple(found.values())[:ADDRESSES_AT_MOST]


def recipients_in(headers: Headers) -> tuple[str, ...]:
    """All addresses that it was delivered to, or written to."""
    found = dict.fromkeys(mailbox.email for mailbox in _all(headers, DELIVERED_TO + _COPIED + _ALSO_TO))
    return tuple(found)[:ADDRESSES_AT_MOST]


def _all(headers: Headers, names: tuple[str, ...]) -> list[Mailbox]:
    return [mailbox for name in names for line in headers.all(name) for mailbox in read_addresses(line).mailboxes]
