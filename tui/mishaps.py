"""What goes wrong on our side: people read a sentence with a number, the log says where it happened.

The log holds the kind of error and the lines of code that led to it. The message of an error and the values of its
variables stay out: they may hold what somebody wrote in a ticket.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

LOG_FILE = "ttydesk.log"
LOG_AT_MOST = 1_000_000  # bytes; then the old one is put aside
CAUSES_AT_MOST = 50

_HERE = Path(__file__).resolve().parent.parent


def sentence_for(number: str) -> str:
    return (
        f"That went wrong on our side, number {number}. "
        "Nothing was changed; try again, or tell your operator the number."
    )


def log_mishap(error: BaseException, folder: Path) -> str:
    """Write down where an unexpected error came from, and give the number that it goes by."""
    import secrets  # nobody waits for it at the start

    number = f"{secrets.randbits(16):04X}"
    with suppress(OSError):  # a full disk must not hide the sentence
        _append(folder, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {number}\n{_whereabouts(error)}\n")
    return number


def _append(folder: Path, text: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = folder / LOG_FILE
    if log.exists() and log.stat().st_size > LOG_AT_MOST:
        log.replace(log.with_suffix(".log.1"))
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(text)


def _whereabouts(error: BaseException) -> str:
    lines = []
    for one in islice(_with_causes(error), CAUSES_AT_MOST):
        lines.append(f"  {type(one).__module__}.{type(one).__qualname__}")
        lines += [f"    {place_in_code(frame)}" for frame in traceback.extract_tb(one.__traceback__)]
    return "\n".join(lines)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, those it holds where it is a group, and what each came from."""
    if error is None:
        return
    yield error
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _with_causes(inner)
    yield from _with_causes(error.__cause__ or error.__context__)


def place_in_code(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    name = path.relative_to(_HERE) if path.is_relative_to(_HERE) else Path(*path.parts[-3:])
    return f"{name.as_posix()}:{frame.lineno} {frame.name}"
