"""A monkey writes a sentence, does something that might lose it, and looks where it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from textual.events import Paste
from textual.screen import Screen
from textual.widgets import TextArea

from core.people import Actor
from core.references import Reference
from tests.tui import monkey as acts
from tests.tui.in_order import typed_texts
from tests.tui.monkey import Monkey
from tests.tui.monkey_mouse import click_word
from tests.tui.sitting import Sitting, Wrong, kept_texts, sent_texts
from tui.screens.customer_ticket import CustomerTicketScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.composer import Composer
from tui.widgets.keys import live_keys, pressed_key

WAYS_TO_WRITE = ("ticket.reply", "ticket.note", "welcome.new", "my_tickets.new", "rows.open", "doors.choose")
ROOM = 20_000
"""Letters up to which there is room for one more sentence."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody typed, the ticket that they answer (None: a new one), and who they were just then."""

    sentence: str
    reference: Reference | None
    who: Actor | None


async def write(monkey: Monkey, at: Sitting) -> None:
    """In whatever text is open, else in one that a key opens."""
    await at.settled()
    if at.is_over:
        return
    box = _open_text(at) or await _opened_text(monkey, at)
    if box is None:
        return
    owed = Owed(f"Sentence {monkey.done} stays.", getattr(at.app.screen, "reference", None), _who(at))
    monkey.note(f"writes {owed.sentence!r} on {at.app.screen}")
    at.send(Paste(owed.sentence))
    await at.settled()
    if owed.sentence not in box.text:
        if len(box.text) < ROOM and box.has_focus:
            raise Wrong(f"{owed.sentence!r} was not taken")
        return
    for _ in range(monkey.chance.randint(1, 3)):
        if not at.is_over:
            await monkey.chance.choice(THREATS)(monkey, at)
    monkey.owed = owed
    if not at.is_over:
        await look_for_it(monkey, at)


async def look_for_it(monkey: Monkey, at: Sitting) -> None:
    """It stands in a field, or in the database. After a new start it has to come back where it was typed."""
    owed, monkey.owed = monkey.owed, None
    if not isinstance(owed, Owed) or any(owed.sentence in text for text in typed_texts(at.app)):
        return
    await at.settled()
    await at.app.soft.flush()
    if not any(owed.sentence in text for text in kept_texts(at.path)):
        raise Wrong(f"{owed.sentence!r} is lost")
    if not any(owed.sentence in text for text in sent_texts(at.path)):  # a click on "send" sends
        await _comes_back(owed, at)


async def _comes_back(owed: Owed, at: Sitting) -> None:
    """Whoever opens the ticket again, or the form, finds it where it was typed."""
    await at.until(lambda: at.app._session, "nobody is let in")
    session = at.app._session
    if session is None or session.desk.actor.person is None or _who(at) != owed.who:
        return
    if owed.reference is None:
        screen: Screen[None] = NewTicketScreen(session)
    else:
        kind = TicketScreen if session.desk.actor.is_staff else CustomerTicketScreen
        screen = kind(session, owed.reference)
    await at.app.push_screen(screen)
    await at.until(lambda: any(owed.sentence in text for text in typed_texts(at.app)), f"{owed} does not come back")


def _who(at: Sitting) -> Actor | None:
    return at.app._session.desk.actor if at.app._session else None


async def _opened_text(monkey: Monkey, at: Sitting) -> TextArea | None:
    ways = [key for key in live_keys(at.app.screen) if key.id in WAYS_TO_WRITE]
    if ways:
        await acts.press(monkey, at, pressed_key(monkey.chance.choice(ways).shown))
    return None if at.is_over else _open_text(at)


def _open_text(at: Sitting) -> TextArea | None:
    """The field for longer texts that has the focus, or can have it."""
    screen = at.app.screen
    if not isinstance(screen, TicketScreen | CustomerTicketScreen | NewTicketScreen):
        return None
    boxes = [box for box in screen.query(TextArea) if box in screen.focus_chain]
    if not boxes or any(composer.is_held for composer in screen.query(Composer)):
        return None
    boxes[0].focus()
    return boxes[0]


async def _keys(monkey: Monkey, at: Sitting) -> None:
    await acts.press(monkey, at, monkey.chance.choice(["escape", "f1", "ctrl+p", "f2", "f3", "f6", "tab", "shift+tab"]))


async def _away(monkey: Monkey, at: Sitting) -> None:
    await acts.press(monkey, at, "escape", monkey.chance.choice(["escape", "q", "J", "K", "r", "i"]))


async def _leaves(monkey: Monkey, at: Sitting) -> None:
    await acts.press(monkey, at, "ctrl+q", waits=False)
    await at.until(lambda: at.is_over, "ctrl+q does not end the app")


THREATS: list[Callable[[Monkey, Sitting], Awaitable[None]]] = [
    _keys,
    _keys,
    _away,
    _away,
    acts.resize,
    acts.meddle,
    acts.meddle,
    acts.look_away,
    click_word,
    _leaves,
]
