"""What those who work here say among themselves, in every place that holds words, and what came in by mail and is for
their eyes: tests look for these words where customers look."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO

from core import drafting, replying, saved_searches, triage
from core.desk import Desk
from core.entries import Attachment
from core.incoming import Bounced, LetterRead, Machine, Mailbox, Stage
from core.occasion import Occasion
from core.people import Actor, Person
from core.reception import Reception
from core.references import Reference, shown
from core.setting_up import change_settings
from core.signing import reply_address, signing_key
from core.store import Transaction
from core.tickets import Ticket
from core.wish import Wish
from tests.core.mailbag import SERVER, passed
from tests.mail.conftest import ADDRESS, came

SECRET = "secret7f3a9c"
"""Said, typed, tagged, attached and written by mail."""
QUOTED = "quoted7f3a9c"
"""Below what a customer wrote: theirs to see, and in no letter."""
ANSWER = "answer7f3a9c"
"""Of the mail server of somebody who is copied in: for whoever has the ticket."""
F, H = Stage.FILED, Stage.HELD


async def said_among_us(reception: Reception, ticket: Ticket) -> None:
    """In a ticket of Ann's, which Ben has copies of and Jonas or Maya owns."""
    olga, maya = await reception.claimed("olga@acme.example"), await reception.claimed("maya@acme.example")
    await olga.write(change_settings, {"desk.address": ADDRESS, "mail.authserv": SERVER})
    file = await _kept(maya, f"{SECRET}.log")
    said = replying.Reply(ticket.reference, f"@olga {SECRET}", f"note {SECRET}", attachments=(file,))
    await maya.write(replying.note, said)
    await maya.write(triage.change, Wish(ticket.reference, add_tags=(SECRET,)))
    await maya.write(saved_searches.save_search, saved_searches.Naming(SECRET, f"tag:{SECRET}", shared=True))
    for kind in ("reply", "note"):
        await maya.write(drafting.keep_draft, kind, SECRET, ticket.reference)
    await _wrote_by_mail(reception, ticket, file)


async def _wrote_by_mail(reception: Reception, ticket: Ticket, file: Attachment) -> None:
    """A stranger who has an address of Ann's, a machine, a mail server; somebody who says that they are Maya, and is
    held; Ann, who copies a stranger in and quotes; Maya, who quotes a letter among colleagues."""
    desk, ann = reception.the_desk_itself(), ticket.requester
    maya = await desk.read(_known, "maya@acme.example")
    ben = await desk.read(_known, "ben@acme.example")
    theirs, hers, his = [await desk.write(_signed, ticket.reference, one) for one in (ann, maya, ben)]
    stranger = Mailbox(SECRET, f"{SECRET}@far.example")
    wrote = LetterRead("", stranger, (theirs,), (stranger,), SECRET, (), SECRET, SECRET, (file,))
    by_maya = replace(wrote, author=Mailbox("Maya", maya.email), attachments=())
    bounced = Bounced(ben.email, "", ANSWER, for_good=True)
    for read, becomes in (
        (wrote, F),
        (replace(wrote, machine=Machine.AUTO_REPLY), F),
        (replace(wrote, machine=Machine.BOUNCE, author=None, recipients=(his,), bounced=(bounced,)), F),
        (replace(by_maya, recipients=(ADDRESS,), subject=f"{SECRET} [{shown(ticket.reference)}]"), H),
        (replace(wrote, author=Mailbox("Ann", ann.email), text="Any news?", quoted=QUOTED, attachments=()), F),
        (
            replace(
                by_maya, recipients=(hers,), copies=(), text="Soon.", authentication=(passed(SERVER, "acme.example"),)
            ),
            F,
        ),
    ):
        assert (await came(reception, read, f"{read}".encode())).stage is becomes, read


async def _kept(desk: Desk, name: str) -> Attachment:
    data = SECRET.encode()
    blob = await desk.files.put(BytesIO(data), at_most=len(data))
    return Attachment(name, blob.size, "text/plain", sha256(data).hexdigest())


def _known(tx: Transaction, _actor: Actor, email: str) -> Person:
    person = tx.person(email)
    assert person is not None
    return person


def _signed(tx: Transaction, _actor: Actor, occasion: Occasion, reference: Reference, person: Person) -> str:
    return reply_address(tx.settings().address, signing_key(tx, occasion), reference, person)
