"""A message that is longer than a conversation holds: all of it becomes a file, its beginning stays as the message."""

from __future__ import annotations

from dataclasses import dataclass

from core.tickets import BODY_AT_MOST

FILE_NAME = "message.txt"
FILE_TYPE = "text/plain"
BEGINNING = 4_000
"""Characters of a long message that stay: what one reads before one opens the file."""


@dataclass(frozen=True, slots=True)
class Divided:
    """What is shown as the message, and the bytes of `message.txt` where it was too long to be shown."""

    body: str
    whole: bytes | None = None


def divide(typed: str) -> Divided:
    """The message as it fits into a conversation. Nothing of it is lost."""
    whole = typed.encode("utf-8", "replace")
    if len(whole) <= BODY_AT_MOST or not typed.strip():
        return Divided(typed)
    size = f"{len(whole) // 1024:,} KiB"
    return Divided(f"{_beginning(typed)}\n\n[The message has {size}: all of it is in {FILE_NAME}.]", whole)


def _beginning(typed: str) -> str:
    """The first lines, whole ones where they are short enough."""
    start = typed.strip("\r\n")[:BEGINNING]
    lines, _, _ = start.rpartition("\n")
    return (lines or start).rstrip()
