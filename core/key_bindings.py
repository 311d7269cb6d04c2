"""What a key can do, and which two things must not have the same one.

What there is to bind is told by the front end, as a KeyTable; here nobody knows of screens.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.key_names import types_something
from core.own_keys import OwnKeys


@dataclass(frozen=True, slots=True)
class Known:
    """Something that a key does. `in_text`: it works while somebody types, so its key may type nothing."""

    id: str
    keys: tuple[str, ...]
    does: str
    where: tuple[str, ...] = ()
    in_text: bool = False

    def may_have(self, key: str) -> bool:
        return key in self.keys or not self.in_text or not types_something(key)


@dataclass(frozen=True, slots=True)
class Together:
    """What works at once in one place. `taken` are keys that can not be given away, with what they mean.

    `in_text`: while somebody types there, so that what types something is no key.
    """

    where: str
    ids: tuple[str, ...]
    taken: Mapping[str, str]
    in_text: bool = False


@dataclass(frozen=True, slots=True)
class KeyTable:
    """All that can be bound, and what must not have the same key."""

    known: Mapping[str, Known]
    together: tuple[Together, ...]

    def keys(self, own: OwnKeys) -> dict[str, tuple[str, ...]]:
        """Every id with its keys for this person."""
        return {id: one.keys for id, one in self.known.items()} | {id: keys for id, keys in own if id in self.known}

    def like(self, id: str) -> str:
        """`Did you mean ticket.take?`, or where to find all of them."""
        near = difflib.get_close_matches(id, self.known, n=1)
        return f"Did you mean {near[0]}?" if near else "`ttydesk bindings` lists all there are."


# Two things on one key


@dataclass(frozen=True, slots=True)
class Clash:
    """`id` asks for a key that something else has at the same time; `says` is the sentence about it."""

    id: str
    says: str


def clashes(own: OwnKeys, table: KeyTable, lines: Mapping[str, int]) -> Iterator[Clash]:
    """Each key that somebody gave to one thing and that another has at the same time."""
    for place in table.together:
        yield from _taken(own, table, place, lines)
        yield from _twice(own, table, place, lines)


def _taken(own: OwnKeys, table: KeyTable, place: Together, lines: Mapping[str, int]) -> Iterator[Clash]:
    for id, keys in own:
        if id not in place.ids or (place.in_text and not table.known[id].in_text):
            continue
        for key in keys:
            if key in place.taken and key not in table.known[id].keys:
                means = f"it means “{place.taken[key]}” in “{place.where}”"
                yield Clash(id, f"{_line(id, lines)}{key} can not be the key of {id}: {means}. Take another.")


def _twice(own: OwnKeys, table: KeyTable, place: Together, lines: Mapping[str, int]) -> Iterator[Clash]:
    mine, now = dict(own), table.keys(own)
    for id, keys in own:
        for other in place.ids if id in place.ids else ():
            if other == id or _share(table.known[id], table.known[other]) or _comes_first(id, other, mine, lines):
                continue
            for key in keys:
                if key in now[other] and not (place.in_text and types_something(key)):
                    yield Clash(id, _told(key, id, table.known[other], place, lines))


def _comes_first(id: str, other: str, mine: Mapping[str, object], lines: Mapping[str, int]) -> bool:
    """Of two that somebody gave one key, the later is told."""
    return other in mine and (lines.get(id, 0), id) < (lines.get(other, 0), other)


def _share(one: Known, other: Known) -> bool:
    """Whether the desk itself gives both a key: then they are never meant at the same time."""
    return not set(one.keys).isdisjoint(other.keys)


def _told(key: str, id: str, other: Known, place: Together, lines: Mapping[str, int]) -> str:
    if other.id in lines:
        both = f"lines {lines[other.id]} and {lines[id]}: {key} is given to {other.id} and to {id}"
        return f"{both}, which both work in “{place.where}”. Give one of them another key."
    what = f"{key} is the key of {other.id} ({other.does}) in “{place.where}”"
    return f"{_line(id, lines)}{what}. Take another key for {id}, or give {other.id} another one too."


def _line(id: str, lines: Mapping[str, int]) -> str:
    return f"line {lines[id]}: " if id in lines else ""


# After the desk has learned something new


def fitting(own: OwnKeys, table: KeyTable) -> tuple[OwnKeys, str]:
    """What of somebody's keys works with this version of the desk; a sentence when that is not all."""
    fits = tuple((id, keys) for id, keys in own if id in table.known and all(map(table.known[id].may_have, keys)))
    while clash := next(clashes(fits, table, {}), None):
        fits = tuple(one for one in fits if one[0] != clash.id)
    left = ", ".join(id for id, _ in own if id not in dict(fits))
    return fits, f"Your keys for {left} do not fit any more: `ttydesk bindings --from FILE` sets keys." if left else ""
