"""What it means when a PostgreSQL server lets nobody in, or can not go on: one sentence each, and its exit status.

A server that refuses a connection gives no code for it, only words. What is not known here is told as it was said.
"""

from __future__ import annotations

import re

import psycopg
from sqlalchemy import URL

from core.errors import DeskError, Refused, TryLater
from core.safe_text import safe_line

Answer = tuple[type[DeskError], str]

_NO_CONNECTION: Answer = (
    TryLater,
    "The database has no connection left. Nothing was written: try again in a moment.",
)
_BY_CODE: dict[str, Answer] = {
    "25006": (
        Refused,
        "The database can not be written here: it is a copy that follows another, or this was only to read.",
    ),
    "42501": (Refused, "The database can not be used by this user: it lacks the rights to the desk's tables."),
    "53100": (TryLater, "The disk of the database is full. Nothing was written: make room, then try again."),
    "53200": (TryLater, "The database has no memory left. Nothing was written: try again in a moment."),
    "53300": _NO_CONNECTION,
}
_STRANGER: Answer = (
    Refused,
    (
        "The database {where} does not let {user} in: look at the user and the password (TTYDESK_DB_PASSWORD, or a"
        " file that TTYDESK_DB_PASSWORD_FILE names)."
    ),
)
_NOT_FROM_HERE: Answer = (
    Refused,
    "The database {where} does not let {user} in from this machine: its server needs a line for that in pg_hba.conf.",
)
_ENCRYPTION: Answer = (
    Refused,
    "The database {where} and this machine do not agree on encryption: look at sslmode and at the certificates.",
)
_NO_HOST: Answer = (TryLater, "No machine is known by the name in {where}. Look at the name, or try again in a while.")
_AWAY: Answer = (TryLater, "The database {where} does not answer. Nothing was written: try again when it is back.")
_BY_WORDS: tuple[tuple[str, Answer], ...] = (
    (r"authentication failed|no password supplied|role .* does not exist|is not permitted to log in", _STRANGER),
    (r"pg_hba\.conf", _NOT_FROM_HERE),
    (r"permission denied for database", (Refused, "The database {where} does not let {user} in. In psql: {grant}")),
    (
        r"database .* does not exist",
        (Refused, "There is no database {where}. Make it first: createdb {name}"),
    ),
    (r"too many clients|remaining connection slots|too many connections", _NO_CONNECTION),
    (r"does not support SSL|certificate|SSL error", _ENCRYPTION),
    (r"failed to resolve host|could not translate host name", _NO_HOST),
    (r"the database system is (starting|shutting|in recovery)", _AWAY),
)
_TURNED_AWAY: Answer = (
    TryLater,
    "The database {where} takes nobody in now (it says: {words}). Nothing was written: try again when it does.",
)
_ITS_WORDS = re.compile(r"failed: \S+?:  (.+)")
"""Behind the word for how bad it is, which comes in the language of the server as the rest."""


def answer(error: BaseException, address: URL) -> DeskError | None:
    """What happened, for people; None for what is a fault of the program."""
    if (known := _BY_CODE.get(state_of(error))) is not None:
        return known[0](known[1])
    if not isinstance(error, psycopg.OperationalError):
        return None
    kind, sentence = _by_words(str(error))
    name, user = safe_line(address.database or ""), safe_line(address.username or "you")
    return kind(
        sentence.format(
            where=shown(address),
            name=name,
            user=user,
            grant=f'GRANT CONNECT ON DATABASE "{name}" TO "{user}";',
            words=_words(str(error)),
        )
    )


def state_of(error: BaseException | None) -> str:
    """The code that the server gave an error, empty for one that is not the server's."""
    return getattr(error, "sqlstate", None) or ""


def shown(address: URL) -> str:
    """For eyes: never with the password."""
    named = address.host or address.query.get("host") or "this machine"
    host = named if isinstance(named, str) else ", ".join(named)
    port = f":{address.port}" if address.port else ""
    return safe_line(f"{address.database} at {host}{port}")


def _by_words(said: str) -> Answer:
    why = said.rpartition(" failed: ")[2]  # before that stand names, which may be any words
    for pattern, known in _BY_WORDS:
        if re.search(pattern, why):
            return known
    return _TURNED_AWAY if _words(said) else _AWAY


def _words(said: str) -> str:
    """Why a server that was reached let nobody in; empty where none was reached."""
    found = _ITS_WORDS.search(said)
    return safe_line(found[1].strip().rstrip(".")) if found else ""
