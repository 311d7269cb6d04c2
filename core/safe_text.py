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

_MARK = "\u0301"  # stands for any mark where only their places matter
_EXCESS = re.compile(f"{_MARK}{{{MARKS_AT_MOST}}}({_MARK}+)")

_PLAIN = re.compile(r"[ -~\n]*\Z")
_PLAIN_LINE = re.compile(r"[ -~]*\Z")
# Letters by category that are drawn as nothing: they hide the end of a name as well as a zero-width space does.
_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Code points that are kept free for such letters; terminals draw nothing for them already.
_BLANK_ONE_DAY = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")


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
    """Works on the letters that occur, each looked at once: a megabyte of them takes no longer to read than to copy."""
    tokens: dict[int, str] = {}
    stacking = ""
    for letter in set(text):
        category = unicodedata.category(letter)
        token = letter if letter in kept else _token(letter, category)
        if token != letter:
            tokens[ord(letter)] = token
        elif category in ("Mn", "Me") or letter in JOINERS:
            stacking += letter
    return _limited(text, stacking).translate(tokens)


def _limited(text: str, stacking: str) -> str:
    """Leave out what stands on one letter in excess. A joiner counts too: it is drawn as nothing, and stacks go on."""
    if not stacking:
        return text
    places = text.translate(dict.fromkeys(map(ord, stacking), _MARK))
    shown, end = [], 0
    for excess in _EXCESS.finditer(places):
        shown.append(text[end : excess.start(1)])
        end = excess.end()
    return "".join(shown) + text[end:]


def _token(letter: str, category: str) -> str:
    """What stands for a letter: itself, caret notation as `cat -v` has it, or its code point."""
    code = ord(letter)
    if category == "Cc":
        return f"^{chr(code ^ 0x40)}" if code < 0x80 else f"\\x{code:02x}"
    is_blank = letter in _BLANK_LETTERS or (category == "Cn" and _BLANK_ONE_DAY.match(letter))
    return f"<U+{code:04X}>" if is_blank or category in ("Cf", "Cs", "Zl", "Zp") else letter
