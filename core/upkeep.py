"""What the desk forgets by itself, and what bringing its database to this version leaves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.calendars import DAY
from core.occasion import Occasion
from core.people import Actor
from core.permission import Verb, permit
from core.store import Transaction

KEPT = 7 * DAY
"""How long a reader of the change feed may be away, and how long a retry with the same key is recognised."""


LETTERS_KEPT = 90 * DAY
"""How long a letter is kept as it came, once it is in a ticket or thrown away."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade left: the copy of the database as it was."""

    copy: Path


def prune(tx: Transaction, actor: Actor, occasion: Occasion) -> None:
    """Forget change rows and idempotency keys that nobody asks for any more, and old letters as they came."""
    permit(actor, Verb.CHANGE)
    tx.prune(occasion.at - KEPT)
    tx.forget_letters(occasion.at - LETTERS_KEPT)
