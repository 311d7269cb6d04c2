"""Delivery reports: to whom a letter could not be delivered, which letter, and why.

As the standard has them (RFC 3464), and as older servers write them to be read by people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.errors import NotUnderstood
from core.incoming import Bounced
from core.people import read_email
from mail.letter.headers import Headers
from mail.letter.limits import ANSWER_AT_MOST, BOUNCED_AT_MOST, HEADERS_AT_MOST
from mail.letter.message_ids import answered, message_ids, own_id
from mail.letter.parts import Part
from mail.letter.raw_headers import first_line, split_headers
from mail.letter.words import readable

_STATUS = ("message/delivery-status", "message/global-delivery-status")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_ID = ("original-message-id", "x-original-message-id")
_STATUS_AT_MOST = 64 * 1024
"""Bytes of each that are looked at."""
_PARTS_AT_MOST = 5
"""That tell, and that are the letter returned; servers write one of each."""
_BETWEEN = re.compile(rb"(?:\r?\n){2,}")
_ARRIVED = ("delivered", "relayed", "expanded")
_LOOKED_AT = 64 * 1024
"""Characters of a report that people are to read."""
_DAEMON = re.compile(r"mailer-?daemon", re.IGNORECASE)
_POSTMASTER = re.compile(r"\bpostmaster\b", re.IGNORECASE)
_FAILED = re.compile(
    r"qmail-send program|created automatically by mail delivery software|undeliver(?:able|ed)|"
    r"(?:could|was|were)(?:n['’]t| not) (?:be delivered|able to deliver)|not yet been delivered|did not reach|"
    r"delivery (?:has )?failed|delivery failure|failure notice|returned mail|returned to sender|"
    r"delivery status notification|permanent fatal errors|unzustellbar|non remis|no se (?:ha )?pud[oi]",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"not yet been delivered|delayed|will be retried|will (?:continue|keep) (?:to )?try|warning message only",
    re.IGNORECASE,
)
_COPY = re.compile(
    r"-+ ?(?:below this line|this is a copy|(?:the )?original message|(?:the )?returned message|"
    r"undelivered message|unsent message|body of message)",
    re.IGNORECASE,
)
_ADDRESS_LINE = re.compile(r"<?([^\s<>:;,()\"]{1,64}@[^\s<>:;,()\"]{1,255})>?(?:[:,;]?$|: )")
_MESSAGE_ID = re.compile(r"^[> \t]*message-id:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)


def report_of(top: Part, text: str) -> tuple[Bounced, ...] | None:
    """None for a letter that is no delivery report; none of it where it says that all went well. `text` is that of the
    letter, whole."""
    text = text[:_LOOKED_AT]
    statuses = [part for part in top.all() if part.kind in _STATUS]
    if not _is_report(top, statuses, text):
        return None
    blocks = [block for part in statuses[:_PARTS_AT_MOST] for block in _blocks(part)]
    message_id = _letter_returned(top, blocks, text)
    by_standard = [block for block in blocks if block.has("action") or block.has("final-recipient")]
    if by_standard:
        found = [one for block in by_standard if (one := _by_standard(block, message_id)) is not None]
        return tuple(found[:BOUNCED_AT_MOST])
    return tuple(_in_words(top.headers, text, message_id))[:BOUNCED_AT_MOST] or (
        Bounced("", message_id, "", for_good=not _is_delay(top.headers, text)),
    )


def _is_report(top: Part, statuses: list[Part], text: str) -> bool:
    sender = top.headers.first("from")
    if top.kind == "multipart/report" and (statuses or top.parameters.get("report-type") == "delivery-status"):
        return True
    if top.headers.has("x-failed-recipients") or _DAEMON.search(sender):
        return True
    is_from_server = _POSTMASTER.search(sender) is not None or top.headers.first("return-path").strip() == "<>"
    return is_from_server and (bool(statuses) or _FAILED.search(f"{top.headers.said('subject')}\n{text}") is not None)


def _blocks(part: Part) -> Iterator[Headers]:
    """Of the report: one about the letter, then one for each address."""
    for block in _BETWEEN.split(part.content()[:_STATUS_AT_MOST])[: BOUNCED_AT_MOST * 2]:
        yield Headers(split_headers(block)[0])


def _by_standard(block: Headers, message_id: str) -> Bounced | None:
    """None where it arrived."""
    action = block.said("action").lower()
    status = block.said("status")
    if action in _ARRIVED or (not action and status.startswith("2")):
        return None
    kind, _, said = block.said("diagnostic-code").partition(";")
    answer = (said.strip() or kind.strip() or status)[:ANSWER_AT_MOST]
    is_delay = action == "delayed" or (not action and status.startswith("4"))
    return Bounced(_recipient(block), message_id, answer, for_good=not is_delay)


def _recipient(block: Headers) -> str:
    """The address that was written to, rather than one that it was passed on to."""
    for name in ("original-recipient", "final-recipient"):
        kind, _, address = block.said(name).partition(";")
        if email := _email(address or kind):
            return email
    return ""


def _email(written: str) -> str:
    try:
        return read_email(written.strip().strip("<>")).lower()
    except NotUnderstood:
        return ""


def _letter_returned(top: Part, blocks: list[Headers], text: str) -> str:
    """Its Message-ID: of the copy that came back, or where servers put it that send none."""
    for part in [part for part in top.all() if part.kind in _RETURNED][:_PARTS_AT_MOST]:
        raw = part.content()[:HEADERS_AT_MOST]
        if found := own_id(Headers(split_headers(raw, first_line(raw))[0])):
            return found
    named = [block.first(name) for block in blocks for name in _ID]
    inline = _MESSAGE_ID.findall(text)
    return next(iter((*message_ids(" ".join(named)), *inline, *answered(top.headers))), "")


def _in_words(headers: Headers, text: str, message_id: str) -> Iterator[Bounced]:
    """Addresses that stand at the beginning of a line, with what stands behind and below them."""
    failed = {
        email: "" for line in headers.all("x-failed-recipients") for each in line.split(",") if (email := _email(each))
    }
    answers = _answers(text)
    for_good = not _is_delay(headers, text)
    for email in failed or answers:
        yield Bounced(email, message_id, answers.get(email, ""), for_good=for_good)


def _answers(text: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    said: list[str] | None = None
    for line in text.split("\n"):
        line = line.strip()
        if _COPY.match(line):
            break
        begun = _ADDRESS_LINE.match(line)
        if begun and (email := _email(begun[1].rstrip("."))):
            said = found.setdefault(email, [])
            line = line[begun.end() :]
        elif not line:
            said = None
        if said is not None and line:
            said.append(line)
    return {email: readable(" ".join(lines))[:ANSWER_AT_MOST] for email, lines in found.items()}


def _is_delay(headers: Headers, text: str) -> bool:
    """Looked for above the copy of the letter only."""
    lines = text.split("\n")
    ends = next((nth for nth, line in enumerate(lines) if _COPY.match(line.strip())), len(lines))
    return _DELAYED.search("\n".join([headers.said("subject"), *lines[:ends]])) is not None
