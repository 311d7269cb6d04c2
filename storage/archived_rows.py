"""Rows out of an archive: looked at one by one, put into the database many at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Connection, Integer, SmallInteger, Table, bindparam, insert, update
from sqlalchemy.exc import DataError, IntegrityError

from storage.archive import ArchiveReader, Line, columns_of
from storage.archived_values import value_of
from storage.engine import DeskEngine
from storage.schema import tickets

AT_ONCE = 2000
_NUL = b"\\u0000"
"""How JSON writes it."""

_LINKS = ("follows", "merged_into")
"""From ticket to ticket, also to one that comes later: they are set when all tickets are there."""

_COLUMN = re.compile(r"`\$\.(\w+)`\Z")
"""How an error names a column."""

_BITS = ((SmallInteger, 15), (BigInteger, 63), (Integer, 31))


class RowsTaken:
    def __init__(
        self, connection: Connection, engine: DeskEngine, lines: ArchiveReader, tables: Iterable[Table]
    ) -> None:
        self.counted: Counter[str] = Counter()
        self._connection = connection
        self._engine = engine
        self._lines = lines
        self._tables = {table.name: table for table in tables}
        self._decoders = {name: msgspec.json.Decoder(shape_of(table)) for name, table in self._tables.items()}
        self._table = ""
        self._rows: list[tuple[Any, ...]] = []
        self._first = 0
        self._links: list[dict[str, Any]] = []

    def take(self, line: Line) -> None:
        if line.table not in self._tables or not bytes(line.row):
            self._lines.broken("no desk has such a table")
        if line.table != self._table or len(self._rows) == AT_ONCE:
            self._put()
            self._table, self._first = line.table, self._lines.number
        self._rows.append(self._read(line.table, line.row))

    def end(self) -> None:
        self._put()
        for name in _LINKS:
            values = [link for link in self._links if name in link]
            if values:
                statement = update(tickets).where(tickets.c.id == bindparam("ticket")).values({name: bindparam(name)})
                self._connection.execute(statement, values)

    def _read(self, name: str, raw: msgspec.Raw) -> tuple[Any, ...]:
        try:
            row = self._decoders[name].decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            self._lines.broken(_told(error, name))
        values = msgspec.structs.astuple(row)
        if _NUL in bytes(raw) and any(isinstance(value, str) and "\x00" in value for value in values):
            self._lines.broken("it holds a NUL, which can not be kept")
        return self._without_links(row) if name == tickets.name else values

    def _without_links(self, row: Any) -> tuple[Any, ...]:
        for name in _LINKS:
            if (value := getattr(row, name)) is not None:
                self._links.append({"ticket": row.id, name: value})
                setattr(row, name, None)
        return msgspec.structs.astuple(row)

    def _put(self) -> None:
        if not self._rows:
            return
        table, rows = self._tables[self._table], self._rows
        columns = columns_of(table)
        try:
            with self._connection.begin_nested():
                self._engine.put(self._connection, table.name, columns, rows)
        except Exception:  # noqa: BLE001  each driver has its own; one by one it is found which row it was
            self._put_one_by_one(table, [dict(zip(columns, row, strict=True)) for row in rows])
        self.counted[table.name] += len(rows)
        self._rows = []

    def _put_one_by_one(self, table: Table, rows: list[dict[str, Any]]) -> None:
        for number, row in enumerate(rows, self._first):
            try:
                self._connection.execute(insert(table), row)
            except (IntegrityError, DataError):
                why = f"this row of {table.name} is there twice, names what is not there, or holds what it may not"
                self._lines.broken(why, number)


def shape_of(table: Table) -> type[msgspec.Struct]:
    """What a row of this table looks like: every column and no other, each of its kind and size."""
    fields = [(name, _kind_of(table, name)) for name in columns_of(table)]
    return msgspec.defstruct(str(table.name), fields, forbid_unknown_fields=True)


def _kind_of(table: Table, name: str) -> Any:
    column, value = table.c[name], value_of(table.name, name)
    kind = _plain(column.type) if value is None else Annotated[_bare(column.type), value.condition]
    return kind | None if column.nullable else kind


def _bare(kind: object) -> type:
    return int if isinstance(kind, Integer) else str


def _plain(kind: object) -> Any:
    if isinstance(kind, Boolean):
        return bool
    for of, bits in _BITS:
        if isinstance(kind, of):
            return Annotated[int, msgspec.Meta(ge=-(2**bits), le=2**bits - 1)]
    return str


def _told(error: Exception, table: str) -> str:
    """What is wrong with a row, by what has to stand there where that is known."""
    found = _COLUMN.search(str(error))
    value = value_of(table, found[1]) if found else None
    return (
        f"{error} (of {table})" if value is None or found is None else f"{found[1]} of {table} has to be {value.told}"
    )
