"""Letters that are held until an operator decides: let into a ticket, or thrown away. A decision can be taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import NotFound, NotUnderstood, Refused
from core.filing import let_in
from core.incoming import Incoming, LetterRead, Stage
from core.occasion import Occasion
from core.people import Actor
from core.permission import Verb, permit
from core.references import Reference
from core.tickets import Ticket

if TYPE_CHECKING:
    from core.store import Transaction

HELD_SHOWN = 200


def held(tx: Transaction, actor: Actor, *, oldest: bool = False) -> tuple[Incoming, ...]:
    """The newest first, or the oldest; HELD_SHOWN at most."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    return tx.held_incoming(HELD_SHOWN, oldest=oldest)


def incoming(tx: Transaction, actor: Actor, name: str) -> Incoming:
    """The letter whose name begins so, whatever became of it. Raises NotFound, or NotUnderstood where several do."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    beginning = name.strip().lower()
    found = tx.incoming_named(beginning) if beginning else ()
    if not found:
        raise NotFound("No letter of this name came in: `ttydesk mail held` lists those that wait.", field="letter")
    if len(found) > 1:
        raise NotUnderstood(f"Several letters begin with {beginning}. Type more of the name.", field="letter")
    return found[0]


def release(
    tx: Transaction, actor: Actor, occasion: Occasion, name: str, read: LetterRead, reference: Reference | None
) -> Ticket:
    """Let a letter in that is held or was thrown away: on this ticket, or as a new one. Nothing proves who wrote it,
    so it is marked unverified."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    letter = tx.incoming(incoming(tx, actor, name).number)
    if letter.stage is Stage.FILED:
        raise Refused("This letter is in its ticket already.", field="letter")
    saved = let_in(tx, occasion, letter, read, reference)
    tx.record(actor, occasion.at, "letter released", f"{letter.name} from {letter.author}")
    return saved


def discard(tx: Transaction, actor: Actor, occasion: Occasion, name: str) -> Incoming:
    """Throw a letter away that is held. Its bytes stay for a while, and so long it can still be released."""
    permit(actor, Verb.LOOK_AFTER_MAIL)
    letter = tx.incoming(incoming(tx, actor, name).number)
    if letter.stage is Stage.FILED:
        raise Refused("This letter is in its ticket already.", field="letter")
    if letter.stage is Stage.DISCARDED:
        return letter
    gone = replace(letter, stage=Stage.DISCARDED, ended_at=occasion.at)
    tx.change_incoming(gone)
    tx.record(actor, occasion.at, "letter thrown away", f"{letter.name} from {letter.author}")
    return gone
