"""A screen that takes files of this machine along, and saves the files of a ticket here.

What it needs for that is imported where it is used: nobody waits for it at the start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual import on, work
from textual.message import Message

from core.entries import Attachment
from core.errors import DeskError, Refused
from core.references import Reference
from core.safe_text import safe_name
from core.way_in import WayIn
from tui.messages import LeftOut
from tui.screens.desk_screen import DeskScreen
from tui.seat import is_hosted, way_in
from tui.session import Session
from tui.widgets.hint_line import HintLine
from tui.words import size


class FilesScreen(DeskScreen):
    """What becomes of a stored file, and where a refusal is told, is said by each screen."""

    session: Session

    class FileStored(Message):
        """Its bytes are with the desk; it can be sent. `pasted`: it was more than a message has room for."""

        def __init__(self, file: Attachment, *, pasted: bool = False) -> None:
            super().__init__()
            self.file = file
            self.pasted = pasted

    class FileRefused(Message):
        """A file can not be attached."""

        def __init__(self, error: DeskError) -> None:
            super().__init__()
            self.error = error

    class FileSaved(Message):
        """Where it lies now, or why it does not."""

        def __init__(self, outcome: Path | DeskError) -> None:
            super().__init__()
            self.outcome = outcome

    def pick_file(self) -> None:
        if is_hosted(self.app):
            return
        from tui.modals.pick_file import PickFile

        self.app.push_screen(PickFile(Path.home()), self._picked)

    def _picked(self, path: Path | None) -> None:
        if path is not None:
            self._store(path)

    @work(group="store file", exit_on_error=False)
    async def _store(self, path: Path) -> None:
        from tui.local_files import kept, local_file

        try:
            found = await asyncio.to_thread(local_file, str(path))
            self.post_message(self.FileStored(await kept(self.session.desk.files, found)))
        except DeskError as error:
            self.post_message(self.FileRefused(error))

    @on(LeftOut)
    def take_as_file(self, left_out: LeftOut) -> None:
        """Nothing that is pasted is lost: what is too long for a message goes along with it."""
        from tui.local_files import FIELD, PASTED

        if len(left_out.text) > 1:
            self._store_pasted(left_out.text)
        else:
            sentence = f"This is as long as a message can be. Paste the rest in one piece: it becomes {PASTED}."
            self.post_message(self.FileRefused(Refused(sentence, field=FIELD)))

    @work(group="store file", exit_on_error=False)
    async def _store_pasted(self, text: str) -> None:
        from tui.local_files import kept_text

        try:
            self.post_message(self.FileStored(await kept_text(self.session.desk.files, text), pasted=True))
        except DeskError as error:
            self.post_message(self.FileRefused(error))

    @on(FileStored)
    def tell_pasted(self, stored: FileStored) -> None:
        if stored.pasted:
            told = f"is attached: {size(stored.file.size)} is more than a message has room for."
            self.query_one(HintLine).say(told, bold=safe_name(stored.file.name))

    def offer_files(self, files: Sequence[Attachment], reference: Reference) -> None:
        """Let one be chosen, where there are several, and ask for the folder. Over SSH the commands are offered that
        bring them, and others here."""
        if (way := way_in(self.app, self.session.notices.settings)) is not None:
            self._offer_commands(way, files, reference)
        elif len(files) == 1:
            self.ask_folder(files[0])
        elif files:
            from tui.modals.choose import Choose, Pick

            picks = [Pick(file, safe_name(file.name), detail=size(file.size)) for file in files]
            self.app.push_screen(Choose("Save a file", picks), self.ask_folder)

    def _offer_commands(self, way: WayIn, files: Sequence[Attachment], reference: Reference) -> None:
        from tui.modals.choose import Choose, Pick

        picks = [Pick(way.puts(reference), way.puts(reference), detail="sends")]
        if len(files) > 1 and (all_of_them := way.gets_all(reference)):
            picks.append(Pick(all_of_them, all_of_them, detail=f"gets all {len(files)}"))
        for file in files:
            line = way.gets(reference, file.name)
            picks.append(Pick(line, safe_name(line), detail=f"gets {size(file.size)}"))
        self.app.push_screen(Choose("Copy a command", picks), self._copy_command)

    def save_or_tell(self, file: Attachment, reference: Reference) -> None:
        """One that was chosen where it stands."""
        if (way := way_in(self.app, self.session.notices.settings)) is not None:
            self._copy_command(way.gets(reference, file.name))
        else:
            self.ask_folder(file)

    def _copy_command(self, line: str | None) -> None:
        if line is not None:
            self.app.copy_to_clipboard(line)
            self.query_one(HintLine).say("is copied", bold=safe_name(line))

    def ask_folder(self, file: Attachment | None) -> None:
        if file is not None:
            from tui.modals.ask import Ask

            ask = Ask(
                f"Save {safe_name(file.name)} in",
                value=str(Path.cwd()),
                hint="A file that is there already stays as it is.",
            )
            self.app.push_screen(ask, lambda folder: self._folder(file, folder))

    def _folder(self, file: Attachment, folder: str | None) -> None:
        if folder is not None:
            self._save(file, folder)

    @work(group="save file", exit_on_error=False)
    async def _save(self, file: Attachment, folder: str) -> None:
        from tui.local_files import saved_in

        try:
            outcome: Path | DeskError = await saved_in(self.session.desk.files, file, folder)
        except DeskError as error:
            outcome = error
        self.post_message(self.FileSaved(outcome))

    @on(FileSaved)
    def tell_saved(self, saved: FileSaved) -> None:
        hint_line = self.query_one(HintLine)
        if isinstance(saved.outcome, DeskError):
            hint_line.say(saved.outcome.sentence, "error")
        else:
            hint_line.say(str(saved.outcome), bold="Saved:")
