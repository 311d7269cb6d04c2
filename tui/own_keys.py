"""Somebody's own keys in the app. Every screen is imported to check them, so both are called in a thread."""

from __future__ import annotations

from collections.abc import Mapping

from core.key_bindings import fitting
from core.own_keys import OwnKeys
from tui.key_table import key_table, keymap
from tui.modals.your_keys import OwnKey
from tui.widgets.keys import KeysOfPerson


def fitted(kept: OwnKeys) -> KeysOfPerson:
    """As far as they fit this version of the desk."""
    own, says = fitting(kept, key_table())
    return KeysOfPerson(dict(own), keymap(own), says)


def told(own: Mapping[str, tuple[str, ...]]) -> list[OwnKey]:
    """Each with the desk's own key and what it does."""
    known = key_table().known
    return [OwnKey(" ".join(keys), " ".join(known[id].keys), known[id].does) for id, keys in own.items()]
