"""Where an agent can be in the Inbox: the views on the number keys, and the queues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.listing import AS_ORDER, Counts, Found, Query, Sort, View, sorts
from core.query import QueryError, in_order, read_query
from core.query_terms import Search
from core.safe_text import safe_name
from core.saved_searches import SavedSearch
from tui.widgets.rows import Empty
from tui.widgets.ticket_columns import REPEATED
from tui.words import count, plural

CAPPED_AT = 1000


class Place(NamedTuple):
    """One list of the Inbox: what it is called, what it holds, and the number key that opens it."""

    name: str
    query: Query
    says: str
    key: str = ""
    saved: SavedSearch | None = None

    @property
    def is_broken(self) -> bool:
        """Whether it is a saved search that asks for what is no more; `says` tells what."""
        return self.saved is not None and not self.query.search

    @property
    def repeated(self) -> frozenset[str]:
        """The columns that would say the same in every row."""
        if self.query.search:
            return frozenset()
        return frozenset({"queue"}) if self.query.category else REPEATED.get(self.query.view, frozenset())

    def total(self, counts: Counts | None) -> int | None:
        """How many tickets stand there; None while that is not known."""
        if counts is None or self.query.search or self.saved is not None:
            return None
        if self.query.category is not None:
            return counts.categories.get(self.query.category, 0)
        return counts.views.get(self.query.view, 0)


VIEWS = (
    Place("Next", Query(View.NEXT), "yours and nobody's, next deadline first", "1"),
    Place("Mine", Query(View.MINE), "yours, next deadline first", "2"),
    Place("Unassigned", Query(View.UNASSIGNED), "nobody has them yet, next deadline first", "3"),
    Place("Late", Query(View.LATE), "past their deadline, the latest first", "4"),
    Place("Waiting", Query(View.WAITING), "we need the customer's answer", "5"),
    Place("Resolved", Query(View.RESOLVED), "until the customer confirms or time closes them", "6"),
    Place("All active", Query(View.ACTIVE), "everything that is not settled, next deadline first", "7"),
)


SAVED_KEYS = ("8", "9")


def queue(category: str) -> Place:
    return Place(safe_name(category), Query(View.ACTIVE, category), "this queue, next deadline first")


def search(typed: str, asked: Search) -> Place:
    """What a query finds, closed ones too."""
    return Place("Search", Query(View.ALL, search=asked), typed)


def saved_places(searches: Sequence[SavedSearch], categories: Sequence[str]) -> tuple[Place, ...]:
    """The saved searches in their order; the first ones have the digits that the views leave."""
    keys = [*SAVED_KEYS, *[""] * len(searches)]
    return tuple(_saved_place(one, key, categories) for one, key in zip(searches, keys, strict=False))


def _saved_place(saved: SavedSearch, key: str, categories: Sequence[str]) -> Place:
    name = safe_name(saved.name)
    try:
        asked = read_query(saved.query, categories=categories)
    except QueryError as error:
        return Place(name, Query(View.ALL), error.sentence, key, saved)
    return Place(name, Query(View.ALL, search=asked), saved.query, key, saved)


def resorted(place: Place, sort: Sort) -> Place:
    """A search in another order, which stands in its query."""
    order = AS_ORDER.get(sort)
    return search(in_order(place.says, order), place.query.search.in_order(order))


def shortened(place: Place) -> Query | None:
    """The query of a search without its last part, where that asks for something."""
    kept = Search(place.query.search.terms[:-1])
    return None if not kept or (kept.unwanted and not kept.words) else place.query._replace(search=kept)


def counted() -> int:
    """As many as are counted before people are told "1000+"."""
    return CAPPED_AT + 1


SAYS = {
    Sort.OWN: "best matches first",
    Sort.DUE: "nearest deadline first",
    Sort.PRIORITY: "most urgent first",
    Sort.UPDATED: "newest change first",
}


def orders(place: Place) -> tuple[Sort, ...]:
    """By what this list can be sorted, its own order first."""
    return sorts(place.query, staff=True)


def told(place: Place) -> str:
    """The orders of a list, for who wants another."""
    return f"This list is sorted by {' or '.join(map(called, orders(place)))}."


def called(sort: Sort) -> str:
    """The word for an order; of those that are a list's own only that of a search is called."""
    return "match" if sort is Sort.OWN else sort.value


def known(total: int | None) -> int | None:
    """A figure that is not where counting ended."""
    return None if total == CAPPED_AT + 1 else total


def figure(total: int | None) -> str:
    return "" if total is None else count(total, CAPPED_AT)


def found_figure(found: Found | None) -> str:
    """The same of what a search found; `12+` where it was not looked through to its end."""
    if found is None:
        return ""
    return f"{found.tickets}+" if found.more and found.tickets < CAPPED_AT else figure(found.tickets)


def nothing_here(
    place: Place, counts: Counts | None, key_for: Callable[[str], str], fewer: int | None = None, *, older: bool = False
) -> Empty:
    """What an empty list says: one sentence, what to do, what else there is.

    `key_for` tells the key of a binding; `fewer`: hits without the last part; `older`: there is more to look through.
    """
    if place.query.search:
        return _no_match(place.query.search, fewer, key_for, older=older)
    waiting = counts.views.get(View.WAITING, 0) if counts else 0
    look = f"press {key_for('inbox.view.5')} to look at them."
    waits = f"{plural(waiting, 'ticket')} {'waits' if waiting == 1 else 'wait'} for customers: {look}"
    if place.query.category is None and place.query.view is View.NEXT:
        return Empty("Nothing needs you now.", waits if waiting else "New tickets appear here by themselves.")
    bold = {
        View.MINE: "Nothing is yours now.",
        View.UNASSIGNED: "Everything has an owner.",
        View.LATE: "Nothing is late.",
        View.WAITING: "Nothing waits for a customer.",
        View.RESOLVED: "Nothing waits to be confirmed.",
        View.ACTIVE: "Nothing is open.",
    }[place.query.view]
    bold = f"Nothing is open in {place.name}." if place.query.category is not None else bold
    return Empty(bold, f"Press {key_for('inbox.view.1')} for what needs you next.")


def _no_match(asked: Search, fewer: int | None, key_for: Callable[[str], str], *, older: bool) -> Empty:
    if older:
        return Empty("No ticket matches among the newest.", f"Press {key_for('inbox.older')} to look among older ones.")
    if fewer:
        there = f"there are {figure(fewer)}" if fewer > 1 else "there is one"
        shorten = f"{key_for('search.shorten')} takes the last word away."
        return Empty("No ticket matches.", f"Without {asked.terms[-1].name} {there}: {shorten}")
    return Empty(
        "No ticket matches.",
        "Try other words, or beginnings like cert*: one message has to hold all.",
        f"{key_for('inbox.leave_search')} goes back to where you were",
    )
