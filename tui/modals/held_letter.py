"""A held letter, as it would read in a ticket: who seems to have written it, why it is held, and what stands in it."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from core.deciding import LetterInHand
from core.entries import Kind, PublicEntry, Thread
from core.people import Sender, Via
from core.references import shown
from core.safe_text import safe_line, safe_name
from tui.modals.panel import Panel
from tui.widgets.conversation import Conversation
from tui.widgets.keys import ANSWER
from tui.widgets.line import Line, lines
from tui.widgets.wrapping import wrapped
from tui.words import clock

LABEL = 9
NO_TEXT = "(no text)"


class Decision(Enum):
    RELEASE = "release"
    DISCARD = "discard"


class HeldLetter(Panel[Decision]):
    """Answers what becomes of it, or None: then it stays held."""

    AUTO_FOCUS = "Conversation"
    HINTS: ClassVar[tuple[str, ...]] = ("mail.release", "mail.discard")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "decide('release')", "let in", id="mail.release", tooltip="let it into a ticket", group=ANSWER),
        Binding("d", "decide('discard')", "throw away", id="mail.discard", group=ANSWER),
    ]

    def __init__(self, found: LetterInHand, now: int) -> None:
        super().__init__(f"Letter {found.letter.name}, by {found.letter.arrived.way.value}")
        self._found = found
        self._now = now

    def compose_panel(self) -> ComposeResult:
        yield Static(id="letter-head")
        yield Conversation(None, staff=True, margin=0, id="letter-text")

    def on_mount(self) -> None:
        read, came = self._found.read, self._found.letter.came_at
        body = read.text or (NO_TEXT if not read.quoted else "")
        entry = PublicEntry(
            1, Kind.PUBLIC, None, Sender.UNVERIFIED, Via.MAIL, body, came, read.attachments, quoted=read.quoted
        )
        self.query_one(Conversation).show(Thread((entry,)), read_up_to=1, now=self._now)

    def on_resize(self) -> None:
        self.query_one("#letter-head", Static).update(lines(head_of(self._found, self._now, self.room)))

    @property
    def room(self) -> int:
        return max(self.query_one("#letter-head").content_size.width, 20)

    @on(Conversation.FileChosen)
    @on(Conversation.EarlierWanted)
    def keep_to_itself(self, message: Conversation.FileChosen | Conversation.EarlierWanted) -> None:
        message.stop()

    def action_decide(self, decision: str) -> None:
        self.dismiss(Decision(decision))


def head_of(found: LetterInHand, now: int, width: int) -> list[Line]:
    letter, read = found.letter, found.read
    author = read.author
    whom = letter.author if author is None else f"{author.name} <{author.email}>" if author.name else author.email
    told = [
        *_fact("from", safe_name(whom or letter.arrived.sender or "nobody that can be read"), "text", width),
        *_fact("subject", safe_line(read.subject or letter.subject), "text", width),
        *_fact("came", clock(letter.came_at, now), "muted", width),
        *_fact("held", safe_line(letter.why), "soon", width),
    ]
    if read.unread and read.unread != letter.why:
        told += _fact("", safe_line(read.unread), "soon", width)
    if letter.reference is not None:
        told += _fact("about", f"{shown(letter.reference)}, it seems", "text", width)
    return told


def _fact(label: str, words: str, hue: str, width: int) -> list[Line]:
    """At most two lines of each."""
    parts = list(wrapped(words, width - LABEL))[:2] if words else []
    return [Line().cell("" if nth else label, LABEL, "muted").add(part, hue) for nth, part in enumerate(parts)]
