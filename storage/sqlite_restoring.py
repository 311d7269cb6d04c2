"""A desk that is restored into a file: it is made in a file beside, and takes the place all at once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from core.errors import TryLater
from storage import schema, sqlite_driver
from storage.bucket import Bucket
from storage.empty_desk import EmptyDesk, somebody_is_here
from storage.opened import files_in, refused_version
from storage.place import PRIVATE_FOLDER, make_room, read_url, refuse_network, refuse_what_others_reach
from storage.sqlite_engine import SqliteEngine
from storage.sqlite_opening import can_not_open
from storage.sqlite_schema import look, make


@contextmanager
def empty_desk_in_a_file(url: str, data: Path | Bucket | None, *, replace: bool) -> Iterator[EmptyDesk]:
    """Nobody else can open the desk meanwhile. Raises Refused where somebody is at home, TryLater where it is open."""
    sqlite_driver.refuse_old_library()
    path = read_url(url)
    with _place(path) as place:
        if _is_lived_in(place) and not replace:
            raise somebody_is_here()
        with _folder_beside(path) as folder:
            engine = SqliteEngine(folder / path.name)
            with _transaction(engine) as connection:
                make(connection, uuid4().hex, int(time.time() * 1000))
                yield EmptyDesk(connection, engine, partial(files_in, data or path.with_suffix(".files")))
            _put_in_place(place, engine.path)


@contextmanager
def _place(path: Path) -> Iterator[Any]:
    """The file, for us alone; one that was not there before is gone again when nothing came of it."""
    is_new = not path.exists()
    make_room(path)
    try:
        refuse_network(path)
        refuse_what_others_reach(path)
        connection = _alone(path)
        try:
            yield connection
        finally:
            connection.close()
    except BaseException:
        if is_new:
            path.unlink(missing_ok=True)
        raise


def _alone(path: Path) -> Any:
    try:
        found = look(path)
        if found.version == "":
            raise refused_version(path, "") or somebody_is_here()
        return sqlite_driver.alone(path)
    except (DBAPIError, sqlite_driver.Error) as error:
        if sqlite_driver.is_busy(error):
            sentence = f"Somebody has {path} open. End the other programs that use this desk, then try again."
            raise TryLater(sentence) from error
        raise can_not_open(path, error) from error


def _is_lived_in(place: Any) -> bool:
    """Whether there is a desk with somebody in it, of whatever version."""
    people = schema.people.name
    if not place.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (people,)).fetchone():
        return False
    return bool(place.execute(f"SELECT EXISTS (SELECT 1 FROM {people})").fetchone()[0])  # noqa: S608  a name of ours


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """On the same disk, for its owner alone. Only one can be here: what lies there was left by one that was killed."""
    folder = path.with_name(f".{path.name}.restored")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=PRIVATE_FOLDER)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _transaction(engine: SqliteEngine) -> Iterator[Any]:
    connections = engine.connections(1, writes=True)
    try:
        with connections.connect() as connection, connection.begin():
            yield connection
    except DBAPIError as error:
        raise engine.answer(error) from error
    finally:
        connections.dispose()


def _put_in_place(place: Any, made: Path) -> None:
    try:
        sqlite_driver.replace(place, made)
    except sqlite_driver.Error as error:
        raise sqlite_driver.not_copied(error) from error
