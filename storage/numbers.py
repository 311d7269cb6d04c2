"""The numbers of rows. They are how tables point to each other, and never leave storage."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Insert, bindparam, select

from core.permission import no_such_ticket
from core.references import Reference
from storage.schema import tickets

NUMBER = select(tickets.c.id).where(tickets.c.reference == bindparam("which"))


class Numbers:
    """The numbers behind the references that one transaction has met."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[Reference, int] = {}

    def of(self, reference: Reference) -> int:
        """Raises NotFound."""
        if (number := self._known.get(reference)) is None:
            number = self._connection.execute(NUMBER, {"which": reference}).scalar()
            if number is None:
                raise no_such_ticket()
            self._known[reference] = number
        return number

    def learn(self, reference: Reference, number: int) -> None:
        self._known[reference] = number


def added(connection: Connection, statement: Insert, values: Mapping[str, object]) -> int:
    """Insert one row and give its number."""
    key = connection.execute(statement, values).inserted_primary_key
    return int(key[0]) if key else 0
