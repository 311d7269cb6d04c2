"""By what the desk knows a letter again, whichever way it comes, and however often.

Lines that servers write on its way do not count; all that its author wrote does: two letters that share a Message-ID
and say different things are two.
"""

from __future__ import annotations

from hashlib import sha256

from mail.letter.raw_headers import first_line, split_headers

_NAMES = ("message-id", "date", "from", "to", "cc", "subject", "in-reply-to", "references")


def fingerprint(raw: bytes) -> str:
    """64 figures; the same for two copies of one letter, also where lines end otherwise or are folded otherwise."""
    headers, begins = split_headers(raw, first_line(raw))
    summed = sha256()
    for name in _NAMES:
        for header in headers:
            if header.name == name:
                summed.update(name.encode() + b":" + b" ".join(header.value.split()) + b"\n")
    summed.update(b"\n")
    summed.update(raw[begins:].replace(b"\r\n", b"\n").rstrip(b"\r\n"))
    return summed.hexdigest()
