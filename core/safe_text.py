"""Text for eyes: what people wrote, with everything made visible that a terminal would obey or an eye would miss.

Every way out that a person reads goes through here: screen, command text, log, mail header, file name. JSON and export
do not: they carry text unchanged. The source of the rules is DESIGN section 5.
"""

from __future__ import annotations

import re
import unicodedata

JOINERS = "\u200c\u200d"  # ZWNJ and ZWJ: words of Persian and Hindi and family emoji need them
MARKS_AT_MOST = 4  # combining marks on one letter; Vietnamese needs two, Biblical Hebrew four
TAB = "    "

_PLAIN = re.compile(r"[ -~\n]*\Z")
_PLAIN_LINE = re.compile(r"[ -~]*\Z")
# Letters by category that are drawn as nothing: they hide the end of a name as well as a zero-width space does.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")


def safe(text: str) -> str:
    """A message or another text of several lines: line ends stay, tabs become blanks."""
    if _PLAIN.match(text):
        return text
    text = text.replace("\r\n", "\n").replace("\t", TAB)
    return _visible(text, kept="\n" + JOINERS)


def safe_line(text: str) -> str:
    """A subject or another text of one line: a line end becomes a visible token."""
    if _PLAIN_LINE.match(text):
        return text
    return _visible(text, kept=JOINERS)


def safe_name(text: str) -> str:
    """A name, address, ID, file name or URL: nothing invisible at all, so that two that look alike are alike."""
    if _PLAIN_LINE.match(text):
        return text
    return _visible(text, kept="")


def _visible(text: str, kept: str) -> str:
    shown: list[str] = []
    marks = 0
    for letter in text:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MARKS_AT_MOST:
            continue
        shown.append(letter if letter in kept else _token(letter, category))
    return "".join(shown)


def _token(letter: str, category: str) -> str:
    """What stands for a letter: itself, caret notation as `cat -v` has it, or its code point."""
    code = ord(letter)
    if category == "Cc":
        return f"^{chr(code ^ 0x40)}" if code < 0x80 else f"\\x{code:02x}"
    if category in ("Cf", "Cs", "Zl", "Zp") or letter in _BLANK_LETTERS:
        return f"<U+{code:04X}>"
    return letter
