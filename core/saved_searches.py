"""Saved searches: queries under a name, for oneself, or shared with everybody who works here."""

from __future__ import annotations

from typing import NamedTuple

from core.errors import NotFound, NotUnderstood, Refused, SignInNeeded
from core.listing import Found, Query, View
from core.occasion import Occasion
from core.people import Actor, Person, normal_email
from core.permission import Verb, may, permit
from core.query import read_query
from core.query_terms import Search
from core.store import Transaction

NAME_AT_MOST = 40
OWN_AT_MOST = 50
COUNTED_AT_MOST = 1001
"""Where counting ends: people are told "1000+"."""


class SavedSearch(NamedTuple):
    """`query` is what was typed. It was understood then; what the desk has may be called otherwise by now."""

    name: str
    query: str
    owner: Person
    shared: bool = False

    def is_called(self, name: str) -> bool:
        """Names that differ in nothing but case are one."""
        return _folded(self.name) == _folded(name)


class Naming(NamedTuple):
    """What is saved under which name; `shared`: everybody who works here has it."""

    name: str
    query: str
    shared: bool = False


def saved_searches(tx: Transaction, actor: Actor) -> tuple[SavedSearch, ...]:
    """One's own in the order in which they were saved, then those that others share."""
    return tx.saved_searches(_permitted(actor))


def save_search(tx: Transaction, actor: Actor, occasion: Occasion, wanted: Naming) -> SavedSearch:
    """Keep a query under a name; one of one's own that has this name gives way. Raises QueryError, NotUnderstood."""
    me, name, query = _permitted(actor), read_name(wanted.name), wanted.query.strip()
    if not read_query(query, staff=True, categories=tx.categories()):
        raise NotUnderstood("Say what to look for, like status:open or printer.", field="query")
    before = tx.saved_searches(me)
    same = [one for one in before if one.is_called(name)]
    mine = next((one for one in same if one.owner == me), None)
    _refuse_second(me, same, wanted)
    if mine is None and sum(one.owner == me for one in before) >= OWN_AT_MOST:
        raise Refused(f"You have {OWN_AT_MOST} saved searches: remove one first.", field="name")
    saved = SavedSearch(name, query, me, wanted.shared)
    if saved != mine:
        tx.save_search(saved, occasion.at)
        if saved.shared:
            tx.record(actor, occasion.at, "search shared", f"{name}: {query}")
        elif mine is not None and mine.shared:
            tx.record(actor, occasion.at, "search shared no more", mine.name)
    return saved


def remove_search(tx: Transaction, actor: Actor, occasion: Occasion, name: str, owner: str = "") -> SavedSearch:
    """One's own of this name, else a shared one; `owner` is an e-mail, where it has to be theirs.

    Raises NotFound where there is none, Refused for a colleague's, which only they and operators remove.
    """
    me = _permitted(actor)
    there = tx.saved_searches(me)
    found = [one for one in there if one.is_called(name) and owner in ("", one.owner.email)]
    if not found:
        names = f"There are: {', '.join(one.name for one in there)}." if there else "There is none yet."
        raise NotFound(f"There is no saved search “{name}”. {names}", field="name")
    gone = found[0]
    if not may_remove(actor, gone):
        raise Refused(f"{gone.name} is a search of {gone.owner.name}: ask them or an operator.", field="name")
    tx.drop_search(gone)
    if gone.shared:
        tx.record(actor, occasion.at, "shared search removed", f"{gone.name} of {gone.owner.name}")
    return gone


def may_remove(actor: Actor, saved: SavedSearch) -> bool:
    return saved.owner == actor.person or may(actor, Verb.SET)


def count_found(tx: Transaction, actor: Actor, search: Search, now: int) -> Found:
    """How many tickets a search finds, counted up to an end."""
    permit(actor, Verb.SEE_OWN)
    return tx.count_found(Query(View.ALL, search=search), actor, now, COUNTED_AT_MOST)


def read_name(typed: str) -> str:
    """Raises NotUnderstood."""
    name = " ".join(typed.split())
    if not name:
        raise NotUnderstood("A saved search needs a name, like Waiting for parts.", field="name")
    if len(name) > NAME_AT_MOST:
        raise NotUnderstood(f"The name of a search has at most {NAME_AT_MOST} letters.", field="name")
    return name


def _permitted(actor: Actor) -> Person:
    permit(actor, Verb.SAVE_SEARCH)
    if actor.person is None:
        raise SignInNeeded(f"Sign in to {Verb.SAVE_SEARCH.value}.")
    return actor.person


def _refuse_second(me: Person, same: list[SavedSearch], wanted: Naming) -> None:
    """Raises Refused where a colleague shares one of this name: two could not be told apart."""
    other = next((one for one in same if one.owner != me), None)
    if wanted.shared and other is not None:
        raise Refused(f"{other.owner.name} shares a search of this name. Choose another name.", field="name")


def _folded(name: str) -> str:
    return " ".join(normal_email(name).split())
