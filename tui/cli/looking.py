"""`list`, `show`, `lookup`, `audit`: looking without changing anything."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter

from core import finding, reading
from core.auditing import AuditQuery, audit
from core.desk import Desk
from core.entries import Thread
from core.errors import TryLater
from core.listing import PAGE, PAGE_AT_MOST, Cursor, Query, Sort, read_sort
from core.query import read_query
from core.query_terms import Search
from core.reading import TicketView
from core.references import Reference, read_reference, shown
from tui.cli import as_json, columns
from tui.cli.conversation import print_view
from tui.cli.here import ASKED, Here, Inside, is_unread
from tui.cli.options import Line, Word, read_figure

NEWEST = 1000
"""Entries that are read in one transaction."""


async def list_tickets(
    *query: Annotated[
        Word, Parameter(help="Words, and fields like status:open or -tag:vpn; all have to hold, closed ones count too.")
    ],
    limit: Annotated[Line, Parameter(metavar="N", help=f"How many, at most {PAGE_AT_MOST:,}; without it {PAGE}.")] = (
        str(PAGE)
    ),
    after: Annotated[Line | None, Parameter(metavar="CURSOR", help="Go on behind this row.")] = None,
    sort: Annotated[
        Line | None,
        Parameter(metavar="ORDER", help="due, priority or updated: the nearest, most urgent or newest first."),
    ] = None,
    here: Inside = ASKED,
) -> None:
    """List the tickets that you may see. Without a query: all that are not closed, nearest deadline first.

    Fields: status, priority, assignee, tag, category, from, id, has, due, created, updated. A - before a field or a
    word turns it around. Words in quotes are a phrase, cert* is a beginning, sort:-updated is an order.

    For example:
      ttydesk list
      ttydesk list --sort updated
      ttydesk list vpn certificate --limit 20 --json
      ttydesk list 'status:open,waiting assignee:me priority:>=high -tag:vpn "exact phrase" sort:-updated'
    """
    wanted = read_figure(limit, "--limit", 1, PAGE_AT_MOST)
    start = None if after is None else Cursor(after)
    order = Sort.OWN if sort is None else read_sort(sort)
    desk = await here.desk()
    asked = Query(search=await search_of(desk, " ".join(query)), sort=order)
    await print_list(here, desk, asked, start=start, limit=wanted)


async def search_of(desk: Desk, typed: str) -> Search:
    """Raises QueryError, which tells the column."""
    if not typed.strip():
        return Search()
    known = await desk.read(reading.notices)
    return read_query(typed, staff=desk.actor.is_staff, categories=known.categories)


async def print_list(here: Here, desk: Desk, query: Query, *, start: Cursor | None = None, limit: int) -> None:
    """The rows of a list; where there are more, how to go on."""
    now = here.now()
    found = await finding.page(desk, query, start=start, limit=limit)
    chosen = columns.of_list(desk.actor, now, here.door.width if here.door.terminal else None)
    here.output.listing(
        found.rows,
        shape=lambda row: as_json.row(row, now),
        name=lambda row: shown(row.reference),
        heads=[one.head for one in chosen],
        cells=lambda row: [one.cell(row) for one in chosen],
        nothing="No ticket matches." if query.search else "There is no ticket that is not closed.",
    )
    if found.after and found.rows and not here.options.json:
        here.output.warn(f"There are more: --after {found.rows[-1].cursor}")
    if found.older:
        here.output.warn(f"There may be older ones: --after {found.older}")


async def show(
    *ids: Annotated[Word, Parameter(name="ID", help="A ticket; - reads IDs from standard input.")],
    email: Annotated[Line | None, Parameter(help="The e-mail of its customer, instead of signing in.")] = None,
    quoted: Annotated[bool, Parameter(help="With what letters quote below their text.")] = False,
    here: Inside = ASKED,
) -> int:
    """Show a ticket with its conversation.

    For example:
      ttydesk show K7M2Q-9XR4T
      ttydesk show K7M2Q-9XR4T --email ann@acme.example --json
    """

    async def one(typed: str) -> None:
        desk, reference = await here.desk_for(typed, email)
        await _show_one(here, desk, reference, with_quotes=quoted)

    return await here.each(await here.ids(ids), one)


async def lookup(
    id: Annotated[Word, Parameter(help="The whole ID.")],
    /,
    *,
    email: Annotated[Line, Parameter(help="The e-mail that the ticket was opened with.")],
    here: Inside = ASKED,
) -> None:
    """Find a ticket without an account, by its ID and the e-mail of its customer.

    For example:
      ttydesk lookup K7M2Q-9XR4T --email ann@acme.example
    """
    desk, reference = await here.desk_for(id, email)
    await _show_one(here, desk, reference)


async def _show_one(here: Here, desk: Desk, reference: Reference, *, with_quotes: bool = False) -> None:
    view = await desk.read(reading.look_at, reference, newest=NEWEST)
    thread = await _whole(desk, view)
    if here.options.json:
        shape = as_json.ticket(view.ticket, here.now(), unread=is_unread(view))
        here.output.object(shape | as_json.copies(view, desk.actor) | {"entries": as_json.thread(thread, desk.actor)})
    elif here.options.quiet:
        here.output.line(shown(view.ticket.reference))
    else:
        print_view(here.output, view, thread, desk.actor, here.now(), with_quotes=with_quotes)
    await _remember_reading(desk, view)


async def _whole(desk: Desk, view: TicketView) -> Thread:
    thread = view.thread
    while thread.earlier and thread.entries:
        before = thread.entries[0].id
        older = await desk.read(reading.earlier, view.ticket.reference, before, limit=NEWEST)
        if not older.entries:
            break
        thread = Thread(older.entries + thread.entries, older.earlier)
    return thread


async def _remember_reading(desk: Desk, view: TicketView) -> None:
    """Showing a ticket to its reader is opening it."""
    if not is_unread(view) or desk.actor.only is not None:
        return
    with suppress(TryLater):  # it was shown; that it still counts as unread harms nobody
        await desk.write(reading.mark_read, view.ticket.reference, view.thread.entries[-1].id)


async def show_audit(
    id: Annotated[Word | None, Parameter(help="Only what was done to this ticket.")] = None,
    /,
    *,
    who: Annotated[Line, Parameter(help="Only what was done by or to people whose name or e-mail holds this.")] = "",
    limit: Annotated[Line, Parameter(metavar="N", help="How many, the newest ones; without it 200.")] = "200",
    here: Inside = ASKED,
) -> None:
    """Show who did what, when and through which door; the newest last.

    For example:
      ttydesk audit K7M2Q-9XR4T
    """
    wanted = read_figure(limit, "--limit", 1, PAGE_AT_MOST)
    desk = await here.desk()
    deeds = await desk.read(audit, AuditQuery(await _meant(desk, id), who, limit=wanted))
    here.output.listing(
        deeds[::-1],
        shape=as_json.deed,
        name=lambda one: "" if one.reference is None else shown(one.reference),
        heads=columns.AUDIT,
        cells=columns.of_deed,
    )


async def _meant(desk: Desk, typed: str | None) -> Reference | None:
    if typed is None:
        return None
    view = await desk.read(reading.look_at, read_reference(typed), newest=1)
    return view.ticket.reference
