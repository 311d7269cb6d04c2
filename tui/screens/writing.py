"""Writing in a ticket: drafts are kept while one types, what is sent can not arrive twice, and what came in meanwhile
is shown before anything is sent over it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from core.errors import Conflict, DeskError
from core.references import Reference
from core.replying import Reply, note, reply, without_version
from core.tickets import Ticket
from tui.screens.agent import AgentScreen
from tui.screens.copies import CopiesScreen
from tui.screens.pace import SLOW
from tui.session import Session
from tui.widgets.composer import Composer, Mode, Written
from tui.widgets.conversation import Conversation
from tui.widgets.keys import TEXT
from tui.widgets.notice import Notice


class WritingScreen(CopiesScreen):
    """A screen with a conversation, a composer below it, and room for a notice between them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "read_it", "read the thread", id="ticket.read_it", priority=True, group=TEXT),
        Binding("f9", "send_anyway", "send it as it is", id="ticket.send_anyway", priority=True, group=TEXT),
        Binding("ctrl+s", "tell_held", show=False, id="composer.send", priority=True),
    ]

    @dataclass
    class Sent(Message):
        written: Written
        ticket: Ticket

    @dataclass
    class NotSent(Message):
        said: Reply
        error: DeskError

    @dataclass
    class DraftKept(Message):
        """What was typed is safe."""

        reference: Reference
        mode: Mode
        text: str

    def __init__(self, session: Session, reference: Reference) -> None:
        super().__init__(session)
        self.reference = reference
        self.version: int | None = None
        """The ticket as its reader saw it when they began to write."""
        self._newest_version: int | None = None
        self._knows_drafts = False  # until then a new draft would be written over the one that is kept
        self._tried: tuple[Written, Reply] | None = None  # sent, and nobody knows whether it arrived
        self._sending: Timer | None = None

    # What a screen says of itself

    def load(self) -> object:
        """Read the ticket again."""
        raise NotImplementedError

    def sent(self, mode: Mode, ticket: Ticket) -> None:
        """It is with the desk; the composer is empty and closed, unless its author types on."""

    @property
    def composer(self) -> Composer:
        return self.query_one(Composer)

    @property
    def thread(self) -> Conversation:
        return self.query_one(Conversation)

    @property
    def notice(self) -> Notice:
        return self.query_one(Notice)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("read_it", "send_anyway", "tell_held"):
            return self.is_mounted and self.notice.is_shown
        return super().check_action(action, parameters)

    def saw(self, ticket: Ticket) -> None:
        """The reader sees this; but what comes in while they type they may not have read."""
        is_writing = self.composer.is_open and bool(self.composer.text.strip())
        if self.version is None or not is_writing:
            self.version = ticket.version

    def write_in(self, reference: Reference) -> None:
        """Another ticket: what was typed in this one stays as its draft."""
        self.flush()
        self.reference, self.version, self._tried, self._knows_drafts = reference, None, None, False
        self.notice.hide()
        self.composer.forget()
        self.take_up_files()

    # Drafts

    def action_write(self, mode: str) -> None:
        self.composer.open(Mode(mode))

    @on(Composer.Typed)
    def keep(self, typed: Composer.Typed) -> None:
        if self._knows_drafts:
            self._keep_soon(typed.mode, typed.text)

    def restore(self, drafts: Mapping[Mode, str]) -> None:
        """What was kept here comes back, before what was typed while it was on its way."""
        self._knows_drafts = True
        for mode, text in drafts.items():
            if text:
                self.composer.restore(mode, text)
        self._keep_what_differs(drafts)

    def _keep_what_differs(self, drafts: Mapping[Mode, str]) -> None:
        for mode, text in self.composer.texts.items():
            if text.strip() and text != drafts.get(mode):
                self._keep_soon(mode, text)

    def _keep_soon(self, mode: Mode, text: str) -> None:
        """Only the newest text is written."""
        kept = self.DraftKept(self.reference, mode, text)
        self.session.keep_draft(mode.value, text, self.reference, lambda: self.post_message(kept))

    @on(Composer.Rested)
    def keep_now(self) -> None:
        if self._knows_drafts:
            self.flush()

    def take_up_files(self) -> None:
        """What was attached here and not sent, in this run of the app."""
        for file in self.session.kept_files(self.reference):
            self.composer.attach(file)

    def flush(self) -> None:
        if not self._knows_drafts:
            self._keep_what_differs({})
        self.session.keep_files(self.reference, self.composer.attachments)
        self.run_worker(self.session.soft.flush(), group="drafts", exit_on_error=False)

    @on(DraftKept)
    def tell_kept(self, kept: DraftKept) -> None:
        is_here = kept.reference == self.reference and kept.mode is self.composer.mode
        if is_here and kept.text == self.composer.text and kept.text:
            self.composer.say("draft saved")

    @on(Composer.Closed)
    def back_to_thread(self) -> None:
        self.notice.hide()
        self.composer.is_held = False
        self.thread.focus()
        self.refresh_bindings()

    @on(Composer.FilesWanted)
    def want_file(self) -> None:
        self.pick_file()

    @on(AgentScreen.FileStored)
    def add_file(self, stored: AgentScreen.FileStored) -> None:
        self.composer.attach(stored.file)

    @on(AgentScreen.FileRefused)
    def refuse_file(self, refused: AgentScreen.FileRefused) -> None:
        self.composer.complain(refused.error.sentence)

    # Sending

    @on(Composer.Submitted)
    def send(self, submitted: Composer.Submitted) -> None:
        """The same text after a failure is sent as the same message, so that it can not arrive twice."""
        if self._sending is not None:
            return
        if self._tried is not None and self._tried[0] == submitted.written:
            said = self._tried[1]
        else:
            written = submitted.written
            said = Reply(
                self.reference,
                written.body,
                secrets.token_hex(16),
                self.version,
                written.then,
                written.attachments,
            )
        self._deliver(submitted.written, said)

    def _deliver(self, written: Written, said: Reply) -> None:
        self._tried = (written, said)
        self._sending = self.set_timer(SLOW, lambda: self.say("sending", ""))
        self.deliver(written, said)

    @work(group="send", exit_on_error=False)
    async def deliver(self, written: Written, said: Reply) -> None:
        try:
            writing = self.session.desk.write(note if written.mode is Mode.NOTE else reply, said)
            ticket = await self.session.send(written.mode.value, written.body, self.reference, writing)
        except DeskError as error:
            self.post_message(self.NotSent(said, error))
        else:
            self.post_message(self.Sent(written, ticket))

    def _sent_or_not(self) -> None:
        if self._sending is not None:
            self._sending.stop()
            self._sending = None

    @on(NotSent)
    def explain_refusal(self, refused: NotSent) -> None:
        """The text stays. What came in meanwhile is shown, and sending has to be asked for with another key."""
        self._sent_or_not()
        if isinstance(refused.error, Conflict):
            self._newest_version = refused.error.ticket.version
            self.notice.show(refused.error.entries, self.session.desk.now())
            self.composer.is_held = True
            self.say("", "soon", bold="not sent")
            self.refresh_bindings()
        elif refused.error.field in ("body", "files", "status"):
            self._tried = None
            self.composer.complain(refused.error.sentence)
        else:
            self.explain(refused.error)

    def action_read_it(self) -> None:
        """The thread is read up to its end; the draft waits."""
        self.version = self._newest_version
        self._let_go()
        self.load()
        self.thread.action_to_newest()
        self.thread.focus()

    def action_send_anyway(self) -> None:
        """As it stands now, whatever came in since: the same message, so that it can not arrive twice."""
        if self._sending is None and self._tried is not None:
            written = self.composer.written
            said = replace(self._tried[1], body=written.body, then=written.then, attachments=written.attachments)
            self._let_go()
            self._deliver(written, without_version(said))

    def action_tell_held(self) -> None:
        """A hurried second ctrl+s."""
        self.say("", "soon", bold="not sent")

    def _let_go(self) -> None:
        self.notice.hide()
        self.composer.is_held = False
        self._tried = None
        self.refresh_bindings()

    @on(Sent)
    def go_on(self, sent: Sent) -> None:
        self._sent_or_not()
        self._tried = None
        mode, reference = sent.written.mode, sent.ticket.reference
        if reference != self.reference:
            self.session.keep_draft(mode.value, "", reference)
            self.session.keep_files(reference, ())
            return
        self.composer.take_out(sent.written)
        self.session.keep_draft(mode.value, self.composer.texts[mode], reference)
        self.session.keep_files(reference, self.composer.attachments)
        if not self.composer.text:
            self.composer.close()
            self.thread.focus()
        self.version = sent.ticket.version
        self.sent(mode, sent.ticket)
