"""What the app and its screens tell each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from core.references import Reference

if TYPE_CHECKING:
    from core.desk import Desk
    from core.reading import Notices


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


class ListChanged(Message):
    """The list that a ticket was opened from has other rows now, or it is known how many."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, ListChanged)


class SettingsChanged(Message):
    """What holds for the whole desk is another now: its name, its promises, its categories. The session has it."""

    def __init__(self, before: Notices, now: Notices) -> None:
        super().__init__()
        self.before = before
        self.now = now

    @property
    def categories_differ(self) -> bool:
        return self.before.categories != self.now.categories

    def category_now(self, name: str) -> str:
        """What a category is called now: a renamed one has kept its place among as many."""
        was, now = self.before.categories, self.now.categories
        differing = [(old, new) for old, new in zip(was, now, strict=False) if old != new]
        is_one = len(was) == len(now) and len(differing) == 1
        return differing[0][1] if is_one and differing[0][0] == name else name


class Entered(Message):
    """Somebody came in: signed in, set the desk up, or found their ticket. The app opens their home screen, where the
    hint line tells the notice as a message of this kind."""

    def __init__(self, desk: Desk, notice: str = "", kind: str = "ok") -> None:
        super().__init__()
        self.desk = desk
        self.notice = notice
        self.kind = kind


class LeftOut(Message):
    """A message has no room for this: one letter that was typed, or all that was pasted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Left(Message):
    """Somebody signed out; the app goes back to Welcome and this machine forgets them."""
