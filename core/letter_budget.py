"""How many letters may come in within an hour: what is more waits for an operator, so that no loop goes on by itself.

Letters of which it is proved who wrote them are counted apart: nobody takes that from their author.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from core.calendars import DAY, HOUR
from core.entries import Attachment
from core.errors import TryLater
from core.opening import fingerprint
from core.people import normal_email
from core.references import Reference

if TYPE_CHECKING:
    from core.store import Transaction

FROM_ONE = 20
NEW_FROM_ALL = 100
"""Tickets that letters begin of which nobody proves who wrote them: whoever invents an author for each gets no further,
and a desk to which more people write has a mail server that proves whose letters they are."""
ON_ONE = 30
SAME_A_DAY = 2
"""How often somebody may write the same words in one ticket before a machine is taken to do it."""
FIGURES_COUNT_IN = 40
"""Characters: in a short answer figures may be all that it says; in a longer text robots number their letters."""
_FROM, _ON, _SAME, _BEGINS = "letter from", "letter in", "same letter", "letter begins"
_EVERYBODY = "everybody"
_FIGURES = re.compile(r"[\d\s]+")


def count_letter(tx: Transaction, at: int, email: str, reference: Reference | None, *, is_proved: bool) -> None:
    """One more from this sender, in this ticket. Raises TryLater where there were too many."""
    how = "proved" if is_proved else "unproved"
    sender = f"{how} {normal_email(email)}"
    _refuse_more(tx, _FROM, sender, at, FROM_ONE, "from this address")
    if reference is None and not is_proved:
        _refuse_more(tx, _BEGINS, _EVERYBODY, at, NEW_FROM_ALL, "for new tickets, and nothing proves who wrote them")
        tx.add_try(_BEGINS, _EVERYBODY, at)
    if reference is not None:
        _refuse_more(tx, _ON, f"{how} {reference}", at, ON_ONE, "in this ticket")
        tx.add_try(_ON, f"{how} {reference}", at)
    tx.add_try(_FROM, sender, at)


def count_report(tx: Transaction, at: int, reference: Reference) -> None:
    """One more delivery report; many may come from one mail server. Raises TryLater where there were too many."""
    _refuse_more(tx, _ON, f"reports {reference}", at, ON_ONE, "in this ticket")
    tx.add_try(_ON, f"reports {reference}", at)


def is_said_again(
    tx: Transaction, at: int, email: str, reference: Reference, body: str, files: tuple[Attachment, ...]
) -> bool:
    """Whether the same words came again and again: robots that hide what they are must not keep each other busy."""
    words = body if len(body) <= FIGURES_COUNT_IN else _FIGURES.sub(" ", body)
    said = fingerprint((reference, normal_email(email), words, files))
    tx.add_try(_SAME, said, at)
    return tx.count_tries(_SAME, said, at - DAY) > SAME_A_DAY


def _refuse_more(tx: Transaction, what: str, source: str, at: int, most: int, where: str) -> None:
    if tx.count_tries(what, source, at - HOUR) >= most:
        raise TryLater(f"Too many letters came {where}: {most} within an hour.")
