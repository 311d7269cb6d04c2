"""The categories that tickets stand in, one at a time: adding, renaming, moving and removing one.

Each of them finds the list as it is at that moment, so that two operators do not undo each other's work.
"""

from __future__ import annotations

from core.errors import NotUnderstood, Refused
from core.occasion import Occasion
from core.opening import find_category
from core.people import Actor
from core.permission import Verb, permit
from core.setting_up import read_categories
from core.store import Transaction


def add_category(tx: Transaction, actor: Actor, occasion: Occasion, name: str) -> tuple[str, ...]:
    """A new one, at the end; all of them as they are now."""
    permit(actor, Verb.SET)
    name = read_category(name)
    tx.set_categories(_distinct(*tx.categories(), name))
    tx.record(actor, occasion.at, "category added", name)
    return tx.categories()


def rename_category(tx: Transaction, actor: Actor, occasion: Occasion, old: str, new: str) -> tuple[str, ...]:
    """Its tickets stay in it and show the new name."""
    permit(actor, Verb.SET)
    old, new = find_category(tx, old), read_category(new)
    if new != old:
        _distinct(*(new if name == old else name for name in tx.categories()))
        tx.rename_category(old, new)
        tx.record(actor, occasion.at, "category renamed", f"{old} to {new}")
    return tx.categories()


def move_category(tx: Transaction, actor: Actor, occasion: Occasion, name: str, by: int) -> tuple[str, ...]:
    """So many places down, or up where `by` is negative. The first one is where new tickets stand by themselves."""
    permit(actor, Verb.SET)
    name, names = find_category(tx, name), list(tx.categories())
    place = names.index(name)
    names.insert(max(place + by, 0), names.pop(place))
    if tuple(names) != tx.categories():
        tx.set_categories(tuple(names))
        tx.record(actor, occasion.at, "categories ordered", ", ".join(names))
    return tx.categories()


def remove_category(tx: Transaction, actor: Actor, occasion: Occasion, name: str) -> tuple[str, ...]:
    """Raises Refused for one that has tickets, and for the last one."""
    permit(actor, Verb.SET)
    name, names = find_category(tx, name), tx.categories()
    if len(names) == 1:
        raise Refused("A desk has at least one category. Rename this one, or add another first.", field="name")
    tx.set_categories(tuple(one for one in names if one != name))
    tx.record(actor, occasion.at, "category removed", name)
    return tx.categories()


def read_category(typed: str) -> str:
    """One name. Raises NotUnderstood."""
    if not typed.strip():
        raise NotUnderstood("A category needs a name, like Network.", field="name")
    if "," in typed:
        raise NotUnderstood("A comma stands between categories: leave it out of the name.", field="name")
    return read_categories(typed)[0]


def _distinct(*names: str) -> tuple[str, ...]:
    """Raises NotUnderstood where two differ in nothing but the case of their letters."""
    if len({name.casefold() for name in names}) < len(names):
        raise NotUnderstood("There is a category of this name already. Choose another name.", field="name")
    return names
