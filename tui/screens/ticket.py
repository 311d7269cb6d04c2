"""A ticket as an agent sees it: conversation, properties, and the composer for a reply or an internal note."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Protocol

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message

from core.drafting import draft
from core.entries import Attachment, Entry, Kind, Thread
from core.errors import DeskError, TryLater
from core.reading import TicketView, earlier, look_at
from core.references import Reference, shown
from core.safe_text import safe_name
from core.tickets import Status, Ticket
from tui.commands import Command
from tui.messages import ListChanged, SettingsChanged, TicketsChanged
from tui.screens.agent import Target
from tui.screens.pace import AGAIN_AFTER
from tui.screens.sizes import HEIGHTS, STRIP, WIDTHS
from tui.screens.writing import WritingScreen
from tui.seat import is_hosted
from tui.session import Session
from tui.widgets.composer import Composer, Mode
from tui.widgets.composer_lines import statuses_after
from tui.widgets.conversation import Conversation
from tui.widgets.hint_line import HintLine
from tui.widgets.inbox_lines import OneLiner
from tui.widgets.keys import ANSWER, EVERYWHERE, MOVE, VIEW, key_of
from tui.widgets.line import Line
from tui.widgets.notice import Notice
from tui.widgets.preview_lines import state_line
from tui.widgets.properties import Properties
from tui.widgets.text_box import TextBox
from tui.widgets.top_bar import TopBar

TEXT_FROM = 4
"""The column at which the words of a conversation begin."""


class Among(Protocol):
    """The list that a ticket was opened from."""

    def step(self, reference: Reference, by: int) -> Reference | None: ...
    def whereabouts(self, reference: Reference) -> str: ...
    def was_read(self, ticket: Ticket) -> None: ...
    def say(self, words: str, kind: str = "ok", *, bold: str = "") -> None: ...


class TicketScreen(WritingScreen):
    """Opening it marks the ticket as read."""

    CSS_PATH: ClassVar = "../../styles/ticket.tcss"
    AUTO_FOCUS = "Conversation"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    HINTS: ClassVar = (
        "ticket.read_it",
        "ticket.send_anyway",
        "composer.send",
        "composer.note",
        "composer.status",
        "composer.attach",
        "composer.detach",
        "composer.close",
        "ticket.reply",
        "ticket.note",
        "ticket.take",
        "ticket.resolve",
        "ticket.assign",
        "ticket.status",
        "ticket.next",
        "ticket.previous",
    )
    WAY_OUT: ClassVar = "composer.close"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "write('reply')", "reply", id="ticket.reply", tooltip="reply to the customer", group=ANSWER),
        Binding("i", "write('note')", "note", id="ticket.note", tooltip="internal note", group=ANSWER),
        Binding("f", "files", "files", id="ticket.files", tooltip="save a file of this ticket", show=False, group=VIEW),
        Binding("J", "step(1)", "other ticket", id="ticket.next", tooltip="next, previous ticket", group=MOVE),
        Binding("K", "step(-1)", "other ticket", id="ticket.previous", tooltip="next, previous ticket", group=MOVE),
        Binding("f5", "details", "details", id="ticket.details", tooltip="show or hide the details", group=VIEW),
        Binding("q", "back", "back", id="back", group=EVERYWHERE),
        Binding("escape", "back", "back", id="ticket.leave", group=EVERYWHERE),
    ]

    @dataclass
    class Loaded(Message):
        """The ticket as it is now, and what was typed here before where that was asked for."""

        view: TicketView
        drafts: dict[Mode, str]

    @dataclass
    class Gone(Message):
        """It could not be read."""

        error: DeskError

    @dataclass
    class EarlierCame(Message):
        reference: Reference
        thread: Thread

    def __init__(
        self, session: Session, reference: Reference, *, among: Among | None = None, write: Mode | None = None
    ) -> None:
        super().__init__(session, reference)
        self.view: TicketView | None = None
        self.came.clear()
        self._among = among
        self._write = write
        self._files: dict[str, Attachment] = {}

    def compose(self) -> ComposeResult:
        settings = self.session.notices.settings
        where = self._among.whereabouts(self.reference) if self._among else "Inbox"
        yield TopBar(settings.name, where, self.session.who)
        with Horizontal(id="ticket"):
            with Vertical(id="ticket-main"):
                yield OneLiner(left=TEXT_FROM, right=TEXT_FROM, id="subject")
                yield OneLiner(left=TEXT_FROM, right=TEXT_FROM, id="state")
                yield Conversation(self.me, staff=True, id="thread")
                yield Notice(id="notice")
                yield Composer("", by_staff=True, id="composer")
            yield Properties(self.me, id="properties")
        yield HintLine()

    def on_mount(self) -> None:
        self.take_up_files()
        if self._write is not None:
            self.composer.open(self._write)
        self.load()

    def targets(self) -> list[Target]:
        if self.view is None:
            return []
        ticket = self.view.ticket
        return [
            Target(
                ticket.reference,
                ticket.version,
                ticket.status,
                ticket.priority,
                ticket.category,
                ticket.tags,
                ticket.assignee,
            )
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action == "step":
            return self._among is not None
        if action == "files":
            return bool(self._files) or is_hosted(self.app)
        if action == "write":
            return self.view is not None
        return super().check_action(action, parameters)

    # Reading

    @work(group="ticket", exclusive=True, exit_on_error=False)
    async def load(self) -> None:
        """Drafts come with the first reading that gets through."""
        desk, reference = self.session.desk, self.reference
        try:
            view = await desk.read(look_at, reference)
            drafts: dict[Mode, str] = {}
            if self.view is None:
                await self.session.soft.flush()  # what was typed here a moment ago
            for mode in Mode if self.view is None else ():
                kept = await desk.read(draft, mode.value, reference)
                drafts[mode] = kept or ""
        except DeskError as error:
            self.post_message(self.Gone(error))
        else:
            self.post_message(self.Loaded(view, drafts))

    @on(Loaded)
    def show(self, loaded: Loaded) -> None:
        view = loaded.view
        if view.ticket.reference != self.reference or (self.view is not None and view.position < self.view.position):
            return
        self._tell_news(view)
        self.view = view
        now = self.session.desk.now()
        self.saw(view.ticket)
        self.thread.show(view.thread, read_up_to=view.read_up_to, now=now)
        self.query_one(Properties).show(view, now)
        self._address(view.ticket)
        self._learn_files(view.thread)
        self._restore(loaded.drafts)
        self._mark_read()
        self.draw_head()
        self.refresh_bindings()
        self.came.set()

    def _address(self, ticket: Ticket) -> None:
        names_tell, to = self.session.has_mail, ticket.requester.name
        self.composer.address(to, statuses_after(ticket.status), names_tell=names_tell)

    def _tell_news(self, view: TicketView) -> None:
        """Somebody wrote while this ticket stood open: say so, and move nothing."""
        if self.view is None or self.composer.is_held:  # then the notice tells it, and that nothing was sent
            return
        new = [entry for entry in view.thread.entries if entry.id > self.thread.newest_id and self._is_news(entry)]
        if new and new[-1].author is not None:
            self.say("wrote meanwhile.", "here", bold=safe_name(new[-1].author.name))

    def _is_news(self, entry: Entry) -> bool:
        mine = self.me is not None and entry.author is not None and entry.author.id == self.me.id
        return entry.kind is not Kind.EVENT and not mine

    def _learn_files(self, thread: Thread) -> None:
        for entry in thread.entries:
            self._files |= {f"{entry.id} {file.name}": file for file in entry.attachments}

    def _restore(self, drafts: dict[Mode, str]) -> None:
        if drafts:
            self.restore(drafts)
        kept = [mode for mode, text in drafts.items() if text]
        if kept and not self.composer.is_open:
            what = "reply" if kept[0] is Mode.REPLY else "note"
            self.say(f"{key_of(self, f'ticket.{what}')} goes on with it", "", bold=f"Your {what} was kept.")

    def _mark_read(self) -> None:
        if self.view is None:
            return
        if self.thread.newest_id > self.view.read_up_to:
            self.session.mark_read(self.reference, self.thread.newest_id)
        if self._among is not None:
            self._among.was_read(self.view.ticket)

    @on(Gone)
    def tell_gone(self, gone: Gone) -> None:
        self.came.set()
        self.explain(gone.error)
        if isinstance(gone.error, TryLater):
            self.set_timer(AGAIN_AFTER, self.load)

    @on(Conversation.EarlierWanted)
    def want_earlier(self, wanted: Conversation.EarlierWanted) -> None:
        self.fetch_earlier(self.reference, wanted.before)

    @work(group="earlier", exclusive=True, exit_on_error=False)
    async def fetch_earlier(self, reference: Reference, before: int) -> None:
        try:
            thread = await self.session.desk.read(earlier, reference, before)
        except DeskError as error:
            self.post_message(self.Gone(error))
        else:
            self.post_message(self.EarlierCame(reference, thread))

    @on(EarlierCame)
    def add_earlier(self, came: EarlierCame) -> None:
        if came.reference == self.reference:
            self._learn_files(came.thread)
            self.thread.add_earlier(came.thread)

    @on(TicketsChanged)
    def look_again(self, changed: TicketsChanged) -> None:
        if self.reference in changed.references:
            self.load()

    @on(SettingsChanged)
    def look_for_its_category(self, changed: SettingsChanged) -> None:
        """It may have another name now."""
        if changed.categories_differ:
            self.load()

    def changed(self, ticket: Ticket) -> None:
        """Changed by a key here: show it at once, the rest comes with the next reading."""
        if self.view is not None and ticket.reference == self.reference and ticket.version >= self.view.ticket.version:
            self.view = self.view._replace(ticket=ticket)
            self.version = ticket.version
            self.query_one(Properties).show(self.view, self.session.desk.now())
            self._address(ticket)
            self.draw_head()
            self.refresh_bindings()
        self.load()

    def draw_head(self) -> None:
        """Subject, and where there is no room for the panel the ID and the state."""
        if self.view is None:
            return
        ticket, width = self.view.ticket, self.query_one("#subject").size.width
        is_narrow = not self.query_one(Properties).display
        id = Line(shown(ticket.reference), "muted") if is_narrow else Line()
        room = width - 2 * TEXT_FROM - (id.cells + 2 if id.cells else 0)
        subject = Line().upto(ticket.subject, max(room, 8), bold=True, mark=self.session.glyphs.cut)
        self.query_one("#subject", OneLiner).show(subject, id)
        state = self.query_one("#state", OneLiner)
        state.display = is_narrow
        now, glyphs = self.session.desk.now(), self.session.glyphs
        state.show(state_line(ticket, now, self.me, glyphs, width - 2 * TEXT_FROM))
        self.tell_whereabouts()

    @on(ListChanged)
    def tell_whereabouts(self) -> None:
        if self._among is not None:
            self.query_one(TopBar).place = self._among.whereabouts(self.reference)

    def on_resize(self, event: events.Resize) -> None:
        """A window that gets narrow shows what is written, not the details; it has to be so before they hide it."""
        if event.size.width < STRIP and self.composer.is_open and not self.query_one(Properties).can_focus:
            self.remove_class("-details")
        self.call_after_refresh(self._fold)

    def _fold(self) -> None:
        self._keep_focus_in_sight()
        self.draw_head()

    # Going on

    def open_ticket(self, reference: Reference) -> None:
        """Another ticket in place of this one."""
        if reference == self.reference:
            return
        self.workers.cancel_group(self, "ticket")
        self.view = None
        self.came.clear()
        self._files.clear()
        self.write_in(reference)
        self.thread.start_over()
        self.thread.focus()
        self.refresh_bindings()
        self.load()

    def action_step(self, by: int) -> None:
        other = self._among.step(self.reference, by) if self._among else None
        if other is None:
            self.say("That was the last one." if by > 0 else "That was the first one.", "")
        else:
            self.open_ticket(other)

    @on(Properties.OtherChosen)
    def open_other(self, chosen: Properties.OtherChosen) -> None:
        self.open_ticket(chosen.reference)

    @on(Properties.Chosen)
    async def change_property(self, chosen: Properties.Chosen) -> None:
        await self.run_action(chosen.action)

    def action_back(self) -> None:
        self.flush()
        self.dismiss()

    def action_details(self) -> None:
        self.toggle_class("-details")
        self.call_after_refresh(self.draw_head)
        self._keep_focus_in_sight()

    def _keep_focus_in_sight(self) -> None:
        """The details stand beside the conversation; where there is no room, in its place, and have its keys."""
        properties = self.query_one(Properties)
        properties.can_focus = self.has_class("-details") and self.has_class("-one")
        if properties.can_focus:
            self.set_focus(properties)
        elif properties.has_focus or (self.focused is None and self.app.app_focus):  # they went, and it with them
            self.set_focus(self.composer.query_one(TextBox) if self.composer.is_open else self.thread)

    def on_descendant_focus(self) -> None:
        """Whoever goes to write, or to another ticket, is done with the details."""
        properties = self.query_one(Properties)
        if properties.can_focus and not properties.has_focus:
            self.action_details()

    def action_files(self) -> None:
        self.offer_files(list(self._files.values()), self.reference)

    @on(Conversation.FileChosen)
    def save_file(self, chosen: Conversation.FileChosen) -> None:
        self.save_or_tell(chosen.attachment, self.reference)

    def sent(self, mode: Mode, ticket: Ticket) -> None:
        """What follows a reply is a setting of its author; after a note one stays, and while one types on."""
        words = _said(mode, ticket)
        stays = mode is Mode.NOTE or self.composer.is_open
        after = "stay" if stays else self.session.mine.after_reply
        other = self._among.step(self.reference, 1) if self._among and after == "next" else None
        if other is not None:
            self.open_ticket(other)
            words = f"{words} Here is the next ticket."
        elif after != "stay" and self._among is not None:
            self._among.say(words)
            self.dismiss()
            return
        else:
            self.changed(ticket)
        self.say(words)

    # The palette

    def command_subject(self) -> str:
        return f"{shown(self.reference)}  {self.view.ticket.subject}" if self.view else ""

    def commands(self) -> Iterable[Command]:
        """The customer's other tickets, which have no key of their own."""
        others = self.view.others if self.view else ()
        for row in others:
            yield Command(f"Open {row.subject}", partial(self.open_ticket, row.reference), where="customer")
        yield from super().commands()


def _said(mode: Mode, ticket: Ticket) -> str:
    if mode is Mode.NOTE:
        return "Note saved. Only your team sees it."
    name = safe_name(ticket.requester.first_name)
    if ticket.status is Status.RESOLVED:
        return f"Reply sent to {name}, who may confirm or reopen."
    return f"Reply sent to {name}."
