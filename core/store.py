"""The ports of the desk: what a use case may ask of where things are kept, and who runs it.

Everything here speaks in the domain's words. storage/ provides it; core/ and the front ends never see more than this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol, TypeVar

from core.people import Role

if TYPE_CHECKING:  # whoever reads a list should not wait for what others do here
    from core.auditing import AuditQuery, Deed
    from core.digests import DueDigest
    from core.entries import Attachment, Entry, Filed, InternalEntry, PublicEntry, Thread
    from core.figures import FirstAnswer, Health, Load, QueueFigures, Traffic
    from core.incoming import Arrived, Incoming, Mailbox, MailboxPlace
    from core.letters import Letter
    from core.listing import Counts, Cursor, Found, Page, Query, Row
    from core.mailed_codes import CodePlace, MailedCode
    from core.people import Actor, Person
    from core.public_key import PublicKey
    from core.references import Reference
    from core.saved_searches import SavedSearch
    from core.sending import Fate, MailState, Waiting
    from core.settings import DeskSettings, PersonalSettings
    from core.signing import SigningKey
    from core.ssh_keys import SshKey
    from core.tickets import Ticket

R = TypeVar("R")


class Blob(NamedTuple):
    """Stored bytes: what they hash to and how many they are."""

    sha256: str
    size: int


class Moved(NamedTuple):
    """Stored bytes on their way to another place: how many files there were, how many of them were brought and how
    many taken from the old place now; and those that stayed there, because their bytes are not what they were."""

    place: str
    files: int
    brought: int
    dropped: int
    changed: tuple[str, ...]


class Credential(NamedTuple):
    """A person's password as it is kept: an argon2id hash; `expires_at` for a one-time password, else None."""

    hash: str
    expires_at: int | None = None


class DraftPlace(NamedTuple):
    """Whose draft, and where: the ticket and `reply` or `note`, or `new` without a ticket."""

    owner: str
    kind: str
    reference: Reference | None = None


