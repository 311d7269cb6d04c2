"""Making anew what follows from other rows: counters, places in lists, last messages, the index of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, or_, select

from storage.engine import Indexed, WordIndex
from storage.entry_codes import FINDABLE, EntryCode
from storage.named_files import digests
from storage.opened import OpenedStore
from storage.schema import entries, participants, tickets
from storage.words import context, spaced

_AT_ONCE = 2000

_COUNT = """
INSERT INTO counters (category_id, lane, tickets)
SELECT category_id, coalesce(lane, 4), count(*) FROM tickets GROUP BY 1, 2
"""
# Only what is wrong is written: every row that is written costs its places in all indexes.
_PLACE = """
UPDATE participants SET closed = (t.status = 4), rank = CASE WHEN t.status = 2 THEN 0 ELSE 1 END,
 public_desc = -t.public_at
FROM tickets AS t WHERE t.id = participants.ticket_id AND (participants.closed <> (t.status = 4)
 OR (participants.rank = 0) <> (t.status = 2) OR participants.public_desc <> -t.public_at)
"""
_LAST = """
UPDATE tickets SET last_message = message, last_public = public
FROM (SELECT t.id AS number,
  coalesce((SELECT max(id) FROM entries WHERE ticket_id = t.id AND kind IN (0, 1)), 0) AS message,
  coalesce((SELECT max(id) FROM entries WHERE ticket_id = t.id AND kind = 0), 0) AS public
 FROM tickets AS t) AS truth
WHERE number = tickets.id AND (last_message <> message OR last_public <> public)
"""
_SAID = (
    select(entries.c.id, entries.c.kind, entries.c.body, entries.c.ticket_id, tickets.c.subject)
    .join(tickets, tickets.c.id == entries.c.ticket_id)
    .where(or_(*(entries.c.kind == int(code) for code in FINDABLE)), entries.c.id > bindparam("after"))
    .order_by(entries.c.id)
    .limit(_AT_ONCE)
)
_SIDES = (
    select(participants.c.ticket_id, participants.c.person_id)
    .where(participants.c.ticket_id.in_(bindparam("tickets", expanding=True)))
    .order_by(participants.c.ticket_id, participants.c.place)
)


def mend(opened: OpenedStore) -> None:
    """All of it in one transaction; writers wait so long, some minutes for a large desk."""
    index = opened.store.engine.words
    opened.store.write_now(lambda connection: make_anew(connection, index))
    drop_spare_files(opened)


def drop_spare_files(opened: OpenedStore) -> None:
    """Delete the bytes of messages that were refused or never sent."""
    named = opened.store.write_now(lambda connection: set(connection.execute(digests(letters=True)).scalars()))
    opened.files.drop_spare(named)


def make_anew(connection: Connection, index: WordIndex) -> None:
    for statement in ("DELETE FROM counters", _COUNT, _PLACE, _LAST):
        connection.exec_driver_sql(statement)
    index.make_anew(connection)
    last = 0
    while said := connection.execute(_SAID, {"after": last}).all():
        sides = _sides(connection, {entry.ticket_id for entry in said})
        index.fill(connection, [_row(*entry, sides) for entry in said])
        last = said[-1].id


def _sides(connection: Connection, numbers: Collection[int]) -> Mapping[int, list[int]]:
    """Who is on the customer's side of each ticket."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for ticket, person in connection.execute(_SIDES, {"tickets": list(numbers)}):
        found[ticket].append(person)
    return found


def _row(entry: int, kind: int, body: str, ticket: int, subject: str, sides: Mapping[int, list[int]]) -> Indexed:
    ctx = context(EntryCode(kind), sides[ticket])
    return {"entry": entry, "subject": spaced(subject), "body": spaced(body), "ctx": ctx}
