"""What a sample desk has to be, said by protocols: whoever invents one needs nothing from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from core.entries import Attachment, Change, Kind
from core.people import Person, Sender, Via
from core.tickets import Ticket


class Told(Protocol):
    """One entry of a conversation; `after` counts milliseconds from the ticket's creation."""

    @property
    def kind(self) -> Kind: ...
    @property
    def public(self) -> bool: ...
    @property
    def author(self) -> Person | None: ...
    @property
    def sender(self) -> Sender: ...
    @property
    def via(self) -> Via: ...
    @property
    def body(self) -> str: ...
    @property
    def after(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def changes(self) -> tuple[Change, ...]: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...


class Story(Protocol):
    """A ticket in its last state, with what was said in it, and who has read how many of its entries."""

    @property
    def ticket(self) -> Ticket: ...
    @property
    def entries(self) -> Sequence[Told]: ...
    @property
    def read(self) -> Sequence[tuple[Person, int]]: ...


class Newcomer(Protocol):
    @property
    def person(self) -> Person: ...
    @property
    def joined_at(self) -> int: ...


class Content(Protocol):
    @property
    def sha256(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Sample(Protocol):
    """A whole desk. People keep the numbers that they come with, because tickets refer to them."""

    @property
    def settings(self) -> Mapping[str, str]: ...
    @property
    def categories(self) -> Sequence[str]: ...
    @property
    def people(self) -> Sequence[Newcomer]: ...
    @property
    def files(self) -> Sequence[Content]: ...
    def tickets(self) -> Iterable[Story]: ...
