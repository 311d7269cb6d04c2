"""`export`, `import`, `db backup`, `db restore`: a whole desk into one file, and out of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from core.copies import Copied, Kind
from core.errors import NotUnderstood
from core.safe_text import safe_name
from tui.cli.here import ASKED, Here, Inside
from tui.cli.messages import STDIN
from tui.cli.options import FileName
from tui.cli.times import day_and_time, rfc3339
from tui.words import plural

NOT_ALL = 1
_NAMED_AT_MOST = 5

Replace = Annotated[bool, Parameter(help="Also where a desk is: it goes, and this one takes its place.")]


async def backup(file: FileName, /, *, here: Inside = ASKED) -> int:
    """Keep the whole desk, its files included, in one file, while people work. An earlier backup of that name goes.

    For example:
      ttydesk db backup desk.backup
    """
    copied = await here.upkeep.keep(here.options, Kind.BACKUP, _path(file))
    return _tell_copied(here, copied, f"in {safe_name(file)}")


async def restore(file: FileName, /, *, replace: Replace = False, here: Inside = ASKED) -> int:
    """Make the desk that a backup holds, on SQLite or PostgreSQL: whole, or nothing is changed.

    For example:
      ttydesk --db sqlite:///elsewhere/desk.db db restore desk.backup
    """
    return _tell_made(here, await here.upkeep.restore(here.options, _path(file), replace=replace))


async def export(file: FileName, /, *, here: Inside = ASKED) -> int:
    """Write the whole desk as lines of JSON, its files included, into a file or, for -, on standard output.

    For example:
      ttydesk export desk.jsonl
    """
    if file != STDIN:
        return _tell_copied(here, await here.upkeep.keep(here.options, Kind.EXPORT, _path(file)), f"in {file}")
    here.door.out.flush()
    copied = await here.upkeep.export(here.options, here.door.bytes_out)
    here.door.bytes_out.flush()
    return _warn(here, copied)


async def bring_in(file: FileName, /, *, here: Inside = ASKED) -> int:
    """Make the desk that an export holds, from a file or, for -, from standard input, where none is yet.

    For example:
      ttydesk --db sqlite:///new/desk.db import desk.jsonl
    """
    path = None if file == STDIN else _path(file)
    return _tell_made(here, await here.upkeep.restore(here.options, path, replace=False))


def _path(typed: str) -> Path:
    if not typed.strip() or "\x00" in typed or typed == STDIN:
        raise NotUnderstood("Name a file.", field="file")
    return Path(typed)


def _tell_copied(here: Here, copied: Copied, where: str) -> int:
    _tell(here, copied, f"Kept {_size(copied)} {where}.")
    return _warn(here, copied)


def _tell_made(here: Here, copied: Copied) -> int:
    at = day_and_time(copied.made_at)
    kept = f"Its files are in {safe_name(copied.place)}."
    _tell(here, copied, f"The desk is there: {_size(copied)}, as they were at {at}. {kept}")
    return _warn(here, copied)


def _tell(here: Here, copied: Copied, sentence: str) -> None:
    if here.options.json:
        shape = {"desk": copied.desk_id, "made_at": rfc3339(copied.made_at), "files": copied.files}
        here.output.object(shape | {"rows": dict(copied.rows), "missing": list(copied.missing)})
    here.output.say(sentence)


def _size(copied: Copied) -> str:
    return f"{plural(copied.tickets, 'ticket')} and {plural(copied.files, 'file')}"


def _warn(here: Here, copied: Copied) -> int:
    """Files that are lost do not keep all the rest from being kept; that they are is told, and the status says so."""
    if not copied.missing:
        return 0
    more = len(copied.missing) - _NAMED_AT_MOST
    named = ", ".join(copied.missing[:_NAMED_AT_MOST]) + (f" and {more} more" if more > 0 else "")
    here.output.warn(f"All the rest is kept, but the bytes of {named} are missing or changed: see `ttydesk db check`.")
    return NOT_ALL
