"""Letters that wait to be sent: rows written in the transaction of what they tell about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from core.letters import Letter, Subject
from core.people import Actor, Via
from core.references import Reference
from core.sending import Fate, MailState, Waiting
from storage.conversation import ConversationRoom
from storage.loading import LoadingRoom
from storage.numbers import Numbers
from storage.people import person_columns, read_person
from storage.schema import entries, incoming, outbox, people, tickets

STILL_WAITS = text(f"state = {int(Fate.WAITS)}")
_GIVEN_UP = text(f"state = {int(Fate.GIVEN_UP)}")
"""The conditions of partial indexes: a bound value would not be the same condition."""
COUNTED_AT_MOST = 1001
_AFTER_EVERY_LETTER = "~"
_THE_DESK = Actor(Via.MAIL, is_desk=True)

_o = outbox.c
_authors = people.alias("authors")
_LETTER = (
    select(*outbox.c, tickets.c.reference, *person_columns(people, "to_"), *person_columns(_authors, "did_"))
    .join(people, people.c.id == _o.person_id)
    .outerjoin(_authors, _authors.c.id == _o.by_id)
    .outerjoin(tickets, tickets.c.id == _o.ticket_id)
)
_BY_NUMBER = _LETTER.where(_o.id == bindparam("number"))
_BY_MESSAGE_ID = _LETTER.where(_o.message_id == bindparam("which"))
_THOSE = {
    Fate.GIVEN_UP: _LETTER.where(_GIVEN_UP).order_by(_o.id.desc()).limit(bindparam("limit")),
    Fate.WAITS: _LETTER.where(STILL_WAITS).order_by(_o.not_before, _o.id).limit(bindparam("limit")),
    Fate.SENT: _LETTER.where(_o.state == int(Fate.SENT)).order_by(_o.id.desc()).limit(bindparam("limit")),
}
DUE = select(_o.id).where(STILL_WAITS, _o.not_before <= bindparam("now")).order_by(_o.not_before, _o.id).limit(1)
EARLIER = (
    select(_o.message_id, _o.created_at.label("at"))
    .where(
        _o.ticket_id == bindparam("ticket"),
        _o.person_id == bindparam("person"),
        _o.id < bindparam("number"),
        _o.state == int(Fate.SENT),
    )
    .order_by(_o.id)
)
THEIRS = (
    select(incoming.c.message_id, incoming.c.came_at.label("at"))
    .join(entries, entries.c.id == incoming.c.entry_id)
    .where(
        incoming.c.ticket_id == bindparam("ticket"),
        entries.c.author_id == bindparam("person"),
        incoming.c.came_at <= bindparam("until"),
        incoming.c.message_id.is_not(None),
    )
    .order_by(incoming.c.id)
)
"""What they wrote by mail themself in this ticket."""
_HOLD = update(outbox).where(_o.id == bindparam("number"), STILL_WAITS)
_END = update(outbox).where(_o.id == bindparam("number"))
_GIVE_UP = update(outbox).where(STILL_WAITS, _o.tries == 0, _o.not_before < bindparam("before"))
_AGAIN = update(outbox).where(_GIVEN_UP)
_AGAIN_BY_NAME = _AGAIN.where(_o.message_id >= bindparam("first"), _o.message_id < bindparam("last"))
_OLDEST = select(_o.not_before, _o.answer).where(STILL_WAITS).order_by(_o.not_before, _o.id).limit(1)
_LAST_SENT = select(_o.ended_at).where(_o.state == int(Fate.SENT)).order_by(_o.id.desc()).limit(1)


def counted(condition: Any) -> Any:
    """How many letters there are of a kind, so far and no further."""
    return select(func.count()).select_from(select(_o.id).where(condition).limit(COUNTED_AT_MOST).subquery("found"))


LETTERS = counted(STILL_WAITS)
_LOST = counted(_GIVEN_UP)


class OutboxRoom:
    def __init__(
        self, connection: Connection, numbers: Numbers, loading: LoadingRoom, conversation: ConversationRoom
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._loading = loading
        self._conversation = conversation

    def post(self, letters: Iterable[Letter]) -> None:
        rows = [self._row(letter) for letter in letters]
        if rows:
            self._connection.execute(insert(outbox), rows)

    def due_letter(self, now: int) -> int | None:
        number: int | None = self._connection.execute(DUE, {"now": now}).scalar()
        return number

    def letter(self, number: int) -> Waiting:
        return self._read(self._connection.execute(_BY_NUMBER, {"number": number}).one())

    def posted_letter(self, message_id: str) -> Waiting | None:
        row = self._connection.execute(_BY_MESSAGE_ID, {"which": message_id}).first()
        return None if row is None else self._read(row)

    def earlier_letters(self, waiting: Waiting, *, theirs: bool) -> tuple[str, ...]:
        letter = waiting.letter
        if letter.ticket is None or not letter.subject.is_of_a_ticket:
            return ()
        asked = {"ticket": self._numbers.of(letter.ticket.reference), "person": letter.to.id}
        found = self._connection.execute(EARLIER, asked | {"number": waiting.number}).all()
        if theirs:
            found = [*found, *self._connection.execute(THEIRS, asked | {"until": waiting.posted_at})]
        return tuple(row.message_id for row in sorted(found, key=lambda row: int(row.at)))

    def hold_letter(self, number: int, until: int, tries: int, answer: str) -> None:
        held = {"not_before": until, "tries": tries, "answer": answer or None}
        self._connection.execute(_HOLD.values(**held), {"number": number})

    def end_letter(self, number: int, fate: Fate, at: int, answer: str) -> None:
        ended = {"state": int(fate), "ended_at": at, "answer": answer or None}
        self._connection.execute(_END.values(**ended), {"number": number})

    def give_up_older_letters(self, before: int, at: int, why: str) -> None:
        ended = {"state": int(Fate.GIVEN_UP), "ended_at": at, "answer": why}
        self._connection.execute(_GIVE_UP.values(**ended), {"before": before})

    def mail_state(self) -> MailState:
        oldest = self._connection.execute(_OLDEST).first()
        return MailState(
            self._connection.execute(LETTERS).scalar_one(),
            None if oldest is None else oldest.not_before,
            "" if oldest is None else oldest.answer or "",
            self._connection.execute(_LOST).scalar_one(),
            self._connection.execute(_LAST_SENT).scalar(),
        )

    def letters_that(self, fate: Fate, limit: int) -> tuple[Waiting, ...]:
        return tuple(self._read(row) for row in self._connection.execute(_THOSE[fate], {"limit": limit}).all())

    def send_letters_again(self, at: int, name: str | None) -> int:
        anew = {"state": int(Fate.WAITS), "not_before": at, "tries": 0, "ended_at": None, "answer": None}
        if name is None:
            return self._connection.execute(_AGAIN.values(**anew)).rowcount
        which = {"first": f"<{name}", "last": f"<{name}{_AFTER_EVERY_LETTER}"}
        return self._connection.execute(_AGAIN_BY_NAME.values(**anew), which).rowcount

    def _row(self, letter: Letter) -> dict[str, object]:
        return {
            "subject": letter.subject.value,
            "ticket_id": None if letter.ticket is None else self._numbers.of(letter.ticket.reference),
            "entry_id": letter.entry.id if letter.entry else None,
            "person_id": letter.to.id,
            "message_id": letter.message_id,
            "not_before": letter.not_before,
            "created_at": letter.about.updated_at if letter.subject.is_of_a_ticket else letter.not_before,
            "state": int(Fate.WAITS),
            "tries": 0,
            "ended_at": None,
            "answer": None,
            "by_id": letter.by.id if letter.by else None,
        }

    def _read(self, row: Any) -> Waiting:
        ticket = entry = None
        if row.reference is not None:
            ticket = self._loading.ticket(Reference(row.reference), seen_by=_THE_DESK)
        if ticket is not None and row.entry_id is not None:
            entry = self._conversation.public_message(ticket, row.entry_id)
        to, by = read_person(row, "to_"), None if row.did_email is None else read_person(row, "did_")
        letter = Letter(Subject(row.subject), ticket, to, row.message_id, row.not_before, entry, by)
        return Waiting(row.id, letter, row.created_at, row.tries, row.answer or "", row.ended_at, Fate(row.state))
