"""What tests of the process that reads letters share."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from core.incoming import LETTER_AT_MOST
from core.store import Blob
from mail.reading import command
from storage.files import BlobFiles
from tests.mail.letter.mailbag import said

PLAIN = said("It burns.")


async def kept(files: BlobFiles, raw: bytes) -> Blob:
    return await files.put(BytesIO(raw), at_most=LETTER_AT_MOST)


def nothing_in(folder: Path) -> bool:
    return not any(folder.iterdir())


def poisoned(does: str) -> list[str]:
    """The program with less time, but that a letter which says `poison` makes it do this."""
    python, isolated, dash, program, *path = command()
    poison = f"""
import mail.letter.reading as it, mail.reading_process
mail.reading_process.SECONDS_AT_MOST = 1
whole = it.read_letter
def read(raw):
    if b'poison' in raw: {does}
    return whole(raw)
mail.reading_process.read_letter = read
"""
    program = program.replace("from mail.reading_process", f"exec({poison!r}); from mail.reading_process")
    return [python, isolated, dash, program, *path]
