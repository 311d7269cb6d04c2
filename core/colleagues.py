"""Which colleague somebody means by a few letters of a name or an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.people import Person, Role, normal_email

if TYPE_CHECKING:
    from core.store import Transaction


def colleagues_meant(tx: Transaction, typed: str) -> tuple[Person, ...]:
    """Those who work here and whose name or e-mail begins so; only the one whose e-mail it is, where there is one."""
    word = typed.strip()
    found = [one for one in tx.people(at_least=Role.AGENT, beginning=word) if one.active] if word else []
    exact = [person for person in found if normal_email(person.email) == normal_email(word)]
    return tuple(exact or found)
