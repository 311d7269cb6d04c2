"""The words of letters: templates of ours, or of the desk in their place, filled with facts that are only texts.

A template is a subject in the first line and paragraphs below. Both parts of a letter, text and HTML, are made from the
same paragraphs, so that they never differ. Templates run in a sandbox, and say little (mail/letter_language.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.errors import NotUnderstood
from core.letters import Subject
from core.references import ALPHABET
from core.safe_text import safe_line
from mail.letter_language import FILTERS, TOO_DEEP, permit

TEXTS = Path(__file__).parent / "texts"
MESSAGE = "\x1amessage\x1a"
TICKETS = "\x1atickets\x1a"
"""These stand for the message, and for the tickets of a digest, while a template is filled. No fact can hold them:
control characters in them are visible."""
_PLACES = re.compile(f"({MESSAGE}|{TICKETS})")
_AN_ID = re.compile(f"([{ALPHABET}]{{5}}-[{ALPHABET}]{{5}})")
"""What is read out and typed: no line ends within one. Of a text that is split by it every second part is one."""
TEXT_AT_MOST = 20_000
FACTS = (
    *("desk", "contact", "id", "ssh", "subject", "email", "greeting", "category", "priority", "status", "status_word"),
    *("meaning", "promised", "closes", "reopens", "author", "customer", "owner", "message", "files", "role", "code"),
    *("undelivered", "answerable", "proved", "late", "due_soon", "unanswered", "unassigned", "new", "since", "tickets"),
)
"""What a template may name."""


class Block(NamedTuple):
    """A paragraph, the message, or a part of a digest: a line and its tickets, each an ID with what is said of it."""

    text: str
    is_message: bool = False
    tickets: tuple[tuple[str, str], ...] = ()

    @property
    def plain(self) -> str:
        return "\n".join((self.text, *(f"  {first}\n  {second}" for first, second in self.tickets)))


@dataclass(frozen=True, slots=True)
class Wording:
    subject: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(block.plain for block in self.blocks) + "\n"

    @property
    def html(self) -> str:
        page = _page().get_template("letter.html")
        return page.render(subject=self.subject, blocks=self.blocks)


def standard_text(letter: Subject) -> str:
    """What ttydesk says in this letter."""
    return (TEXTS / f"{letter.value}.txt").read_text(encoding="utf-8")


def word(letter: Subject, own: str, facts: Mapping[str, str], message: str, tickets: Sequence[Block] = ()) -> Wording:
    """The letter in the desk's own words, or in ours where there are none or they can not be filled."""
    places = {MESSAGE: (Block(message, is_message=True),), TICKETS: tickets}
    if own:
        try:
            return _filled(own, facts, places)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError):
            pass  # a letter is not lost for that; who sets a text hears of it then
    return _filled(standard_text(letter), facts, places)


def check_text(text: str) -> None:
    """Raises NotUnderstood for a text that can not be filled."""
    if len(text) > TEXT_AT_MOST:
        raise NotUnderstood(f"A text of a letter has at most {TEXT_AT_MOST:,} characters.", field="text")
    try:
        facts = {fact: fact for fact in FACTS} | {"message": MESSAGE, "tickets": TICKETS}
        wording = _filled(text, facts, {place: (Block("said"),) for place in (MESSAGE, TICKETS)})
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise NotUnderstood(
            f"The text can not be filled: {_said(error)}. It may name {', '.join(FACTS)}; ask with if, elif, else, and,"
            f" or, not, ==, != and in; and use the filters {', '.join(sorted(FILTERS))}.",
            field="text",
        ) from None
    if not wording.subject or not wording.blocks:
        raise NotUnderstood("A text has the subject in its first line, and paragraphs below.", field="text")


def _said(error: Exception) -> str:
    """With the line, where it is one of the text."""
    if isinstance(error, RecursionError):
        return TOO_DEEP
    if isinstance(error, TemplateSyntaxError):
        return f"line {error.lineno}: {_in_a_line(error.message or '')}"
    return _in_a_line(str(error))


def _in_a_line(sentence: str) -> str:
    return safe_line(" ".join(sentence.split())).rstrip(".")


def _filled(template: str, facts: Mapping[str, str], places: Mapping[str, Sequence[Block]]) -> Wording:
    filled = _understood(template.replace("\r\n", "\n")).render(**facts)
    subject, _, rest = filled.strip("\n").partition("\n")
    return Wording(" ".join(_PLACES.sub("", subject).split()), tuple(_blocks(rest, places)))


@lru_cache(maxsize=len(Subject))
def _understood(template: str) -> Template:
    """Half of the time of a letter goes here, and the texts are few."""
    text = _sandbox().parse(template)
    permit(text, FACTS)
    return _sandbox().from_string(text)


def _blocks(text: str, places: Mapping[str, Sequence[Block]]) -> Iterator[Block]:
    """A paragraph ends at a blank line, and where the message or the tickets stand."""
    for part in _PLACES.split(text):
        if part in places:
            yield from places[part]
            continue
        paragraphs = (paragraph.strip() for paragraph in re.split(r"\n[ \t]*\n", part))
        yield from (Block(paragraph) for paragraph in paragraphs if paragraph)


@cache
def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(  # plain text: the page of HTML escapes all of it
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )


@cache
def _page() -> Environment:
    from jinja2 import FileSystemLoader

    page = Environment(loader=FileSystemLoader(TEXTS), trim_blocks=True, lstrip_blocks=True, autoescape=True)
    page.filters["around_ids"] = _AN_ID.split
    return page
