"""Colleagues who are named in an internal note, like @maya: a letter tells them so, and nothing of what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.colleagues import colleagues_meant
from core.people import Person, normal_email

if TYPE_CHECKING:
    from core.store import Transaction

NAMES_AT_MOST = 20
"""Of one note: each is looked up."""
_NAMED = re.compile(r"(?<![\w@.+/-])@(\w[\w.+-]*(?:@\w[\w.-]*)?)")
"""An @ within a word is an address."""
_OTHERS_WORDS = (">", "    ", "\t")
"""How a line begins that quotes, or that was copied from elsewhere."""


def named_in(tx: Transaction, body: str) -> tuple[Person, ...]:
    """Each once, and nobody for a name that fits several or none."""
    lines = (line for line in body.splitlines() if not line.startswith(_OTHERS_WORDS))
    names = dict.fromkeys(name.rstrip(".+-") for line in lines for name in _NAMED.findall(line))
    meant = (_meant(tx, name) for name in list(names)[:NAMES_AT_MOST])
    return tuple(dict.fromkeys(person for person in meant if person is not None))


def _meant(tx: Transaction, name: str) -> Person | None:
    """A name that is all of an e-mail before the @ is nobody's whose e-mail only begins so."""
    found = colleagues_meant(tx, name)
    whole = [one for one in found if normal_email(one.email).partition("@")[0] == normal_email(name)]
    fitting = whole or found
    return fitting[0] if len(fitting) == 1 else None
