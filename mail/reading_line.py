"""What the desk and the process that reads letters say to each other.

The desk sends the path of a folder in one line; the answer is its length and what stands in the letter. An empty answer
comes first: the process is there.
"""

from __future__ import annotations

import msgspec

from core.incoming import LetterRead

LETTER = "letter"
"""The file in the folder that holds the letter; the others are called by their number."""
LENGTH_BYTES = 4


class FileRead(msgspec.Struct, frozen=True, array_like=True):
    """A file that lies in the folder."""

    name: str
    type: str


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """`letter` is None where `refused` says why it could not be read."""

    letter: LetterRead | None
    files: tuple[FileRead, ...] = ()
    refused: str = ""
