"""Where an answer is written: a reply that the customer reads, or an internal note, which can not be mistaken for one.

It knows nothing of the desk: it says what was typed, and its screen keeps drafts, stores files and sends.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from core.entries import Attachment
from core.safe_text import safe_name
from core.tickets import Status
from tui.glyphs import glyphs_of
from tui.seat import is_hosted
from tui.widgets.composer_lines import Foot, StatusChoice
from tui.widgets.form import Complaint
from tui.widgets.keys import TEXT
from tui.widgets.line import Line
from tui.widgets.text_box import TextBox


class Mode(Enum):
    """What is written; the values are the kinds of core/drafting.py."""

    REPLY = "reply"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Written:
    """What its author wants to send. `then` None: the status stays as it follows from a reply."""

    mode: Mode
    body: str
    then: Status | None
    attachments: tuple[Attachment, ...]


class Composer(Vertical):
    """A head, the text, and what follows from sending it. Away until `open`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "send", "send", id="composer.send", tooltip="send the reply", priority=True, group=TEXT),
        Binding("ctrl+s", "save", "save note", id="composer.send", tooltip="save the note", priority=True, group=TEXT),
        Binding("f2", "to_note", "make it a note", id="composer.note", priority=True, group=TEXT),
        Binding("f2", "to_reply", "make it a reply", id="composer.note", priority=True, group=TEXT),
        Binding("f3", "status_after", "status after", id="composer.status", priority=True, group=TEXT),
        Binding("f6", "attach", "attach", id="composer.attach", tooltip="attach a file", priority=True, group=TEXT),
        Binding(
            "ctrl+r",
            "detach",
            "drop file",
            id="composer.detach",
            tooltip="remove the last file",
            priority=True,
            group=TEXT,
        ),
        Binding("escape", "close", "close, keep draft", id="composer.close", priority=True, group=TEXT),
    ]

    @dataclass
    class Submitted(Message):
        """`ctrl+s`."""

        written: Written

    @dataclass
    class Typed(Message):
        """The text has changed: it is worth keeping."""

        mode: Mode
        text: str

    @dataclass
    class Rested(Message):
        """The text has lost the focus, or is closed: keep it now."""

        mode: Mode
        text: str

    class Closed(Message):
        """`esc`: the text stays as a draft."""

    class FilesWanted(Message):
        """`f6`: answer with `attach`."""

    def __init__(self, to: str, *, by_staff: bool, id: str | None = None) -> None:
        """`to`: whom a reply goes to. `by_staff`: notes and the status after belong to them."""
        super().__init__(id=id)
        self._to = to
        self._by_staff = by_staff
        self._mode = Mode.REPLY
        self._texts: dict[Mode, str] = {}
        self._attachments: tuple[Attachment, ...] = ()
        self._choice = StatusChoice()
        self._word = ""
        self._names_tell = False
        self.is_held = False
        """While it is, only its text and `esc` work: a hurried second `ctrl+s` sends nothing."""

    def compose(self) -> ComposeResult:
        yield Static(classes="head")
        yield TextBox()
        yield Complaint(classes="complaint")
        yield Foot()

    def on_mount(self) -> None:
        self.display = False

    # What its screen asks of it

    @property
    def is_open(self) -> bool:
        return self.display

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def text(self) -> str:
        return self._box.text

    @property
    def texts(self) -> dict[Mode, str]:
        """What is typed, the one that is not shown too."""
        return {**self._texts, self._mode: self.text}

    @property
    def written(self) -> Written:
        reply = self._mode is Mode.REPLY
        return Written(self._mode, self.text, self._choice.then if reply else None, self._attachments)

    def address(self, to: str, choice: StatusChoice | None = None, *, names_tell: bool = False) -> None:
        """Whom a reply goes to, and which statuses may follow it; what was chosen stays so where it still can.

        `names_tell`: who is named in a note is told by mail."""
        self._to, self._names_tell = to, names_tell
        if choice is not None:
            self._choice = choice.keeping(self._choice)
        self._draw()

    def open(self, mode: Mode = Mode.REPLY) -> None:
        self._turn_to(mode)
        self.display = True
        self._box.focus()

    def close(self) -> None:
        self.display = False
        self.complain("")

    def restore(self, mode: Mode, draft: str) -> None:
        """A kept draft came; what is typed already stands behind it."""
        self._hold(mode, "\n\n".join(filter(None, (draft, self.texts.get(mode)))))

    def attach(self, attachment: Attachment) -> None:
        self._attachments = (*self._attachments, attachment)
        self._draw()
        self.refresh_bindings()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self._attachments

    def take_out(self, sent: Written) -> None:
        """It was sent: its text, its files and the choice of status go. What was typed behind it meanwhile stays."""
        rest = self.texts.get(sent.mode, "").removeprefix(sent.body).lstrip()
        self._attachments = tuple(file for file in self._attachments if file not in sent.attachments)
        self._choice = self._choice.at_rest()
        self._hold(sent.mode, rest)
        self._draw()

    def forget(self) -> None:
        """Another ticket comes."""
        self._texts.clear()
        self._attachments = ()
        self._choice = self._choice.at_rest()
        self._put("")
        self._mode = Mode.REPLY
        self.is_held = False
        self.close()

    def say(self, word: str) -> None:
        """At the right end of the head: whether the draft is kept."""
        if word != self._word:
            self._word = word
            self._draw()

    def complain(self, sentence: str) -> None:
        """What has to be mended before it can be sent."""
        self.query_one(Complaint).say(sentence)

    # What happens in it

    @property
    def _box(self) -> TextBox:
        return self.query_one(TextBox)

    def _hold(self, mode: Mode, text: str) -> None:
        if mode is self._mode:
            self._put(text)
        else:
            self._texts[mode] = text

    def _put(self, text: str) -> None:
        with self.prevent(TextArea.Changed):
            self._box.text = text
        self._box.move_cursor(self._box.document.end)
        self._word = "draft restored" if text else ""
        self._draw()

    def _turn_to(self, mode: Mode) -> None:
        if mode is not self._mode:
            self._texts[self._mode] = self.text
            self._mode = mode
            self._put(self._texts.pop(mode, ""))
        self.set_class(mode is Mode.NOTE, "-note")
        self._draw()
        self.refresh_bindings()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        width = max(self.size.width, 20)
        self.query_one(".head", Static).update(self._head(width).content())
        is_note, foot = self._mode is Mode.NOTE, self.query_one(Foot)
        foot.show(self._choice, self._attachments, note=is_note, names_tell=self._names_tell)

    def _head(self, width: int) -> Line:
        glyphs = glyphs_of(self.app)
        word = Line(self._word, "muted")
        name = safe_name(self._to)
        if self._mode is Mode.NOTE:
            line = Line(f"{glyphs.internal} INTERNAL NOTE", "note", bold=True)
            told = Line(f"{name} will not see this")
            if line.cells + 2 + told.cells <= width:  # whole or not at all: its beginning says the opposite
                line.gap(2).join(told)
        else:
            line = Line("Reply", "accent", bold=True)
            line.upto(f" to {name}", width - line.cells - word.cells - 2, mark=glyphs.cut)
        return line.at_right(word, width)

    def on_resize(self) -> None:
        self._draw()

    @on(TextArea.Changed)
    def _changed(self, changed: TextArea.Changed) -> None:
        changed.stop()
        self.complain("")
        self.say("")
        self.post_message(self.Typed(self._mode, self.text))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if event.widget is self._box:
            self.post_message(self.Rested(self._mode, self.text))

    @on(Foot.Chosen)
    def _status_clicked(self, chosen: Foot.Chosen) -> None:
        chosen.stop()
        self._choice = self._choice.choosing(chosen.status)
        self._draw()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        if not self.display:
            return False
        if self.is_held:
            return action == "close"
        note = self._mode is Mode.NOTE
        works = {
            "send": not note,
            "save": note,
            "to_note": self._by_staff and not note,
            "to_reply": note,
            "status_after": not note and bool(self._choice.statuses),
            "attach": not is_hosted(self.app),
            "detach": bool(self._attachments),
        }
        return works.get(action, True)

    def action_send(self) -> None:
        self.post_message(self.Submitted(self.written))

    def action_save(self) -> None:
        self.action_send()

    def action_to_note(self) -> None:
        self._turn_to(Mode.NOTE)

    def action_to_reply(self) -> None:
        self._turn_to(Mode.REPLY)

    def action_status_after(self) -> None:
        self._choice = self._choice.next()
        self._draw()

    def action_attach(self) -> None:
        self.post_message(self.FilesWanted())

    def action_detach(self) -> None:
        self._attachments = self._attachments[:-1]
        self._draw()
        self.refresh_bindings()

    def action_close(self) -> None:
        self.post_message(self.Rested(self._mode, self.text))
        self.close()
        self.post_message(self.Closed())
