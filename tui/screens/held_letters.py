"""What an operator does with letters that are held: looks at one, lets it into a ticket, or throws it away."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from core import quarantine
from core.deciding import LetterInHand, take_in_hand
from core.errors import DeskError, NotUnderstood
from core.incoming import Incoming
from core.reading import look_at
from core.references import Reference, read_reference, shown
from core.safe_text import safe_line, safe_name
from core.tickets import Ticket
from tui.modals.ask import Ask
from tui.modals.choose import Choose, Pick
from tui.modals.confirm import Confirm
from tui.modals.held_letter import Decision, HeldLetter
from tui.screens.operator import OperatorScreen
from tui.screens.pace import SLOW
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.widgets.keys import ANSWER, key_of

THROWN_AWAY = "It gets into no ticket, and its author hears nothing. What it says stays for 90 days."


class Where(Enum):
    """Into which ticket a letter is let."""

    NAMED = "the one that it seems to be about"
    NEW = "a new one"
    OTHER = "one that is asked for"


class HeldLetters(OperatorScreen):
    """`held_letter` is the one under the cursor; `read` reads all of them again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "release", "let in", id="mail.release", tooltip="let this letter into a ticket", group=ANSWER),
        Binding("d", "discard", "throw away", id="mail.discard", tooltip="throw this letter away", group=ANSWER),
        Binding(
            "u",
            "undo_discard",
            "let it in after all",
            id="mail.undo",
            tooltip="let in what was thrown away last",
            show=False,
            group=ANSWER,
        ),
    ]

    @dataclass
    class InHand(Message):
        """A letter was read anew; `about` is the ticket that it seems to be about. None: it is to be looked at."""

        found: LetterInHand
        about: Ticket | None
        decision: Decision | None

    @dataclass
    class Released(Message):
        name: str
        ticket: Ticket

    @dataclass
    class Discarded(Message):
        letter: Incoming

    @dataclass
    class NotDecided(Message):
        error: DeskError

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._slow: Timer | None = None
        self._thrown_away = ""
        """The letter that was thrown away last, as long as this screen is open."""

    @property
    def held_letter(self) -> Incoming | None:
        raise NotImplementedError

    def read(self, says: str = "") -> None:
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("release", "discard"):
            return self.is_mounted and self.held_letter is not None
        if action == "undo_discard":
            return bool(self._thrown_away)
        return super().check_action(action, parameters)

    # Looking

    def look_at_letter(self, letter: Incoming) -> None:
        self._take(letter.arrived.fingerprint, None)

    def action_release(self) -> None:
        if (letter := self.held_letter) is not None:
            self._take(letter.arrived.fingerprint, Decision.RELEASE)

    def action_undo_discard(self) -> None:
        self._take(self._thrown_away, Decision.RELEASE)

    def _take(self, name: str, decision: Decision | None) -> None:
        self._told_slow()
        self._slow = self.set_timer(SLOW, lambda: self.say("reading the letter", ""))
        self.take_in_hand(name, decision)

    def _told_slow(self) -> None:
        """It came, or something else is read."""
        if self._slow is not None:
            self._slow.stop()
            self._slow = None
            self.query_one(HintLine).forget()

    @work(group="held", exclusive=True, exit_on_error=False)
    async def take_in_hand(self, name: str, decision: Decision | None) -> None:
        desk, about = self.session.desk, None
        try:
            found = await take_in_hand(desk, name, self.session.reception.reads_letters)
            if found.letter.reference is not None:
                about = (await desk.read(look_at, found.letter.reference, newest=1)).ticket
        except DeskError as error:
            self.post_message(self.NotDecided(error))
        else:
            self.post_message(self.InHand(found, about, decision))

    @on(InHand)
    def ask_about_it(self, hand: InHand) -> None:
        self._told_slow()
        if not self.is_current:
            return

        def decided(decision: Decision | None) -> None:
            if decision is Decision.RELEASE:
                self._ask_where(hand)
            elif decision is Decision.DISCARD:
                self._ask_whether(hand.found.letter)

        if hand.decision is None:
            self.app.push_screen(HeldLetter(hand.found, self.session.desk.now()), decided)
        else:
            decided(hand.decision)

    # Letting in

    def _ask_where(self, hand: InHand) -> None:
        picks = [
            Pick(Where.NEW, "as a new ticket", "n"),
            Pick(Where.OTHER, "on another ticket" if hand.about else "on a ticket", "i", detail="by its ID"),
        ]
        if hand.about is not None:
            about = Pick(Where.NAMED, f"on {shown(hand.about.reference)}", "t", detail=safe_line(hand.about.subject))
            picks.insert(0, about)

        def chosen(where: Where | None) -> None:
            if where is Where.OTHER:
                self._ask_which(hand.found)
            elif where is not None:
                named = hand.about.reference if hand.about and where is Where.NAMED else None
                self.let_in(hand.found, named)

        self.app.push_screen(Choose("Let it in, marked as not verified", picks), chosen)

    def _ask_which(self, found: LetterInHand) -> None:
        def typed(id: str | None) -> None:
            if id is not None:
                self.let_in(found, read_reference(id))

        hint = "The beginning of the ID is enough where it fits one ticket."
        self.app.push_screen(Ask("On which ticket", placeholder="K7M2Q-9XR4T", hint=hint, check=_wrong_with_id), typed)

    @work(group="decided", exit_on_error=False)
    async def let_in(self, found: LetterInHand, reference: Reference | None) -> None:
        desk, name = self.session.desk, found.letter.arrived.fingerprint
        try:
            if reference is not None:
                reference = (await desk.read(look_at, reference, newest=1)).ticket.reference
            ticket = await desk.write(quarantine.release, name, found.read, reference)
        except DeskError as error:
            self.post_message(self.NotDecided(error))
        else:
            self.post_message(self.Released(name, ticket))

    @on(Released)
    def tell_where_it_is(self, released: Released) -> None:
        if released.name == self._thrown_away:
            self._thrown_away = ""
        self.read(f"The letter is in {shown(released.ticket.reference)}, marked as not verified.")

    # Throwing away

    def action_discard(self) -> None:
        if (letter := self.held_letter) is not None:
            self._ask_whether(letter)

    def _ask_whether(self, letter: Incoming) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self.throw_away(letter.arrived.fingerprint)

        whose = safe_name(letter.author or letter.arrived.sender) or "nobody that can be read"
        question = f"Throw the letter from {whose} away?"
        self.app.push_screen(Confirm(question, THROWN_AWAY, yes="throw it away", no="keep it held"), answered)

    @work(group="decided", exit_on_error=False)
    async def throw_away(self, name: str) -> None:
        try:
            self.post_message(self.Discarded(await self.session.desk.write(quarantine.discard, name)))
        except DeskError as error:
            self.post_message(self.NotDecided(error))

    @on(Discarded)
    def tell_the_way_back(self, discarded: Discarded) -> None:
        self._thrown_away = discarded.letter.arrived.fingerprint
        self.read(f"Thrown away.   {key_of(self, 'mail.undo')} lets it in after all")

    @on(NotDecided)
    def tell_why_not(self, refused: NotDecided) -> None:
        self._told_slow()
        self.explain(refused.error)
        self.read()

    # The palette

    def command_line(self, action: str) -> str:
        letter = self.held_letter
        if action in ("release", "discard") and letter is not None:
            return f"ttydesk mail {action} {letter.name}"
        return super().command_line(action)


def _wrong_with_id(typed: str) -> str:
    try:
        read_reference(typed)
    except NotUnderstood as error:
        return error.sentence
    return ""
