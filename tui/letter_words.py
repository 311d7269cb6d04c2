"""Words for what comes by mail: who wrote it, how much a letter quotes, whom letters do not reach."""

from __future__ import annotations

from core.entries import Entry
from core.people import Person, Sender
from core.safe_text import safe_line, safe_name
from tui.words import plural


def writer(entry: Entry) -> str:
    """Who wrote an entry; what nobody known has written comes from the desk itself, or from a stranger by mail."""
    if entry.author is not None:
        return safe_name(entry.author.name)
    return "a stranger" if entry.sender is Sender.UNVERIFIED else "the desk"


def quoted_words(quoted: str) -> str:
    """How much stands below in a letter: `12 quoted lines`."""
    return plural(quoted.count("\n") + 1, "quoted line")


def no_letters(person: Person) -> str:
    """That letters do not reach somebody, with the answer of the mail server; empty while they do."""
    return f"letters do not arrive: {safe_line(person.undeliverable)}" if person.undeliverable else ""
