"""Reads what people type to find tickets: `status:open,waiting -tag:vpn priority:>=high due:<2h "exact phrase" cert*`.

Parts stand between blanks and all of them have to hold. A part is a word, a phrase in quotes, or a field with values;
`-` before it turns it around. Whatever is typed gives a Search or a QueryError, which says where it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from core.calendars import HOUR
from core.durations import read_duration
from core.errors import NotUnderstood
from core.query_terms import ME, NOBODY, By, Deadline, Field, Filter, Order, Search, Span, Term, Value, Words
from core.references import read_reference
from core.tickets import Priority, Status

V = TypeVar("V")

PARTS_AT_MOST = 40
LETTERS_AT_MOST = 1_000
SORT = "sort"
OTHER_WORDS = {"owner": Field.ASSIGNEE, "queue": Field.CATEGORY, "requester": Field.FROM}
"""What the screens call some fields."""
STAFF_ONLY = frozenset({Field.TAG})

_FIELD = re.compile(r"[^\W\d_][\w-]*")
_BOUND = re.compile(r"(<=|>=|<|>)(.*)", re.DOTALL)


class QueryError(NotUnderstood):
    """What is wrong from `start` up to `end` of what was typed, and what would be right there, if that is known."""

    def __init__(self, says: str, start: int, end: int, better: str = "") -> None:
        advice = f" Did you mean {better}?" if better else ""
        super().__init__(f"column {start + 1}: {says}{advice}", field="query")
        self.says = f"{says}{advice}"
        self.start = start
        self.end = end
        self.better = better


class Part(NamedTuple):
    """A stretch of what was typed without its quotes: where each letter stood, and whether it was quoted."""

    text: str
    places: tuple[int, ...]
    quoted: tuple[bool, ...]
    start: int
    end: int

    def cut(self, first: int, last: int) -> Part:
        """A piece of it, which begins with its quote where it has one."""
        start = self.places[first] if first < len(self.places) else self.end
        is_quoted = first < len(self.places) and self.quoted[first] and not (first and self.quoted[first - 1])
        end = self.end if last >= len(self.places) else self.places[last]
        return Part(self.text[first:last], self.places[first:last], self.quoted[first:last], start - is_quoted, end)

    def find(self, sign: str) -> int:
        """Where a sign stands that is not quoted, or -1."""
        pairs = zip(self.text, self.quoted, strict=True)
        return next((place for place, (letter, quoted) in enumerate(pairs) if letter == sign and not quoted), -1)

    def begins(self, sign: str) -> bool:
        return self.find(sign) == 0 and self.places[0] == self.start

    def wrong(self, says: str, better: str = "") -> QueryError:
        return QueryError(says, self.start, max(self.end, self.start + 1), better)


def read_query(typed: str, *, staff: bool = True, categories: Sequence[str] = ()) -> Search:
    """What is asked for. Where the categories are known, one that there is not is an error too. Raises QueryError."""
    if len(typed) > LETTERS_AT_MOST:
        raise QueryError(f"a query has at most {LETTERS_AT_MOST:,} letters.", LETTERS_AT_MOST, len(typed))
    read = _Reader(staff, categories)
    terms: list[Term] = []
    for count, part in enumerate(parts(typed)):
        if count >= PARTS_AT_MOST:
            raise part.wrong(f"a query has at most {PARTS_AT_MOST} parts. Leave the rest out.")
        term = read.term(part)
        if isinstance(term, Order) and any(isinstance(other, Order) for other in terms):
            raise part.wrong("there is an order already. Take one of the two out.")
        if term is not None:
            terms.append(term)
    search = Search(tuple(terms))
    if typed.strip() and not terms:
        raise QueryError("there is no word to look for. Type one.", 0, len(typed))
    if search.order is not None and search.order.by.is_of_unclosed and search.asks_for_closed:
        order = next(part for part in parts(typed) if read.term(part) == search.order)
        raise order.wrong(f"closed tickets are not sorted by {search.order.by.value}.", "sort:-updated")
    if search.unwanted and not search.words:
        first = next(part for part in parts(typed) if read.term(part) in search.unwanted)
        raise first.wrong("a word that is left out needs one to look for. Add one, or a phrase in quotes.")
    return search


def fields_for(*, staff: bool) -> tuple[Field, ...]:
    """Customers see no tags, so they can not ask for them."""
    return tuple(field for field in Field if staff or field not in STAFF_ONLY)


def shorter(typed: str) -> str:
    """The same query without its last part."""
    try:
        last = list(parts(typed))[-1:]
    except QueryError as error:
        return typed[: error.start].rstrip()
    return typed[: last[0].start].rstrip() if last else ""


def without(typed: str, error: QueryError) -> str:
    """The query without the part that is wrong."""
    first = typed.rfind(" ", 0, error.start) + 1
    last = typed.find(" ", error.end)
    return " ".join(f"{typed[:first]}{typed[last:] if last >= 0 else ''}".split())


def in_order(typed: str, order: Order | None) -> str:
    """The query in another order; None is its own."""
    kept = [typed[part.start : part.end] for part in parts(typed) if not _says_order(part)]
    return " ".join(kept if order is None else [*kept, str(order)])


def _says_order(part: Part) -> bool:
    return part.text[: max(part.find(":"), 0)].casefold() == SORT


def mended(typed: str, error: QueryError) -> str:
    """The query with what is better in the place of what is wrong."""
    return f"{typed[: error.start]}{error.better}{typed[error.end :]}" if error.better else typed


def parts(typed: str) -> Iterator[Part]:
    """What stands between blanks; blanks in quotes part nothing. Raises QueryError for a quote without an end."""
    place = 0
    while place < len(typed):
        if typed[place].isspace():
            place += 1
            continue
        part = _part(typed, place)
        yield part
        place = part.end


def _part(typed: str, start: int) -> Part:
    letters: list[tuple[str, int, bool]] = []
    opened, place = -1, start
    while place < len(typed) and (opened >= 0 or not typed[place].isspace()):
        if typed[place] == '"':
            opened = place if opened < 0 else -1
        else:
            letters.append((typed[place], place, opened >= 0))
        place += 1
    if opened >= 0:
        raise QueryError("the quote that begins here has no end. Close it.", opened, len(typed))
    return Part(
        "".join(letter for letter, _, _ in letters),
        tuple(place for _, place, _ in letters),
        tuple(quoted for _, _, quoted in letters),
        start,
        place,
    )


class _Reader:
    """Knows which fields and categories there are for whoever asks."""

    def __init__(self, staff: bool, categories: Sequence[str]) -> None:
        self._fields = {field.value: field for field in fields_for(staff=staff)}
        self._others = {word: field for word, field in OTHER_WORDS.items() if staff or field not in STAFF_ONLY}
        self._categories = categories

    def term(self, part: Part) -> Term | None:
        """None for what has neither a letter nor a figure: there is nothing to look for."""
        whole, negated = part, False
        if part.begins("-"):
            part, negated = part.cut(1, len(part.text)), True
        colon = part.find(":")
        name = part.cut(0, max(colon, 0))
        if colon > 0 and not any(name.quoted) and _FIELD.fullmatch(name.text):
            return self._field(whole, name, part.cut(colon + 1, len(part.text)), negated)
        return self._words(part, negated)

    def _words(self, part: Part, negated: bool) -> Words | None:
        beginning = part.text.endswith("*") and not part.quoted[-1]
        text = part.text[:-1] if beginning else part.text
        if not any(letter.isalnum() for letter in text):
            return None
        if beginning and sum(letter.isalnum() for letter in text) < 2:
            raise part.wrong("a beginning has two letters or more before the *. Type another one.")
        return Words(text, beginning, negated)

    def _field(self, whole: Part, name: Part, given: Part, negated: bool) -> Term:
        typed = name.text.casefold()
        if typed == SORT:
            if negated:
                raise whole.wrong("the sign stands before the field.", f"sort:-{given.text.lstrip('-') or 'updated'}")
            return _order(name, given)
        field = self._fields.get(typed) or self._others.get(typed)
        if field is None:
            better = nearest(typed, [*self._fields, *self._others, SORT])
            says = f"no field “{name.text}”."
            raise name.wrong(says if better else f"{says} Put quotes around what is no field.", better)
        values = [value for value in _split(given) if value.text.strip()]
        if not values:
            raise whole.wrong(f"{field.value} needs a value, like {EXAMPLES[field]}.")
        if len(values) > PARTS_AT_MOST:
            raise values[PARTS_AT_MOST].wrong(f"a field has at most {PARTS_AT_MOST} values. Leave the rest out.")
        read = [value for one in values for value in self._values(field, one)]
        return Filter(field, tuple(dict.fromkeys(read)), negated)

    def _values(self, field: Field, part: Part) -> Sequence[Value]:
        if field is Field.CATEGORY:
            return (self._category(part),)
        return _READS[field](part)

    def _category(self, part: Part) -> str:
        folded = " ".join(part.text.split()).casefold()
        known = {name.casefold(): name for name in self._categories}
        if known and folded not in known:
            better = nearest(folded, known)
            there = "" if better else f" There is {', '.join(self._categories)}."
            better = f'"{known[better]}"' if " " in better else known.get(better, "")
            raise part.wrong(f"no category “{part.text}”.{there}", better)
        return folded


def _split(part: Part) -> Iterator[Part]:
    """The values between commas."""
    first = 0
    for place, (letter, quoted) in enumerate(zip(part.text, part.quoted, strict=True)):
        if letter == "," and not quoted:
            yield part.cut(first, place)
            first = place + 1
    yield part.cut(first, len(part.text))


def nearest(typed: str, known: Iterable[str]) -> str:
    """The word that was probably meant, or ""."""
    from difflib import get_close_matches  # only who mistypes waits for it

    words = list(known)
    begun = [word for word in words if len(typed) > 1 and word.startswith(typed)]
    return next(iter(begun or get_close_matches(typed, words, 1, 0.6)), "")


def _one_of(part: Part, what: str, known: Mapping[str, V]) -> V:
    typed = part.text.strip().casefold().replace(" ", "_").replace("-", "_")
    if typed in known:
        return known[typed]
    better = nearest(typed, known)
    there = "" if better else f" It is one of {', '.join(known)}."
    raise part.wrong(f"no {what} “{part.text}”.{there}", better)


def _order(name: Part, given: Part) -> Order:
    turned = given.begins("-")
    by = given.cut(1, len(given.text)) if turned else given
    if not by.text:
        raise name.wrong("sort needs a value, like sort:-updated.")
    return Order(_one_of(by, "order", {one.value: one for one in By}), turned)


def _statuses(part: Part) -> Sequence[Value]:
    return (_one_of(part, "status", {one.code: one for one in Status}),)


def _priorities(part: Part) -> Sequence[Value]:
    """`>=high` is high and urgent: the more urgent is the greater one."""
    known = {one.word: one for one in Priority}
    bound = _BOUND.fullmatch(part.text)
    if bound is None:
        return (_one_of(part, "priority", known),)
    limit = _one_of(part.cut(len(bound[1]), len(part.text)), "priority", known)
    found = tuple(one for one in Priority if _is_within(bound[1], limit, one))
    if not found:
        raise part.wrong(f"no priority is {'above' if '>' in bound[1] else 'below'} {limit.word}. Add the sign =.")
    return found


def _is_within(sign: str, limit: int, code: int) -> bool:
    """Codes ascend from urgent to low."""
    return (code == limit and "=" in sign) or (code < limit if ">" in sign else code > limit)


def _people(part: Part) -> Sequence[Value]:
    folded = part.text.strip().casefold()
    return (NOBODY if folded == "nobody" else folded,)


def _folded(part: Part) -> Sequence[Value]:
    return (part.text.strip().casefold().lstrip("#") or part.text.strip(),)


def _ids(part: Part) -> Sequence[Value]:
    try:
        return (read_reference(part.text),)
    except NotUnderstood:
        raise part.wrong("an ID has 10 letters and digits, or its first four and more, like id:K7M2.") from None


def _kinds(part: Part) -> Sequence[Value]:
    return (_one_of(part, "such thing to have", {"file": "file"}),)


def _deadlines(part: Part) -> Sequence[Value]:
    if _BOUND.fullmatch(part.text):
        return (_span(part, Field.DUE),)
    known: dict[str, Value] = {"<2h": Span(True, 2 * HOUR), **{one.value: one for one in Deadline}}
    return (_one_of(part, "deadline", known),)


def _ages(field: Field) -> Callable[[Part], Sequence[Value]]:
    return lambda part: (_span(part, field),)


def _span(part: Part, field: Field) -> Span:
    bound = _BOUND.fullmatch(part.text)
    try:
        length = read_duration(bound[2] if bound else part.text)
    except NotUnderstood:
        raise part.wrong(f"“{part.text}” is no length of time. Write it like {EXAMPLES[field]}.") from None
    if bound is None:
        raise part.wrong(f"say < (within) or > (more than) before {part.text}.", f"<{part.text}")
    return Span(bound[1].startswith("<"), length)


_READS: dict[Field, Callable[[Part], Sequence[Value]]] = {
    Field.STATUS: _statuses,
    Field.PRIORITY: _priorities,
    Field.ASSIGNEE: _people,
    Field.FROM: _people,
    Field.TAG: _folded,
    Field.ID: _ids,
    Field.HAS: _kinds,
    Field.DUE: _deadlines,
    Field.CREATED: _ages(Field.CREATED),
    Field.UPDATED: _ages(Field.UPDATED),
}
EXAMPLES = {
    Field.STATUS: "status:open,waiting",
    Field.PRIORITY: "priority:>=high",
    Field.ASSIGNEE: f"assignee:{ME}",
    Field.TAG: "tag:vpn",
    Field.CATEGORY: "category:network",
    Field.FROM: "from:ann@",
    Field.ID: "id:K7M2",
    Field.HAS: "has:file",
    Field.DUE: "due:<2h",
    Field.CREATED: "created:>7d",
    Field.UPDATED: "updated:<1h",
}
