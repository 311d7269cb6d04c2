"""`ttydesk db check`: what is not as it should be, each in a sentence that says what to do.

Damage of the file itself is found, not mended. What follows from other rows (counters, words, places in lists) can be
made anew from them: storage/mending.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from core.errors import TryLater
from storage.engine import RESTORE, WordIndex
from storage.files import BlobFiles
from storage.named_files import NAMED
from storage.opened import OpenedStore

MEND = "Run `ttydesk db check --mend`."
BRING = "Bring them with `ttydesk db move-files` from where they were, or put them back from a backup."
_TOLD_AT_MOST = 5

_COUNTERS = """
SELECT count(*) FROM
 (SELECT category_id AS category, coalesce(lane, 4) AS in_lane, count(*) AS n FROM tickets GROUP BY 1, 2) AS truth
 FULL JOIN (SELECT category_id, lane, tickets FROM counters WHERE tickets <> 0) AS kept
 ON kept.category_id = truth.category AND kept.lane = truth.in_lane WHERE n IS DISTINCT FROM tickets
"""
_PLACES = """
SELECT count(*) FROM tickets LEFT JOIN participants ON participants.ticket_id = tickets.id
WHERE participants.person_id IS NULL OR participants.closed <> (tickets.status = 4)
 OR (participants.rank = 0) <> (tickets.status = 2) OR participants.public_desc <> -tickets.public_at
 OR (participants.place = 0) <> (participants.person_id = tickets.requester_id)
"""
_LAST = """
SELECT count(*) FROM tickets WHERE last_message <> coalesce((SELECT max(id) FROM entries
  WHERE ticket_id = tickets.id AND kind IN (0, 1)), 0)
 OR last_public <> coalesce((SELECT max(id) FROM entries WHERE ticket_id = tickets.id AND kind = 0), 0)
"""
_VERSIONS = """
SELECT count(*) FROM entries JOIN tickets ON tickets.id = entries.ticket_id
WHERE entries.version > tickets.version OR entries.public_version > tickets.public_version
"""


def check(opened: OpenedStore) -> tuple[str, ...]:
    """Every finding; none when all is well. Reads the whole desk, so it may take minutes for a large one."""
    engine = opened.store.engine
    connections = engine.connections(1, writes=False, patient=True)
    try:
        with connections.connect() as connection, connection.begin():
            if damage := tuple(engine.damage(connection)):
                return damage
            drift = tuple(_drift(connection, engine.words))
            named = {row.sha256: row.name for row in connection.execute(NAMED)}
    except DBAPIError as error:
        if isinstance(answer := engine.answer(error), TryLater):
            raise answer from error
        return (f"The database can not be read to its end ({error.orig}). {RESTORE}",)
    finally:
        connections.dispose()
    return (*drift, *_files(named, opened.files))  # holds up nothing of the database while it reads


def _drift(connection: Connection, index: WordIndex) -> Iterator[str]:
    """What does not follow from the rows that it is made from."""
    for question, sentence in (
        (_COUNTERS, f"{{}} counters of tickets are wrong. {MEND}"),
        (_PLACES, f"{{}} tickets stand in the wrong place in the lists of their customers. {MEND}"),
        (_LAST, f"{{}} tickets do not know their last message, so unread marks are wrong. {MEND}"),
        (_VERSIONS, f"{{}} entries are newer than their ticket says. {RESTORE}"),
    ):
        if found := connection.exec_driver_sql(question).scalar():
            yield sentence.format(found)
    if gone := index.gone(connection):
        yield f"Search finds {gone} messages that are gone. {MEND}"
    if wrong := index.wrong(connection):
        yield f"Search does not find {wrong} messages by all their words. {MEND}"


def _files(named: dict[str, str], files: BlobFiles) -> Iterator[str]:
    """Attachments and letters have their bytes, unchanged; what no row names is told, because it only takes room."""
    there, place = set(files.digests()), files.room.place
    missing = [name for digest, name in named.items() if digest not in there]
    if missing:
        yield f"The bytes of {_some(missing)} are missing in {place}. {BRING}"
    changed = [named[digest] for digest in sorted(there & named.keys()) if not files.is_whole(digest)]
    if changed:
        yield f"The bytes of {_some(changed)} changed in {place}. Put them back from a backup."
    if spare := files.spare(named):
        yield f"{len(spare)} of the files in {place} belong to no ticket and no letter, like {spare[0]}. {MEND}"
    if unfinished := files.room.unfinished():
        yield f"Unfinished uploads lie in {unfinished}. Those older than a day may be deleted."


def _some(names: list[str]) -> str:
    more = len(names) - _TOLD_AT_MOST
    return ", ".join(names[:_TOLD_AT_MOST]) + (f" and {more} more" if more > 0 else "")