class Transaction(Protocol):
    """One transaction. What a method returns is immutable; what it writes is there for good or not at all."""

    # The desk itself
    def settings(self) -> DeskSettings: ...
    def change_settings(self, texts: Mapping[str, str]) -> None: ...
    def personal_settings(self, person: Person) -> PersonalSettings: ...
    def change_personal_settings(self, person: Person, texts: Mapping[str, str]) -> None: ...
    def categories(self) -> tuple[str, ...]:
        """The categories in their order; the first is the default."""
        ...

    def set_categories(self, names: tuple[str, ...]) -> None:
        """Make exactly these the categories, in this order. Raises Refused when one that goes still has tickets."""
        ...

    def rename_category(self, old: str, new: str) -> None:
        """Another name for a category, whose tickets stay in it."""
        ...

    def saved_searches(self, person: Person) -> tuple[SavedSearch, ...]:
        """Their own in the order in which they were saved, then those that others share."""
        ...

    def save_search(self, saved: SavedSearch, at: int) -> None:
        """Keep it, in the place of its owner's search of this name if there is one."""
        ...

    def drop_search(self, saved: SavedSearch) -> None: ...

    # Tickets
    def ticket(self, reference: Reference, *, seen_by: Actor) -> Ticket:
        """The ticket with this ID; for staff also with this unique beginning.

        Raises NotFound when there is none that this actor can see, NotUnderstood when a beginning fits several.
        """
        ...

    def ticket_of_pair(self, reference: Reference, email: str) -> tuple[Ticket, Person] | None:
        """The ticket with this whole ID and this requester or participant, proved or not; same work either way."""
        ...

    def add_ticket(self, ticket: Ticket, actor: Actor) -> Ticket:
        """Insert a new ticket with its requester and participants, its change row and its audit row."""
        ...

    def save(self, before: Ticket, after: Ticket, actor: Actor, at: int, entry: Entry | None = None) -> Ticket:
        """Write what differs, with the next version, the events, the change row and the audit row.

        `entry` is the message or note added in this transaction, if any: it makes the change public or internal.
        Raises Conflict when the stored version is not that of `before`.
        """
        ...

    def page(
        self,
        query: Query,
        actor: Actor,
        now: int,
        *,
        start: Cursor | None = None,
        backwards: bool = False,
        limit: int = 50,
    ) -> Page:
        """Rows after `start` (backwards: before it; without a start the last rows), always in the list's own order."""
        ...

    def listed(self, query: Query, actor: Actor, now: int, references: frozenset[Reference]) -> frozenset[Reference]:
        """Those of these tickets that stand in the list."""
        ...

    def tags(self, beginning: str, limit: int) -> tuple[str, ...]:
        """The tags that begin so and that a ticket has, in their order."""
        ...

    def counts(self, actor: Actor, now: int) -> Counts: ...
    def count_found(self, query: Query, actor: Actor, now: int, at_most: int) -> Found:
        """How many tickets a search finds, counted so far and no further."""
        ...

    def queues(self, now: int) -> tuple[QueueFigures, ...]: ...
    def traffic(self, days: Sequence[int]) -> Mapping[str, Traffic]:
        """What came in and what was answered first on each day, by category; `days` has the midnights between them."""
        ...

    def first_answers(self, category: str, since: int, limit: int) -> tuple[FirstAnswer, ...]:
        """The newest first answers in a category."""
        ...

    def loads(self, now: int) -> tuple[Load, ...]:
        """Who has how many active tickets; only those who have any."""
        ...

    def health(self) -> Health: ...
    def other_tickets(self, ticket: Ticket, actor: Actor, limit: int) -> tuple[tuple[Row, ...], int]:
        """The requester's other tickets, newest change first, and how many there are."""
        ...

    def look_again(self, at: int) -> None:
        """Let time look at every ticket that has a deadline or closes by itself: what was promised has changed."""
        ...

    def tickets_to_wake(self, now: int, limit: int) -> tuple[Ticket, ...]:
        """Tickets whose `wake_at` has come, oldest first."""
        ...

    def tickets_of(self, owner: Person, limit: int) -> tuple[Ticket, ...]:
        """Tickets of this owner that are active or wait for their customer; `count_tickets_of` says how many."""
        ...

    def count_tickets_of(self, owner: Person) -> int: ...

    # The conversation
    def add_message(
        self,
        ticket: Ticket,
        actor: Actor,
        body: str,
        at: int,
        attachments: tuple[Attachment, ...] = (),
        quoted: str = "",
    ) -> PublicEntry:
        """A public message; its author has read the ticket up to here. Makes it findable in the same transaction."""
        ...

    def add_note(
        self,
        ticket: Ticket,
        actor: Actor,
        body: str,
        at: int,
        attachments: tuple[Attachment, ...] = (),
        quoted: str = "",
    ) -> InternalEntry: ...

    def thread(self, ticket: Ticket, actor: Actor, *, before: int | None = None, limit: int = 100) -> Thread:
        """The newest entries that this actor may see, or those before the entry `before`."""
        ...

    def newest_entry(self) -> int:
        """The id of the newest entry of all tickets; 0 where there is none."""
        ...

    def entries_after(self, ticket: Ticket, entry: int, actor: Actor) -> tuple[Entry, ...]:
        """What came into the conversation after this entry, oldest first."""
        ...

    def entries_since(self, ticket: Ticket, version: int, actor: Actor) -> tuple[Entry, ...]:
        """What was added after this version, as far as this actor may see it."""
        ...

    def files(self, ticket: Ticket, actor: Actor) -> tuple[Filed, ...]:
        """The attachments of the entries that this actor may see, oldest first."""
        ...

    def read_mark(self, ticket: Ticket, person: Person) -> int:
        """The entry up to which this person has read, 0 if they never opened the ticket."""
        ...

    def mark_read(self, ticket: Ticket, person: Person, entry: int) -> None: ...

    # People
    def person(self, email: str) -> Person | None: ...
    def people(self, *, at_least: Role = Role.CUSTOMER, beginning: str = "", limit: int = 1000) -> tuple[Person, ...]:
        """People by name, from this role on, whose name or e-mail begins so."""
        ...

    def add_person(self, email: str, name: str, role: Role, *, verified: bool, at: int) -> Person: ...
    def save_person(self, person: Person) -> None: ...
    def credential(self, person: Person) -> Credential | None: ...
    def set_credential(self, person: Person, credential: Credential | None) -> None:
        """Set or remove the password; either way ends every remembered sign-in of this person."""
        ...

    def signed_in(self, person: Person, at: int) -> None: ...
    def last_sign_ins(self, people: Sequence[Person]) -> Mapping[int, int]:
        """When these signed in with their password last, by the number of the person; without those who never did."""
        ...

    def remember_sign_in(self, person: Person, token_hash: str, at: int) -> None: ...
    def remembered(self, token_hash: str) -> Person | None: ...
    def forget_sign_in(self, token_hash: str) -> None: ...
    def ssh_key(self, fingerprint: str) -> SshKey | None: ...
    def ssh_keys(self, owner: Person) -> tuple[SshKey, ...]:
        """The newest first."""
        ...

    def add_ssh_key(self, key: SshKey) -> None: ...
    def drop_ssh_key(self, fingerprint: str) -> None:
        """Whoever watches connections hears of it as of a changed setting."""
        ...

    def ssh_key_used(self, fingerprint: str, at: int) -> None: ...
    def await_ssh_key(self, key: PublicKey, owner: Person, source: str, until: int, now: int) -> None:
        """Keep for whom a key waits at this source; the last who asked wins."""
        ...

    def waiting_for_key(self, fingerprint: str, source: str, now: int) -> Person | None: ...
    def drop_waiting_keys(self, owner: Person) -> None: ...

    # Letters
    def plan_digest(self, person: Person, at: int | None) -> None:
        """When their next digest is due; None for nobody who wants one."""
        ...

    def who_has_digests(self) -> tuple[Person, ...]: ...
    def due_digests(self, now: int, limit: int) -> tuple[DueDigest, ...]: ...
    def move_digest(self, due: DueDigest, following: int | None) -> bool:
        """To its next time; False where somebody else did that already."""
        ...

    def post(self, letters: Iterable[Letter]) -> None: ...
    def due_letter(self, now: int) -> int | None:
        """The number of the letter that may leave next."""
        ...

    def letter(self, number: int) -> Waiting: ...
    def earlier_letters(self, waiting: Waiting, *, theirs: bool) -> tuple[str, ...]:
        """The Message-IDs of the letters before it, to the same person about the same ticket, oldest first; with
        `theirs` also of those that they wrote themself."""
        ...

    def posted_letter(self, message_id: str) -> Waiting | None:
        """The letter of this desk that has this Message-ID, whatever became of it."""
        ...

    def hold_letter(self, number: int, until: int, tries: int, answer: str) -> None: ...
    def end_letter(self, number: int, fate: Fate, at: int, answer: str) -> None: ...
    def give_up_older_letters(self, before: int, at: int, why: str) -> None:
        """Of those that nobody tried, the ones that could have left before this instant."""
        ...

    def mail_state(self) -> MailState: ...
    def letters_that(self, fate: Fate, limit: int) -> tuple[Waiting, ...]:
        """The newest first; of those that wait, the one that leaves next."""
        ...

    def send_letters_again(self, at: int, name: str | None) -> int:
        """Those that were given up, with a name that begins so; how many."""
        ...

    def letter_text(self, name: str) -> str:
        """What the desk says in this letter in its own words, empty where it never did."""
        ...

    def await_code(self, place: CodePlace, message_id: str, until: int, now: int) -> None:
        """A code will come with this letter, in place of the one that was asked for before; old ones are forgotten."""
        ...

    def keep_code(self, message_id: str, hash: str, until: int) -> None: ...
    def waits_for_code(self, message_id: str, now: int) -> bool:
        """Whether somebody still waits for the code that this letter brings."""
        ...

    def try_code(self, place: CodePlace, now: int, at_most: int) -> MailedCode | None:
        """The code that holds there, and one try of it less; None where there is none, or no try is left."""
        ...

    def use_code(self, code: MailedCode) -> bool:
        """Use it up; False where it is gone already."""
        ...

    def prove(self, person: Person, reference: Reference | None) -> None:
        """The address is theirs: they are verified, and so is that this ticket is theirs; without one, all of them."""
        ...

    def signing_keys(self) -> tuple[SigningKey, ...]:
        """The newest first."""
        ...

    def add_signing_key(self, key: str, at: int) -> SigningKey: ...
    def retire_signing_keys(self, at: int) -> None: ...

    # Letters in
    def keep_incoming(self, arrived: Arrived, at: int) -> bool:
        """Keep a letter that waits to be filed; False where it came before."""
        ...

    def renew_incoming(self, number: int, arrived: Arrived, at: int) -> None:
        """Another copy of it takes its place, and waits to be filed."""
        ...

    def next_incoming(self, now: int) -> int | None:
        """The number of the letter that may be filed next."""
        ...

    def incoming(self, number: int) -> Incoming:
        """As nobody else changes it, where the transaction writes."""
        ...

    def incoming_named(self, beginning: str) -> tuple[Incoming, ...]:
        """Two at most of the letters whose fingerprint begins so."""
        ...

    def held_incoming(self, limit: int, *, oldest: bool = False) -> tuple[Incoming, ...]:
        """The newest first, or the oldest."""
        ...

    def count_incoming(self) -> tuple[int, int, int | None]:
        """Those that wait and those that are held, each counted so far and no further, and when the newest came."""
        ...

    def put_off_incoming(self, number: int, now: int, until: int, tries: int) -> bool:
        """Leave it alone until then; False where it does not wait now: somebody else has it."""
        ...

    def change_incoming(self, letter: Incoming, message_id: str | None = None, entry: Entry | None = None) -> None:
        """Write what became of it; without a Message-ID and an entry, those that are known stay."""
        ...

    def tickets_of_letters(self, message_ids: Sequence[str]) -> Mapping[str, Reference]:
        """The tickets that letters with these Message-IDs were filed in."""
        ...

    def forget_letters(self, before: int) -> None:
        """Name the bytes no more of letters that were filed or thrown away before this instant."""
        ...

    def copies_asked(self, ticket: Ticket) -> tuple[Mailbox, ...]:
        """Who gets copies as soon as somebody who works here allows it."""
        ...

    def ask_for_copies(self, ticket: Ticket, mailboxes: Iterable[Mailbox], at: int) -> None:
        """What was asked for already stays as it was."""
        ...

    def drop_copies_asked(self, ticket: Ticket, emails: Iterable[str]) -> None: ...
    def mailbox(self, name: str) -> MailboxPlace | None: ...
    def mailboxes(self) -> tuple[MailboxPlace, ...]: ...
    def keep_mailbox(self, place: MailboxPlace) -> None: ...

    # Safety, soft state
    def answered(self, key: str, actor: Actor, fingerprint: str) -> Reference | None:
        """The ticket that this key made or changed before. Raises Refused when it was used for something else."""
        ...

    def remember_answer(self, key: str, actor: Actor, fingerprint: str, reference: Reference, at: int) -> None: ...
    def count_tries(self, what: str, source: str, since: int) -> int: ...
    def add_try(self, what: str, source: str, at: int) -> None: ...
    def prune(self, before: int) -> None:
        """Forget change rows and idempotency keys from before this instant; the newest change row stays."""
        ...

    def draft(self, place: DraftPlace) -> str | None: ...
    def keep_draft(self, place: DraftPlace, text: str | None, at: int) -> None:
        """Keep a draft, or throw it away with None."""
        ...

    def record(self, actor: Actor, at: int, what: str, detail: str = "") -> None:
        """An audit row for something that is not about a ticket; those about tickets are written with the ticket."""
        ...

    def deeds(self, query: AuditQuery) -> tuple[Deed, ...]: ...
    def position(self) -> int:
        """The position of the change feed that this transaction sees."""
        ...


