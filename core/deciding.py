"""A letter in an operator's hands: read anew, so that they see what they decide about."""

from __future__ import annotations

from dataclasses import dataclass

from core.desk import Desk
from core.entries import Attachment
from core.errors import Refused
from core.incoming import Incoming, LetterRead, Mailbox
from core.quarantine import incoming
from core.reception import ReadsLetters
from core.store import Blob

AS_A_FILE = "letter.eml"
NOT_KEPT = "This letter is not kept any more as it came: its bytes go 90 days after it was let in or thrown away."


@dataclass(frozen=True, slots=True)
class LetterInHand:
    """What an operator looks at, and what is let in when they release it."""

    letter: Incoming
    read: LetterRead


async def take_in_hand(desk: Desk, name: str, reads: ReadsLetters) -> LetterInHand:
    """The letter whose name begins so. One that nobody can read is let in as a file."""
    letter = await desk.read(incoming, name)
    raw = bytes_of(letter)
    try:
        return LetterInHand(letter, await reads(desk.files, raw))
    except Refused as refusal:
        return LetterInHand(letter, as_a_file(letter, refusal.sentence))


def bytes_of(letter: Incoming) -> Blob:
    """Raises Refused when they are gone."""
    if not letter.arrived.raw.sha256:
        raise Refused(NOT_KEPT, field="letter")
    return letter.arrived.raw


def as_a_file(letter: Incoming, why: str) -> LetterRead:
    raw, author = letter.arrived.raw, letter.author or letter.arrived.sender
    return LetterRead(
        message_id="",
        author=Mailbox("", author) if author else None,
        recipients=(),
        copies=(),
        subject=letter.subject,
        answers=(),
        text="",
        quoted="",
        attachments=(Attachment(AS_A_FILE, raw.size, "message/rfc822", raw.sha256),),
        unread=why,
    )
