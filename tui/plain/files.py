"""Files of a ticket: adding one without a message, and saving one on this machine."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from core.attaching import Upload, attach
from core.entries import Attachment
from core.permission import Verb, may
from core.reading import TicketView, earlier, look_at
from core.safe_text import safe_name
from tui.local_files import saved_in
from tui.plain.talk import Choice
from tui.plain.ticket_words import file_words
from tui.plain.visitor import Action, Visitor
from tui.plain.writing import new_file
from tui.words import size

ENTRIES = 500
"""Of one reading, while the files of a long conversation are looked for."""


class Files:
    """The choices of one look at a ticket."""

    def __init__(self, visitor: Visitor, view: TicketView) -> None:
        self._visitor = visitor
        self._ticket = view.ticket

    def choices(self) -> Iterator[Choice[Action]]:
        if may(self._visitor.actor, Verb.ATTACH, self._ticket):
            yield Choice("attach", "add a file of this machine", self._attach)
        if may(self._visitor.actor, Verb.FETCH, self._ticket):
            yield Choice("save", "save a file of the ticket on this machine", self._save)

    async def _attach(self) -> None:
        file = await new_file(self._visitor)
        upload = Upload(self._ticket.reference, (file,), secrets.token_hex(16))
        await self._visitor.desk.write(attach, upload)
        self._visitor.talk.say(f"Attached: {file_words(file)}.")

    async def _save(self) -> None:
        files = await self._all()
        if not files:
            self._visitor.talk.say("This ticket has no files.")
            return
        choices = [Choice(safe_name(file.name), size(file.size), file) for file in files]
        file = await self._visitor.talk.pick("Which file?", choices)
        question = "Save it in which folder? Nothing typed is the present one."
        folder = await self._visitor.talk.answer(question, str)
        path = await saved_in(self._visitor.desk.files, file, folder)
        self._visitor.talk.say(f"Saved {safe_name(str(path))}, {size(file.size)}.")

    async def _all(self) -> list[Attachment]:
        """Those of the whole conversation, as this person may see it; the oldest first."""
        reference, desk = self._ticket.reference, self._visitor.desk
        thread = (await desk.read(look_at, reference, newest=ENTRIES)).thread
        entries = thread.entries
        while thread.earlier and thread.entries:
            thread = await desk.read(earlier, reference, thread.entries[0].id, limit=ENTRIES)
            entries = thread.entries + entries
        return [file for entry in entries for file in entry.attachments]
