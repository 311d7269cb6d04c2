"""What can follow in a query that somebody is typing: fields, their values, people, tags, categories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.people import Actor, Role
from core.permission import Verb, permit
from core.query import OTHER_WORDS, SORT, Part, QueryError, fields_for, parts
from core.query_terms import ME, NOBODY, By, Deadline, Field
from core.store import Transaction
from core.tickets import Priority, Status

OFFERED = 8


@dataclass(frozen=True, slots=True)
class Offers:
    """Words that can stand from `start` up to `end` of what was typed."""

    typed: str
    start: int
    end: int
    words: tuple[str, ...] = ()

    def taken(self, word: str) -> tuple[str, int]:
        """The query with one of the words, and where one types on: behind a blank, where the part is whole."""
        rest = self.typed[self.end :]
        ending = "" if word.endswith(":") or rest[:1].isspace() else " "
        kept = self.typed[: self.start] + word + ending
        return kept + rest, len(kept) + (1 if rest[:1].isspace() and not word.endswith(":") else 0)


def offers(tx: Transaction, actor: Actor, typed: str, cursor: int) -> Offers:
    """What can stand where one is typing, the most usual first."""
    permit(actor, Verb.SEE_OWN)
    part = _part_at(typed, cursor)
    if part is None:
        return Offers(typed, cursor, cursor)
    colon = part.find(":")
    if colon < 0:
        sign = part.begins("-")
        begun = part.text[sign:].casefold()
        fields = [f"{field.value}:" for field in fields_for(staff=actor.is_staff)]
        fields += [] if sign else [f"{SORT}:"]
        return Offers(typed, part.start + sign, part.end, _beginning(begun, fields) if begun or not sign else ())
    name = part.text[:colon].lstrip("-").casefold()
    value = _last_value(part, colon)
    words = [_quoted(word) for word in _values(tx, actor, name, value.text.casefold())]
    return Offers(typed, value.start, value.end, tuple(words))


def _part_at(typed: str, cursor: int) -> Part | None:
    """The part that ends at the cursor; an empty one behind a blank, none in the middle of a part."""
    if cursor < len(typed) and not typed[cursor].isspace():
        return None
    before = typed[:cursor]
    try:
        found = list(parts(before))
    except QueryError as error:  # a quote that is not closed yet
        try:
            found = list(parts(f'{before}"'))
        except QueryError:
            return None
        last = found[-1]
        return Part(last.text, last.places, last.quoted, last.start, cursor) if error.start > last.start else None
    if found and found[-1].end == cursor:
        return found[-1]
    return Part("", (), (), cursor, cursor)


def _last_value(part: Part, colon: int) -> Part:
    commas = [place for place, letter in enumerate(part.text) if letter == "," and not part.quoted[place]]
    return part.cut(max([colon, *commas]) + 1, len(part.text))


def _values(tx: Transaction, actor: Actor, name: str, begun: str) -> Iterable[str]:
    if name == SORT:
        return _beginning(begun, [f"{sign}{by.value}" for by in By for sign in ("-", "")])
    known = {field.value: field for field in fields_for(staff=actor.is_staff)}
    field = known.get(name) or OTHER_WORDS.get(name)
    if field in (Field.ASSIGNEE, Field.FROM):
        return _people(tx, actor, field, begun)
    if field is Field.TAG:
        return tx.tags(begun, OFFERED) if actor.is_staff else ()
    if field is Field.CATEGORY:
        return _beginning(begun, tx.categories())
    return _beginning(begun, _USUAL.get(field, ()) if field else ())


def _people(tx: Transaction, actor: Actor, field: Field, begun: str) -> Iterable[str]:
    own = (ME,) if field is Field.FROM or actor.is_staff else ()
    words = _beginning(begun, (*own, NOBODY) if field is Field.ASSIGNEE else own)
    if not actor.is_staff or (field is Field.FROM and not begun):
        return words
    role = Role.AGENT if field is Field.ASSIGNEE else Role.CUSTOMER
    people = tx.people(at_least=role, beginning=begun, limit=OFFERED)
    return (*words, *(one.email for one in people if one.active))[:OFFERED]


def _beginning(begun: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those that begin so; none where it is one of them already and nothing else."""
    found = tuple(word for word in words if word.casefold().startswith(begun))
    return () if found == (begun,) else found[:OFFERED]


def _quoted(word: str) -> str:
    return f'"{word}"' if " " in word or "," in word else word


_USUAL: dict[Field, tuple[str, ...]] = {
    Field.STATUS: tuple(status.code for status in Status),
    Field.PRIORITY: (*(one.word for one in Priority), ">=high", "<=medium"),
    Field.HAS: ("file",),
    Field.DUE: ("<2h", "<1d", *(one.value for one in Deadline)),
    Field.CREATED: ("<1d", "<7d", ">7d", ">30d"),
    Field.UPDATED: ("<1h", "<1d", ">3d", ">7d"),
}
