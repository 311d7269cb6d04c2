"""What a query says: words that a message holds, fields of the ticket, an order; and how it is written down."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple, TypeAlias

from core.durations import duration_words
from core.tickets import Priority, Status

ME = "me"
NOBODY = "none"


class Field(Enum):
    """What can be asked of a ticket, by the word that is typed before the colon."""

    STATUS = "status"
    PRIORITY = "priority"
    ASSIGNEE = "assignee"
    TAG = "tag"
    CATEGORY = "category"
    FROM = "from"
    ID = "id"
    HAS = "has"
    DUE = "due"
    CREATED = "created"
    UPDATED = "updated"


class Deadline(Enum):
    """How a ticket stands against its deadline."""

    LATE = "late"
    SOON = "soon"
    NONE = "none"


class By(Enum):
    """What found tickets can be sorted by."""

    UPDATED = "updated"
    CREATED = "created"
    DUE = "due"
    PRIORITY = "priority"

    @property
    def is_of_unclosed(self) -> bool:
        """Whether closed tickets have no place in this order, and are left out."""
        return self in (By.DUE, By.PRIORITY)


class Span(NamedTuple):
    """A length of time that something is nearer than, or else further away than."""

    nearer: bool
    length: int


Value: TypeAlias = Status | Priority | Deadline | Span | str
"""A str is a beginning of a name, an ID, a category or a tag, folded to lower case where case does not count."""


class Words(NamedTuple):
    """Words that stand together in one message or in the subject; `beginning`: the last one may go on."""

    text: str
    beginning: bool = False
    negated: bool = False

    def __str__(self) -> str:
        return f"{'-' * self.negated}{_quoted(self.text, _NO_WORD)}{'*' * self.beginning}"

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return f"“{self.text}{'*' * self.beginning}”"


class Filter(NamedTuple):
    """A field has one of these values; `negated`: it has none of them."""

    field: Field
    values: tuple[Value, ...]
    negated: bool = False

    def __str__(self) -> str:
        return f"{'-' * self.negated}{self.field.value}:{','.join(map(_value, self.values))}"

    @property
    def name(self) -> str:
        return self.field.value


class Order(NamedTuple):
    """In which order the tickets come: as the lists have it, or `turned` around.

    Times and deadlines ascend, so that `-updated` is the newest change first; a priority begins with the most urgent.
    """

    by: By
    turned: bool = False

    def __str__(self) -> str:
        return f"sort:{'-' * self.turned}{self.by.value}"

    @property
    def name(self) -> str:
        return "sort"


Term: TypeAlias = Words | Filter | Order


class Search(NamedTuple):
    """All of these hold for what is found. Empty, it asks for nothing."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __str__(self) -> str:
        """The query as one could have typed it."""
        return " ".join(map(str, self.terms))

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(term for term in self.terms if isinstance(term, Words) and not term.negated)

    @property
    def unwanted(self) -> tuple[Words, ...]:
        return tuple(term for term in self.terms if isinstance(term, Words) and term.negated)

    @property
    def filters(self) -> tuple[Filter, ...]:
        return tuple(term for term in self.terms if isinstance(term, Filter))

    @property
    def order(self) -> Order | None:
        return next((term for term in self.terms if isinstance(term, Order)), None)

    @property
    def asks_for_closed(self) -> bool:
        """Whether closed tickets are named among what is wanted."""
        return any(Status.CLOSED in one.values for one in self.filters if one.field is Field.STATUS and not one.negated)

    def in_order(self, order: Order | None) -> Search:
        """The same in another order; None is its own."""
        kept = tuple(term for term in self.terms if not isinstance(term, Order))
        return Search(kept if order is None else (*kept, order))


NOTHING = Search()
"""What a list asks for that nobody searches."""

_NO_WORD = re.compile(r"[\s:*]|\A-|\A\Z")
_NO_VALUE = re.compile(r"[\s,*]|\A\Z")


def _quoted(text: str, unlike: re.Pattern[str]) -> str:
    return f'"{text}"' if unlike.search(text) else text


def _value(value: Value) -> str:
    if isinstance(value, Status):
        return value.code
    if isinstance(value, Priority):
        return value.word
    if isinstance(value, Deadline):
        return value.value
    if isinstance(value, Span):
        return f"{'<' if value.nearer else '>'}{duration_words(value.length)}"
    return _quoted(value, _NO_VALUE)
