"""One transaction of a desk: the rooms of this package behind the one door that core/store.py asks for."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.audit import AuditRoom
from storage.conversation import ConversationRoom
from storage.copies_asked import CopiesAskedRoom
from storage.counting import CountingRoom
from storage.digests import DigestsRoom
from storage.engine import DeskEngine
from storage.finding import FindingRoom
from storage.hits import HitsRoom
from storage.incoming import IncomingRoom
from storage.loading import LoadingRoom
from storage.mailboxes import MailboxesRoom
from storage.mailed_codes import MailedCodesRoom
from storage.numbers import Numbers
from storage.outbox import OutboxRoom
from storage.pages import PagesRoom
from storage.people import PeopleRoom
from storage.rows import RowsRoom
from storage.safety import SafetyRoom
from storage.saved_searches import SavedSearchesRoom
from storage.search import SearchRoom
from storage.settings import SettingsRoom
from storage.signing import SigningRoom
from storage.soft import SoftRoom
from storage.ssh_keys import SshKeysRoom
from storage.tickets import TicketsRoom
from storage.watching import WatchingRoom


class StoredTransaction:
    """Is a core.store.Transaction: every method of it is a method of one room."""

    def __init__(self, connection: Connection, engine: DeskEngine, *, writes: bool) -> None:
        numbers = Numbers(connection)
        settings = SettingsRoom(connection)
        search, soft = SearchRoom(connection, engine.words), SoftRoom(connection, numbers)
        conversation = ConversationRoom(connection, numbers, soft, search)
        loading = LoadingRoom(connection, numbers, locks=writes and engine.locks_rows)
        audit, rows = AuditRoom(connection), RowsRoom(connection)
        finding = FindingRoom(connection, numbers, HitsRoom(connection, engine.words), settings, rows)
        pages = PagesRoom(connection, numbers, finding, settings, rows)
        kept = TicketsRoom(connection, numbers, loading, conversation, search, settings, audit)
        counting = CountingRoom(connection, pages, settings)
        watching = WatchingRoom(connection, settings, engine)
        people, safety = PeopleRoom(connection, settings), SafetyRoom(connection)
        keys = SshKeysRoom(connection, settings)

        self._open_settings(settings, SavedSearchesRoom(connection, settings))
        self._open_tickets(loading, kept)
        self._open_lists(pages, finding, counting)
        self._open_figures(watching)
        self._open_talk(conversation, soft)
        self._open_people(people)
        self._open_ssh_keys(keys)
        self._open_letters(OutboxRoom(connection, numbers, loading, conversation), SigningRoom(connection))
        self._open_digests(DigestsRoom(connection))
        letters_in = IncomingRoom(connection, numbers, locks=writes and engine.locks_rows)
        self._open_letters_in(letters_in, CopiesAskedRoom(connection, numbers), MailboxesRoom(connection))
        self._open_codes(MailedCodesRoom(connection, numbers))
        self._open_records(safety, audit)

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

    def _open_tickets(self, loading: LoadingRoom, kept: TicketsRoom) -> None:
        self.ticket = loading.ticket
        self.ticket_of_pair = loading.ticket_of_pair
        self.add_ticket = kept.add_ticket
        self.save = kept.save
        self.look_again = kept.look_again
        self.tickets_to_wake = kept.tickets_to_wake
        self.tickets_of = kept.tickets_of
        self.count_tickets_of = kept.count_tickets_of

    def _open_lists(self, pages: PagesRoom, finding: FindingRoom, counting: CountingRoom) -> None:
        self.page = pages.page
        self.listed = pages.listed
        self.other_tickets = pages.other_tickets
        self.position = pages.position
        self.tags = finding.tags
        self.count_found = finding.count
        self.counts = counting.counts
        self.queues = counting.queues

    def _open_figures(self, watching: WatchingRoom) -> None:
        self.traffic = watching.traffic
        self.first_answers = watching.first_answers
        self.loads = watching.loads
        self.health = watching.health

    def _open_talk(self, conversation: ConversationRoom, soft: SoftRoom) -> None:
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

    def _open_ssh_keys(self, keys: SshKeysRoom) -> None:
        self.ssh_key = keys.ssh_key
        self.ssh_keys = keys.ssh_keys
        self.add_ssh_key = keys.add_ssh_key
        self.drop_ssh_key = keys.drop_ssh_key
        self.ssh_key_used = keys.ssh_key_used
        self.await_ssh_key = keys.await_ssh_key
        self.waiting_for_key = keys.waiting_for_key
        self.drop_waiting_keys = keys.drop_waiting_keys

    def _open_letters(self, outbox: OutboxRoom, signing: SigningRoom) -> None:
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

    def _open_digests(self, digests: DigestsRoom) -> None:
        self.plan_digest = digests.plan_digest
        self.who_has_digests = digests.who_has_digests
        self.due_digests = digests.due_digests
        self.move_digest = digests.move_digest

    def _open_letters_in(self, letters: IncomingRoom, copies: CopiesAskedRoom, mailboxes: MailboxesRoom) -> None:
        self.keep_incoming = letters.keep_incoming
        self.next_incoming = letters.next_incoming
        self.incoming = letters.incoming
        self.incoming_named = letters.incoming_named
        self.held_incoming = letters.held_incoming
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

    def _open_codes(self, codes: MailedCodesRoom) -> None:
        self.await_code = codes.await_code
        self.keep_code = codes.keep_code
        self.waits_for_code = codes.waits_for_code
        self.try_code = codes.try_code
        self.use_code = codes.use_code
        self.prove = codes.prove

    def _open_records(self, safety: SafetyRoom, audit: AuditRoom) -> None:
        self.answered = safety.answered
        self.remember_answer = safety.remember_answer
        self.count_tries = safety.count_tries
        self.add_try = safety.add_try
        self.prune = safety.prune
        self.record = audit.record
        self.deeds = audit.deeds
