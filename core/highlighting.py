"""Where the words that were looked for stand in a text, so that readers see why it was found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from core.query_terms import Words

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")

Stretch = tuple[int, int]


def places(text: str, wanted: Iterable[Words]) -> list[Stretch]:
    """From and until which letter each hit goes, in their order; hits that touch are one."""
    found = [(match.start(), match.end(), _bare(match[0])) for match in _WORD.finditer(text)]
    hits = sorted(hit for one in wanted for hit in _hits(text, found, one))
    merged: list[Stretch] = []
    for first, last in hits:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def holds_all(texts: Sequence[str], wanted: Sequence[Words]) -> bool:
    """Whether each of the words stands in one of the texts."""
    return all(any(places(text, [one]) for text in texts) for one in wanted)


def _hits(text: str, found: Sequence[tuple[int, int, str]], one: Words) -> Iterable[Stretch]:
    if _UNSPACED.search(one.text):  # written without blanks: it may stand within a word
        return [(hit.start(), hit.end()) for hit in re.finditer(re.escape(one.text), text)]
    sought = [_bare(word) for word in _WORD.findall(one.text)]
    if not sought:
        return []
    return [
        (found[at][0], found[at + len(sought) - 1][1])
        for at in range(len(found) - len(sought) + 1)
        if _fits([word for _, _, word in found[at : at + len(sought)]], sought, one.beginning)
    ]


def _fits(words: Sequence[str], sought: Sequence[str], beginning: bool) -> bool:
    last = words[-1].startswith(sought[-1]) if beginning else words[-1] == sought[-1]
    return last and words[:-1] == sought[:-1]


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    """Without case, accents and width, as the index has it."""
    if word.isascii():
        return word.lower()
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter)
    )
