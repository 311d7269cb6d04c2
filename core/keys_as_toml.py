"""Somebody's keys as a file: written to start from, read with a sentence that names the line of what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from core.errors import NotUnderstood
from core.key_bindings import KeyTable, clashes
from core.key_names import EDITING, read_keys
from core.own_keys import OwnKeys

LONGEST = 64 * 1024
"""Characters of a list of keys; a whole one has some 10,000."""

_ASSIGNED = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_TABLE = re.compile(r"\s*\[{1,2}\s*([^\[\]]+?)\s*\]")
_AT_LINE = re.compile(r"at line (\d+)")


def write_toml(own: OwnKeys, table: KeyTable) -> str:
    """A file to start from: everything there is, commented out but what differs."""
    mine, now = dict(own), table.keys(own)
    lines = [
        "# Your keys at this desk. Take the # away from a line, change its key, and say",
        "#     ttydesk bindings --from FILE",
        "# Several keys stand with a blank between them. What stays commented out has the desk's own key.",
    ]
    for _, room in groupby(table.known.values(), key=lambda one: one.id.partition(".")[0]):
        lines.append("")
        for one in room:
            sign = "" if one.id in mine else "# "
            lines.append(f"{sign}{one.id} = {_quoted(' '.join(now[one.id]))}  # {one.does}")
    return "\n".join(lines) + "\n"


def read_toml(text: str, table: KeyTable) -> OwnKeys:
    """What somebody's file says, checked against all there is. Raises NotUnderstood, naming the line."""
    if len(text) > LONGEST:
        raise NotUnderstood("That is too long for a list of keys. `ttydesk bindings --toml` prints one to start from.")
    said, written = dict(_flat(_parsed(text))), lines_of(text)
    lines = {id: _line_of(id, written) for id in said}
    own = tuple(sorted((id, _read(id, value, lines[id], table)) for id, value in said.items()))
    for clash in clashes(own, table, lines):
        raise NotUnderstood(clash.says)
    return differing(own, table)


def differing(own: OwnKeys, table: KeyTable) -> OwnKeys:
    """Without what says the same as the desk."""
    return tuple((id, keys) for id, keys in own if keys != table.known[id].keys)


def lines_of(text: str) -> dict[str, int]:
    """The line in which each id is given its keys."""
    found: dict[str, int] = {}
    room = ""
    for number, line in enumerate(text.splitlines(), 1):
        if table := _TABLE.match(line):
            room = f"{_plain(table[1])}."
            found.setdefault(room[:-1], number)
        elif assigned := _ASSIGNED.match(line):
            found[room + _plain(assigned[1])] = number
    return found


def _line_of(id: str, written: Mapping[str, int]) -> int:
    """That of what it stands in, where it has none of its own: `ticket = {take = "t"}`."""
    while id and id not in written:
        id = id.rpartition(".")[0]
    return written.get(id, 1)


def _plain(name: str) -> str:
    return re.sub(r"""["'\s]""", "", name)


def _quoted(keys: str) -> str:
    return '"' + keys.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a TOMLDecodeError, a figure of too many digits, a deep nest
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else max(len(text.splitlines()), 1)
        twice = " It is given twice." if "overwrite" in str(error) else ""
        raise NotUnderstood(f'line {line}: write an id and its keys, like ticket.take = "t".{twice}') from None


def _flat(said: Mapping[str, Any], room: str = "") -> Iterator[tuple[str, object]]:
    """`[ticket]` with `take = "t"` is ticket.take."""
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{room}{name}.")
        else:
            yield room + name, value


def _read(id: str, value: object, line: int, table: KeyTable) -> tuple[str, ...]:
    if (known := table.known.get(id)) is None:
        raise NotUnderstood(f"line {line}: there is nothing called {id}. {table.like(id)}")
    if not isinstance(value, str):
        raise NotUnderstood(f'line {line}: write the keys of {id} between quotes, like "t" or "j down".')
    try:
        keys = read_keys(value)
    except NotUnderstood as error:
        raise NotUnderstood(f"line {line}: {id}: {error.sentence}") from None
    for key in keys:
        if not known.may_have(key):
            raise NotUnderstood(f"line {line}: {id} works while you type, so {key} can not be its key. Take {EDITING}.")
    return keys
