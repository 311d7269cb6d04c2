"""The one place that knows which SQLite library runs, and how a connection of this desk is made.

Two SQLite libraries in one process lose each other's file locks, so nobody else imports one or opens the file.
SQLAlchemy is imported with the first engine: a bare connection (storage/key_lines.py) does without.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import Refused, TryLater

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine import Engine
    from sqlalchemy.exc import DBAPIError

try:
    from pysqlite3 import dbapi2 as library
except ImportError:
    import sqlite3 as library

Error: type[Exception] = library.Error
OperationalError: type[Exception] = library.OperationalError
VERSION: tuple[int, ...] = tuple(library.sqlite_version_info)
OLDEST = (3, 40)
WAL_IS_SAFE = (3, 51, 3)
"""Before this release two connections that write in WAL mode can corrupt the file."""

JOURNAL = "wal" if VERSION >= WAL_IS_SAFE else "delete"
BUSY_WAIT = 250
"""Milliseconds that SQLite itself waits for a lock; storage/database.py tries again, a little later each time."""


_AT_CONNECT = (
    f"PRAGMA busy_timeout = {BUSY_WAIT}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16384",
)


def refuse_old_library() -> None:
    if VERSION < OLDEST:
        have, need = (".".join(map(str, version)) for version in (VERSION, OLDEST))
        raise Refused(f"The SQLite of this Python is {have}; ttydesk needs {need} or newer. Use a newer Python.")


def connect(path: Path) -> Any:
    """A bare connection for what lives outside of SQLAlchemy: the feed, the copy before a migration."""
    connection = library.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in _AT_CONNECT:
        connection.execute(pragma)
    return connection


def engine(path: Path, *, writes: bool, connections: int) -> Engine:
    """Connections that begin their transactions themselves: at once with the write lock, or reading one snapshot."""
    from sqlalchemy import URL, create_engine, event

    made = create_engine(
        URL.create("sqlite", database=str(path)),
        module=library,
        connect_args={"isolation_level": None, "check_same_thread": False},
        pool_size=connections,
        max_overflow=0,
    )

    @event.listens_for(made, "connect")
    def prepare(connection: Any, record: object) -> None:
        del record
        for pragma in _AT_CONNECT:
            connection.execute(pragma)
        if not writes:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(made, "begin")
    def begun(connection: Connection) -> None:
        """Whoever writes may find the lock taken, which is told as SQLAlchemy tells it; who reads waits for nobody."""
        if writes:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.connection.cursor().execute("BEGIN")

    return made


def set_journal(path: Path) -> None:
    """WAL where this library is safe with it, else the rollback journal; what SQLite answers is what holds."""
    connection = connect(path)
    try:
        answer = connection.execute(f"PRAGMA journal_mode = {JOURNAL}").fetchone()[0]
    except library.OperationalError as error:
        if code_of(error) not in _BUSY or JOURNAL == "wal":
            raise
        answer = "wal"
    finally:
        connection.close()
    if answer == JOURNAL:
        return
    if JOURNAL == "wal":
        raise Refused(f"{path} can not be kept in WAL mode on this disk. Keep the desk on a local disk.")
    raise Refused(
        f"{path} is in WAL mode, which SQLite {library.sqlite_version} may damage, and somebody has it open."
        " End the other programs that use this desk, then try again."
    )


def copy(source: Path, target: Path) -> None:
    """A consistent copy, also while others write."""
    writes = connect(target)
    try:
        replace(writes, source)
    finally:
        writes.close()


def alone(path: Path) -> Any:
    """A connection that nobody else works beside until it is closed; who comes meanwhile is told that it is busy.

    Raises an error that `is_busy` knows while another one has the file open; with the rollback journal, works on it.
    """
    connection = connect(path)
    try:
        for statement in ("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT"):
            connection.execute(statement)
    except Error:
        connection.close()
        raise
    return connection


def replace(connection: Any, source: Path) -> None:
    """Make what a connection has open the same as another file, all at once or not at all."""
    reads = connect(source)
    try:
        reads.backup(connection)
    finally:
        reads.close()


def not_copied(error: Exception) -> TryLater:
    """What people are told when `copy` or `replace` broke off; SQLite does not always say by which code."""
    return TryLater(
        says(error) or f"The database could not be copied ({error}). Make room on the disk, then try again."
    )


def size_and_path(connection: Connection) -> tuple[int, str]:
    """The bytes of the database, and the file that holds it."""
    pages, page = (connection.exec_driver_sql(f"PRAGMA page_{what}").scalar_one() for what in ("count", "size"))
    return pages * page, connection.exec_driver_sql("PRAGMA database_list").first()[2]  # type: ignore[index]


def code_of(error: BaseException | None) -> int:
    """The primary result code of SQLite, 0 for what is no error of SQLite."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF


def is_busy(error: BaseException) -> bool:
    """Whether another connection holds the lock; of SQLAlchemy's error or of the driver's own."""
    return code_of(getattr(error, "orig", error)) in _BUSY


def is_interrupted(error: DBAPIError) -> bool:
    return code_of(error.orig) == _INTERRUPT


def may_pass(error: DBAPIError) -> bool:
    """Whether the same may work later: the disk was full, not the file damaged."""
    return code_of(error.orig) in _MAY_PASS


def says(error: BaseException | None) -> str | None:
    """What happened to the file, in a sentence for people; None for what is a fault of the program."""
    return _SENTENCES.get(code_of(error))


def answer(error: Exception) -> Exception:
    """What people are told about an error of the driver itself; the error where it is a fault of the program."""
    if is_busy(error):
        from storage.engine import BUSY

        return TryLater(BUSY)
    sentence = says(error)
    if sentence is None:
        return error
    return TryLater(sentence) if code_of(error) in _MAY_PASS else Refused(sentence)


_BUSY: tuple[int, ...] = (library.SQLITE_BUSY, library.SQLITE_LOCKED)
_INTERRUPT: int = library.SQLITE_INTERRUPT
_MAY_PASS: tuple[int, ...] = (library.SQLITE_FULL, library.SQLITE_IOERR, library.SQLITE_CANTOPEN)
_SENTENCES: dict[int, str] = {
    library.SQLITE_FULL: "The disk is full. Nothing was written: make room, then try again.",
    library.SQLITE_IOERR: "The disk does not answer as it should. Nothing was written: look after it, then try again.",
    library.SQLITE_READONLY: "The database can not be written here. Look at the rights of its file and folder.",
    library.SQLITE_CANTOPEN: "The database can not be opened. Look at its folder and at the limit of open files.",
    library.SQLITE_CORRUPT: "The database is damaged. Run `ttydesk db check`, and restore a backup.",
    library.SQLITE_NOTADB: "The file is not a desk: it is no SQLite database.",
}
