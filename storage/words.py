"""How text becomes words to search for: one way for every engine, so that all find the same.

Case, accents and width do not count. Chinese, Japanese and Korean, written without blanks, are cut into pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.query_terms import Words

VERSION = 1
"""Grows when words are cut differently: then the index has to be made anew."""

LONGEST = 60

_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Compiled when the first such word comes: it takes long, and nobody waits for it at the start.
_WORD = r"[^\W_]+"
_UNSPACED = r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]"


def words(text: str) -> list[str]:
    if text.isascii():
        return [word[:LONGEST] for word in _ASCII_WORD.findall(text.lower())]
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    return [part for word in re.findall(_WORD, unicodedata.normalize("NFC", bare)) for part in _parts(word)]


def _parts(word: str) -> Sequence[str]:
    if not re.search(_UNSPACED, word):
        return (word[:LONGEST],)
    return [word[place : place + 2] for place in range(max(1, len(word) - 1))]


def spaced(text: str) -> str:
    """The words of a text with blanks between them, as the index takes it."""
    return " ".join(words(text))


def context(kind: int, people: Sequence[int]) -> str:
    """What a row of the index says beside its text: the kind of the entry and who is on the customer's side."""
    return " ".join([f"k{kind}", *(f"p{person}" for person in people)])


class Phrase(NamedTuple):
    """Words next to each other, cut as the index has them; `beginning`: the last one may go on."""

    words: tuple[str, ...]
    beginning: bool = False

    def times(self, text: str) -> int:
        """How often it stands in a text that `framed` gave: the same answer without the index."""
        return text.count(f" {' '.join(self.words)}{'' if self.beginning else ' '}")


def phrases(some: Iterable[Words]) -> tuple[Phrase, ...]:
    """A chunk of several words, like ERR-4821, is one phrase. What has no word in it asks for nothing."""
    return tuple(Phrase(tuple(cut), one.beginning) for one in some if (cut := words(one.text)))


def framed(text: str) -> str:
    """The words of a text with a blank around each, for phrases to be looked for."""
    return f" {spaced(text)} "


def holds(wanted: Sequence[Phrase], unwanted: Sequence[Phrase], subject: str, body: str) -> bool:
    """Whether the index finds a message for these phrases."""
    texts = (framed(subject), framed(body))
    return all(any(phrase.times(text) for text in texts) for phrase in wanted) and not any(
        phrase.times(text) for phrase in unwanted for text in texts
    )
