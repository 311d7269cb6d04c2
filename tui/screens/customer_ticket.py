"""A ticket as its customer sees it: how it stands, all that was said, and where they answer."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from core.drafting import draft
from core.entries import Attachment, Thread
from core.errors import DeskError
from core.permission import Verb, may
from core.reading import TicketView, earlier, look_at
from core.references import Reference, shown
from core.tickets import Status, Ticket
from tui.messages import Entered, SettingsChanged, TicketsChanged
from tui.screens.code import WriteByCodeScreen
from tui.screens.customer_answers import REPLY, CustomerAnswers
from tui.screens.sizes import HEIGHTS, HOME
from tui.seat import is_hosted
from tui.session import Session
from tui.widgets.composer import Composer, Mode
from tui.widgets.conversation import Conversation
from tui.widgets.hint_line import HintLine
from tui.widgets.is_it_solved import IsItSolved
from tui.widgets.keys import ANSWER, EVERYWHERE, TEXT, key_of
from tui.widgets.my_ticket_head import MyTicketFacts, MyTicketHead
from tui.widgets.top_bar import TopBar

WIDTHS = [(0, "-narrow"), (116, "-beside")]
"""From 116 columns on the facts stand beside the conversation."""
IN_THE_COMPOSER = ("composer.send", "composer.attach", "ticket.solved", "composer.close")
REPLY_FIRST = (*IN_THE_COMPOSER, "ticket.reply", "ticket.reopen", "ticket.confirm", "ticket.files", "ticket.copy_id")
SETTLING_FIRST = (*IN_THE_COMPOSER, "ticket.confirm", "ticket.reopen", "ticket.reply", "ticket.files", "ticket.copy_id")
COMMAND_LINES = {
    "reply": "reply {id}",
    "confirm": "confirm {id}",
    "reopen": "reopen {id}",
    "files": "fetch {id} NAME",
}
NEEDS = {"reply": Verb.REPLY, "confirm": Verb.CONFIRM, "solved": Verb.CONFIRM, "reopen": Verb.REOPEN}
"""What each action needs to be allowed."""


class CustomerTicketScreen(CustomerAnswers):
    """Opened from My tickets, from the confirmation, or by ID and e-mail; then it is the one ticket there is."""

    CSS_PATH: ClassVar = ["../../styles/ticket.tcss", "../../styles/customer_ticket.tcss"]
    AUTO_FOCUS = "Conversation"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HINTS = REPLY_FIRST
    WAY_OUT: ClassVar = "composer.close"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reply", "reply", id="ticket.reply", tooltip="write to the desk", group=ANSWER),
        Binding("c", "confirm", "confirm", id="ticket.confirm", tooltip="it is solved: close it", group=ANSWER),
        Binding("o", "reopen", "reopen", id="ticket.reopen", tooltip="it is not solved: reopen it", group=ANSWER),
        Binding("f", "files", "files", id="ticket.files", tooltip="save a file of this ticket", group=ANSWER),
        Binding("y", "copy_id", "copy ID", id="ticket.copy_id", tooltip="copy the ticket ID", group=ANSWER),
        Binding("f8", "solved", "it is solved", id="ticket.solved", priority=True, group=TEXT),
        Binding("q", "back", "back", id="back", group=EVERYWHERE),
        Binding("escape", "back", "back", id="ticket.leave", group=EVERYWHERE),
    ]

    class Loaded(Message):
        """The ticket as it is now; `typed` is the draft, read with it the first time."""

        def __init__(self, view: TicketView, typed: str | None) -> None:
            super().__init__()
            self.view = view
            self.typed = typed

    class EarlierCame(Message):
        """What stood before the first entry here."""

        def __init__(self, thread: Thread) -> None:
            super().__init__()
            self.thread = thread

    def __init__(self, session: Session, reference: Reference, *, reply: bool = False, notice: str = "") -> None:
        super().__init__()
        self.session = session
        self.reference = reference
        self.view = None
        self.came.clear()
        self._wants_reply = reply
        self._notice = notice
        self._files: dict[tuple[int, str], Attachment] = {}

    def compose(self) -> ComposeResult:
        desk, actor = self.session.notices.settings.name, self.session.desk.actor
        yield TopBar(desk, "My tickets" if actor.only is None else "My ticket", self.session.who)
        with Horizontal():
            with Vertical(id="ticket"):
                yield MyTicketHead()
                yield Conversation(actor.person, staff=False)
                yield IsItSolved()
                yield Composer(desk, by_staff=False)
            yield MyTicketFacts()
        yield HintLine()

    def on_mount(self) -> None:
        self.take_up_files()
        self._load(with_draft=True)

    # What is shown

    @work(group="ticket", exclusive=True, exit_on_error=False)
    async def _load(self, *, with_draft: bool = False) -> None:
        desk = self.session.desk
        try:
            if with_draft:
                await self.session.soft.flush()  # what was typed here a moment ago
            typed = await desk.read(draft, REPLY, self.reference) if with_draft else None
            self.post_message(self.Loaded(await desk.read(look_at, self.reference), typed))
        except DeskError as error:
            self.post_message(self.Refusal(error))

    def load_again(self) -> None:
        self._load(with_draft=self.view is None)

    @on(Loaded)
    def show(self, loaded: Loaded) -> None:
        """A newer state of the ticket; cursor, focus and what is typed stay. An older one is dropped."""
        is_first = self.view is None
        if self.view is not None and loaded.view.position < self.view.position:
            return
        self.view = loaded.view
        thread = self.query_one(Conversation)
        thread.show(loaded.view.thread, read_up_to=loaded.view.read_up_to, now=self.session.desk.now())
        self.session.mark_read(self.reference, thread.newest_id)
        self._learn_files(loaded.view.thread)
        if is_first:
            self._begin(loaded.view.ticket, loaded.typed or "")
        self._draw()
        self.came.set()

    def _begin(self, ticket: Ticket, typed: str) -> None:
        """The composer stands open where an answer is what is needed, or what was asked for."""
        hint_line = self.query_one(HintLine)
        if self._may(Verb.REPLY):
            self.composer.restore(Mode.REPLY, typed)
            if self._wants_reply or ticket.status is Status.WAITING:
                self.composer.open()
            elif typed:
                hint_line.say("", bold="Your draft was kept.", then=f"{key_of(self, 'ticket.reply')} goes on with it")
        if self._notice:
            hint_line.say(self._notice)

    def _draw(self) -> None:
        if self.view is None:
            return
        now, head, ticket = self.session.desk.now(), self.query_one(MyTicketHead), self.view.ticket
        head.in_short = self.has_class("-beside") or (self.has_class("-tiny") and self.composer.is_open)
        self.HINTS = SETTLING_FIRST if ticket.status is Status.RESOLVED else REPLY_FIRST
        head.show(ticket, now)
        self.query_one(MyTicketFacts).show(ticket, tuple(self._files.values()), now)
        question = self.query_one(IsItSolved)
        if ticket.status is Status.RESOLVED and self._may_soon(Verb.CONFIRM) and not self.composer.is_open:
            question.ask(ticket, self.session.notices.settings.close_after, now)
        else:
            question.display = False
        self.refresh_bindings()

    def on_descendant_focus(self) -> None:
        self.query_one(MyTicketFacts).tell_key()

    def on_resize(self, _event: events.Resize) -> None:
        self.call_after_refresh(self._draw)

    def _learn_files(self, thread: Thread) -> None:
        found = {(entry.id, file.name): file for entry in thread.entries for file in entry.attachments}
        self._files = dict(sorted((self._files | found).items()))

    @on(Conversation.EarlierWanted)
    def fetch_earlier(self, wanted: Conversation.EarlierWanted) -> None:
        self._fetch_earlier(wanted.before)

    @work(group="earlier", exclusive=True, exit_on_error=False)
    async def _fetch_earlier(self, before: int) -> None:
        try:
            self.post_message(self.EarlierCame(await self.session.desk.read(earlier, self.reference, before)))
        except DeskError as error:
            self.post_message(self.Refusal(error))

    @on(EarlierCame)
    def add_earlier(self, came: EarlierCame) -> None:
        self.query_one(Conversation).add_earlier(came.thread)
        self._learn_files(came.thread)
        self._draw()

    @on(TicketsChanged)
    def look_again(self, changed: TicketsChanged) -> None:
        if self.reference in changed.references:
            self.load_again()

    @on(SettingsChanged)
    def look_for_its_category(self, changed: SettingsChanged) -> None:
        """It may have another name now."""
        if changed.categories_differ:
            self.load_again()

    # What can be done

    def _may(self, verb: Verb) -> bool:
        return self.view is not None and may(self.session.desk.actor, verb, self.view.ticket)

    def _may_soon(self, verb: Verb) -> bool:
        """At once, or after a mailed code."""
        return self._may(verb) or (self.view is not None and self._can_prove)

    @property
    def _can_prove(self) -> bool:
        """They came by ID and e-mail, which only shows the ticket, and letters leave this desk."""
        actor = self.session.desk.actor
        return actor.only is not None and not actor.may_write and self.session.has_mail

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if action == "files":
            return bool(self._files) or is_hosted(self.app)
        if action not in NEEDS:
            return True
        status = self.view.ticket.status if self.view else None
        if action == "reopen" and status not in (Status.RESOLVED, Status.CLOSED):
            return False
        if action in ("confirm", "solved") and status is Status.CLOSED:
            return False
        return self._may_soon(NEEDS[action]) and (action != "solved" or self.composer.is_open)

    def action_reply(self) -> None:
        if self._can_prove:
            self.app.push_screen(WriteByCodeScreen(self.session))
            return
        self.composer.open()
        self._draw()

    @on(Composer.Closed)
    def leave_composer(self) -> None:
        self.keep_files()
        self.query_one(Conversation).focus()
        self._draw()

    @on(CustomerAnswers.Done)
    def tell_done(self, done: CustomerAnswers.Done) -> None:
        """Say what came of it; where another ticket goes on, show that one."""
        if isinstance(done, CustomerAnswers.Sent):
            self.take_out(done)
        if done.ticket.reference != self.reference:
            session = replace(self.session, desk=done.desk)
            self.app.switch_screen(CustomerTicketScreen(session, done.ticket.reference, notice=done.words))
            return
        if isinstance(done, CustomerAnswers.Sent):
            self.finish(done)
        else:
            self.query_one(Conversation).focus()
        self.query_one(HintLine).say(done.words, then=done.then)
        if isinstance(done, CustomerAnswers.Reopened):
            self.composer.open()
        self.load_again()

    @on(IsItSolved.Answered)
    def answer(self, answered: IsItSolved.Answered) -> None:
        if answered.yes:
            self.action_confirm()
        else:
            self.action_reopen()

    def action_confirm(self) -> None:
        if self._can_prove:
            self.app.push_screen(WriteByCodeScreen(self.session))
        else:
            super().action_confirm()

    def action_reopen(self) -> None:
        if self._can_prove:
            self.app.push_screen(WriteByCodeScreen(self.session))
        else:
            super().action_reopen()

    def action_files(self) -> None:
        self.offer_files(tuple(self._files.values()), self.reference)

    @on(Conversation.FileChosen)
    def save_file(self, chosen: Conversation.FileChosen) -> None:
        self.save_or_tell(chosen.attachment, self.reference)

    def action_copy_id(self) -> None:
        self.app.copy_to_clipboard(shown(self.reference))
        self.query_one(HintLine).say("is copied", bold=shown(self.reference))

    def command_line(self, action: str) -> str:
        """The same as a shell command."""
        line = COMMAND_LINES.get(action, "")
        person, came_by_pair = self.session.desk.actor.person, self.session.desk.actor.only is not None
        pair = f" --email {shlex.quote(person.email)}" if line and came_by_pair and person else ""
        return f"ttydesk {line.format(id=shown(self.reference))}{pair}" if line else ""

    def command_subject(self) -> str:
        return f"{shown(self.reference)}  {self.view.ticket.subject}" if self.view else ""

    def action_back(self) -> None:
        if len(self.app.screen_stack) > HOME:
            self.app.pop_screen()
        else:
            self.post_message(Entered(self.session.reception.guest()))
