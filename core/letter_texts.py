"""What the desk says in its letters in its own words, in place of what ttydesk says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from core.errors import NotUnderstood
from core.letters import Subject
from core.occasion import Occasion
from core.people import Actor
from core.permission import Verb, permit
from core.settings import LETTER

if TYPE_CHECKING:
    from core.store import Transaction


def read_letter(typed: str) -> Subject:
    """The letter that somebody names. Raises NotUnderstood."""
    for subject in Subject:
        if subject.value == typed.strip().lower().replace("-", "_").replace(" ", "_"):
            return subject
    names = ", ".join(subject.value for subject in Subject)
    raise NotUnderstood(f"There is no letter {typed}. There are: {names}.", field="letter")


def own_texts(tx: Transaction, actor: Actor) -> Mapping[Subject, str]:
    """Those that the desk has words of its own for."""
    permit(actor, Verb.SEE_SETTINGS)
    texts = {subject: tx.letter_text(subject.value) for subject in Subject}
    return {subject: text for subject, text in texts.items() if text}


def set_text(tx: Transaction, actor: Actor, occasion: Occasion, letter: Subject, text: str) -> None:
    """From now on the desk says this, which was checked before; with an empty text, what ttydesk says."""
    permit(actor, Verb.SET)
    tx.change_settings({LETTER + letter.value: text})
    tx.record(actor, occasion.at, "letter changed" if text else "letter reset", letter.value)
