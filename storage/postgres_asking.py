"""A read that asks a server one question needs no transaction, which saves two of three ways there and back.

How many questions come is not known before. So a read begins without one; where a second question follows, it is done
anew in a transaction, in which all are answered as of one moment. By what such reads begin is remembered, so that the
next begins right.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from storage.engine import AsksMore

_FIRST = "ttydesk_first_question"
_REMEMBERED = 1000


def ask_alone(engine: Engine) -> None:
    """Of the connections of an engine, which are in autocommit mode."""
    followed: set[str] = set()

    @event.listens_for(engine, "before_cursor_execute")
    def asks(connection: Connection, cursor: Any, question: str, *_: object) -> None:
        driver = cursor.connection
        if _FIRST not in connection.info or not driver.autocommit:
            return
        first = connection.info[_FIRST]
        if first is None:
            connection.info[_FIRST] = question
            driver.autocommit = question not in followed
            return
        if len(followed) >= _REMEMBERED:
            followed.clear()
        followed.add(first)
        raise AsksMore


@contextmanager
def one_moment(connection: Connection) -> Iterator[None]:
    """All that is asked in it is answered as of one moment. Raises AsksMore where it has to be done anew for that."""
    driver: Any = connection.connection.driver_connection
    alone = driver.autocommit
    if alone:
        connection.info[_FIRST] = None
    try:
        with connection.begin():
            yield
    finally:
        if alone and not driver.closed:
            del connection.info[_FIRST]
            driver.autocommit = True
