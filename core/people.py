"""Who meets the desk: people with an e-mail and a role, and the actor that a use case is asked by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, IntEnum

from core.errors import NotUnderstood
from core.references import Reference

NAME_AT_MOST = 120
EMAIL_AT_MOST = 254  # RFC 5321, section 4.5.3.1.3

EMAIL = re.compile(
    r"(?!.*=\?)[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f-\x9f]+@[^\s@<>,;:\"()\[\]\\.\x00-\x1f]+(\.[^\s@<>,;:\"()\[\]\\.\x00-\x1f]+)*\Z"
)
"""No address begins an encoded word (RFC 2047): mail programs would read another one out of it."""


class Role(IntEnum):
    """What a person is to the desk; each may do all that those before it may."""

    CUSTOMER = 0
    AGENT = 1
    OPERATOR = 2

    @property
    def word(self) -> str:
        return self.name.lower()


class Via(Enum):
    """The door through which something was done."""

    TUI = "tui"
    SSH = "ssh"
    CLI = "cli"
    MAIL = "mail"


class Sender(IntEnum):
    """How sure the desk is of who wrote an entry."""

    VERIFIED = 0
    UNVERIFIED = 1
    STAFF = 2
    DESK = 3

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Person:
    """One person with one e-mail. `verified`: the address was proved, or an operator vouched for it. `undeliverable`
    is what a mail server answered to the newest letter that could not be delivered; empty while letters arrive."""

    id: int
    email: str
    name: str
    role: Role = Role.CUSTOMER
    verified: bool = True
    active: bool = True
    undeliverable: str = ""

    @property
    def is_staff(self) -> bool:
        return self.role >= Role.AGENT

    @property
    def first_name(self) -> str:
        return (self.name.split() or [self.email])[0]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, through which door, and how that is known.

    No person and not `is_desk`: a guest. `source` is where tries are counted: an IP address, or the system user.
    `asserted`: whoever holds the database claimed to be this person. `only`: someone who came with the ID and e-mail
    of this one ticket; `may_write` tells whether that pair alone lets them write, `proved` that a mailed code did.
    """

    via: Via
    person: Person | None = None
    source: str = ""
    asserted: bool = False
    only: Reference | None = None
    may_write: bool = True
    proved: bool = False
    is_desk: bool = False

    @property
    def is_staff(self) -> bool:
        """Rights of staff; a staff address that came by a pair has none."""
        return self.person is not None and self.only is None and self.person.is_staff and self.person.active

    @property
    def is_operator(self) -> bool:
        return self.is_staff and self.person is not None and self.person.role is Role.OPERATOR

    @property
    def sees_all(self) -> bool:
        """Staff and the desk itself; everybody else meets their own tickets, and of them what is public."""
        return self.is_staff or self.is_desk

    @property
    def is_guest(self) -> bool:
        return self.person is None and not self.is_desk

    @property
    def sender(self) -> Sender:
        if self.is_desk:
            return Sender.DESK
        if self.is_staff:
            return Sender.STAFF
        proved = self.person is not None and self.person.verified and (self.only is None or self.proved)
        return Sender.VERIFIED if proved else Sender.UNVERIFIED


def normal_email(email: str) -> str:
    """The form in which two spellings of one address are equal: NFKC and case-folded, which is its own normal form."""
    folded = unicodedata.normalize("NFKC", email.strip()).casefold()
    return unicodedata.normalize("NFKC", folded)  # folding may leave what NFKC composes: ß with an accent


def read_email(typed: str) -> str:
    """An e-mail address as its owner writes it, checked for its shape. Raises NotUnderstood."""
    email = typed.strip()
    if not email:
        raise NotUnderstood("Say your e-mail address, like ann@example.com.", field="email")
    if not _is_email(email) or not _is_email(normal_email(email)):
        raise NotUnderstood("That is not an e-mail address: it looks like ann@example.com.", field="email")
    return email


def _is_email(text: str) -> bool:
    return len(text) <= EMAIL_AT_MOST and EMAIL.match(text) is not None and text.isprintable()


def read_name(typed: str) -> str:
    """A person's name in one line. Raises NotUnderstood when it is empty or too long."""
    name = " ".join(typed.split())
    if not name:
        raise NotUnderstood("Say your full name, so that we know whom we answer.", field="name")
    if len(name) > NAME_AT_MOST:
        raise NotUnderstood(f"A name has at most {NAME_AT_MOST} characters; this one has {len(name)}.", field="name")
    return name


def read_address(typed: str) -> tuple[str, str]:
    """Name and e-mail of `Ann Okafor <ann@acme.example>`; a bare address is its own name."""
    name, bracket, rest = typed.strip().rpartition("<")
    email = read_email(rest.removesuffix(">") if bracket else rest)
    return read_name(name.strip().strip('"') or email.split("@")[0]), email


def read_role(typed: str) -> Role:
    for role in Role:
        if role.word == typed.strip().lower():
            return role
    raise NotUnderstood("A role is customer, agent or operator.", field="role")
