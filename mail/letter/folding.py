"""What the author of a letter wrote now, and what stands around it: older letters and the signature.

What is folded away is kept, and somebody who looks for it finds it; what is not may be read twice. So a doubt leaves
the text as it is, and a sign-off stays. How programs begin an older letter in many languages is known to
mail-parser-reply; it is only asked for that place, on short lines: its patterns take their time on long ones.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from mailparser_reply import EmailMessage
from mailparser_reply.constants import MAIL_LANGUAGES

_LINE_AT_MOST = 240
"""Characters of a line that are looked at."""
_LINES_AT_MOST = 1500
"""Lines that are looked at: an older letter that begins behind them stays."""
_SHORT_LINES_AT_MOST = 400
_SHORT_AT_MOST = 40_000
"""Lines and characters that its patterns are given: they take the square of what begins like an older letter."""
_SIGNATURE_AT_MOST = 30
_MOBILE_AT_MOST = 100
_WROTE_LINES = 4
_SEPARATOR = re.compile(r"(?:_{16,}|-{2,} ?[^\W\d_][^-]{2,40}? ?-{2,})\Z")
_FIELD = re.compile(r"(?:> ?)*\*{0,2}[^\W\d_][\w ]{0,20} ?(?::|：)")
_FORWARDED = re.compile(
    r"forward|weitergeleitet|transf[ée]r|reenviad|inoltrat|doorgestuurd|vidaresänd|videresend|przekazan|переслан|転送|转发",
    re.IGNORECASE,
)
_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i|vs|vb|pd)\s*:", re.IGNORECASE)
_ADDRESS_OR_DAY = re.compile(r"\d|@")
_ENDS = (":", "：", ">:")


class Folded(NamedTuple):
    text: str
    quoted: str


def fold(text: str, subject: str = "") -> Folded:
    """Never folds all of it: where nothing new would be left, the whole is the text."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    new, old = lines, list[str]()
    if (begins := _older_letter(lines, is_forward=_FORWARD_SUBJECT.match(subject) is not None)) is not None:
        new, old = _around(lines, begins)
    ends = _signature(new)
    new, old = new[:ends], [*new[ends:], *old]
    if not any(line.strip() for line in new):
        new, old = lines, []
    return Folded(_tidy(new), _tidy(old))


def _older_letter(lines: list[str], *, is_forward: bool) -> int | None:
    """The line in which an older letter begins; what somebody passes on is none, that is what they want to say."""
    begun = (_announced(lines), _separated(lines), _marked(lines))
    begins = min((line for line in begun if line is not None), default=None)
    if begins is None or is_forward or any(_FORWARDED.search(line) for line in lines[max(begins - 2, 0) : begins + 1]):
        return None
    return begins


def _announced(lines: list[str]) -> int | None:
    """`On Monday Ann wrote:`, or From: Sent: To: Subject: below each other, in the languages that are known."""
    short = "\n".join(line.strip()[:_LINE_AT_MOST] for line in lines[:_SHORT_LINES_AT_MOST])[:_SHORT_AT_MOST]
    found = _older_letters().HEADER_REGEX.search(short)
    if found is None:
        return None
    return short.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip("\n")))


@cache
def _older_letters() -> EmailMessage:
    return EmailMessage(text="", languages=list(MAIL_LANGUAGES))


def _separated(lines: list[str]) -> int | None:
    """A line across, and the headers of the older letter below it."""
    for nth, line in enumerate(lines[:_LINES_AT_MOST]):
        if _SEPARATOR.match(line.strip()[:_LINE_AT_MOST]):
            below = [text for text in lines[nth + 1 : nth + 7] if text.strip()]
            if sum(_FIELD.match(text.strip()) is not None for text in below) >= 2:
                return nth
    return None


def _marked(lines: list[str]) -> int | None:
    """Lines that begin with `>`, and the line or two above them that say whose they are, in whatever language."""
    begins = next((nth for nth, line in enumerate(lines) if line.startswith(">")), None)
    if begins is None:
        return None
    last = begins - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    if last < 0 or begins - last > 2 or not lines[last].rstrip().endswith(_ENDS):
        return begins
    for first in range(last, max(last - _WROTE_LINES, -1), -1):
        if not lines[first].strip():
            break
        if _ADDRESS_OR_DAY.search(lines[first]) and (first == 0 or not lines[first - 1].strip()):
            return first
    return begins


def _around(lines: list[str], begins: int) -> tuple[list[str], list[str]]:
    """New lines and old ones. Whoever writes below what they quote, or between, is read with it."""
    before, after = lines[:begins], lines[begins:]
    marked = [nth for nth, line in enumerate(after) if line.startswith(">")]
    if not marked:
        return before, after
    last = marked[-1]
    if not _is_said(after[last + 1 :]):
        answers = [nth for nth in range(marked[0], last) if after[nth].strip() and not after[nth].startswith(">")]
        if not answers:
            return before, after
        return [*before, *after[: answers[-1] + 1]], after[answers[-1] + 1 :]
    is_one_block = all(not line.strip() or line.startswith(">") for line in after[marked[0] : last])
    if is_one_block and not _is_said(before):
        return after[last + 1 :], [*before, *after[: last + 1]]
    return lines, []


def _is_said(lines: list[str]) -> bool:
    """Whether more than a signature stands there."""
    return any(line.strip() for line in lines[: _signature(lines)])


def _signature(lines: list[str]) -> int:
    """The line in which the signature begins: `-- `, or what a telephone adds; the end where there is none."""
    for nth in range(len(lines) - 1, max(len(lines) - _SIGNATURE_AT_MOST, -1), -1):
        if lines[nth] == "--":
            return nth
    last = next((nth for nth in range(len(lines) - 1, -1, -1) if lines[nth].strip()), None)
    if last is not None and len(lines[last]) <= _MOBILE_AT_MOST and _from_telephone().match(lines[last].strip()):
        return last
    return len(lines)


@cache
def _from_telephone() -> re.Pattern[str]:
    said = [language["sent_from"] for language in MAIL_LANGUAGES.values() if language.get("sent_from")]
    said += ["Sent (?:from|with) (?:Outlook|Proton|Yahoo|Mail|Samsung)", "Enviado desde", "Envoyé de mon"]
    return re.compile("|".join(f"(?:{some})" for some in said), re.IGNORECASE)


def _tidy(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
