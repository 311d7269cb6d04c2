"""How PostgreSQL comes by the messages that hold words, the newest first: in one of two ways.

Its index of words knows no order: it gives all messages that hold a word, however many they are. So the messages are
gone through from the newest back, as long as the words are so frequent there that this is quicker; what is rare is
taken from the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, Row, Text, TextualSelect, bindparam, column, text

from storage.engine import Walk
from storage.words import Phrase

SPAN = 20_000
"""Numbers of entries that are gone through at a time, the first of them before it is known how frequent words are."""
_AS_DEAR = 10
"""A message from the index takes as long as so many numbers that are gone through."""
_GROWS = 8

LONG = "long"
"""A fact of a message in which the index does not count to the end; where words stand there only its text tells."""

_HIT = "entry_id, CAST(:near AS boolean) AND words @@ CAST(:long AS tsquery) AS is_long"
# OFFSET 0 keeps the words outside: they are looked for in the order of the numbers, and no further than is enough.
_GO_THROUGH = f"""
SELECT {_HIT} FROM (
 SELECT entry_id, words FROM entry_words WHERE entry_id < :before AND entry_id >= :since ORDER BY entry_id DESC OFFSET 0
) AS newest WHERE words @@ CAST(:asked AS tsquery) ORDER BY entry_id DESC LIMIT :most
"""  # noqa: S608  what is put together is ours
# No index has the order of `entry_id + 0`, or PostgreSQL may go through all messages in it.
_TAKE = f"""
SELECT {_HIT} FROM (
 SELECT entry_id, words FROM entry_words WHERE words @@ CAST(:sure AS tsquery) AND entry_id < :before OFFSET 0
) AS sure WHERE words @@ CAST(:asked AS tsquery) ORDER BY entry_id + 0 DESC LIMIT :most
"""  # noqa: S608
_NEWEST = text("SELECT max(entry_id) FROM entry_words WHERE entry_id < :before")
Hits = Sequence[Row[int, bool]]


def _typed(statement: str) -> TextualSelect:
    texts = {name: Text for name in ("long", "asked", "sure") if f":{name}" in statement}
    figures = {name: BigInteger for name in ("before", "since", "most") if f":{name}" in statement}
    types = {"near": Boolean, **texts, **figures}
    said = text(statement).bindparams(*(bindparam(name, type_=kind) for name, kind in types.items()))
    return said.columns(column("entry_id", BigInteger), column("is_long", Boolean))


GO_THROUGH, TAKE = _typed(_GO_THROUGH), _typed(_TAKE)


def messages(connection: Connection, walk: Walk, step: int) -> Iterator[Hits]:
    """Those that a walk comes by and whether they are long; a few at once at first, then more."""
    newest = connection.execute(_NEWEST, {"before": walk.before}).scalar()
    if newest is None:
        return
    asked = _asked(walk)
    before, found = newest + 1, 0
    while before > 0 and not walk.facts and _are_frequent(found, newest + 1 - before, newest, step):
        since = max(before - SPAN, 0)
        hits = connection.execute(GO_THROUGH, {**asked, "before": before, "since": since, "most": step}).all()
        yield hits
        found += len(hits)
        if len(hits) < step:
            before = since
        else:
            before, step = hits[-1].entry_id, min(step * _GROWS, walk.walked)
    while before > 0:
        hits = connection.execute(TAKE, {**asked, "before": before, "most": walk.walked}).all()
        yield from _in_pieces(hits, step)
        before = hits[-1].entry_id if len(hits) == walk.walked else 0


def _in_pieces(hits: Hits, step: int) -> Iterator[Hits]:
    first = 0
    while first < len(hits):
        yield hits[first : first + step]
        first, step = first + step, step * _GROWS


def _are_frequent(found: int, looked_at: int, all_of_them: int, wanted: int) -> bool:
    """Whether going on for so many takes less than taking all from the index."""
    return wanted * looked_at**2 <= _AS_DEAR * all_of_them * found**2


def _asked(walk: Walk) -> dict[str, Any]:
    """Where the person of a message is known, the index is asked for that alone: there are few messages of theirs, and
    putting them together with a word, or with all that goes on with a beginning, takes longer than reading them."""
    near = any(len(phrase.words) > 1 for phrase in (*walk.wanted, *walk.unwanted))
    asked = query(walk.wanted, walk.unwanted, walk.facts)
    sure = query((), (), walk.facts[-1:]) if walk.facts else asked
    return {"near": near, "long": f"'={LONG}'", "asked": asked, "sure": sure}


def query(wanted: Sequence[Phrase], unwanted: Sequence[Phrase] = (), facts: Sequence[str] = ()) -> str:
    """As a tsquery. Every word is quoted, so nothing typed is syntax."""
    parts = [*map(_wanted, wanted), *map(_unwanted, unwanted), *(f"'={fact}'" for fact in facts)]
    return " & ".join(parts)


def _wanted(phrase: Phrase) -> str:
    words = _quoted(phrase)
    near = f"({' <-> '.join(words)})"
    return near if len(words) == 1 else f"({near} | '={LONG}' & {' & '.join(words)})"


def _unwanted(phrase: Phrase) -> str:
    words = _quoted(phrase)
    near = f"!({' <-> '.join(words)})"
    return near if len(words) == 1 else f"({near} | '={LONG}')"


def _quoted(phrase: Phrase) -> list[str]:
    words = [f"'{word}'" for word in phrase.words]
    return [*words[:-1], f"{words[-1]}:*"] if phrase.beginning else words
