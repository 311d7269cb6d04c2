"""Who is to get copies of the letters of a ticket, once somebody who works here allows it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from core.incoming import Mailbox
from core.people import normal_email
from core.tickets import Ticket
from storage.numbers import Numbers
from storage.schema import copies_asked

_c = copies_asked.c
_ASKED = (
    select(_c.email_norm, _c.name, _c.email).where(_c.ticket_id == bindparam("ticket")).order_by(_c.at, _c.email_norm)
)
_DROP = delete(copies_asked).where(
    _c.ticket_id == bindparam("ticket"), _c.email_norm.in_(bindparam("emails", expanding=True))
)


class CopiesAskedRoom:
    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def copies_asked(self, ticket: Ticket) -> tuple[Mailbox, ...]:
        rows = self._connection.execute(_ASKED, {"ticket": self._numbers.of(ticket.reference)})
        return tuple(Mailbox(row.name, row.email) for row in rows)

    def ask_for_copies(self, ticket: Ticket, mailboxes: Iterable[Mailbox], at: int) -> None:
        number = self._numbers.of(ticket.reference)
        known = set(self._connection.execute(_ASKED, {"ticket": number}).scalars())
        for one in mailboxes:
            if (email := normal_email(one.email)) not in known:
                known.add(email)
                values = {"ticket_id": number, "email_norm": email, "email": one.email, "name": one.name, "at": at}
                self._connection.execute(insert(copies_asked), values)

    def drop_copies_asked(self, ticket: Ticket, emails: Iterable[str]) -> None:
        which = {"ticket": self._numbers.of(ticket.reference), "emails": [normal_email(email) for email in emails]}
        self._connection.execute(_DROP, which)
