"""What a ticket is, and the one table of the moves that its status may make (DESIGN section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

from core.deadlines import NEVER, Clock
from core.errors import NotUnderstood, Refused
from core.people import Actor, Person
from core.references import Reference

SUBJECT_AT_MOST = 200
TAG_AT_MOST = 40
TAGS_AT_MOST = 100
FILES_AT_MOST = 20
FILE_AT_MOST = 20 * 1024 * 1024  # bytes
BODY_AT_MOST = 64 * 1024  # bytes of UTF-8; what is longer becomes an attachment


class Status(IntEnum):
    OPEN = 0
    IN_PROGRESS = 1
    WAITING = 2
    RESOLVED = 3
    CLOSED = 4

    @property
    def code(self) -> str:
        """The word that programs read and that people type: `in_progress`."""
        return self.name.lower()

    @property
    def word(self) -> str:
        return self.code.replace("_", " ")

    @property
    def is_active(self) -> bool:
        """The desk has to act: its clocks run."""
        return self in (Status.OPEN, Status.IN_PROGRESS)

    @property
    def is_settled(self) -> bool:
        return self in (Status.RESOLVED, Status.CLOSED)

    @property
    def customer_word(self) -> str:
        return "waiting for you" if self is Status.WAITING else self.word

    @property
    def meaning(self) -> str:
        """What the status tells a customer."""
        return _MEANINGS[self]


_MEANINGS = {
    Status.OPEN: "received, waiting for our answer",
    Status.IN_PROGRESS: "someone is working on it",
    Status.WAITING: "we need your answer",
    Status.RESOLVED: "we think it is solved; confirm or reopen",
    Status.CLOSED: "finished",
}


class Priority(IntEnum):
    """Ascending is most urgent first, as lists are sorted."""

    URGENT = 0
    HIGH = 1
    MEDIUM = 2
    LOW = 3

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def meaning(self) -> str:
        """What the priority is for, said wherever one is chosen."""
        return _PURPOSES[self]


_PURPOSES = {
    Priority.LOW: "general questions",
    Priority.MEDIUM: "standard requests",
    Priority.HIGH: "your service is affected",
    Priority.URGENT: "critical, needs attention now",
}


class Party(Enum):
    """Who moves a ticket."""

    CUSTOMER = "customer"
    AGENT = "agent"
    DESK = "the desk itself"


_S, _P = Status, Party
MOVES: dict[tuple[Status, Status], frozenset[Party]] = {
    (_S.OPEN, _S.IN_PROGRESS): frozenset({_P.AGENT}),
    (_S.OPEN, _S.WAITING): frozenset({_P.AGENT}),
    (_S.OPEN, _S.RESOLVED): frozenset({_P.AGENT}),
    (_S.OPEN, _S.CLOSED): frozenset({_P.CUSTOMER}),
    (_S.IN_PROGRESS, _S.OPEN): frozenset({_P.AGENT}),
    (_S.IN_PROGRESS, _S.WAITING): frozenset({_P.AGENT}),
    (_S.IN_PROGRESS, _S.RESOLVED): frozenset({_P.AGENT}),
    (_S.IN_PROGRESS, _S.CLOSED): frozenset({_P.CUSTOMER}),
    (_S.WAITING, _S.OPEN): frozenset({_P.AGENT, _P.DESK}),
    (_S.WAITING, _S.IN_PROGRESS): frozenset({_P.AGENT, _P.DESK}),
    (_S.WAITING, _S.RESOLVED): frozenset({_P.AGENT}),
    (_S.WAITING, _S.CLOSED): frozenset({_P.CUSTOMER}),
    (_S.RESOLVED, _S.OPEN): frozenset({_P.CUSTOMER, _P.AGENT, _P.DESK}),
    (_S.RESOLVED, _S.IN_PROGRESS): frozenset({_P.CUSTOMER, _P.AGENT, _P.DESK}),
    (_S.RESOLVED, _S.CLOSED): frozenset({_P.CUSTOMER, _P.AGENT, _P.DESK}),
    (_S.CLOSED, _S.OPEN): frozenset({_P.CUSTOMER, _P.AGENT, _P.DESK}),
}
"""From, to, and who may: the desk itself moves a ticket when a customer's message wakes it, or when time has passed."""