class Store(Protocol):
    """Runs work in one transaction on a thread of its own, again when the database asks for it."""

    async def read(self, work: Callable[[Transaction], R]) -> R: ...
    async def search(self, work: Callable[[Transaction], R]) -> R:
        """A read that may take longer, and that never stands in the way of the others."""
        ...

    async def write(self, work: Callable[[Transaction], R]) -> R: ...


class Files(Protocol):
    """Keeps the bytes of attachments under their SHA-256. Called outside transactions, before their row."""

    async def put(self, source: BinaryIO, *, at_most: int) -> Blob:
        """Store durably. Raises Refused when there are more than `at_most` bytes; then nothing is kept."""
        ...

    async def copy(self, sha256: str, into: BinaryIO) -> None:
        """Raises NotFound when the bytes are not there."""
        ...


class Passwords(Protocol):
    """Hashes and checks passwords with argon2id, off the event loop and at most two at once."""

    async def hash(self, password: str) -> str: ...
    async def fits(self, password: str, hash: str | None) -> bool:
        """Takes the same time when there is no hash, and is then False."""
        ...


class Feed(Protocol):
    """Tells what other transactions changed, in this process and in others."""

    def subscribe(
        self, changed: Callable[[frozenset[Reference]], None], settings_changed: Callable[[], object] | None = None
    ) -> Callable[[], None]:
        """Call `changed` on the event loop of the subscriber, merged over a burst, and `settings_changed` when what
        holds for the whole desk is another now: its settings, its categories. Returns what ends both."""
        ...
