"""The keys that work now, read from the live bindings: for the hint line, the help and the palette.

How a binding is declared, so that it is told well everywhere:
    Binding("r", "reply", "reply", id="ticket.reply", tooltip="reply to the customer", group=ANSWER)
- `description` is the verb in the hint line; bindings that share one there are told together (`j k move`).
- `tooltip` is the longer wording for help and palette; without it the description serves.
- `show=False` leaves it out of the hint line; help and palette have it.
- `group` is its heading in the help. `EVERYWHERE` also puts its hint at the right end. Without a group or without a
  description it is told nowhere, as the many keys that Textual's own widgets bind.
- Of several keys (`"question_mark,f1"`) the first that works where the focus is gets shown.
- `id` is the name by which people give it another key (`ttydesk bindings`). Bindings share one where they are the same
  key in two states, as `back` and `quit`; then they have the same keys everywhere. A sentence that names a key asks
  `key_of(self, "ticket.reply")`, never writes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple, Protocol, runtime_checkable

from textual.binding import ActiveBinding, Binding, BindingType
from textual.dom import DOMNode
from textual.keys import format_key, key_to_character
from textual.screen import Screen
from textual.widget import Widget

MOVE = Binding.Group("Move")
MARK = Binding.Group("Mark")
ANSWER = Binding.Group("Answer")
CHANGE = Binding.Group("Change")
VIEW = Binding.Group("View")
TEXT = Binding.Group("In a text")
EVERYWHERE = Binding.Group("Everywhere")

QUIT, LEAVES = "quit", "app.leave"
"""The verb of a home screen's own way out, and the key that does the same from everywhere: one of both is told."""

OF_THE_APP: list[BindingType] = [
    Binding("question_mark,f1", "keys", "keys", id="app.keys", group=EVERYWHERE),
    Binding("ctrl+p", "command_palette", "commands", id="app.commands", priority=True, group=EVERYWHERE),
    Binding("comma", "own_settings", "your settings", id="app.own_settings", show=False, group=EVERYWHERE),
    Binding("ctrl+q", "leave", "leave ttydesk", id="app.leave", show=False, priority=True, group=EVERYWHERE),
]
"""What works on every screen."""

_SHOWN = {"escape": "esc", "pageup": "pgup", "pagedown": "pgdn", "delete": "del", "insert": "ins"}
_PRESSED = {shown: key for key, shown in _SHOWN.items()}


class Key(NamedTuple):
    """A key that does something now."""

    shown: str
    verb: str
    says: str
    group: str
    in_hints: bool
    action: str
    node: DOMNode
    id: str


def shown_key(key: str) -> str:
    """A key as it is typed: `enter`, `esc`, `ctrl+s`, `?`, `J`."""
    if key in _SHOWN:
        return _SHOWN[key]
    *modifiers, last = key.split("+")
    return "+".join([*modifiers, last if last == "space" else character_of(last) or last])


def pressed_key(shown: str) -> str:
    """The same key as Textual calls it: the other way round."""
    *modifiers, last = [shown] if len(shown) == 1 else shown.split("+")
    last = "comma" if last == "," else _PRESSED.get(last, last)  # Textual parts keys at commas
    return "+".join([*modifiers, next(iter(Binding.make_bindings([(last, "", "")]))).key])


@dataclass(frozen=True, slots=True)
class KeysOfPerson:
    """Keys that somebody gave to things: by id as they are shown, as Textual is told of them, and what is wrong."""

    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keymap: Mapping[str, str] = field(default_factory=dict)
    says: str = ""


@runtime_checkable
class HasOwnKeys(Protocol):
    """An app that knows which keys its person has: ids of bindings with their keys, as they are shown."""

    own_keys: Mapping[str, tuple[str, ...]]


def key_of(node: DOMNode, id: str) -> str:
    """The key that a binding has for this person, to be told in a sentence. It is looked for around the node."""
    if own := own_keys(node).get(id):
        return own[0]
    for keys in map(declared_keys, _kinds_around(node)):
        if id in keys:
            return shown_key(keys[id][0])
    raise LookupError(f"Nothing around {node} binds {id}.")


