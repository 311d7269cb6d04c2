"""What a customer does with a ticket: answer, attach, say that it is solved, reopen it. Nothing typed is lost."""

from __future__ import annotations

import secrets

from textual import on, work
from textual.message import Message
from textual.timer import Timer

from core.attaching import Upload, attach
from core.desk import Desk
from core.entries import read_body
from core.errors import Conflict, DeskError
from core.opening import check_files
from core.reading import TicketView
from core.references import Reference, shown
from core.replying import Reply, reply
from core.safe_text import safe_name
from core.settling import Settling, confirm, reopen
from core.tickets import Status, Ticket
from tui.local_files import fitting
from tui.modals.confirm import Confirm
from tui.screens.files import FilesScreen
from tui.widgets.composer import Composer, Mode, Written
from tui.widgets.conversation import Conversation
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import key_of
from tui.words import promise

REPLY = Mode.REPLY.value
"""The kind under which core/drafting.py keeps what is typed here."""
PAUSE = 1.2
"""Seconds without a key after which the composer says that the draft is kept."""
WRITING = "write"


class CustomerAnswers(FilesScreen):
    """The half of a customer's ticket that writes; what is shown is the other half."""

    reference: Reference
    view: TicketView | None

    class Done(Message):
        """The desk has it. `desk` is another one where the ticket that goes on needs a way in of its own."""

        def __init__(self, ticket: Ticket, desk: Desk, words: str, then: str = "") -> None:
            super().__init__()
            self.ticket = ticket
            self.desk = desk
            self.words = words
            self.then = then

    class Sent(Done):
        """It was a message; `is_solved`: its author says that this is the end of it."""

        def __init__(self, ticket: Ticket, desk: Desk, words: str, written: Written, is_solved: bool) -> None:
            super().__init__(ticket, desk, words)
            self.written = written
            self.is_solved = is_solved

    class Reopened(Done):
        """It is back with the desk."""

    class Refusal(Message):
        """Nothing was written, or the ticket can not be read."""

        def __init__(self, error: DeskError) -> None:
            super().__init__()
            self.error = error

    class NotSent(Refusal):
        """The message stays in the composer."""

    class DraftKept(Message):
        """What is typed is safe."""

    def __init__(self) -> None:
        super().__init__()
        self._key = secrets.token_hex(16)
        self._pause: Timer | None = None

    @property
    def composer(self) -> Composer:
        return self.query_one(Composer)

    @property
    def is_writing(self) -> bool:
        return any(worker.group == WRITING and not worker.is_finished for worker in self.workers)

    # Drafts

    @on(Composer.Typed)
    def keep(self, typed: Composer.Typed) -> None:
        self.session.keep_draft(REPLY, typed.text, self.reference)
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._keep_now)

    @on(Composer.Rested)
    def keep_now(self, rested: Composer.Rested) -> None:
        if not self.is_writing and self.composer.is_open:
            self.session.keep_draft(REPLY, rested.text, self.reference)
            self._keep_now()

    @work(group="draft", exit_on_error=False)
    async def _keep_now(self) -> None:
        await self.session.soft.flush()
        self.post_message(self.DraftKept())

    @on(DraftKept)
    def say_kept(self) -> None:
        if self.composer.text.strip():
            self.composer.say("draft saved")

    # Files

    @on(Composer.FilesWanted)
    def attach_file(self) -> None:
        self.pick_file()

    @on(FilesScreen.FileStored)
    def add_file(self, stored: FilesScreen.FileStored) -> None:
        self.composer.complain("")
        self.composer.attach(stored.file)
        self.keep_files()

    def keep_files(self) -> None:
        """With the draft, as long as the app runs."""
        self.session.keep_files(self.reference, self.composer.attachments)

    def take_up_files(self) -> None:
        for file in self.session.kept_files(self.reference):
            self.composer.attach(file)

    @on(FilesScreen.FileRefused)
    def refuse_file(self, refused: FilesScreen.FileRefused) -> None:
        self.composer.complain(refused.error.sentence)

    # Answering

    @on(Composer.Submitted)
    def send(self, submitted: Composer.Submitted) -> None:
        self._send(submitted.written, is_solved=False)

    def action_solved(self) -> None:
        written = self.composer.written
        if written.body.strip() or written.attachments:
            question = Confirm("Send this and close the ticket?", "It can be reopened.", yes="yes, it is solved")
            self.app.push_screen(question, lambda yes: self._send(written, is_solved=True, sure=yes))
        else:
            self.action_confirm()

    def _send(self, written: Written, *, is_solved: bool, sure: bool | None = True) -> None:
        if self.is_writing or not sure:
            return
        try:
            check_files(written.attachments)
            if not written.attachments and not written.body.strip():
                read_body(written.body)
        except DeskError as error:
            self.composer.complain(error.sentence)
        else:
            self._deliver(written, self._key, is_solved)

    @work(group=WRITING, exit_on_error=False)
    async def _deliver(self, written: Written, key: str, is_solved: bool) -> None:
        desk = self.session.desk
        try:
            body, files = await fitting(desk.files, written.body, written.attachments)
            if body.strip():
                writing = desk.write(reply, Reply(self.reference, body, key, attachments=files))
                ticket = await self.session.send(REPLY, written.body, self.reference, writing)
            else:
                ticket = await desk.write(attach, Upload(self.reference, files, key))
            desk = await self._way_into(ticket)
        except DeskError as error:
            self.post_message(self.NotSent(error))
            return
        self.session.keep_draft(REPLY, "", self.reference)
        self.session.keep_files(self.reference, ())
        await self.session.soft.flush()
        self.post_message(self.Sent(ticket, desk, self._sent_words(ticket), written, is_solved))

    @on(NotSent)
    def keep_message(self, not_sent: NotSent) -> None:
        self.composer.complain(not_sent.error.sentence)

    def _sent_words(self, ticket: Ticket) -> str:
        now = self.session.desk.now()
        if ticket.reference != self.reference:
            return _goes_on(ticket)
        due = ticket.respond_by
        by = f" We answer by {promise(due, now)}." if due is not None and due > now else ""
        return f"Sent to {safe_name(self.session.notices.settings.name)}.{by}"

    def take_out(self, sent: Sent) -> None:
        """The composer is for the next message, which may have been begun meanwhile."""
        self._key = secrets.token_hex(16)
        self.composer.take_out(sent.written)
        self.session.keep_files(sent.ticket.reference, self.composer.attachments)
        if self.composer.text:
            self.session.keep_draft(REPLY, self.composer.text, sent.ticket.reference)

    def finish(self, sent: Sent) -> None:
        """Whoever types on stays there; where its author said so, that was the end of the ticket."""
        if not self.composer.text:
            self.composer.close()
            self.query_one(Conversation).focus()
        if sent.is_solved and sent.ticket.status is not Status.CLOSED:
            self._confirm(sent.ticket.version)

    # Settling

    def action_confirm(self) -> None:
        """A resolved ticket asks on the screen already; any other is closed after a question."""
        if self.view is None or self.is_writing:
            return
        version = self.view.ticket.version
        if self.view.ticket.status is Status.RESOLVED:
            self._confirm(version)
        else:
            question = Confirm("Is it solved, and shall it be closed?", "It can be reopened.", yes="yes, it is solved")
            self.app.push_screen(question, lambda yes: self._close(version, sure=yes))

    def _close(self, version: int, *, sure: bool | None) -> None:
        if sure:
            self._confirm(version)

    @work(group=WRITING, exit_on_error=False)
    async def _confirm(self, version: int) -> None:
        desk = self.session.desk
        try:
            ticket = await desk.write(confirm, Settling(self.reference, version))
        except DeskError as error:
            self.post_message(self.Refusal(error))
        else:
            reopens = f"{key_of(self, 'ticket.reopen')} reopens it"
            self.post_message(self.Done(ticket, desk, "Closed. Thank you for telling us.", reopens))

    def action_reopen(self) -> None:
        if self.view is not None and not self.is_writing:
            self._reopen(self.view.ticket.version)

    @work(group=WRITING, exit_on_error=False)
    async def _reopen(self, version: int) -> None:
        try:
            ticket = await self.session.desk.write(reopen, Settling(self.reference, version))
            desk = await self._way_into(ticket)
        except DeskError as error:
            self.post_message(self.Refusal(error))
            return
        words = "Reopened. Tell us what still fails." if ticket.reference == self.reference else _goes_on(ticket)
        self.post_message(self.Reopened(ticket, desk, words))

    async def _way_into(self, ticket: Ticket) -> Desk:
        """Whoever came by ID and e-mail sees that one ticket; one that goes on from it needs its own pair."""
        actor = self.session.desk.actor
        if actor.only is None or actor.person is None or ticket.reference == self.reference:
            return self.session.desk
        return await self.session.reception.by_pair(ticket.reference, actor.person.email)

    @on(Refusal)
    def tell_refusal(self, refusal: Refusal) -> None:
        self.came.set()
        if isinstance(refusal, self.NotSent):
            return
        self.query_one(HintLine).say(refusal.error.sentence, "error")
        if isinstance(refusal.error, Conflict):
            self.load_again()

    def load_again(self) -> None:
        """Read the ticket as it is now."""
        raise NotImplementedError


def _goes_on(ticket: Ticket) -> str:
    return f"The old ticket was closed long ago. This one goes on from it: {shown(ticket.reference)}."
