"""What a desk may answer instead of a result.

DeskError
├── NotUnderstood   2   the request makes no sense: an unknown field, a bad value
├── NotFound        3   no such thing, or not yours: the same answer on purpose
├── Conflict        4   someone changed it first; carries what is new
├── Refused         5   understood, and not allowed: permission, a move, a limit
│   ├── SignInNeeded    nobody is signed in, or the password does not fit
│   └── NoDesk          there is none where one was looked for
└── TryLater       75   the database is busy or away, or too many tries; nothing was written

Front ends turn each into its sentence and its exit status; nobody else catches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from core.entries import Entry
    from core.tickets import Ticket


class DeskError(Exception):
    """A refusal in one sentence that says what to do; `field` names the input it is about, where there is one."""

    status: ClassVar[int] = 1

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotUnderstood(DeskError):
    """The request makes no sense as it stands."""

    status = 2


class NotFound(DeskError):
    """There is no such thing for this person. What one may not see does not exist for them."""

    status = 3


class Conflict(DeskError):
    """The ticket has moved on since its author looked; nothing was written.

    `ticket` is the ticket as it is now and `entries` what came in since, both as the author may see them.
    """

    status = 4

    def __init__(self, sentence: str, ticket: Ticket, entries: tuple[Entry, ...] = ()) -> None:
        super().__init__(sentence)
        self.ticket = ticket
        self.entries = entries


class Refused(DeskError):
    """Understood, and not allowed."""

    status = 5


class SignInNeeded(Refused):
    """Nobody is signed in, or e-mail and password do not belong together."""


class NoDesk(Refused):
    """There is no desk at that place."""


class TryLater(DeskError):
    """The desk can not answer now; nothing was written and the same request may work in a while."""

    status = 75
