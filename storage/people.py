"""People, their passwords and the sign-ins that their machines remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, FromClause, and_, bindparam, delete, insert, or_, select, type_coerce, update
from sqlalchemy.types import NullType

from core.people import Person, Role, normal_email
from core.store import Credential
from storage.numbers import added
from storage.schema import credentials, last_sign_ins, people, sign_ins
from storage.settings import SettingsRoom

_COLUMNS = ("id", "email", "name", "role", "verified", "active", "undeliverable")
_ROLES = tuple(Role)
_AFTER_EVERY_LETTER = "\U0010ffff"


def person_columns(table: FromClause = people, prefix: str = "person_") -> tuple[Any, ...]:
    """The columns of a person under labels that do not meet others.

    As the driver gives them, which `person_of` understands: a row of which a column is converted costs twice as much.
    """
    return tuple(type_coerce(table.c[name], NullType).label(prefix + name) for name in _COLUMNS)


def read_person(row: Any, prefix: str = "person_") -> Person:
    """The person in a row that was selected with `person_columns`."""
    return person_of(*(getattr(row, prefix + name) for name in _COLUMNS))


def person_of(
    number: int, email: str, name: str, role: int, verified: bool, active: bool, undeliverable: str | None
) -> Person:
    """The person of the values of `person_columns`."""
    return Person(number, email, name, _ROLES[role], bool(verified), bool(active), undeliverable or "")


def normal_name(name: str) -> str:
    return normal_email(name)


_SELECT = select(*person_columns())
_BY_EMAIL = _SELECT.where(people.c.email_norm == bindparam("email"))
_ALL = _SELECT.where(people.c.role >= bindparam("at_least")).order_by(people.c.name_norm, people.c.id)
_LISTED = _ALL.limit(bindparam("limit"))
_BEGINNING = _ALL.where(
    or_(
        and_(people.c.name_norm >= bindparam("first"), people.c.name_norm < bindparam("last")),
        and_(people.c.email_norm >= bindparam("first"), people.c.email_norm < bindparam("last")),
    )
).limit(bindparam("limit"))
_SAVE = update(people).where(people.c.id == bindparam("person"))

_CREDENTIAL = select(credentials.c.hash, credentials.c.expires_at).where(credentials.c.person_id == bindparam("person"))
_DROP_CREDENTIAL = delete(credentials).where(credentials.c.person_id == bindparam("person"))
_END_SIGN_INS = delete(sign_ins).where(sign_ins.c.person_id == bindparam("person"))
_REMEMBERED = _SELECT.join(sign_ins, sign_ins.c.person_id == people.c.id).where(
    sign_ins.c.token_hash == bindparam("token")
)
_FORGET = delete(sign_ins).where(sign_ins.c.token_hash == bindparam("token"))

_CAME_IN = update(last_sign_ins).where(last_sign_ins.c.person_id == bindparam("person"))
_LAST = select(last_sign_ins.c.person_id, last_sign_ins.c.at).where(
    last_sign_ins.c.person_id.in_(bindparam("some", expanding=True))
)


class PeopleRoom:
    def __init__(self, connection: Connection, settings: SettingsRoom) -> None:
        self._connection = connection
        self._settings = settings

    def person(self, email: str) -> Person | None:
        row = self._connection.execute(_BY_EMAIL, {"email": normal_email(email)}).first()
        return None if row is None else read_person(row)

    def people(self, *, at_least: Role = Role.CUSTOMER, beginning: str = "", limit: int = 1000) -> tuple[Person, ...]:
        if not (first := normal_name(beginning)):
            rows = self._connection.execute(_LISTED, {"at_least": int(at_least), "limit": limit})
        else:
            asked = {"at_least": int(at_least), "first": first, "last": first + _AFTER_EVERY_LETTER, "limit": limit}
            rows = self._connection.execute(_BEGINNING, asked)
        return tuple(read_person(row) for row in rows)

    def add_person(self, email: str, name: str, role: Role, *, verified: bool, at: int) -> Person:
        person = Person(0, email, name, role, verified)
        number = added(self._connection, insert(people), {**person_values(person), "created_at": at})
        return replace(person, id=number)

    def save_person(self, person: Person) -> None:
        """Open apps hear of it as of a setting: they may be that person's."""
        self._settings.count_change()
        self._connection.execute(_SAVE, {"person": person.id, **person_values(person)})

    def credential(self, person: Person) -> Credential | None:
        row = self._connection.execute(_CREDENTIAL, {"person": person.id}).first()
        return None if row is None else Credential(row.hash, row.expires_at)

    def set_credential(self, person: Person, credential: Credential | None) -> None:
        self._connection.execute(_END_SIGN_INS, {"person": person.id})
        self._connection.execute(_DROP_CREDENTIAL, {"person": person.id})
        if credential is not None:
            values = {"person_id": person.id, "hash": credential.hash, "expires_at": credential.expires_at}
            self._connection.execute(insert(credentials), values)

    def signed_in(self, person: Person, at: int) -> None:
        if not self._connection.execute(_CAME_IN, {"person": person.id, "at": at}).rowcount:
            self._connection.execute(insert(last_sign_ins), {"person_id": person.id, "at": at})

    def last_sign_ins(self, people: Sequence[Person]) -> Mapping[int, int]:
        rows = self._connection.execute(_LAST, {"some": [person.id for person in people]})
        return {row.person_id: row.at for row in rows}

    def remember_sign_in(self, person: Person, token_hash: str, at: int) -> None:
        self._connection.execute(insert(sign_ins), {"token_hash": token_hash, "person_id": person.id, "at": at})

    def remembered(self, token_hash: str) -> Person | None:
        row = self._connection.execute(_REMEMBERED, {"token": token_hash}).first()
        return None if row is None else read_person(row)

    def forget_sign_in(self, token_hash: str) -> None:
        self._connection.execute(_FORGET, {"token": token_hash})


def person_values(person: Person) -> dict[str, object]:
    """What is kept of a person, but for their number and when they came."""
    return {
        "email": person.email,
        "email_norm": normal_email(person.email),
        "name": person.name,
        "name_norm": normal_name(person.name),
        "role": int(person.role),
        "verified": person.verified,
        "active": person.active,
        "undeliverable": person.undeliverable or None,
    }
