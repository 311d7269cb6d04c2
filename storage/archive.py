"""A whole desk as lines of JSON, the same from every engine and for every engine: how they are written and read.

The first line says what it is, then come the rows of each table in an order in which they can be put back, then the
bytes of each file in pieces with its name behind them, then a last line that counts all of it and seals it.
"""

from __future__ import annotations

import base64
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO, NoReturn

import msgspec
from sqlalchemy import Table

from core.copies import Kind
from core.deadlines import NEVER
from core.errors import NotUnderstood, Refused
from core.json_line import json_line
from storage import schema
from storage.files import is_desk_id, is_digest

FORMAT = 1
UNCHANGED = "Nothing was changed."
LONGEST_LINE = 64 * 1024 * 1024
PACKED = b"\x1f\x8b"
"""How every file begins that gzip made."""
_VERSION = re.compile(r"(?!0000)[0-9]{4}\Z")
"""How the tables of a desk are numbered, from the first."""

_OF_THE_PLACE = (
    schema.versions,
    schema.desk,
    schema.changes,
    schema.counters,
    schema.leases,
    schema.tries,
    schema.waiting_keys,
    schema.mailed_codes,
)
"""What a desk has where it is: it is made anew there, or told by the first line."""
_SECRET = (schema.sign_ins, schema.signing_keys, schema.incoming)
"""Opens the desk to whoever has it, signs in its name, or tells of letters as they came: in no export."""


def tables_of(kind: Kind) -> list[Table]:
    """The tables that are carried, those that others point to first."""
    left_out = {table.name for table in _OF_THE_PLACE + (_SECRET if kind is Kind.EXPORT else ())}
    return [table for table in schema.metadata.sorted_tables if table.name not in left_out]


def columns_of(table: Table) -> tuple[str, ...]:
    """Those that are kept; the others the database works out."""
    return tuple(str(column.name) for column in table.columns if column.computed is None)


class Head(msgspec.Struct):
    """The first line. `tables` is the version of the tables, `founded` when the desk was made."""

    ttydesk: str
    format: int
    tables: str = ""
    program: str = ""
    desk: str = ""
    founded: int = 0
    made_at: int = 0

    @property
    def kind(self) -> Kind:
        return Kind(self.ttydesk)


class Line(msgspec.Struct, forbid_unknown_fields=True):
    """Any line behind it: a row of a table, a piece of a file, the name of the file whose pieces came, the end."""

    table: str = ""
    row: msgspec.Raw = msgspec.Raw()
    piece: bytes | None = None
    file: str = ""
    missing: bool = False
    end: dict[str, int] | None = None
    sha256: str = ""


class ArchiveWriter:
    """Writes the lines and counts them."""

    def __init__(self, out: BinaryIO) -> None:
        self.counted: Counter[str] = Counter()
        self.lines = 0
        self._out = out
        self._digest = sha256()

    def head(self, head: Head) -> None:
        self._line(msgspec.structs.asdict(head))

    def row(self, table: str, row: Mapping[str, Any]) -> None:
        self.counted[table] += 1
        self._line({"table": table, "row": row})

    def piece(self, piece: bytes) -> None:
        """Bytes of the file that is named next."""
        self._line({"piece": base64.b64encode(piece).decode("ascii")})

    def file(self, digest: str, *, missing: bool) -> None:
        if not missing:
            self.counted["files"] += 1
        self._line({"file": digest, "missing": True} if missing else {"file": digest})

    def end(self) -> None:
        self._line({"end": dict(self.counted), "sha256": self._digest.hexdigest()})

    def _line(self, shape: Mapping[str, Any]) -> None:
        line = json_line(shape).encode("ascii") + b"\n"
        self._digest.update(line)
        self._out.write(line)
        self.lines += 1


class ArchiveReader:
    """Reads lines, packed or not, and refuses what is none, with its number. `number` is that of the last one."""

    def __init__(self, source: BinaryIO) -> None:
        peek: Any = getattr(source, "peek", None)
        packed = peek is not None and bytes(peek(len(PACKED)))[: len(PACKED)] == PACKED
        self.number = 0
        self._source: Any = gzip.GzipFile(fileobj=source) if packed else source
        self._digest = sha256()
        self._last = b""
        self._lines = msgspec.json.Decoder(Line)

    def head(self) -> Head:
        """Raises NotUnderstood for what is no archive, Refused for one that a newer program made."""
        try:
            head = msgspec.json.decode(self._next(), type=Head)
            head.kind  # noqa: B018  refused where there is no such kind
        except (msgspec.MsgspecError, ValueError, NotUnderstood):
            raise NotUnderstood(f"That is no export and no backup of ttydesk. {UNCHANGED}") from None
        if head.format > FORMAT or head.tables > schema.VERSION:
            raise Refused("That was made by a newer ttydesk. Use that one, or a newer one.")
        if not _VERSION.match(head.tables):
            self.broken("it names no version of the tables")
        if not is_desk_id(head.desk):
            self.broken("the id of the desk is 32 digits and letters from a to f")
        if not all(0 <= instant <= NEVER for instant in (head.founded, head.made_at)):
            self.broken("it tells of a time that no desk knows")
        return head

    def __iter__(self) -> Iterator[Line]:
        """Every line up to the last, which is looked at too: what it counts has to be what came."""
        counted: Counter[str] = Counter()
        while True:
            line = self._line()
            if line.end is not None:
                return self._ends(line, counted)
            if line.file and not is_digest(line.file):
                self.broken("a file is named by its SHA-256")
            if line.table or (line.file and not line.missing):
                counted[line.table or "files"] += 1
            yield line

    def broken(self, why: str, number: int | None = None) -> NoReturn:
        raise NotUnderstood(f"Line {number or self.number:,} is not as it was written: {why}. {UNCHANGED}")

    def _line(self) -> Line:
        raw = self._next()
        try:
            return self._lines.decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            self.broken(str(error))

    def _ends(self, line: Line, counted: Counter[str]) -> None:
        if line.sha256 != self._digest.hexdigest() or line.end != counted:
            self.broken("what is counted there is not what came before it")
        if self._read(1):
            self.broken("more comes behind the end")

    def _next(self) -> bytes:
        self._digest.update(self._last)  # so that it never holds the line that it is compared with
        raw = self._last = self._read(LONGEST_LINE)
        if not raw.endswith(b"\n"):
            self.number += 1
            if len(raw) == LONGEST_LINE:
                self.broken("it is too long")
            raise NotUnderstood(f"The file is not whole: it ends in line {self.number:,}. {UNCHANGED}")
        self.number += 1
        return raw

    def _read(self, at_most: int) -> bytes:
        try:
            return bytes(self._source.readline(at_most))
        except EOFError:  # what is packed ends before its own end: also where only its check sum is gone
            raise NotUnderstood(f"The file is not whole: it ends behind line {self.number:,}. {UNCHANGED}") from None
        except (gzip.BadGzipFile, zlib.error):
            raise NotUnderstood(f"The file is damaged: it can not be unpacked. {UNCHANGED}") from None
