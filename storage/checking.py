"""`ttydesk db check`: what is not as it should be, each in a sentence that says what to do.

Damage of the file itself is found, not mended. What follows from other rows (counters, words, places in lists) can be
made anew from them: storage/mending.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from storage import sqlite_driver
from storage.files import BlobFiles
from storage.opening import OpenedStore
from storage.schema import attachments
from storage.words import words

MEND = "Run `ttydesk db check --mend`."
RESTORE = "Restore a backup."
BRING = "Bring them with `ttydesk db move-files` from where they were, or put them back from a backup."
_TOLD_AT_MOST = 5

_COUNTERS = """
SELECT count(*) FROM
 (SELECT category_id AS category, coalesce(lane, 4) AS in_lane, count(*) AS n FROM tickets GROUP BY 1, 2) AS truth
 FULL JOIN (SELECT category_id, lane, tickets FROM counters WHERE tickets <> 0) AS kept
 ON kept.category_id = truth.category AND kept.lane = truth.in_lane WHERE n IS NOT tickets
"""
_PLACES = """
SELECT count(*) FROM tickets LEFT JOIN participants ON participants.ticket_id = tickets.id
WHERE participants.person_id IS NULL OR participants.closed <> (tickets.status = 4)
 OR participants.rank <> (tickets.status <> 2) OR participants.public_desc <> -tickets.public_at
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
_NO_MESSAGE = """
SELECT count(*) FROM entry_words_docsize WHERE id NOT IN (SELECT id FROM entries WHERE kind IN (0, 1))
"""
_FINDABLE = """
SELECT entries.body, tickets.subject, entry_words_docsize.sz FROM entries
JOIN tickets ON tickets.id = entries.ticket_id LEFT JOIN entry_words_docsize ON entry_words_docsize.id = entries.id
WHERE entries.kind IN (0, 1)
"""


def check(opened: OpenedStore) -> tuple[str, ...]:
    """Every finding; none when all is well. Reads the whole desk, so it may take minutes for a large one."""
    engine = sqlite_driver.engine(opened.store.path, writes=False, connections=1)
    try:
        with engine.connect() as connection, connection.begin():
            return tuple(_damage(connection)) or (*_drift(connection), *_files(connection, opened.files))
    except DBAPIError as error:
        return (f"The database file can not be read to its end ({error.orig}). {RESTORE}",)
    finally:
        engine.dispose()


def _damage(connection: Connection) -> Iterator[str]:
    answers = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
    if answers != ["ok"]:
        yield f"The database file is damaged ({'; '.join(answers)}). {RESTORE}"
        return
    lost = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    for table in sorted(lost):
        yield f"Rows of {table} belong to rows that are gone. {RESTORE}"


def _drift(connection: Connection) -> Iterator[str]:
    """What does not follow from the rows that it is made from."""
    for question, sentence in (
        (_COUNTERS, f"{{}} counters of tickets are wrong. {MEND}"),
        (_PLACES, f"{{}} tickets stand in the wrong place in the lists of their customers. {MEND}"),
        (_LAST, f"{{}} tickets do not know their last message, so unread marks are wrong. {MEND}"),
        (_VERSIONS, f"{{}} entries are newer than their ticket says. {RESTORE}"),
        (_NO_MESSAGE, f"Search finds {{}} messages that are gone. {MEND}"),
    ):
        if found := connection.exec_driver_sql(question).scalar():
            yield sentence.format(found)
    if wrong := sum(not _fits(row) for row in connection.exec_driver_sql(_FINDABLE)):
        yield f"Search does not find {wrong} messages by all their words. {MEND}"


def _fits(row: tuple[str, str, bytes | None]) -> bool:
    """Whether the index holds as many words of a message and its subject as they have."""
    body, subject, sizes = row
    return sizes is not None and [*_figures(sizes)][:2] == [len(words(subject)), len(words(body))]


def _figures(packed: bytes) -> Iterator[int]:
    """SQLite's variable-length figures: seven bits a byte, the highest bit says that more follow."""
    figure = 0
    for byte in packed:
        figure = figure << 7 | byte & 0x7F
        if byte < 0x80:
            yield figure
            figure = 0


def _files(connection: Connection, files: BlobFiles) -> Iterator[str]:
    """Every attachment has its bytes, unchanged; what no row names is told, because it only takes room."""
    named = {row.sha256: row for row in connection.execute(select(attachments))}
    there, place = set(files.digests()), files.room.place
    missing = [row.name for digest, row in named.items() if digest not in there]
    if missing:
        yield f"The bytes of {_some(missing)} are missing in {place}. {BRING}"
    changed = [named[digest].name for digest in sorted(there & named.keys()) if not files.is_whole(digest)]
    if changed:
        yield f"The bytes of {_some(changed)} changed in {place}. Put them back from a backup."
    if spare := files.spare(named):
        yield f"{len(spare)} of the files in {place} belong to no ticket, like {spare[0]}. {MEND}"
    if unfinished := files.room.unfinished():
        yield f"Unfinished uploads lie in {unfinished}. Those older than a day may be deleted."


def _some(names: list[str]) -> str:
    more = len(names) - _TOLD_AT_MOST
    return ", ".join(names[:_TOLD_AT_MOST]) + (f" and {more} more" if more > 0 else "")
