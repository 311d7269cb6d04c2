"""How many letters may come in within an hour: what is more waits for an operator, so that no loop goes on by itself.

Letters of which it is proved who wrote them are counted apart: nobody takes that from their author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calendars import HOUR
from core.errors import TryLater
from core.people import normal_email
from core.references import Reference

if TYPE_CHECKING:
    from core.store import Transaction

FROM_ONE = 20
ON_ONE = 30
_FROM, _ON = "letter from", "letter in"


def count_letter(tx: Transaction, at: int, email: str, reference: Reference | None, *, is_proved: bool) -> None:
    """One more from this sender, in this ticket. Raises TryLater where there were too many."""
    how = "proved" if is_proved else "unproved"
    sender = f"{how} {normal_email(email)}"
    _refuse_more(tx, _FROM, sender, at, FROM_ONE, "from this address")
    if reference is not None:
        _refuse_more(tx, _ON, f"{how} {reference}", at, ON_ONE, "in this ticket")
        tx.add_try(_ON, f"{how} {reference}", at)
    tx.add_try(_FROM, sender, at)


def count_report(tx: Transaction, at: int, reference: Reference) -> None:
    """One more delivery report; many may come from one mail server. Raises TryLater where there were too many."""
    _refuse_more(tx, _ON, f"reports {reference}", at, ON_ONE, "in this ticket")
    tx.add_try(_ON, f"reports {reference}", at)


def _refuse_more(tx: Transaction, what: str, source: str, at: int, most: int, where: str) -> None:
    if tx.count_tries(what, source, at - HOUR) >= most:
        raise TryLater(f"Too many letters came {where}: {most} within an hour.")
