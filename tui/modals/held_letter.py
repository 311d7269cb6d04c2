"""A held letter, as it would read in a ticket: who seems to have written it, why it is held, and what stands in it."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.deciding import LetterInHand
from core.entries import Kind, PublicEntry, Thread
from core.people import Sender, Via
from tui.modals.panel import Panel
from tui.widgets.conversation import Conversation
from tui.widgets.keys import ANSWER
from tui.widgets.letter_head import LetterHead

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
        yield LetterHead(self._found, self._now)
        yield Conversation(None, staff=True)

    def on_mount(self) -> None:
        read, came = self._found.read, self._found.letter.came_at
        body = read.text or (NO_TEXT if not read.quoted else "")
        entry = PublicEntry(
            1, Kind.PUBLIC, None, Sender.UNVERIFIED, Via.MAIL, body, came, read.attachments, quoted=read.quoted
        )
        self.query_one(Conversation).show(Thread((entry,)), read_up_to=1, now=self._now)

    @on(Conversation.FileChosen)
    @on(Conversation.EarlierWanted)
    def keep_to_itself(self, message: Conversation.FileChosen | Conversation.EarlierWanted) -> None:
        message.stop()

    def action_decide(self, decision: str) -> None:
        self.dismiss(Decision(decision))
