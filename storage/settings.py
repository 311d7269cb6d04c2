"""What the desk and each person set, and the categories, which tickets point to."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import BigInteger, Connection, String, bindparam, cast, delete, exists, insert, select, update

from core.errors import Refused
from core.people import Person
from core.settings import LETTER, DeskSettings, PersonalSettings, read_settings
from storage.schema import categories, personal_settings, settings, tickets

_DESK = select(settings.c.key, settings.c.text)
_CHANGE = update(settings).where(settings.c.key == bindparam("which"))
_TEXT = select(settings.c.text).where(settings.c.key == bindparam("which"))
_MINE = select(personal_settings.c.key, personal_settings.c.text).where(
    personal_settings.c.person_id == bindparam("person")
)
_CHANGE_MINE = update(personal_settings).where(
    personal_settings.c.person_id == bindparam("person"), personal_settings.c.key == bindparam("which")
)
_CATEGORIES = select(categories.c.id, categories.c.name).order_by(categories.c.place, categories.c.id)
_PLACE = update(categories).where(categories.c.id == bindparam("which"))
_DROP = delete(categories).where(categories.c.id == bindparam("which"))
_RENAME = update(categories).where(categories.c.name == bindparam("old"))
REVISION = "settings.revision"
"""The key under which is kept how often settings or categories were changed: what the feed tells a change by."""
_COUNT = (
    update(settings).where(settings.c.key == REVISION).values(text=cast(cast(settings.c.text, BigInteger) + 1, String))
)
_HAS_TICKETS = select(exists().where(tickets.c.category_id == bindparam("which")))


class SettingsRoom:
    """Reads settings and categories once in a transaction: many use cases ask for them again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._settings: DeskSettings | None = None
        self._categories: dict[str, int] | None = None

    def settings(self) -> DeskSettings:
        if self._settings is None:
            rows = self._connection.execute(_DESK)
            self._settings = read_settings(DeskSettings, {row.key: row.text for row in rows})
        return self._settings

    def change_settings(self, texts: Mapping[str, str]) -> None:
        self._settings = None
        for key, text in texts.items():
            if not self._connection.execute(_CHANGE, {"which": key, "text": text}).rowcount:
                self._connection.execute(insert(settings), {"key": key, "text": text})
        self.count_change()

    def letter_text(self, name: str) -> str:
        return self._connection.execute(_TEXT, {"which": LETTER + name}).scalar() or ""

    def personal_settings(self, person: Person) -> PersonalSettings:
        rows = self._connection.execute(_MINE, {"person": person.id})
        return read_settings(PersonalSettings, {row.key: row.text for row in rows})

    def change_personal_settings(self, person: Person, texts: Mapping[str, str]) -> None:
        for key, text in texts.items():
            mine = {"person": person.id, "which": key, "text": text}
            if not self._connection.execute(_CHANGE_MINE, mine).rowcount:
                self._connection.execute(insert(personal_settings), {"person_id": person.id, "key": key, "text": text})

    def categories(self) -> tuple[str, ...]:
        return tuple(self.category_numbers())

    def category_numbers(self) -> dict[str, int]:
        """The categories in their order, each with the number that tickets point to."""
        if self._categories is None:
            self._categories = {row.name: row.id for row in self._connection.execute(_CATEGORIES)}
        return self._categories

    def set_categories(self, names: tuple[str, ...]) -> None:
        known = {name.casefold(): (name, number) for name, number in self.category_numbers().items()}
        self._categories = None
        staying = {name.casefold() for name in names}
        for folded, (name, number) in known.items():
            if folded not in staying:
                self._drop(name, number)
        for place, name in enumerate(names):
            if name.casefold() in known:
                number = known[name.casefold()][1]
                self._connection.execute(_PLACE, {"which": number, "name": name, "place": place})
            else:
                self._connection.execute(insert(categories), {"name": name, "place": place})
        self.count_change()

    def rename_category(self, old: str, new: str) -> None:
        self._categories = None
        self._connection.execute(_RENAME, {"old": old, "name": new})
        self.count_change()

    def count_change(self) -> None:
        if not self._connection.execute(_COUNT).rowcount:
            self._connection.execute(insert(settings), {"key": REVISION, "text": "1"})

    def _drop(self, name: str, number: int) -> None:
        if self._connection.execute(_HAS_TICKETS, {"which": number}).scalar():
            raise Refused(
                f"The category {name} still has tickets. Move them to another category first.", field="desk.categories"
            )
        self._connection.execute(_DROP, {"which": number})
