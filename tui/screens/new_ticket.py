"""New ticket: who asks, what is wrong, how urgent it is, the files. Kept as a draft while typing, sent once."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePath
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from core.errors import DeskError, Refused
from core.opening import Form, open_ticket
from core.people import EMAIL_AT_MOST, NAME_AT_MOST
from core.safe_text import safe_name
from core.tickets import FILES_AT_MOST, SUBJECT_AT_MOST, Ticket
from tui.local_files import fitting
from tui.messages import SettingsChanged
from tui.promised import answered_within, mailed_to
from tui.screens.confirmation import ConfirmationScreen
from tui.screens.files import FilesScreen
from tui.screens.form import SENDING, FormBody, FormScreen
from tui.seat import is_hosted
from tui.session import Session
from tui.ticket_form import DRAFT, Filled, faults, from_draft
from tui.widgets.attached_files import AttachedFiles
from tui.widgets.button import Button
from tui.widgets.choice import Choice, Option
from tui.widgets.faster_help import FasterHelp
from tui.widgets.form import Field
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import TEXT, key_of
from tui.widgets.line import Line
from tui.widgets.promises import MOST_URGENT_LAST
from tui.widgets.text_box import Area
from tui.widgets.top_bar import TopBar
from tui.words import promise

KEPT = ("a draft is kept while you type", "a draft is kept")
KEPT_FOR_NOW = ("kept until you leave",)
BEFORE_WORDS = 4
WIDTHS = [(0, "-narrow"), (100, "-beside")]
"""From 100 columns on, what makes help faster stands beside the fields."""
HEIGHTS = [(0, "-low"), (34, "-high")]


class BesideSend(Static):
    """The key that sends, and that a draft is kept: in the longest of these words that has room."""

    def __init__(self, key: str, says: Sequence[str]) -> None:
        super().__init__()
        self._line = Line(key, bold=True)
        self._says = says

    def on_resize(self) -> None:
        room = self.size.width - self._line.cells - BEFORE_WORDS
        says = next((one for one in self._says if len(one) <= room), "")
        self.update(Line().join(self._line).gap(BEFORE_WORDS).add(says, "muted").content())


class NewTicketScreen(FormScreen, FilesScreen):
    """Guests say who they are; staff may name the customer whom they open it for; customers are known."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../../styles/form.tcss", "../../styles/new_ticket.tcss"]
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HINTS: ClassVar = ("form.next", "form.send", "new.attach", "form.back")
    WAY_OUT: ClassVar = "form.back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "attach", "attach", id="new.attach", tooltip="attach a file", group=TEXT),
        Binding("escape", "back", "close, keep draft", id="form.back", group=TEXT),
        Binding("escape", "back_for_now", "close, keep until you leave", id="form.back", group=TEXT),
        Binding("f9", "start_over", "empty the form", id="new.empty", show=False, group=TEXT),
    ]

    class DraftFound(Message):
        """What was typed here last; None: nothing."""

        def __init__(self, filled: Filled | None) -> None:
            super().__init__()
            self.filled = filled

    class Opened(Message):
        """The desk has it."""

        def __init__(self, ticket: Ticket, email: str, mailed: str) -> None:
            super().__init__()
            self.ticket = ticket
            self.email = email
            self.mailed = mailed

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        actor = session.desk.actor
        self.asks_who = actor.is_guest or actor.is_staff
        self._key = secrets.token_hex(16)
        self._is_done = False
        self.came.clear()
        self._looked_for_draft = False
        """Before that, a form that is still empty must not throw it away."""

    def compose(self) -> ComposeResult:
        yield TopBar(self.session.notices.settings.name, "New ticket", self.session.who)
        with FormBody(), Container(id="columns"):
            with Vertical(id="fields"):
                yield from self._who()
                yield Field("Subject", id="subject", max_length=4 * SUBJECT_AT_MOST)
                yield from self._choices()
                yield Area("What happened", id="body")
                yield AttachedFiles("Files", id="files")
                yield from self.compose_refusal()
                with Horizontal(id="sending"):
                    yield Button("Send ticket", id="send")
                    says = KEPT if self.session.keeps_drafts else KEPT_FOR_NOW
                    yield BesideSend(key_of(self, "form.send"), says)
            yield FasterHelp()
        yield HintLine()

    def _who(self) -> Iterator[Widget]:
        person = self.session.desk.actor.person
        name, email = (person.name, person.email) if person else ("", "")
        if self.asks_who:
            yield Field("Full name", id="name", value=name, max_length=2 * NAME_AT_MOST)
            hint = "or the customer’s, with their name above" if person else ""
            yield Field("E-mail", id="email", value=email, hint=hint, max_length=EMAIL_AT_MOST)
        else:
            yield Static(Line("From", "muted").gap(2).add(name).gap(2).add(email, "muted").content(), id="from")

    def _choices(self) -> Iterator[Widget]:
        categories = self._categories()
        yield Choice("Category", categories, value=categories[0].value, across=True, id="category")
        heads = ("", "first answer within")
        yield Choice("Priority", self._priorities(), value=Filled().priority, heads=heads, id="priority")

    def _categories(self) -> list[Option]:
        return [Option(one, safe_name(one)) for one in self.session.notices.categories]

    def _priorities(self) -> list[Option]:
        settings = self.session.notices.settings
        return [
            Option(one.word, one.word, one.word, (one.meaning, answered_within(settings, one)))
            for one in MOST_URGENT_LAST
        ]

    @on(SettingsChanged)
    def offer_what_there_is(self, changed: SettingsChanged) -> None:
        """Categories and promises as they are now; what is typed and chosen stays."""
        categories, category = self._categories(), changed.category_now(self.filled.category)
        is_there = category in changed.now.categories
        self.query_one("#category", Choice).offer(categories, category if is_there else categories[0].value)
        self.query_one("#priority", Choice).offer(self._priorities(), self.filled.priority)
        self._promise()

    # What is typed, and its draft

    @property
    def filled(self) -> Filled:
        name, email = (self._field("name"), self._field("email")) if self.asks_who else ("", "")
        return Filled(
            name,
            email,
            self._field("subject"),
            self.query_one("#category", Choice).value,
            self.query_one("#priority", Choice).value,
            self.query_one("#body", Area).text,
            self.query_one(AttachedFiles).value,
        )

    def fill(self, filled: Filled) -> None:
        if self.asks_who:
            self.query_one("#name", Field).value = filled.name
            self.query_one("#email", Field).value = filled.email
        self.query_one("#subject", Field).value = filled.subject
        if filled.category in self.session.notices.categories:
            self.query_one("#category", Choice).value = filled.category
        self.query_one("#priority", Choice).value = filled.chosen_priority.word
        self.query_one("#body", Area).text = filled.body
        self.query_one(AttachedFiles).value = filled.files

    def _field(self, id: str) -> str:
        return self.query_one(f"#{id}", Field).value

    def on_mount(self) -> None:
        self.look_for_draft()
        self._promise()

    @work(group="draft", exit_on_error=False)
    async def look_for_draft(self) -> None:
        filled = None
        with suppress(DeskError):  # the form works without
            await self.session.soft.flush()  # what was typed here a moment ago
            filled = from_draft(await self.session.draft(DRAFT))
        self.post_message(self.DraftFound(filled))

    @on(DraftFound)
    def restore(self, found: DraftFound) -> None:
        """Whoever has begun to type meanwhile goes on behind it."""
        if found.filled is not None:
            self.fill(self.filled.behind(found.filled))
            empties = f"{key_of(self, 'new.empty')} empties the form"
            self.query_one(HintLine).say("", bold="Your draft is here again.", then=empties)
        self._keep_what_there_is()
        self.came.set()

    def _keep_what_there_is(self) -> None:
        self._looked_for_draft = True
        if self.filled.as_draft():
            self.keep()

    def action_back(self) -> None:
        self._keep_what_there_is()
        super().action_back()

    def action_back_for_now(self) -> None:
        self.action_back()

    @on(Field.Changed)
    @on(Area.Changed)
    @on(Choice.Changed)
    @on(AttachedFiles.Removed)
    def keep(self) -> None:
        if self._looked_for_draft and not self._is_done and not self.is_sending:
            self.session.keep_draft(DRAFT, self.filled.as_draft())

    @on(Choice.Changed, "#priority")
    def _promise(self) -> None:
        """What is promised for the priority chosen now, beside the form."""
        settings, now = self.session.notices.settings, self.session.desk.now()
        priority = self.filled.chosen_priority
        by = settings.calendar.after(now, settings.target(priority).respond)
        self.query_one(FasterHelp).promise(priority, promise(by, now))

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self._flush()

    @work(group="draft", exit_on_error=False)
    async def _flush(self) -> None:
        await self.session.soft.flush()

    def action_start_over(self) -> None:
        person = self.session.desk.actor.person
        self.fill(Filled(person.name if person else "", person.email if person else ""))
        self.forget_complaints()

    # Files

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("back", "back_for_now"):
            return self.session.keeps_drafts == (action == "back")
        return not is_hosted(self.app) if action == "attach" else super().check_action(action, parameters)

    @on(AttachedFiles.Wanted)
    def action_attach(self) -> None:
        if len(self.query_one(AttachedFiles).value) < FILES_AT_MOST:
            self.pick_file()
        else:
            sentence = f"A message carries at most {FILES_AT_MOST} files. Pack them into one archive."
            self.complain({"files": Refused(sentence, field="files")})

    @on(FilesScreen.FileRefused)
    def refuse_file(self, refused: FilesScreen.FileRefused) -> None:
        self.complain({"files": refused.error})

    @on(FilesScreen.FileStored)
    def add_file(self, stored: FilesScreen.FileStored) -> None:
        files = self.query_one(AttachedFiles)
        files.complain("")
        files.value = (*files.value, stored.file)
        self.query_one(HintLine).say("is attached.", bold=safe_name(stored.file.name))
        self.keep()

    # Sending

    def faults(self) -> Mapping[str, DeskError]:
        return faults(self.filled, asks_who=self.asks_who)

    def after_last_line(self) -> None:
        self.focus_next()

    def deliver(self) -> None:
        self._open(self.filled)

    @work(group=SENDING, exclusive=True, exit_on_error=False)
    async def _open(self, filled: Filled) -> None:
        desk, asks = self.session.desk, self.asks_who
        try:
            body, files = await fitting(desk.files, filled.body, filled.files)
            ticket = await desk.write(
                open_ticket,
                Form(
                    filled.subject,
                    body,
                    self._key,
                    category=filled.category,
                    priority=filled.chosen_priority,
                    name=filled.name if asks else None,
                    email=filled.email if asks else None,
                    attachments=files,
                ),
            )
        except DeskError as error:
            self.post_message(self.Refusal(error))
            return
        self.session.keep_draft(DRAFT, "")
        await self.session.soft.flush()
        mailed = await mailed_to(self.session.reception, desk, ticket)
        self.post_message(self.Opened(ticket, filled.email, mailed))

    @on(Opened)
    def confirm(self, opened: Opened) -> None:
        self._is_done = True
        self.app.switch_screen(ConfirmationScreen(self.session, opened.ticket, opened.email, opened.mailed))
