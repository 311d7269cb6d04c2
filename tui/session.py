"""What every screen is handed: the desk as this person meets it, and what they set for themself."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from core.desk import Desk
from core.drafting import draft, keep_draft, keeps_drafts
from core.entries import Attachment
from core.mailed_codes import by_mail
from core.reading import Notices, mark_read
from core.reception import Reception
from core.references import Reference
from core.safe_text import safe_name
from core.settings import PersonalSettings
from core.soft_state import SoftState
from core.tickets import Ticket
from tui.arrival import KeyOffer, SignInMemory
from tui.glyphs import Glyphs
from tui.remembered import keep_sign_in


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
    unkept: dict[str, str] = field(default_factory=dict, compare=False)
    """Drafts of a guest for whom the desk keeps none, by their kind; they last as long as the app runs."""
    _files: dict[Reference, tuple[Attachment, ...]] = field(default_factory=dict, compare=False)
    """Files attached to messages that are not sent yet; they are kept as long as the app runs."""
    _typed: dict[tuple[str, Reference | None], str] = field(default_factory=dict, compare=False)
    """The drafts of this run of the app as they were kept last."""

    @property
    def who(self) -> str:
        """The right end of the top bar: `Maya Lind · agent`, a customer's name alone, or `guest`.

        Whoever came by ID and e-mail typed that address, and learns no more of whose it is.
        """
        actor = self.desk.actor
        if actor.person is None:
            return "guest"
        if actor.only is not None:
            return safe_name(actor.person.email)
        name = safe_name(actor.person.name)
        return f"{name} · {actor.person.role.word}" if actor.is_staff else name

    @property
    def has_mail(self) -> bool:
        """Whether letters leave this desk."""
        return by_mail(self.notices.settings, has_mail_server=self.reception.has_mail_server)

    async def remember(self, desk: Desk) -> tuple[str, str]:
        """Remember whoever signed in, for the next time: by this machine, or by the key of their connection. What is to
        be told of it, and as which kind of message: a machine speaks only where it can not."""
        if self.offer:
            return await self.offer.remember(desk), "ok"
        return await keep_sign_in(self.memory, desk), ""

    @property
    def is_somebodys(self) -> bool:
        """Whether somebody signed in; guests and those who came by ID and e-mail have no settings of their own."""
        return self.desk.actor.person is not None and self.desk.actor.only is None

    @property
    def keeps_drafts(self) -> bool:
        """Whether what is typed here outlives the app."""
        return keeps_drafts(self.desk.actor)

    async def draft(self, kind: str) -> str | None:
        """What was typed last of what belongs to no ticket yet."""
        return await self.desk.read(draft, kind) if self.keeps_drafts else self.unkept.get(kind)

    def keep_draft(
        self,
        kind: str,
        text: str,
        reference: Reference | None = None,
        kept: Callable[[], object] | None = None,
    ) -> None:
        """Keep what is typed, soon; an empty text throws the draft away. `kept` is called once that is done."""
        desk = self.desk
        if not self.keeps_drafts:
            self.unkept[kind] = text
            return
        self._typed[kind, reference] = text.strip()

        async def write() -> None:
            await desk.write(keep_draft, kind, text, reference)
            if kept is not None:
                kept()

        self.soft.put((desk.actor, "draft", kind, reference), write)

    async def send(self, kind: str, text: str, reference: Reference, writing: Awaitable[Ticket]) -> Ticket:
        """Carry a message to its end, also when its screen is left: it is no draft any more once it arrived."""

        def settle(done: asyncio.Future[Ticket]) -> None:
            arrived = not done.cancelled() and done.exception() is None
            if arrived and self._typed.get((kind, reference)) == text.strip():
                self.keep_draft(kind, "", reference)

        going = asyncio.ensure_future(writing)
        going.add_done_callback(settle)
        return await asyncio.shield(going)

    def keep_files(self, reference: Reference, files: tuple[Attachment, ...]) -> None:
        """Keep what is attached to the draft in this ticket."""
        self._files[reference] = files

    def kept_files(self, reference: Reference) -> tuple[Attachment, ...]:
        return self._files.get(reference, ())

    def mark_read(self, reference: Reference, entry: int) -> None:
        """This person has opened the ticket and seen it up to this entry."""
        desk = self.desk
        self.soft.put((desk.actor, "read", reference), lambda: desk.write(mark_read, reference, entry))
