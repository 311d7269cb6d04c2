"""The keys that addresses of the desk are signed with."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from core.signing import SigningKey
from storage.numbers import added
from storage.schema import signing_keys

_ALL = select(signing_keys).order_by(signing_keys.c.id.desc())
_RETIRE = update(signing_keys).where(signing_keys.c.retired.is_(None)).values(retired=bindparam("at"))


class SigningRoom:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def signing_keys(self) -> tuple[SigningKey, ...]:
        return tuple(SigningKey(row.id, row.key, row.created, row.retired) for row in self._connection.execute(_ALL))

    def add_signing_key(self, key: str, at: int) -> SigningKey:
        values = {"key": key, "created": at, "retired": None}
        return SigningKey(added(self._connection, insert(signing_keys), values), key, at)

    def retire_signing_keys(self, at: int) -> None:
        self._connection.execute(_RETIRE, {"at": at})
