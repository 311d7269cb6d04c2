"""The audit: who did what, when, through which door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.people import Actor, Via
from core.permission import Verb, permit
from core.references import Reference

if TYPE_CHECKING:
    from core.store import Transaction


@dataclass(frozen=True, slots=True)
class Deed:
    """One row. `who` is a name and e-mail as they were, or `guest` or `the desk`; `asserted`: only claimed."""

    at: int
    who: str
    asserted: bool
    via: Via
    what: str
    reference: Reference | None
    detail: str


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Newest first; of one ticket, or of people whose name or e-mail holds `who`; not newer than `before`."""

    reference: Reference | None = None
    who: str = ""
    before: int | None = None
    limit: int = 200


def audit(tx: Transaction, actor: Actor, query: AuditQuery) -> tuple[Deed, ...]:
    permit(actor, Verb.SEE_AUDIT)
    return tx.deeds(query)