class DueState(Enum):
    """How a ticket stands against its nearest deadline."""

    NONE = "none"
    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    LATE = "late"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Ticket:
    """One request and its state. Instants are epoch milliseconds.

    `version` and `updated_at` count every change, `public_version` and `public_at` those that the customer sees.
    `respond` runs from the oldest customer message without an answer, `resolve` from the creation; the instants that
    follow from them (`respond_by` … `wake_at`) are worked out by core/moving.py and kept, so that lists sort by them.
    `notices` counts what was told about the present deadline: due soon, late; or the warning before closing.
    """

    reference: Reference
    subject: str
    category: str
    priority: Priority
    status: Status
    requester: Person
    created_at: int
    updated_at: int
    public_at: int
    source: str
    version: int = 1
    public_version: int = 1
    proved: bool = True
    """Whether the requester's address was proved when this ticket was opened, or since."""
    participants: tuple[Person, ...] = ()
    assignee: Person | None = None
    tags: tuple[str, ...] = ()
    respond: Clock | None = None
    resolve: Clock | None = None
    respond_by: int | None = None
    resolve_by: int | None = None
    due: int = NEVER
    soon_at: int = NEVER
    wake_at: int = NEVER
    notices: int = 0
    settled_at: int | None = None
    answered_at: int | None = None
    answered_in_time: bool | None = None
    reopens: int = 0
    follows: Reference | None = None

    def due_state(self, now: int) -> DueState:
        return due_state(self.status, self.due, self.soon_at, now)

    def is_customer_side(self, actor: Actor) -> bool:
        """Whether this actor speaks as the customer here: staff do in tickets that they opened for themselves."""
        person = actor.person
        if person is None:
            return False
        return person.id == self.requester.id or (
            not actor.is_staff and any(p.id == person.id for p in self.participants)
        )

    def party(self, actor: Actor) -> Party:
        if actor.is_desk:
            return Party.DESK
        return Party.CUSTOMER if self.is_customer_side(actor) and not actor.is_staff else Party.AGENT


def due_state(status: Status, due: int, soon_at: int, now: int) -> DueState:
    if status in (Status.WAITING, Status.RESOLVED):
        return DueState.PAUSED
    if status is Status.CLOSED or due == NEVER:
        return DueState.NONE
    if now >= due:
        return DueState.LATE
    return DueState.DUE_SOON if now >= soon_at else DueState.ON_TRACK


def moves_from(status: Status, party: Party) -> tuple[Status, ...]:
    """The statuses that this party may set next, in their own order."""
    return tuple(to for to in Status if party in MOVES.get((status, to), ()))


def permit_move(ticket: Ticket, to: Status, party: Party) -> None:
    """Refuse a move that the table does not have, in a sentence that names those it has."""
    if to == ticket.status or party in MOVES.get((ticket.status, to), ()):
        return
    allowed = [status.word for status in moves_from(ticket.status, party)]
    if ticket.status is Status.CLOSED:
        raise Refused("A closed ticket can only be reopened.", field="status")
    choice = f"it can become {' or '.join(allowed)}" if allowed else "it stays so"
    raise Refused(f"A ticket that is {ticket.status.word} can not become {to.word}: {choice}.", field="status")


def read_status(typed: str) -> Status:
    code = typed.strip().lower().replace(" ", "_").replace("-", "_")
    for status in Status:
        if status.code == code:
            return status
    raise NotUnderstood("A status is open, in_progress, waiting, resolved or closed.", field="status")


def read_priority(typed: str) -> Priority:
    for priority in Priority:
        if priority.word == typed.strip().lower():
            return priority
    raise NotUnderstood("A priority is low, medium, high or urgent.", field="priority")


def read_subject(typed: str) -> str:
    """A subject in one line. Raises NotUnderstood when it is empty or too long."""
    subject = " ".join(typed.split())
    if not subject:
        raise NotUnderstood("Say in a few words what is wrong, like “VPN refuses my certificate”.", field="subject")
    if len(subject) > SUBJECT_AT_MOST:
        sentence = (
            f"A subject has at most {SUBJECT_AT_MOST} characters, not {len(subject)}. Put the rest into the message."
        )
        raise NotUnderstood(sentence, field="subject")
    return subject


def read_tag(typed: str) -> str:
    """A tag: one lower-case word. Raises NotUnderstood."""
    tag = typed.strip().lstrip("#").lower()
    if not tag or len(tag) > TAG_AT_MOST or any(letter.isspace() or letter in "#,+" for letter in tag):
        raise NotUnderstood(f"A tag is one word of at most {TAG_AT_MOST} characters, like vpn.", field="tag")
    return tag
