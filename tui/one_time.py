"""One-time passwords: what an operator gives to somebody who has none, and how a person is added with one."""

from __future__ import annotations

import secrets

from core import staffing
from core.occasion import Occasion
from core.people import Actor, Person, Role
from core.references import ALPHABET
from core.store import Transaction

GROUPS, LETTERS = 4, 4
"""16 letters and digits in groups of four: 80 random bits."""


def new_password() -> str:
    """One that can be read out on the telephone."""
    groups = ("".join(secrets.choice(ALPHABET.lower()) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def add_with_password(
    tx: Transaction, actor: Actor, occasion: Occasion, name: str, email: str, role: Role, hash: str
) -> Person:
    """Somebody new with their one-time password, in one transaction."""
    person = staffing.add_person(tx, actor, occasion, name, email, role)
    return staffing.give_password(tx, actor, occasion, person.email, hash)
