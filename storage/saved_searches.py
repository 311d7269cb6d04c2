"""Saved searches: each person's own, and those that others share."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, case, delete, insert, or_, select, true, update

from core.people import Person
from core.saved_searches import SavedSearch
from storage.people import normal_name, person_columns, read_person
from storage.schema import people, saved_searches
from storage.settings import SettingsRoom

_s = saved_searches.c
_OWN = _s.person_id == bindparam("person")
_SEEN = (
    select(_s.name, _s.typed, _s.shared, *person_columns())
    .join(people, people.c.id == _s.person_id)
    .where(or_(_OWN, _s.shared == true()))
    .order_by(case((_OWN, 0), else_=1), _s.at, _s.name_norm, _s.person_id)
)
_THIS = (_OWN, _s.name_norm == bindparam("called"))
_CHANGE = update(saved_searches).where(*_THIS)
_DROP = delete(saved_searches).where(*_THIS)


class SavedSearchesRoom:
    """Every change counts as one of the desk's settings: the feed tells those by it, and so screens hear of it."""

    def __init__(self, connection: Connection, settings: SettingsRoom) -> None:
        self._connection = connection
        self._settings = settings

    def saved_searches(self, person: Person) -> tuple[SavedSearch, ...]:
        rows = self._connection.execute(_SEEN, {"person": person.id})
        return tuple(SavedSearch(row.name, row.typed, read_person(row), bool(row.shared)) for row in rows)

    def save_search(self, saved: SavedSearch, at: int) -> None:
        """Under a name that its owner had already it stands where it stood."""
        values = {"name": saved.name, "typed": saved.query, "shared": saved.shared}
        if not self._connection.execute(_CHANGE, {**_which(saved), **values}).rowcount:
            key = {"person_id": saved.owner.id, "name_norm": normal_name(saved.name), "at": at}
            self._connection.execute(insert(saved_searches), {**key, **values})
        self._settings.count_change()

    def drop_search(self, saved: SavedSearch) -> None:
        self._connection.execute(_DROP, _which(saved))
        self._settings.count_change()


def _which(saved: SavedSearch) -> dict[str, object]:
    return {"person": saved.owner.id, "called": normal_name(saved.name)}
