"""All that a key can do in the app, found by looking at its screens: what people may give other keys to.

Only for whoever has keys of their own or asks for the table, because every screen is imported for it.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from types import MappingProxyType

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

import tui.modals
import tui.screens
import tui.widgets
from core.key_bindings import KeyTable, Known, Together
from core.own_keys import OwnKeys
from tui import palette
from tui.widgets.keys import OF_THE_APP, TEXT, pressed_key, shown_key

EVERYWHERE = "everywhere"


@cache
def key_table() -> KeyTable:
    """Every id that a binding of the app has, and which of them are to be had at the same time."""
    together = [_together(screen, kinds) for screen in screens() for kinds in _chains(screen)]
    bound: dict[str, list[Known]] = {}
    for one in _bound():
        bound.setdefault(one.id, []).append(one)
    rooms = list(dict.fromkeys(map(_room, bound)))
    known = {id: _as_one(bound[id], together) for id in sorted(bound, key=lambda id: rooms.index(_room(id)))}
    return KeyTable(MappingProxyType(known), tuple(together))


def keymap(own: OwnKeys) -> dict[str, str]:
    """What Textual is told of somebody's keys.

    It takes a key away from all that have it when one of them gets another, or when the key is given to one more: so
    those are told too, each with the keys that it has for this person.
    """
    table = key_table()
    now = table.keys(own)
    told = {id for id, _ in own}
    while True:
        touched = {key for id in told for key in (*table.known[id].keys, *now[id])}
        more = {id for id, one in table.known.items() if not touched.isdisjoint(one.keys)} - told
        if not more:
            return {id: ",".join(map(pressed_key, now[id])) for id in sorted(told)}
        told |= more


def classes() -> list[type[DOMNode]]:
    """Every class of the app that is drawn: screens, panels, widgets."""
    rooms = [
        import_module(f"{room.__name__}.{found.name}")
        for room in (tui.screens, tui.modals, tui.widgets)
        for found in pkgutil.iter_modules(room.__path__)
    ]
    return [
        kind
        for room in (*rooms, palette)
        for kind in vars(room).values()
        if inspect.isclass(kind) and issubclass(kind, DOMNode) and kind.__module__ == room.__name__
    ]


def screens() -> list[type[Screen[object]]]:
    """Those that people meet: no other one is made from them."""
    found = [kind for kind in classes() if issubclass(kind, Screen)]
    return [kind for kind in found if not any(kind in other.__mro__[1:] for other in found)]


def told(kind: type[DOMNode]) -> Iterator[Binding]:
    """What a class itself binds."""
    yield from (one for one in vars(kind).get("BINDINGS", ()) if isinstance(one, Binding))


def name_of(screen: type[Screen[object]]) -> str:
    """`customer ticket` for CustomerTicketScreen."""
    words = re.findall("[A-Z][a-z]+", screen.__name__)
    return " ".join(word.lower() for word in words if word != "Screen")


def _bound() -> Iterator[Known]:
    """Every binding that has an id, as its class declares it."""
    for one in OF_THE_APP:
        yield from _of(one, typed_beside=False)
    for kind in classes():
        focused = issubclass(kind, Widget) and kind.can_focus
        for one in told(kind):
            yield from _of(one, typed_beside=_is_typed_in(kind) or (one.group is TEXT and not focused))


def _is_typed_in(kind: type[DOMNode]) -> bool:
    """Whether it is a panel, or what panels are made from, in which somebody types."""
    panels = [one for one in screens() if issubclass(one, kind)] if issubclass(kind, ModalScreen) else []
    return any(issubclass(part, Input | TextArea) for panel in panels for part in _parts(panel))


def _of(binding: BindingType, *, typed_beside: bool) -> Iterator[Known]:
    if isinstance(binding, Binding) and binding.id:
        keys = tuple(shown_key(key.strip()) for key in binding.key.split(","))
        does = binding.tooltip or binding.description
        yield Known(binding.id, keys, does, (), binding.priority or typed_beside)


def _as_one(bound: list[Known], together: list[Together]) -> Known:
    """What several bindings of one id do, as its states say it, and where."""
    does = ", or ".join(word for word, _ in Counter(one.does for one in bound if one.does).most_common())
    where = dict.fromkeys(place.where for place in together if bound[0].id in place.ids)
    everywhere = len(where) == len({place.where for place in together})
    in_text = any(one.in_text for one in bound)
    return Known(bound[0].id, bound[0].keys, does, (EVERYWHERE,) if everywhere else tuple(where), in_text)


def _room(id: str) -> str:
    return id.partition(".")[0]


def _chains(screen: type[Screen[object]]) -> Iterator[tuple[type[Widget], ...]]:
    """What may have the focus on a screen, each with what it may stand in."""
    parts = _parts(screen)
    yield ()
    for kind in parts:
        if kind.can_focus:
            yield (kind, *(other for other in parts if other is not kind and kind in _named_in(other) and _ids(other)))


def _parts(screen: type[Screen[object]]) -> list[type[Widget]]:
    """The widgets of ours that a screen can show: those that its modules name, and those that theirs do."""
    found: dict[type[Widget], None] = {}
    waiting: list[type[Widget]] = [screen]
    while waiting:
        for kind in _named_in(waiting.pop()):
            if kind not in found:
                found[kind] = None
                waiting.append(kind)
    return [kind for kind in found if not any(kind in other.__mro__[1:] for other in found)]


@cache
def _named_in(kind: type[Widget]) -> tuple[type[Widget], ...]:
    """Widgets that have a name in the modules of a class and of those that it is made from."""
    rooms = [sys.modules[one.__module__] for one in kind.__mro__ if one.__module__.startswith("tui.")]
    named = (value for room in rooms for value in vars(room).values() if inspect.isclass(value))
    ours = (one for one in named if issubclass(one, Widget) and one.__module__.startswith("tui."))
    return tuple(dict.fromkeys(one for one in ours if not issubclass(one, Screen)))


def _together(screen: type[Screen[object]], kinds: Iterable[type[Widget]]) -> Together:
    kinds = list(kinds)
    ids = dict.fromkeys(one.id for one in OF_THE_APP if isinstance(one, Binding) and one.id)
    for kind in (*kinds, screen):
        ids |= dict.fromkeys(_ids(kind))
    in_text = any(issubclass(kind, Input | TextArea) for kind in kinds)
    taken = {key: does for kind in (*kinds[:1], screen) for key, does in _taken(kind)}
    return Together(name_of(screen), tuple(ids), MappingProxyType(taken), in_text)


def _ids(kind: type[DOMNode]) -> list[str]:
    return [one.id for base in kind.__mro__ if issubclass(base, DOMNode) for one in told(base) if one.id]


def _taken(kind: type[DOMNode]) -> Iterator[tuple[str, str]]:
    """Textual's own keys, which have no id."""
    for base in kind.__mro__:
        for one in Binding.make_bindings(vars(base).get("BINDINGS", ())):
            if not one.id and one.description:
                yield shown_key(one.key), one.description.lower()
