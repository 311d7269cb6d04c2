"""How text becomes words to search for: one way for every engine, so that all find the same.

Case, accents and width do not count. Chinese, Japanese and Korean, written without blanks, are cut into pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from core.query_terms import Words

VERSION = 1
"""Grows when words are cut differently: then the index has to be made anew."""

LONGEST = 60

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")


def words(text: str) -> list[str]:
    if text.isascii():
        return [word[:LONGEST] for word in _ASCII_WORD.findall(text.lower())]
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    return [part for word in _WORD.findall(unicodedata.normalize("NFC", bare)) for part in _parts(word)]


def _parts(word: str) -> Sequence[str]:
    if not _UNSPACED.search(word):
        return (word[:LONGEST],)
    return [word[place : place + 2] for place in range(max(1, len(word) - 1))]


def spaced(text: str) -> str:
    """The words of a text with blanks between them, as the index takes it."""
    return " ".join(words(text))


def context(kind: int, people: Sequence[int]) -> str:
    """What a row of the index says beside its text: the kind of the entry and who is on the customer's side."""
    return " ".join([f"k{kind}", *(f"p{person}" for person in people)])


def match(wanted: Sequence[Words], unwanted: Sequence[Words] = (), facts: Sequence[str] = ()) -> str | None:
    """All of these words in one message, as SQLite's index is asked; None when there is no word in it.

    A chunk of several words, like ERR-4821, is a phrase. Every word is quoted, so nothing typed is syntax.
    """
    asked = [phrase for one in wanted if (phrase := _phrase(one))]
    if not asked:
        return None
    found = " AND ".join([f"{{subject body}} : ({' AND '.join(asked)})", *(f'ctx : "{fact}"' for fact in facts)])
    without = [phrase for one in unwanted if (phrase := _phrase(one))]
    return f"({found}) NOT {{subject body}} : ({' OR '.join(without)})" if without else found


def _phrase(one: Words) -> str:
    phrase = " ".join(words(one.text))
    return f'"{phrase}"{" *" if one.beginning else ""}' if phrase else ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are looked for in a text that was cut as the index has it: the same answer without the index."""

    sought: str

    @classmethod
    def of(cls, one: Words) -> Phrase | None:
        """None for what has no word in it."""
        cut = spaced(one.text)
        return cls(f" {cut}" if one.beginning else f" {cut} ") if cut else None

    def times(self, text: str) -> int:
        """How often it stands in a text that `framed` gave."""
        return text.count(self.sought)


def framed(text: str) -> str:
    """The words of a text with a blank around each, for phrases to be looked for."""
    return f" {spaced(text)} "
