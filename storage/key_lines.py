"""The key that somebody may come in with, asked of the bare driver: an sshd starts a process to ask for each key that
is shown, and whoever connects waits for it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from core.errors import DeskError, Refused
from storage.place import is_of_a_server, read_url, refuse_what_others_reach

CONNECTS_WITHIN = 4
"""Seconds; an sshd gives somebody who connects two minutes."""
_OF_SOMEBODY_ACTIVE = (
    "SELECT ssh_keys.line FROM ssh_keys JOIN people ON people.id = ssh_keys.person_id"
    " WHERE ssh_keys.fingerprint = {} AND people.active"
)
POOLER = "pooler"
"""In a URL: what storage/postgres_driver.py reads, and libpq does not know."""


def key_line(url: str, fingerprint: str) -> str:
    """`ssh-ed25519 AAAA…` of somebody who may come in by it; empty where nobody may. Raises DeskError."""
    row = _on_server(url, fingerprint) if is_of_a_server(url) else _in_a_file(url, fingerprint)
    return str(row[0]) if row else ""


def _in_a_file(url: str, fingerprint: str) -> Any:
    from storage import sqlite_driver

    path = read_url(url)
    if not path.is_file():
        from storage.sqlite_opening import no_desk

        raise no_desk(path)
    refuse_what_others_reach(path)
    try:
        connection = sqlite_driver.connect(path)
        try:
            return connection.execute(_OF_SOMEBODY_ACTIVE.format("?"), (fingerprint,)).fetchone()
        finally:
            connection.close()
    except sqlite_driver.Error as error:
        raise _answer(sqlite_driver.answer(error)) from error


def _on_server(url: str, fingerprint: str) -> Any:
    import psycopg

    try:
        with psycopg.connect(_of_libpq(url), connect_timeout=CONNECTS_WITHIN, application_name="ttydesk") as connection:
            return connection.execute(_OF_SOMEBODY_ACTIVE.format("%s"), (fingerprint,)).fetchone()
    except psycopg.Error as error:
        from storage.postgres_driver import read_address
        from storage.postgres_refusals import answer

        raise _answer(answer(error, read_address(url)) or error) from error


def _of_libpq(url: str) -> str:
    parts = urlsplit(url)
    kept = [option for option in parts.query.split("&") if option.partition("=")[0] != POOLER]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _answer(error: Exception) -> DeskError:
    """A desk of another version has no such table."""
    if isinstance(error, DeskError):
        return error
    return Refused("The desk can not be asked for keys. Run `ttydesk db upgrade`, or `ttydesk db check`.")
