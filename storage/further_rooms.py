"""The rooms of a transaction for letters out and in, codes, keys, second tries, and what operators watch over days."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.copies_asked import CopiesAskedRoom
from storage.digests import DigestsRoom
from storage.engine import DeskEngine
from storage.incoming import IncomingRoom
from storage.mailboxes import MailboxesRoom
from storage.mailed_codes import MailedCodesRoom
from storage.numbers import Numbers
from storage.outbox import OutboxRoom
from storage.safety import SafetyRoom
from storage.settings import SettingsRoom
from storage.signing import SigningRoom
from storage.ssh_keys import SshKeysRoom
from storage.ticket_rooms import TicketRooms
from storage.watching import WatchingRoom


class FurtherRooms:
    def __init__(
        self,
        connection: Connection,
        engine: DeskEngine,
        numbers: Numbers,
        settings: SettingsRoom,
        tickets: TicketRooms,
        *,
        writes: bool,
    ) -> None:
        self.outbox = OutboxRoom(connection, numbers, tickets.loading, tickets.conversation)
        self.signing = SigningRoom(connection)
        self.digests = DigestsRoom(connection)
        self.incoming = IncomingRoom(connection, numbers, locks=writes and engine.locks_rows)
        self.copies_asked = CopiesAskedRoom(connection, numbers)
        self.mailboxes = MailboxesRoom(connection)
        self.codes = MailedCodesRoom(connection, numbers)
        self.ssh_keys = SshKeysRoom(connection, settings)
        self.safety = SafetyRoom(connection)
        self.watching = WatchingRoom(connection, settings, engine)
