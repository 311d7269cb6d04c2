"""Writing tickets: what differs, with the events, the change row and the audit row that go with it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from core.entries import PUBLIC_CHANGES, Change, Entry, Kind, PublicEntry, differences
from core.overtaking import overtaken
from core.people import Actor, Person
from core.reading import as_seen
from core.tickets import Status, Ticket
from storage.audit import AuditRoom
from storage.codes import ChangeCode, Lane
from storage.conversation import ConversationRoom
from storage.loading import TICKET, LoadingRoom
from storage.numbers import Numbers, added
from storage.schema import CAN_WAKE, changes, participants, tags, tickets
from storage.search import SearchRoom
from storage.settings import SettingsRoom
from storage.ticket_values import Values, participant_values, standing_values, tag_values, ticket_values

_ADD = insert(tickets)
_SAVE = update(tickets).where(tickets.c.id == bindparam("which"), tickets.c.version == bindparam("as_seen"))
_ADD_TAGS = insert(tags)
_DROP_TAGS = delete(tags).where(tags.c.ticket_id == bindparam("which"))
_ADD_PARTICIPANTS = insert(participants)
_DROP_PARTICIPANTS = delete(participants).where(participants.c.ticket_id == bindparam("which"))
_STAND = update(participants).where(participants.c.ticket_id == bindparam("which"))
_TELL = insert(changes)
_LOOK_AGAIN = (
    update(tickets)
    .where(tickets.c.status.in_([int(status) for status in Status if status.is_active or status is Status.RESOLVED]))
    .values(wake_at=bindparam("at"))
)
WAKE = (
    TICKET.where(CAN_WAKE, tickets.c.wake_at <= bindparam("now"))
    .order_by(tickets.c.wake_at, tickets.c.id)
    .limit(bindparam("limit"))
)

_THEIRS = (
    or_(*(tickets.c.lane == int(lane) for lane in (Lane.ACTIVE, Lane.WAITING, Lane.SNOOZED))),
    tickets.c.assignee_id == bindparam("who"),
)
OF_ONE_OWNER = TICKET.where(*_THEIRS).limit(bindparam("limit"))
COUNT_OF_ONE_OWNER = select(func.count()).select_from(tickets).where(*_THEIRS)


class TicketsRoom:
    def __init__(
        self,
        connection: Connection,
        numbers: Numbers,
        loading: LoadingRoom,
        conversation: ConversationRoom,
        search: SearchRoom,
        settings: SettingsRoom,
        audit: AuditRoom,
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._loading = loading
        self._conversation = conversation
        self._search = search
        self._settings = settings
        self._audit = audit

    def add_ticket(self, ticket: Ticket, actor: Actor) -> Ticket:
        values = self._values(ticket) | {"last_public": 0, "last_message": 0}
        number = added(self._connection, _ADD, values)
        self._numbers.learn(ticket.reference, number)
        self._connection.execute(_ADD_PARTICIPANTS, participant_values(number, ticket))
        if ticket.tags:
            self._connection.execute(_ADD_TAGS, tag_values(number, ticket))
        self._tell(number, ChangeCode.OPENED, actor, ticket.created_at)
        self._audit.record_of(number, actor, ticket.created_at, "ticket opened")
        return ticket

    def save(self, before: Ticket, after: Ticket, actor: Actor, at: int, entry: Entry | None = None) -> Ticket:
        number = self._numbers.of(before.reference)
        changed = differences(before, after)
        saved = _saved(before, after, at, entry, changed)
        self._write(number, before, saved, actor, entry)
        self._beside(number, before, saved)
        self._conversation.add_events(number, saved, actor, at, changed)
        self._tell(number, _change_code(entry, changed), actor, at)
        if deed := _deed(entry, changed, before, saved):
            self._audit.record_of(number, actor, at, deed, "; ".join(change.words for change in changed))
        return saved

    def look_again(self, at: int) -> None:
        self._connection.execute(_LOOK_AGAIN, {"at": at})

    def tickets_to_wake(self, now: int, limit: int) -> tuple[Ticket, ...]:
        return self._loading.all_of(WAKE, {"now": now, "limit": limit})

    def tickets_of(self, owner: Person, limit: int) -> tuple[Ticket, ...]:
        return self._loading.all_of(OF_ONE_OWNER, {"who": owner.id, "limit": limit})

    def count_tickets_of(self, owner: Person) -> int:
        return int(self._connection.execute(COUNT_OF_ONE_OWNER, {"who": owner.id}).scalar_one())

    def _write(self, number: int, before: Ticket, saved: Ticket, actor: Actor, entry: Entry | None) -> None:
        was, now = self._values(before), self._values(saved)
        values = {name: value for name, value in now.items() if value != was[name]}
        if entry is not None:
            values["last_message"] = entry.id
            if isinstance(entry, PublicEntry):
                values["last_public"] = entry.id
        where = {"which": number, "as_seen": before.version}
        if not self._connection.execute(_SAVE, {**where, **values}).rowcount:
            self._refuse(before, actor)

    def _refuse(self, before: Ticket, actor: Actor) -> None:
        current = self._loading.ticket(before.reference, seen_by=actor)
        since = self._conversation.entries_since(current, as_seen(before, actor).version, actor)
        said = "The ticket changed in the same moment. Nothing was saved; look again."
        raise overtaken(said, as_seen(current, actor), since, actor)

    def _beside(self, number: int, before: Ticket, saved: Ticket) -> None:
        """The rows that follow the ticket: tags, participants, where it stands in their lists, its words."""
        if saved.tags != before.tags:
            self._connection.execute(_DROP_TAGS, {"which": number})
            if saved.tags:
                self._connection.execute(_ADD_TAGS, tag_values(number, saved))
        if (saved.requester, saved.participants) != (before.requester, before.participants):
            self._connection.execute(_DROP_PARTICIPANTS, {"which": number})
            self._connection.execute(_ADD_PARTICIPANTS, participant_values(number, saved))
        elif standing_values(saved) != standing_values(before):
            self._connection.execute(_STAND, {"which": number, **standing_values(saved)})
        self._search.follow(number, before, saved)

    def _values(self, ticket: Ticket) -> Values:
        return ticket_values(ticket, self._settings.category_numbers())

    def _tell(self, number: int, kind: ChangeCode, actor: Actor, at: int) -> None:
        who = actor.person.id if actor.person else None
        self._connection.execute(_TELL, {"at": at, "ticket_id": number, "kind": int(kind), "actor_id": who})


def _saved(before: Ticket, after: Ticket, at: int, entry: Entry | None, changed: tuple[Change, ...]) -> Ticket:
    """The ticket as it is kept: always the next version, with the instants and figures that each side counts by."""
    touched = entry is not None or bool(changed)
    public = isinstance(entry, PublicEntry) or any(change.what in PUBLIC_CHANGES for change in changed)
    return replace(
        after,
        version=before.version + 1,
        updated_at=at if touched else before.updated_at,
        public_version=before.public_version + public,
        public_at=at if public else before.public_at,
    )


def _change_code(entry: Entry | None, changed: tuple[Change, ...]) -> ChangeCode:
    if entry is not None:
        return ChangeCode.NOTE if entry.kind is Kind.INTERNAL else ChangeCode.MESSAGE
    return ChangeCode.CHANGED if changed else ChangeCode.CLOCK


def _deed(entry: Entry | None, changed: tuple[Change, ...], before: Ticket, saved: Ticket) -> str:
    """What the audit calls it; "" where nothing changed for anybody, as when only a clock was worked out again."""
    if entry is None:
        return "ticket changed" if changed else _told(before, saved)
    if entry.kind is Kind.INTERNAL:
        return "note left"
    return "message sent" if entry.body else "files attached"


def _told(before: Ticket, saved: Ticket) -> str:
    """What people were told of a ticket because time had passed."""
    if saved.notices <= before.notices:
        return ""
    if saved.status is Status.RESOLVED:
        return "told of closing"
    return "told that it is late" if saved.notices > 1 else "told that it is due soon"
