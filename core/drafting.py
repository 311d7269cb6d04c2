"""Drafts: what somebody types is kept on the server while they type, and is there again when they come back."""

from __future__ import annotations

import re

from core.occasion import Occasion
from core.people import Actor, Via
from core.references import Reference
from core.store import DraftPlace, Transaction

_NOT_KEPT = re.compile("[\x00\ud800-\udfff]")
"""What no database keeps. A message that holds it is refused with a sentence; a draft is kept without it."""
_IN_ITS_PLACE = "\ufffd"


def draft(tx: Transaction, actor: Actor, kind: str, reference: Reference | None = None) -> str | None:
    """What was typed here last and not sent; `kind` is reply, note or new."""
    place = _place(actor, kind, reference)
    return None if place is None else tx.draft(place)


def keep_draft(
    tx: Transaction, actor: Actor, occasion: Occasion, kind: str, text: str, reference: Reference | None = None
) -> None:
    """Keep a draft; an empty one is thrown away. Soft state: it writes no change row."""
    if (place := _place(actor, kind, reference)) is not None:
        tx.keep_draft(place, _NOT_KEPT.sub(_IN_ITS_PLACE, text) if text.strip() else None, occasion.at)


def keeps_drafts(actor: Actor) -> bool:
    """Whether what this one types is there again when they come back another day."""
    return _place(actor, "", None) is not None


def _place(actor: Actor, kind: str, reference: Reference | None) -> DraftPlace | None:
    """Guests at this machine have drafts under the name of their system user; guests from elsewhere have none."""
    if actor.person is not None and actor.only is None:
        return DraftPlace(f"person {actor.person.id}", kind, reference)
    if actor.only is not None and actor.person is not None:
        return DraftPlace(f"pair {actor.person.id}", kind, actor.only)
    is_here = actor.source and actor.via is not Via.SSH  # there the source is an address, which many may share
    return DraftPlace(f"guest {actor.source}", kind, reference) if is_here else None
