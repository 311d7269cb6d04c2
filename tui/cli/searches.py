"""`searches list|save|remove`: queries under a name, for oneself or shared with everybody who works here."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from core import reading, saved_searches
from core.query import QueryError, read_query
from core.saved_searches import Naming, SavedSearch
from tui.cli.as_json import Shape, person
from tui.cli.here import ASKED, Here, Inside
from tui.cli.options import Line, Word

HEADS = ("name", "query", "of", "")


async def list_searches(*, here: Inside = ASKED) -> None:
    """List your saved searches, then those that colleagues share; the first two are the views 8 and 9.

    For example:
      ttydesk searches list --json
    """
    desk = await here.desk()
    found = await desk.read(saved_searches.saved_searches)
    categories = (await desk.read(reading.notices)).categories
    here.output.listing(
        found,
        shape=lambda one: _shape(one, _wrong(one, categories)),
        name=lambda one: one.name,
        heads=HEADS,
        cells=lambda one: (one.name, one.query, one.owner.name, _wrong(one, categories) or _who_has(one)),
        nothing="There is no saved search yet: `ttydesk searches save NAME QUERY`.",
    )


async def save(
    name: Annotated[Word, Parameter(help="What to call it; one of yours of this name gives way.")],
    /,
    *query: Annotated[Word, Parameter(help="As `ttydesk list` takes it.")],
    share: Annotated[bool, Parameter(help="Everybody who works here has it.")] = False,
    here: Inside = ASKED,
) -> None:
    """Keep a query as a view of your Inbox.

    For example:
      ttydesk searches save 'Late for me' due:late assignee:me
      ttydesk searches save 'Waiting for parts' status:waiting tag:parts --share
    """
    desk = await here.desk()
    saved = await desk.write(saved_searches.save_search, Naming(name, " ".join(query), share))
    _tell(here, saved, f"{saved.name} is saved for {_who_has(saved)}.")


async def remove(
    name: Word,
    /,
    *,
    owner: Annotated[Line, Parameter(metavar="EMAIL", help="Whose, where you have one of that name too.")] = "",
    here: Inside = ASKED,
) -> None:
    """Remove one of your saved searches; operators remove what anybody shares.

    For example:
      ttydesk searches remove 'Late for me'
    """
    desk = await here.desk()
    gone = await desk.write(saved_searches.remove_search, name, owner)
    _tell(here, gone, f"{gone.name} is removed.")


def _tell(here: Here, saved: SavedSearch, sentence: str) -> None:
    if here.options.json:
        here.output.object(_shape(saved))
    elif here.options.quiet:
        here.output.line(saved.name)
    else:
        here.output.say(sentence)


def _who_has(saved: SavedSearch) -> str:
    return "everybody" if saved.shared else "you alone"


def _wrong(saved: SavedSearch, categories: tuple[str, ...]) -> str:
    """Why it finds nothing any more, if what it asks for has gone."""
    try:
        read_query(saved.query, categories=categories)
    except QueryError as error:
        return error.sentence
    return ""


def _shape(saved: SavedSearch, wrong: str = "") -> Shape:
    return {
        "name": saved.name,
        "query": saved.query,
        "owner": person(saved.owner),
        "shared": saved.shared,
        "wrong": wrong or None,
    }
