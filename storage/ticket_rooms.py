"""The rooms of a transaction around single tickets and what is said in them, imported for the first one that is opened.

Lists do without: their rows wait for none of this.
"""

from __future__ import annotations

from sqlalchemy import Connection

from storage.audit import AuditRoom
from storage.conversation import ConversationRoom
from storage.counting import CountingRoom
from storage.engine import DeskEngine
from storage.loading import LoadingRoom
from storage.numbers import Numbers
from storage.pages import PagesRoom
from storage.search import SearchRoom
from storage.settings import SettingsRoom
from storage.soft import SoftRoom
from storage.tickets import TicketsRoom


class TicketRooms:
    def __init__(
        self,
        connection: Connection,
        engine: DeskEngine,
        numbers: Numbers,
        settings: SettingsRoom,
        pages: PagesRoom,
        *,
        writes: bool,
    ) -> None:
        search = SearchRoom(connection, engine.words)
        self.soft = SoftRoom(connection, numbers)
        self.conversation = ConversationRoom(connection, numbers, self.soft, search)
        self.loading = LoadingRoom(connection, numbers, locks=writes and engine.locks_rows)
        self.audit = AuditRoom(connection)
        self.kept = TicketsRoom(connection, numbers, self.loading, self.conversation, search, settings, self.audit)
        self.counting = CountingRoom(connection, pages, settings)
