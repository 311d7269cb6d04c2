"""Writing a message: line by line or in an editor, kept as a draft all the while, and sent when its author says so."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from core.drafting import draft
from core.entries import Attachment
from core.errors import Conflict, DeskError
from core.reading import look_at
from core.tickets import FILE_AT_MOST, Ticket
from tui.cli.conversation import quoted
from tui.local_files import fitting, kept, local_file
from tui.plain.talk import Back, Choice, InputEnded, Leave
from tui.plain.ticket_words import entry_lines, file_words
from tui.plain.visitor import Action, Visitor
from tui.words import plural, size

R = TypeVar("R")

END = "."
TWO = ".."
HOW = "Line by line; a line with a single dot ends it, and two dots stand for one."
KEPT = "What you typed is kept as a draft."
MORE, EDITOR, ATTACH, READ, DROP = "more", "editor", "attach", "read", "drop"


async def typed_lines(visitor: Visitor, question: str, text: str, keep: Callable[[Callable[[], str]], None]) -> str:
    """The text, and what is typed behind it. It is kept while it is typed, also when the input breaks off."""
    lines = text.split("\n") if text else []
    length, asked = len(text), f"{question} {HOW}"
    visitor.talk.say(asked)
    while (line := await visitor.talk.next(asked)) != END:
        length += len(line) + 1
        if length <= FILE_AT_MOST:
            lines.append(END if line == TWO else line)
            keep(lambda: "\n".join(lines))
    if length > FILE_AT_MOST:
        visitor.talk.say(f"That was more than {size(FILE_AT_MOST)}: the rest of it was left out. Attach it as a file.")
    return "\n".join(lines)


async def new_file(visitor: Visitor) -> Attachment:
    """A file of this machine, stored with the desk."""
    found = await asyncio.to_thread(
        local_file, await visitor.talk.answer("Which file? Type its path, like ~/vpn.log.", str)
    )
    return await kept(visitor.desk.files, found)


class Message:
    """A message while it is written. `kind` is what core/drafting.py keeps it under; `name` is what questions say.

    `look` tells what changed in the ticket meanwhile; `version` is the ticket as its author has seen it.
    """

    def __init__(self, visitor: Visitor, kind: str, ticket: Ticket, name: str, look: Action) -> None:
        self._visitor = visitor
        self._kind = kind
        self._reference = ticket.reference
        self._name = name
        self._look = look
        self.version = ticket.version
        self.files: tuple[Attachment, ...] = ()
        self._typed: Callable[[], str] = str
        self._key = secrets.token_hex(16)
        self._tried: object = None

    @property
    def text(self) -> str:
        return self._typed()

    async def sent(self, sends: Sequence[Choice[str]], deliver: Callable[[str], Awaitable[R]]) -> R | None:
        """Write it and send it in one of these ways; None when it was thrown away. Raises Back when it shall wait."""
        try:
            await self._begin()
            return await self._until_sent(sends, deliver)
        except (Back, Leave, InputEnded, asyncio.CancelledError):
            if self.text.strip():
                self._visitor.talk.say(KEPT)
            raise

    async def _begin(self) -> None:
        await self._visitor.soft.flush()
        found = await self._visitor.desk.read(draft, self._kind, self._reference)
        if found:
            self._typed = lambda: found
            self._visitor.talk.say(f"Your draft is here again, {plural(found.count(chr(10)) + 1, 'line')}:")
            self._visitor.talk.quote(found)
        elif self._visitor.talk.edit is None:
            await self._type()
        else:
            ways: list[Choice[Action]] = [
                Choice("type", "type it here, line by line", self._type),
                Choice(EDITOR, "write it in your editor", self._edit),
            ]
            while not await self._visitor.tries(await self._visitor.talk.choose(f"The {self._name}: how?", ways)):
                pass

    async def _until_sent(self, sends: Sequence[Choice[str]], deliver: Callable[[str], Awaitable[R]]) -> R | None:
        own = {MORE: self._type, EDITOR: self._edit, ATTACH: self._attach, READ: self._read}
        while True:
            await self._look()
            word = await self._visitor.talk.choose(f"The {self._name}.", [*sends, *self._ways()])
            if word == DROP:
                await self._forget()
                self._visitor.talk.say("Thrown away.")
                return None
            try:
                if word in own:
                    await own[word]()
                    continue
                done = await deliver(word)
            except Conflict as error:
                self._tell(error)
            except DeskError as error:
                self._visitor.talk.say(error.sentence)
            else:
                await self._forget()
                return done

    def _ways(self) -> list[Choice[str]]:
        editor = [Choice(EDITOR, "go on in your editor", EDITOR)] if self._visitor.talk.edit else []
        return [
            Choice(MORE, "type more lines", MORE),
            *editor,
            Choice(ATTACH, "attach a file to it", ATTACH),
            Choice(READ, "hear it once more", READ),
            Choice(DROP, "throw it away", DROP),
        ]

    def key(self, said: object) -> str:
        """What makes a second sending harmless: the same for the same message, a new one for another."""
        if self._tried is not None and said != self._tried:
            self._key = secrets.token_hex(16)
        self._tried = said
        return self._key

    async def fitting(self) -> tuple[str, tuple[Attachment, ...]]:
        """As a conversation holds it: what is too long goes along as a file."""
        return await fitting(self._visitor.desk.files, self.text, self.files)

    # What its author does with it

    async def _type(self) -> None:
        await typed_lines(self._visitor, f"Type the {self._name}.", self.text, self._keep)

    def _keep(self, text: Callable[[], str]) -> None:
        self._typed = text
        self._visitor.keep_draft(self._kind, text, self._reference)

    async def _edit(self) -> None:
        if self._visitor.talk.edit is None:
            return
        view = await self._visitor.desk.read(look_at, self._reference)
        written = self._visitor.talk.edit(quoted(view, self._visitor.actor))
        whole = "\n".join(part for part in (self.text, written.text) if part)
        self._keep(lambda: whole)
        await self._visitor.soft.flush()
        written.discard()

    async def _attach(self) -> None:
        try:
            file = await new_file(self._visitor)
        except Back:
            return
        self.files = (*self.files, file)
        self._visitor.talk.say(f"Attached: {file_words(file)}.")

    async def _read(self) -> None:
        self._visitor.talk.say(f"The {self._name} so far:")
        self._visitor.talk.quote(self.text)
        for file in self.files:
            self._visitor.talk.say(f"File: {file_words(file)}")

    def _tell(self, error: Conflict) -> None:
        """What came in meanwhile; sending it as it is has to be asked for once more."""
        talk, self.version = self._visitor.talk, error.ticket.version
        talk.say("Changed while you typed. Nothing was sent, your text is kept. This came in:")
        for entry in error.entries:
            talk.print_lines(entry_lines(entry, self._visitor.actor))
        talk.say("Send it once more if it still fits.")

    async def _forget(self) -> None:
        """At once: who writes again begins anew."""
        self._keep(str)
        await self._visitor.soft.flush()
