"""How far the mailboxes on mail servers were fetched."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, bindparam, insert, select, update

from core.incoming import MailboxPlace
from storage.schema import mailboxes

_PLACE = select(mailboxes).where(mailboxes.c.name == bindparam("which"))
_ALL = select(mailboxes).order_by(mailboxes.c.name)
_KEEP = update(mailboxes).where(mailboxes.c.name == bindparam("which"))


class MailboxesRoom:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mailbox(self, name: str) -> MailboxPlace | None:
        row = self._connection.execute(_PLACE, {"which": name}).first()
        return None if row is None else MailboxPlace(*row)

    def mailboxes(self) -> tuple[MailboxPlace, ...]:
        return tuple(MailboxPlace(*row) for row in self._connection.execute(_ALL))

    def keep_mailbox(self, place: MailboxPlace) -> None:
        if not self._connection.execute(_KEEP.values(**asdict(place)), {"which": place.name}).rowcount:
            self._connection.execute(insert(mailboxes), asdict(place))
