"""Adding files to a ticket without a message: `attach`, scp and sftp."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.calendars import HOUR
from core.entries import Attachment
from core.errors import NotUnderstood, TryLater
from core.occasion import Occasion
from core.opening import check_files, fingerprint, made_before
from core.people import Actor, Via
from core.permission import Verb, permit
from core.reading import as_seen
from core.references import Reference
from core.replying import refuse_if_newer, say
from core.store import Transaction
from core.tickets import Ticket

FILES_AN_HOUR = 100
"""From one source over SSH, but for those who work here."""


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
    _count_files(tx, actor, occasion.at, len(upload.attachments))
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


def _count_files(tx: Transaction, actor: Actor, at: int, files: int) -> None:
    if actor.via is not Via.SSH or actor.is_staff:
        return
    if tx.count_tries("attach", actor.source, at - HOUR) + files > FILES_AN_HOUR:
        raise TryLater(f"You sent {FILES_AN_HOUR} files within an hour. Pack several into one, or go on later.")
    for _ in range(files):
        tx.add_try("attach", actor.source, at)
