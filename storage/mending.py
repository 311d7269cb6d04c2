"""Making anew what follows from other rows: counters, places in lists, last messages, the index of words."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, or_, select

from storage.codes import FINDABLE, EntryCode
from storage.engine import Indexed, WordIndex
from storage.opening import OpenedStore
from storage.schema import attachments, entries, participants, tickets
from storage.words import context, spaced

_AT_ONCE = 2000

_COUNT = """
INSERT INTO counters (category_id, lane, tickets)
SELECT category_id, coalesce(lane, 4), count(*) FROM tickets GROUP BY 1, 2
"""
_PLACE = """
UPDATE participants SET closed = (SELECT status = 4 FROM tickets WHERE id = ticket_id),
 rank = (SELECT CASE WHEN status = 2 THEN 0 ELSE 1 END FROM tickets WHERE id = ticket_id),
 public_desc = (SELECT -public_at FROM tickets WHERE id = ticket_id)
"""
_LAST = """
UPDATE tickets SET
 last_message = coalesce((SELECT max(id) FROM entries WHERE ticket_id = tickets.id AND kind IN (0, 1)), 0),
 last_public = coalesce((SELECT max(id) FROM entries WHERE ticket_id = tickets.id AND kind = 0), 0)
"""
_NAMED = select(attachments.c.sha256)
_SAID = (
    select(entries.c.id, entries.c.kind, entries.c.body, entries.c.ticket_id, tickets.c.subject)
    .join(tickets, tickets.c.id == entries.c.ticket_id)
    .where(or_(*(entries.c.kind == int(code) for code in FINDABLE)), entries.c.id > bindparam("after"))
    .order_by(entries.c.id)
    .limit(_AT_ONCE)
)
_SIDE = (
    select(participants.c.person_id)
    .where(participants.c.ticket_id == bindparam("ticket"))
    .order_by(participants.c.place)
)


def mend(opened: OpenedStore) -> None:
    """All of it in one transaction; writers wait so long, some minutes for a large desk."""
    index = opened.store.engine.words
    opened.store.write_now(lambda connection: _mend(connection, index))
    drop_spare_files(opened)


def drop_spare_files(opened: OpenedStore) -> None:
    """Delete the bytes of messages that were refused or never sent."""
    named = opened.store.write_now(lambda connection: set(connection.execute(_NAMED).scalars()))
    opened.files.drop_spare(named)


def _mend(connection: Connection, index: WordIndex) -> None:
    for statement in ("DELETE FROM counters", _COUNT, _PLACE, _LAST):
        connection.exec_driver_sql(statement)
    index.make_anew(connection)
    last = 0
    while said := connection.execute(_SAID, {"after": last}).all():
        index.fill(connection, [_row(connection, *entry) for entry in said])
        last = said[-1].id


def _row(connection: Connection, entry: int, kind: int, body: str, ticket: int, subject: str) -> Indexed:
    side = connection.execute(_SIDE, {"ticket": ticket}).scalars().all()
    ctx = context(EntryCode(kind), side)
    return {"entry": entry, "subject": spaced(subject), "body": spaced(body), "ctx": ctx}
