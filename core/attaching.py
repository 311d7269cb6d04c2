"""Adding files to a ticket without a message: `attach`, and later scp and sftp."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.entries import Attachment
from core.errors import NotUnderstood
from core.occasion import Occasion
from core.opening import check_files, fingerprint, made_before
from core.people import Actor
from core.permission import Verb, permit
from core.reading import as_seen
from core.references import Reference
from core.replying import refuse_if_newer, say
from core.store import Transaction
from core.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Upload:
    """Files whose bytes are stored already."""

    reference: Reference
    attachments: tuple[Attachment, ...]
    key: str
    version: int | None = None


def attach(tx: Transaction, actor: Actor, occasion: Occasion, upload: Upload) -> Ticket:
    """Add a public entry without text. From the customer's side it counts as a message; from staff not."""
    before = tx.ticket(upload.reference, seen_by=actor)
    permit(actor, Verb.ATTACH, before)
    same = fingerprint(replace(upload, version=None, reference=before.reference))
    if (done := tx.answered(upload.key, actor, same)) is not None:
        return made_before(tx, actor, done)
    if not upload.attachments:
        raise NotUnderstood("Name at least one file to attach.", field="files")
    check_files(upload.attachments)
    refuse_if_newer(tx, before, actor, upload.version, strictly=True)
    saved = _added(tx, actor, occasion, before, upload.attachments)
    tx.remember_answer(upload.key, actor, same, saved.reference, occasion.at)
    return as_seen(saved, actor)


def _added(
    tx: Transaction, actor: Actor, occasion: Occasion, before: Ticket, attachments: tuple[Attachment, ...]
) -> Ticket:
    if before.is_customer_side(actor):
        return say(tx, actor, occasion, before, "", attachments)
    entry = tx.add_message(before, actor, "", occasion.at, attachments)
    return tx.save(before, before, actor, occasion.at, entry)
