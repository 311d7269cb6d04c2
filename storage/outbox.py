"""Letters that wait to be sent: rows written in the transaction of what they tell about."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, insert, text

from core.letters import Letter
from storage.numbers import Numbers
from storage.schema import outbox

WAITING = 0
STILL_WAITS = text(f"state = {WAITING}")
"""The condition of a partial index: a bound value would not be the same condition."""


class OutboxRoom:
    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def post(self, letters: Iterable[Letter]) -> None:
        rows = [self._row(letter) for letter in letters]
        if rows:
            self._connection.execute(insert(outbox), rows)

    def _row(self, letter: Letter) -> dict[str, object]:
        return {
            "subject": letter.subject.value,
            "ticket_id": self._numbers.of(letter.ticket.reference),
            "entry_id": letter.entry.id if letter.entry else None,
            "person_id": letter.to.id,
            "message_id": letter.message_id,
            "not_before": letter.not_before,
            "created_at": letter.ticket.updated_at,
            "state": WAITING,
            "claimed_by": None,
            "claimed_until": 0,
            "attempts": 0,
        }
