"""What of a letter stands in a ticket: its words without the addresses that let one person answer, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.entries import Attachment
from core.incoming import LetterRead
from core.receiving import in_a_line
from core.signing import without_tokens
from core.tickets import BODY_AT_MOST, FILES_AT_MOST, SUBJECT_AT_MOST

if TYPE_CHECKING:
    from core.store import Transaction

NO_SUBJECT = "(no subject)"
NO_TEXT = "(no text)"


@dataclass(frozen=True, slots=True)
class Words:
    """As they are kept: valid text that is short enough, in lines as everywhere."""

    subject: str
    body: str
    quoted: str
    files: tuple[Attachment, ...]

    def below(self, head: str) -> str:
        """The message under a line that says whose it is."""
        return _short(f"{head}\n\n{self.body}")


def words_of(tx: Transaction, read: LetterRead) -> Words:
    keys = tx.signing_keys()
    text = without_tokens(_whole(read.text), keys).strip("\n").rstrip()
    body = "\n\n".join(part for part in (text or NO_TEXT, in_a_line(read.unread, SUBJECT_AT_MOST * 2)) if part)
    subject = in_a_line(without_tokens(_whole(read.subject), keys), SUBJECT_AT_MOST) or NO_SUBJECT
    quoted = _short(without_tokens(_whole(read.quoted), keys))
    return Words(subject, _short(body), quoted, read.attachments[:FILES_AT_MOST])


def _short(text: str) -> str:
    return text.encode()[:BODY_AT_MOST].decode(errors="ignore")


def _whole(text: str) -> str:
    """Text that can be kept: no NUL, no half of a character, and one kind of line end."""
    kept = text.replace("\x00", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    return kept.replace("\r\n", "\n").replace("\r", "\n")
