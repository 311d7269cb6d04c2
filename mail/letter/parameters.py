"""`text/plain; charset=utf-8`: what a header says, and its parameters (RFC 2045, 2183, 2231)."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from mail.letter.charsets import decode
from mail.letter.words import readable

_VALUE_AT_MOST = 8 * 1024
_PARAMETERS_AT_MOST = 50


def read_parameters(value: str) -> tuple[str, dict[str, str]]:
    """The first word, lower-case, and the parameters by their names."""
    first, *rest = _split(value[:_VALUE_AT_MOST])
    found: dict[str, str] = {}
    for text in rest[:_PARAMETERS_AT_MOST]:
        name, _, written = text.partition("=")
        found.setdefault(name.strip().lower(), written.strip())
    return first.strip().lower(), _whole(found)


def _split(value: str) -> list[str]:
    """At semicolons that no quotes protect; quotes and what they escape are gone."""
    texts, piece, is_quoted, is_escaped = [], "", False, False
    for letter in value:
        if is_escaped:
            piece, is_escaped = piece + letter, False
        elif is_quoted and letter == "\\":
            is_escaped = True
        elif letter == '"':
            is_quoted = not is_quoted
        elif letter == ";" and not is_quoted:
            texts.append(piece)
            piece = ""
        else:
            piece += letter
    return [*texts, piece]


def _whole(found: dict[str, str]) -> dict[str, str]:
    """With the parameters that came in several pieces, or encoded: `name*0*=utf-8''a%20`, `name*1=b`."""
    plain = {name: readable(written) for name, written in found.items() if "*" not in name}
    pieces: dict[str, list[tuple[int, str, bool]]] = {}
    for name, written in found.items():
        base, star, rest = name.partition("*")
        number = rest.rstrip("*")
        if star and base and (not number or (number.isdecimal() and len(number) < 4)):
            pieces.setdefault(base, []).append((int(number or 0), written, rest.endswith("*") or not rest))
    return plain | {base: _joined(sorted(some)) for base, some in pieces.items()}


def _joined(pieces: list[tuple[int, str, bool]]) -> str:
    charset, raw = "", b""
    for nth, (_, written, is_encoded) in enumerate(pieces):
        if is_encoded and nth == 0 and written.count("'") >= 2:
            charset, _, written = written.split("'", 2)
        raw += unquote_to_bytes(written) if is_encoded else written.encode("utf-8", "replace")
    return decode(raw, charset)
