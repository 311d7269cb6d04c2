"""What of a letter is its text, and what are its files.

Of several forms of one text the plain one is read; files stand wherever programs put them, also within the form that is
not read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mail.letter.charsets import decode
from mail.letter.flowed import is_flowed, unflowed
from mail.letter.html_text import text_of_html
from mail.letter.limits import HTML_AT_MOST, PAGES_AT_MOST, TEXT_AT_MOST
from mail.letter.parts import Part

ENCRYPTED = "It is encrypted: the file has to be opened in a mail program."
LONG = "It is so long that not all of its text was read."
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass(slots=True)
class Body:
    """`files` in the order in which they stand in the letter."""

    texts: list[str] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    unread: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(self.texts)[:TEXT_AT_MOST]

    def add(self, other: Body) -> None:
        self.texts += other.texts
        self.files += other.files
        self.unread = self.unread or other.unread


@dataclass(slots=True)
class _Room:
    """How much of a letter is still read, over all of its parts."""

    text: int = TEXT_AT_MOST
    html: int = HTML_AT_MOST
    pages: int = PAGES_AT_MOST


def body_of(part: Part) -> Body:
    return _body(part, _Room())


def _body(part: Part, room: _Room) -> Body:
    if part.kind == "multipart/alternative":
        return _of_alternatives(part, room)
    if part.kind == "multipart/related":
        return _of_related(part, room)
    if part.kind == "multipart/encrypted":
        return Body(files=[each for each in part.all() if not each.parts], unread=ENCRYPTED)
    if part.parts:
        body = Body()
        for each in part.parts:
            body.add(_body(each, room))
        return body
    if _is_text(part):
        return _of_text(part, room)
    return Body(files=[part], unread=ENCRYPTED if part.kind in _SEALED else "")


def _of_alternatives(part: Part, room: _Room) -> Body:
    """The text of the plain form if it has one, else of the last one that has; the files of all."""
    bodies = [_body(each, room) for each in part.parts]
    said = [body for body in bodies if body.text.strip()]
    plain = [body for body, each in zip(bodies, part.parts, strict=True) if each.kind == "text/plain" and body in said]
    chosen = (plain or said or [Body()])[-1]
    return Body(chosen.texts, [file for body in bodies for file in body.files], chosen.unread)


def _of_related(part: Part, room: _Room) -> Body:
    """A page and what belongs to it, like pictures: the page is the one that is named, else the first."""
    named = part.parameters.get("start", "")
    page = next((each for each in part.parts if named and each.headers.first("content-id") == named), part.parts[0])
    body = _body(page, room)
    body.files += [file for each in part.parts if each is not page for file in _body(each, room).files or [each]]
    return body


def _is_text(part: Part) -> bool:
    return part.kind in ("text/plain", "text/html") and part.disposition != "attachment" and not part.name


def _of_text(part: Part, room: _Room) -> Body:
    written = part.content()
    is_page = part.kind == "text/html"
    at_most = TEXT_AT_MOST if is_page else room.text
    text = decode(written[:at_most], part.parameters.get("charset", "")).replace("\r\n", "\n").replace("\r", "\n")
    is_long = len(written) > at_most or (is_page and len(text) > room.html)
    text = _of_page(text, room) if is_page else _as_written(part, text)
    room.text -= 0 if is_page else min(len(written), at_most)
    return Body([text] if text.strip() else [], unread=LONG if is_long else "")


def _of_page(html: str, room: _Room) -> str:
    html = html[: room.html]
    room.html, room.pages = room.html - len(html), room.pages - 1
    return text_of_html(html, with_form=room.pages >= 0)


def _as_written(part: Part, text: str) -> str:
    if is_flowed(part):
        text = unflowed(text, without_blank=part.parameters.get("delsp", "").lower() == "yes")
    return text.strip("\n").rstrip()
