"""A letter, read: from its bytes to plain values and files."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from core.incoming import LetterRead, Machine
from core.signing import without_likely_tokens
from core.tickets import BODY_AT_MOST
from mail.letter.addresses import author_of, copies_in, recipients_in
from mail.letter.authentication import checks_in
from mail.letter.body import body_of
from mail.letter.files import File, files_of
from mail.letter.folding import fold
from mail.letter.limits import SUBJECT_AT_MOST
from mail.letter.machines import machine_of
from mail.letter.message_ids import answered, own_id
from mail.letter.parts import Part, read_parts
from mail.letter.reports import report_of

WHOLE_TEXT = "message.txt"
TOO_LONG = f"The whole message is in the file {WHOLE_TEXT}."


class Read(NamedTuple):
    """A letter without attachments yet, and the files that become them."""

    letter: LetterRead
    files: tuple[File, ...]


def read_letter(raw: bytes) -> Read:
    """Raises NotReadable."""
    top = read_parts(raw)
    headers = top.headers
    subject = headers.said("subject")[:SUBJECT_AT_MOST]
    letter = LetterRead(
        message_id=own_id(headers),
        author=author_of(headers),
        recipients=recipients_in(headers),
        copies=copies_in(headers),
        subject=subject,
        answers=answered(headers),
        text="",
        quoted="",
        machine=machine_of(headers),
        authentication=checks_in(headers),
    )
    return _with_body(letter, top)


def _with_body(letter: LetterRead, top: Part) -> Read:
    body = body_of(top)
    whole = body.text
    letter = _with_report(letter, top, whole)
    folded = fold(whole, letter.subject)
    text = _cut(folded.text)
    is_cut = text != folded.text
    before = (_whole(whole),) if is_cut else ()
    files = files_of(body.files, before=before)
    unread = " ".join(
        sentence for sentence in (TOO_LONG if is_cut else "", body.unread, _left_out(files.left_out)) if sentence
    )
    return Read(replace(letter, text=text, quoted=_cut(folded.quoted), unread=unread), files.kept)


def _whole(text: str) -> File:
    """All of the text as a file. Others read it, so the addresses that let its author answer are taken out: by what
    they look like, for whoever reads letters has no keys."""
    return File(WHOLE_TEXT, "text/plain", without_likely_tokens(text).encode("utf-8", "replace"))


def _with_report(letter: LetterRead, top: Part, text: str) -> LetterRead:
    bounced = report_of(top, text)
    if bounced is None:
        return letter
    return replace(letter, machine=Machine.BOUNCE if bounced else Machine.AUTO_REPLY, bounced=bounced)


def _cut(text: str) -> str:
    """At the last line that has room in a message."""
    written = text.encode("utf-8", "replace")
    if len(written) <= BODY_AT_MOST:
        return text
    kept = written[:BODY_AT_MOST].decode("utf-8", "ignore")
    return (kept.rpartition("\n")[0] or kept).rstrip()


def _left_out(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    shown, more = ", ".join(names[:10]), len(names) - 10
    return f"Too much to keep: {shown}{f' and {more} more' if more > 0 else ''}."
