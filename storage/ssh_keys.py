"""SSH keys of people, and keys that wait to be signed with."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from core.people import Person
from core.public_key import PublicKey, read_public_key
from core.ssh_keys import SshKey
from storage.people import person_columns, read_person
from storage.schema import people, ssh_keys, waiting_keys
from storage.settings import SettingsRoom

_SELECT = select(*person_columns(), ssh_keys.c.line, ssh_keys.c.comment, ssh_keys.c.added_at, ssh_keys.c.used_at).join(
    people, people.c.id == ssh_keys.c.person_id
)
_ONE = _SELECT.where(ssh_keys.c.fingerprint == bindparam("which"))
_THEIRS = _SELECT.where(ssh_keys.c.person_id == bindparam("person")).order_by(
    ssh_keys.c.added_at.desc(), ssh_keys.c.fingerprint
)
_DROP = delete(ssh_keys).where(ssh_keys.c.fingerprint == bindparam("which"))
_USED = update(ssh_keys).where(ssh_keys.c.fingerprint == bindparam("which"))

_WAITS = and_(waiting_keys.c.fingerprint == bindparam("which"), waiting_keys.c.source == bindparam("place"))
_WAITS_FOR = (
    select(*person_columns())
    .join(waiting_keys, waiting_keys.c.person_id == people.c.id)
    .where(_WAITS, waiting_keys.c.until > bindparam("now"))
)
_MAKE_ROOM = delete(waiting_keys).where(or_(_WAITS, waiting_keys.c.until <= bindparam("now")))
_WAIT_NO_MORE = delete(waiting_keys).where(waiting_keys.c.person_id == bindparam("person"))


class SshKeysRoom:
    def __init__(self, connection: Connection, settings: SettingsRoom) -> None:
        self._connection = connection
        self._settings = settings

    def ssh_key(self, fingerprint: str) -> SshKey | None:
        row = self._connection.execute(_ONE, {"which": fingerprint}).first()
        return None if row is None else _read(row)

    def ssh_keys(self, owner: Person) -> tuple[SshKey, ...]:
        return tuple(_read(row) for row in self._connection.execute(_THEIRS, {"person": owner.id}))

    def add_ssh_key(self, key: SshKey) -> None:
        values = {
            "fingerprint": key.fingerprint,
            "person_id": key.person.id,
            "line": key.key.line,
            "comment": key.key.comment,
            "added_at": key.added_at,
            "used_at": key.used_at,
        }
        self._connection.execute(insert(ssh_keys), values)

    def drop_ssh_key(self, fingerprint: str) -> None:
        self._settings.count_change()
        self._connection.execute(_DROP, {"which": fingerprint})

    def ssh_key_used(self, fingerprint: str, at: int) -> None:
        self._connection.execute(_USED, {"which": fingerprint, "used_at": at})

    def await_ssh_key(self, key: PublicKey, owner: Person, source: str, until: int, now: int) -> None:
        self._connection.execute(_MAKE_ROOM, {"which": key.fingerprint, "place": source, "now": now})
        values = {"fingerprint": key.fingerprint, "source": source, "person_id": owner.id, "until": until}
        self._connection.execute(insert(waiting_keys), values)

    def waiting_for_key(self, fingerprint: str, source: str, now: int) -> Person | None:
        row = self._connection.execute(_WAITS_FOR, {"which": fingerprint, "place": source, "now": now}).first()
        return None if row is None else read_person(row)

    def drop_waiting_keys(self, owner: Person) -> None:
        self._connection.execute(_WAIT_NO_MORE, {"person": owner.id})


def _read(row: Any) -> SshKey:
    return SshKey(read_public_key(f"{row.line} {row.comment}"), read_person(row), row.added_at, row.used_at)
