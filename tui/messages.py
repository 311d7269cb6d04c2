"""What the app and its screens tell each other."""

from __future__ import annotations

from textual.message import Message

from core.desk import Desk
from core.references import Reference


class TicketsChanged(Message):
    """Somebody, in this process or another, changed these tickets. A burst arrives as one message."""

    def __init__(self, references: frozenset[Reference]) -> None:
        super().__init__()
        self.references = references

    def can_replace(self, message: Message) -> bool:
        """Merge with one that still waits: what comes later stands for both."""
        if not isinstance(message, TicketsChanged):
            return False
        self.references |= message.references
        return True


class Entered(Message):
    """Somebody came in: signed in, set the desk up, or found their ticket. The app opens their home screen."""

    def __init__(self, desk: Desk, notice: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.notice = notice


class Left(Message):
    """Somebody signed out; the app goes back to Welcome and this machine forgets them."""
