"""The keys that somebody gave to things themself: only what differs from the desk's own, as text to be kept."""

from __future__ import annotations

from typing import TypeAlias

OwnKeys: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Ids of bindings with their keys, by id."""


def show_kept(own: OwnKeys) -> str:
    """`rows.next:n rows.next:down`: one word for each key."""
    return " ".join(f"{id}:{key}" for id, keys in own for key in keys)


def read_kept(text: str) -> OwnKeys:
    found: dict[str, tuple[str, ...]] = {}
    for word in text.split():
        id, _, key = word.partition(":")
        found[id] = (*found.get(id, ()), key)
    return tuple(sorted(found.items()))
