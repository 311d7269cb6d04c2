"""The preview of the Inbox: below the list, beside it with the whole conversation, or a peek of four lines.

It only shows: nothing in it marks a ticket as read. What draws a conversation is imported for the first ticket that it
shows, so that the rows of the list do not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from core.references import shown
from core.safe_text import safe_name
from tui.glyphs import glyphs_of
from tui.themes import ink_of
from tui.widgets.keys import key_of
from tui.widgets.line import Line

if TYPE_CHECKING:
    from core.people import Person
    from core.query_terms import Words
    from core.reading import TicketView
    from core.tickets import Ticket
    from tui.widgets.conversation import Conversation
    from tui.widgets.thread_lines import Look

PEEK = 4
MARGIN = 2


class Preview(Vertical):
    """Shows one ticket; its size and place come from the styles."""

    def __init__(self, me: Person | None, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._me = me
        self._head = PreviewText(me)
        self._thread: Conversation | None = None
        self._view: TicketView | None = None

    def compose(self) -> ComposeResult:
        yield self._head

    @property
    def shown(self) -> TicketView | None:
        return self._view

    def show(self, view: TicketView | None, now: int, sought: tuple[Words, ...] = ()) -> None:
        """This ticket; None when the list is empty. `sought`: words that it was found by."""
        another = view is None or self._view is None or view.ticket.reference != self._view.ticket.reference
        self._view = view
        self._head.show(view, now, sought)
        if self._thread is not None and another:
            self._thread.start_over()
        if view is not None:
            thread = self._thread = self._thread or self._mounted_thread()
            thread.show(view.thread, read_up_to=view.read_up_to, now=now, sought=sought)

    def _mounted_thread(self) -> Conversation:
        from tui.widgets.conversation import Conversation

        thread = Conversation(self._me, staff=True, id="preview-thread")
        thread.can_focus = False
        self.mount(thread)
        return thread


class PreviewText(Widget):
    """The lines that are not the conversation: how many of them depends on the room there is."""

    can_focus = False

    def __init__(self, me: Person | None) -> None:
        super().__init__()
        self._me = me
        self._view: TicketView | None = None
        self._now = 0
        self._sought: tuple[Words, ...] = ()
        self._lines: list[Line] | None = None

    def show(self, view: TicketView | None, now: int, sought: tuple[Words, ...]) -> None:
        self._view, self._now, self._sought = view, now, sought
        before, self._lines = self._lines, None
        if before is not None:
            self._lines = self._worked_out()
        if self._lines is None or self._lines != before:
            self.refresh()

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.refresh())

    def on_resize(self) -> None:
        self._lines = None  # the screen was drawn before this was told
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._lines is None:
            self._lines = self._worked_out()
        width = self.size.width
        line = self._lines[y] if y < len(self._lines) else Line()
        return line.strip(ink_of(self.app), width)

    def _worked_out(self) -> list[Line]:
        """Three shapes: a peek where it is low, the head of the conversation where that stands below it, else all."""
        if self._view is None:
            return []
        from tui.widgets.preview_lines import peek_lines, preview_lines
        from tui.widgets.thread_lines import Look

        width, height = self.size.width - 2 * MARGIN, self.size.height
        look = Look(
            width,
            self._now,
            glyphs_of(self.app),
            self._me,
            True,
            self._view.read_up_to,
            key_of(self, "rows.open"),
            sought=self._sought,
        )
        if self.screen.has_class("-beside"):
            lines = self._beside(self._view.ticket, look, width)
        elif height <= PEEK:
            lines = peek_lines(self._view, look, width, height)
        else:
            lines = preview_lines(self._view, look, width, height)
        return [Line().gap(MARGIN).join(line) for line in lines]

    def _beside(self, ticket: Ticket, look: Look, width: int) -> list[Line]:
        from tui.widgets.preview_lines import state_line, with_whom

        about = Line(shown(ticket.reference), "muted").gap(3).add(safe_name(ticket.category), "muted")
        about.gap(3).add(with_whom(ticket, self._me), "muted")
        return [
            Line().upto(ticket.subject, width, bold=True, mark=look.glyphs.cut),
            about,
            state_line(ticket, look.now, self._me, look.glyphs, width, in_short=True),
            Line(),
        ]