def own_keys(node: DOMNode) -> Mapping[str, tuple[str, ...]]:
    app = node.app
    return app.own_keys if isinstance(app, HasOwnKeys) else {}


@cache
def declared_keys(kind: type[DOMNode]) -> Mapping[str, tuple[str, ...]]:
    """The keys of every binding that a class has or inherits, by its id, in the order of declaration."""
    found: dict[str, tuple[str, ...]] = {}
    for one in reversed(kind.__mro__):
        for binding in vars(one).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found[binding.id] = tuple(key.strip() for key in binding.key.split(","))
    return found


def _kinds_around(node: DOMNode) -> Iterator[type[DOMNode]]:
    yield from map(type, node.ancestors_with_self)
    yield from map(type, node.screen.walk_children() if node.is_attached else ())


def character_of(key: str) -> str | None:
    """What a key types, where it types anything."""
    for sign in (key_to_character(key), format_key(key)):  # only format_key knows `slash` and `minus`
        if sign and len(sign) == 1 and sign.isprintable() and (sign.isascii() or sign == key):
            return sign
    return None


def live_keys(screen: Screen[Any]) -> list[Key]:
    """Every told key that works now, for what has the focus and for the screen, in the order of declaration."""
    focused = screen.focused
    found: dict[tuple[DOMNode, str], Key] = {}
    for name, active in _as_declared(screen):
        works = active.enabled or (active.node is screen.app and not screen.is_modal)  # off while a panel asks for them
        if works and _is_told(active.binding) and not _is_typed(focused, name, active):
            found.setdefault((active.node, active.binding.action), _key(name, active))
    told = list(found.values())
    quits = any(key.verb == QUIT for key in told)
    return [key for key in told if not (quits and key.id == LEAVES)]


def _as_declared(screen: Screen[Any]) -> list[tuple[str, ActiveBinding]]:
    """The live bindings of each node in the order of declaration: Textual puts those with a key of one's own last."""
    live = list(screen.active_bindings.items())
    if not own_keys(screen):
        return live
    nodes = list(dict.fromkeys(active.node for _, active in live))
    orders = {node: list(declared_keys(type(node))) for node in nodes}

    def place(one: tuple[str, ActiveBinding]) -> tuple[int, int]:
        _, (node, binding, _, _) = one
        order = orders[node]
        return nodes.index(node), order.index(binding.id) if binding.id in order else len(order)

    return sorted(live, key=place)


def told_together(keys: list[Key], says: bool = False) -> list[Key]:
    """Neighbours of one wording in one: `j k move`, `1 to 7 views`."""
    told = []
    for _, same in groupby(keys, key=lambda key: (key.group, key.says if says else key.verb)):
        first, *others = same
        if others:
            shown = sorted((key.shown for key in (first, *others)), key=_as_pairs_are_said)
            names = f"{shown[0]} to {shown[-1]}" if len(shown) > 2 else " ".join(shown)
            told.append(Key(names, *_after_shown(first)))
        else:
            told.append(first)
    return told


def is_text(widget: Widget | None) -> bool:
    """Whether letters are typed into this widget."""
    return widget is not None and widget.check_consume_key("a", "a")


def _as_pairs_are_said(shown: str) -> bool:
    """`up down`, whatever was bound first."""
    return shown in ("down", "right")


def _after_shown(key: Key) -> tuple[str, str, str, bool, str, DOMNode, str]:
    return key.verb, key.says, key.group, key.in_hints, key.action, key.node, key.id


def _is_told(binding: Binding) -> bool:
    return bool(binding.description) and binding.group is not None


def _is_typed(focused: Widget | None, name: str, active: ActiveBinding) -> bool:
    return (
        focused is not None
        and not active.binding.priority
        and active.node is not focused
        and focused.check_consume_key(name, character_of(name))
    )


def _key(name: str, active: ActiveBinding) -> Key:
    binding = active.binding
    return Key(
        shown=binding.key_display or shown_key(name),
        verb=binding.description,
        says=binding.tooltip or binding.description,
        group=binding.group.description if binding.group else "",
        in_hints=binding.show,
        action=binding.action,
        node=active.node,
        id=binding.id or "",
    )
