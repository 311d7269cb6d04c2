"""How PostgreSQL comes by messages that hold words, the newest first: in one of two ways.

Its index of words knows no order: it gives all messages that hold a word, however many they are. So messages are looked
at one by one, from the newest back, while the words are so frequent there that this is quicker; rare ones are taken
from the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Connection, Row, Select, Text, and_, any_, bindparam
from sqlalchemy import select, text, true

from storage.schema import entries, tickets

SPAN = 40_000
"""So many numbers of entries are gone through before it is known how frequent the words are, and at a time."""
_AS_DEAR = 10
"""A message from the index takes as long as so many numbers that are gone through."""
_GROWS = 8

_NEWEST = text("SELECT max(entry_id) FROM entry_words WHERE entry_id < :before")
# OFFSET 0 keeps the words outside: they are looked for in the order of the numbers, as far as the first that are enough.
WALK = text(
    "SELECT entry_id, CAST(:near AS boolean) AND words @@ CAST(:long AS tsquery) AS is_long FROM"
    " (SELECT entry_id, words FROM entry_words WHERE entry_id < :before AND entry_id >= :since"
    " ORDER BY entry_id DESC OFFSET 0) AS newest"
    " WHERE words @@ CAST(:asked AS tsquery) ORDER BY entry_id DESC LIMIT :step"
)
# As `+ 0` the order is none that an index has, or PostgreSQL may walk through all messages in it.
FROM_INDEX = text(
    "SELECT entry_id, CAST(:near AS boolean) AND words @@ CAST(:long AS tsquery) AS is_long FROM"
    " (SELECT entry_id, words FROM entry_words WHERE words @@ CAST(:sure AS tsquery) AND entry_id < :before OFFSET 0)"
    " AS those WHERE words @@ CAST(:asked AS tsquery) ORDER BY entry_id + 0 DESC LIMIT :step"
)
