"""What every screen is handed: the desk as this person meets it, and what they set for themself."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.desk import Desk
from core.drafting import keep_draft
from core.entries import Attachment
from core.reading import Notices, mark_read
from core.reception import Reception
from core.references import Reference
from core.safe_text import safe_name
from core.settings import PersonalSettings
from core.soft_state import SoftState
from tui.arrival import KeyOffer, SignInMemory
from tui.glyphs import Glyphs


@dataclass(slots=True, eq=False)
class Session:
    """One person at one desk, the same object for all their screens: `notices`, `mine` and `glyphs` are as they are
    now. `soft` is shared by the process: drafts and read marks wait there for a quiet second.
    """

    desk: Desk
    reception: Reception
    notices: Notices
    mine: PersonalSettings
    glyphs: Glyphs
    memory: SignInMemory
    soft: SoftState
    offer: KeyOffer | None = None
    _files: dict[Reference, tuple[Attachment, ...]] = field(default_factory=dict, compare=False)
    """Files attached to messages that are not sent yet; they are kept as long as the app runs."""

    @property
    def who(self) -> str:
        """The right end of the top bar: `Maya Lind · agent`, a customer's name alone, or `guest`."""
        person = self.desk.actor.person
        if person is None:
            return "guest"
        name = safe_name(person.name)
        return f"{name} · {person.role.word}" if self.desk.actor.is_staff else name

    @property
    def is_somebodys(self) -> bool:
        """Whether somebody signed in; guests and those who came by ID and e-mail have no settings of their own."""
        return self.desk.actor.person is not None and self.desk.actor.only is None

    def keep_draft(self, kind: str, text: str, reference: Reference | None = None) -> None:
        """Keep what is typed, soon; an empty text throws the draft away."""
        desk = self.desk
        self.soft.put((desk.actor, "draft", kind, reference), lambda: desk.write(keep_draft, kind, text, reference))

    def keep_files(self, reference: Reference, files: tuple[Attachment, ...]) -> None:
        """Keep what is attached to the draft in this ticket."""
        self._files[reference] = files

    def kept_files(self, reference: Reference) -> tuple[Attachment, ...]:
        return self._files.get(reference, ())

    def mark_read(self, reference: Reference, entry: int) -> None:
        """This person has opened the ticket and seen it up to this entry."""
        desk = self.desk
        self.soft.put((desk.actor, "read", reference), lambda: desk.write(mark_read, reference, entry))
