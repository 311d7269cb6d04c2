"""By which Message-IDs a letter hangs together with others."""

from __future__ import annotations

import re

from mail.letter.headers import Headers
from mail.letter.limits import MESSAGE_ID_AT_MOST, REFERENCES_AT_MOST

_ID = re.compile(rf"<[^<>\s]{{1,{MESSAGE_ID_AT_MOST - 2}}}>")


def message_ids(text: str) -> list[str]:
    return [found[0] for found in _ID.finditer(text)]


def own_id(headers: Headers) -> str:
    """Empty where it has none."""
    return next(iter(message_ids(headers.first("message-id"))), "")


def answered(headers: Headers) -> tuple[str, ...]:
    """The letters that it answers, the nearest first."""
    nearest = [found for line in headers.all("in-reply-to") for found in message_ids(line)]
    chain = [found for line in headers.all("references") for found in message_ids(line)]
    return tuple(dict.fromkeys([*nearest, *reversed(chain)]))[:REFERENCES_AT_MOST]
