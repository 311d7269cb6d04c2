"""One transaction of a desk: the rooms of this package behind the one door that core/store.py asks for.

The rooms of a list are open from the beginning. The others open with the first thing that somebody asks for there: they
are many, and whoever waits for the first rows of a list does not wait until all of them are imported.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.engine import DeskEngine
from storage.numbers import Numbers
from storage.pages import PagesRoom
from storage.people import PeopleRoom
from storage.rows import RowsRoom
from storage.saved_searches import SavedSearchesRoom
from storage.settings import SettingsRoom

if TYPE_CHECKING:
    from storage.finding import FindingRoom
    from storage.further_rooms import FurtherRooms
    from storage.ticket_rooms import TicketRooms


def import_all_rooms() -> None:
    """Before a transaction that others wait for: so that it does not last until its rooms are imported."""
    import storage.further_rooms  # noqa: F401


class StoredTransaction:
    """Is a core.store.Transaction: every method of it is a method of one room."""

    def __init__(self, connection: Connection, engine: DeskEngine, *, writes: bool) -> None:
        self._connection = connection
        self._engine = engine
        self._writes = writes
        self._numbers = Numbers(connection)
        self._settings_room = SettingsRoom(connection)
        rows = RowsRoom(connection)
        self._finding = partial(_finding, connection, engine, self._numbers, self._settings_room, rows)
        self._pages = PagesRoom(connection, self._numbers, self._finding, self._settings_room, rows)
        self._entered = 0

        self._open_settings(self._settings_room, SavedSearchesRoom(connection, self._settings_room))
        self._open_lists(self._pages)
        self._open_people(PeopleRoom(connection, self._settings_room))

    if not TYPE_CHECKING:  # who checks types looks into every room

        def __getattr__(self, name: str) -> object:
            """Something of a room that is not open yet."""
            later = self._enter_tickets, self._enter_searches, self._enter_further
            if name.startswith("_") or self._entered == len(later):
                raise AttributeError(name)
            self._entered += 1
            later[self._entered - 1]()
            return getattr(self, name)

    def _enter_tickets(self) -> None:
        from storage.ticket_rooms import TicketRooms

        parts = self._connection, self._engine, self._numbers, self._settings_room, self._pages
        self._tickets = TicketRooms(*parts, writes=self._writes)
        self._open_tickets(self._tickets)
        self._open_talk(self._tickets)

    def _enter_searches(self) -> None:
        finding = self._finding()
        self.tags = finding.tags
        self.count_found = finding.count

    def _enter_further(self) -> None:
        from storage.further_rooms import FurtherRooms

        parts = self._connection, self._engine, self._numbers, self._settings_room
        rooms = FurtherRooms(*parts, self._tickets, writes=self._writes)
        self._open_figures(rooms)
        self._open_letters(rooms)
        self._open_digests(rooms)
        self._open_letters_in(rooms)
        self._open_keys_and_codes(rooms)
        self._open_safety(rooms)

    def _open_settings(self, settings: SettingsRoom, saved: SavedSearchesRoom) -> None:
        self.settings = settings.settings
        self.change_settings = settings.change_settings
        self.personal_settings = settings.personal_settings
        self.change_personal_settings = settings.change_personal_settings
        self.categories = settings.categories
        self.set_categories = settings.set_categories
        self.rename_category = settings.rename_category
        self.saved_searches = saved.saved_searches
        self.save_search = saved.save_search
        self.drop_search = saved.drop_search
        self.letter_text = settings.letter_text

    def _open_lists(self, pages: PagesRoom) -> None:
        self.page = pages.page
        self.listed = pages.listed
        self.other_tickets = pages.other_tickets
        self.position = pages.position

    def _open_people(self, people: PeopleRoom) -> None:
        self.person = people.person
        self.people = people.people
        self.add_person = people.add_person
        self.save_person = people.save_person
        self.credential = people.credential
        self.set_credential = people.set_credential
        self.signed_in = people.signed_in
        self.last_sign_ins = people.last_sign_ins
        self.remember_sign_in = people.remember_sign_in
        self.remembered = people.remembered
        self.forget_sign_in = people.forget_sign_in

    def _open_tickets(self, rooms: TicketRooms) -> None:
        loading, kept, counting = rooms.loading, rooms.kept, rooms.counting
        self.ticket = loading.ticket
        self.ticket_of_pair = loading.ticket_of_pair
        self.add_ticket = kept.add_ticket
        self.save = kept.save
        self.look_again = kept.look_again
        self.tickets_to_wake = kept.tickets_to_wake
        self.tickets_of = kept.tickets_of
        self.count_tickets_of = kept.count_tickets_of
        self.counts = counting.counts
        self.queues = counting.queues
        self.record = rooms.audit.record
        self.deeds = rooms.audit.deeds

    def _open_talk(self, rooms: TicketRooms) -> None:
        conversation, soft = rooms.conversation, rooms.soft
        self.add_message = conversation.add_message
        self.add_note = conversation.add_note
        self.thread = conversation.thread
        self.newest_entry = conversation.newest_entry
        self.entries_after = conversation.entries_after
        self.entries_since = conversation.entries_since
        self.files = conversation.files
        self.read_mark = soft.read_mark
        self.mark_read = soft.mark_read
        self.draft = soft.draft
        self.keep_draft = soft.keep_draft

    def _open_figures(self, rooms: FurtherRooms) -> None:
        watching = rooms.watching
        self.traffic = watching.traffic
        self.first_answers = watching.first_answers
        self.loads = watching.loads
        self.health = watching.health

    def _open_letters(self, rooms: FurtherRooms) -> None:
        outbox, signing = rooms.outbox, rooms.signing
        self.post = outbox.post
        self.due_letter = outbox.due_letter
        self.letter = outbox.letter
        self.earlier_letters = outbox.earlier_letters
        self.hold_letter = outbox.hold_letter
        self.end_letter = outbox.end_letter
        self.give_up_older_letters = outbox.give_up_older_letters
        self.mail_state = outbox.mail_state
        self.posted_letter = outbox.posted_letter
        self.letters_that = outbox.letters_that
        self.send_letters_again = outbox.send_letters_again
        self.signing_keys = signing.signing_keys
        self.add_signing_key = signing.add_signing_key
        self.retire_signing_keys = signing.retire_signing_keys

    def _open_digests(self, rooms: FurtherRooms) -> None:
        digests = rooms.digests
        self.plan_digest = digests.plan_digest
        self.who_has_digests = digests.who_has_digests
        self.due_digests = digests.due_digests
        self.move_digest = digests.move_digest

    def _open_letters_in(self, rooms: FurtherRooms) -> None:
        letters, copies, mailboxes = rooms.incoming, rooms.copies_asked, rooms.mailboxes
        self.keep_incoming = letters.keep_incoming
        self.next_incoming = letters.next_incoming
        self.incoming = letters.incoming
        self.incoming_named = letters.incoming_named
        self.held_incoming = letters.held_incoming
        self.renew_incoming = letters.renew_incoming
        self.put_off_incoming = letters.put_off_incoming
        self.change_incoming = letters.change_incoming
        self.tickets_of_letters = letters.tickets_of_letters
        self.forget_letters = letters.forget_letters
        self.copies_asked = copies.copies_asked
        self.ask_for_copies = copies.ask_for_copies
        self.drop_copies_asked = copies.drop_copies_asked
        self.count_incoming = letters.count_incoming
        self.mailbox = mailboxes.mailbox
        self.mailboxes = mailboxes.mailboxes
        self.keep_mailbox = mailboxes.keep_mailbox

    def _open_keys_and_codes(self, rooms: FurtherRooms) -> None:
        keys, codes = rooms.ssh_keys, rooms.codes
        self.ssh_key = keys.ssh_key
        self.ssh_keys = keys.ssh_keys
        self.add_ssh_key = keys.add_ssh_key
        self.drop_ssh_key = keys.drop_ssh_key
        self.ssh_key_used = keys.ssh_key_used
        self.await_ssh_key = keys.await_ssh_key
        self.waiting_for_key = keys.waiting_for_key
        self.drop_waiting_keys = keys.drop_waiting_keys
        self.await_code = codes.await_code
        self.keep_code = codes.keep_code
        self.waits_for_code = codes.waits_for_code
        self.try_code = codes.try_code
        self.use_code = codes.use_code
        self.prove = codes.prove

    def _open_safety(self, rooms: FurtherRooms) -> None:
        safety = rooms.safety
        self.answered = safety.answered
        self.remember_answer = safety.remember_answer
        self.count_tries = safety.count_tries
        self.add_try = safety.add_try
        self.prune = safety.prune


def _finding(
    connection: Connection, engine: DeskEngine, numbers: Numbers, settings: SettingsRoom, rows: RowsRoom
) -> FindingRoom:
    from storage.finding import FindingRoom
    from storage.hits import HitsRoom

    return FindingRoom(connection, numbers, HitsRoom(connection, engine.words), settings, rows)
