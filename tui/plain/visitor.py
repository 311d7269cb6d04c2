"""What every place is handed: the desk as this person meets it, and the talk with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from core.desk import Desk
from core.drafting import keep_draft
from core.errors import DeskError
from core.people import Actor, Person
from core.reading import Notices, mark_read, notices
from core.references import Reference
from core.soft_state import SoftState
from tui.arrival import Arrival
from tui.plain.talk import Back, Talk

Action = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person at one desk. `soft` is where drafts and read marks wait for a quiet second."""

    desk: Desk
    arrival: Arrival
    notices: Notices
    soft: SoftState
    talk: Talk

    @property
    def actor(self) -> Actor:
        return self.desk.actor

    @property
    def person(self) -> Person | None:
        return self.desk.actor.person

    def keep_draft(self, kind: str, text: Callable[[], str], reference: Reference | None = None) -> None:
        """Keep what is typed, soon; it is asked for then. An empty text throws the draft away."""
        desk = self.desk
        self.soft.put((desk.actor, "draft", kind, reference), lambda: desk.write(keep_draft, kind, text(), reference))

    def mark_read(self, reference: Reference, entry: int) -> None:
        desk = self.desk
        self.soft.put((desk.actor, "read", reference), lambda: desk.write(mark_read, reference, entry))

    async def with_news(self) -> Visitor:
        """The same, with the settings and categories that hold now."""
        return replace(self, notices=await self.desk.read(notices))

    async def tries(self, action: Action) -> bool:
        """Whether it was done; a refusal is told, and whoever steps back is here again."""
        try:
            await action()
        except Back:
            return False
        except DeskError as error:
            self.talk.say(error.sentence)
            return False
        return True
