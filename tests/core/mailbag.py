"""Letters as they come to a desk, read already: `bag.brings(letter("ann@acme.example", "It burns."))`."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Any

from sqlalchemy import select

from core import filing, quarantine, receiving, setting_up
from core.incoming import Arrived, AuthResult, AuthResults, Incoming, LetterRead, Machine, Mailbox, Way
from core.occasion import Occasion
from core.people import Person
from core.references import Reference
from core.signing import reply_address, signing_key
from core.store import Transaction
from core.tickets import Ticket
from storage import schema
from tests.core.cast import OLGA
from tests.core.desks import Desks

ADDRESS = "help@desk.example"
SERVER = "mx.desk.example"
WORDS = "It still burns."


def letter(author: str | None, text: str = WORDS, *, to: str = ADDRESS, **more: Any) -> LetterRead:
    """A letter of a person that nothing proves. `copies` are written as addresses."""
    name = (author or "").partition("@")[0].capitalize()
    copies = tuple(Mailbox("", one) for one in more.pop("copies", ()))
    read = LetterRead(
        message_id="",
        author=Mailbox(name, author) if author is not None else None,
        recipients=(to.lower(), *(one.email for one in copies)),
        copies=(Mailbox("", to), *copies),
        subject="Re: fire",
        answers=(),
        text=text,
        quoted="> It burns.",
    )
    return replace(read, **more)


def proved(read: LetterRead) -> LetterRead:
    """As the mail server of the desk found it to be of its author's domain."""
    assert read.author is not None
    return replace(read, authentication=(passed(SERVER, read.author.email.partition("@")[2].lower()),))


def passed(server: str, domain: str, method: str = "dmarc", result: str = "pass") -> AuthResults:
    return AuthResults(server, (AuthResult(method, result, domain),))


class Mailbag:
    """The mail of a desk that has an address, and a mail server that it believes."""

    def __init__(self, desk: Desks) -> None:
        self.desk = desk
        desk.of(OLGA).does(setting_up.change_settings, {"desk.address": ADDRESS, "mail.authserv": SERVER})

    def keeps(self, read: LetterRead) -> Incoming:
        """The letter came, and was taken up. It is another one each time, as its fingerprint says."""
        itself, raw = self.desk.itself(), str(self.desk.draw()).encode()
        self.desk.now += 1000
        blob = self.desk.wait_for(itself.desk.files.put(BytesIO(raw), at_most=1000))
        itself.does(receiving.keep, Arrived(sha256(raw).hexdigest(), blob, Way.LMTP))
        taken = itself.does(receiving.take_in)
        assert taken is not None
        return taken

    def brings(self, read: LetterRead) -> Incoming:
        """The letter came, was taken up and filed."""
        return self.desk.itself().does(filing.file_letter, self.keeps(read).number, read)

    def lets_in(self, came: Incoming, read: LetterRead, reference: Reference | None) -> Ticket:
        return self.desk.of(OLGA).does(quarantine.release, came.name, read, reference)

    def address_for(self, person: Person, ticket: Ticket) -> str:
        """Where only they can answer this ticket."""
        known, occasion = self.desk.known(person.email), Occasion(self.desk.now, self.desk.draw())

        def work(tx: Transaction) -> str:
            return reply_address(ADDRESS, signing_key(tx, occasion), ticket.reference, known)

        return self.desk.wait_for(self.desk.store.store.write(work))

    def letter_to(self, person: Person, ticket: Ticket) -> str:
        """The Message-ID of the newest letter to them about this ticket."""
        o = schema.outbox
        wanted = (
            select(o.c.message_id)
            .join(schema.people, schema.people.c.id == o.c.person_id)
            .join(schema.tickets, schema.tickets.c.id == o.c.ticket_id)
            .where(schema.people.c.email == person.email, schema.tickets.c.reference == ticket.reference)
            .order_by(o.c.id.desc())
        )
        found = self.desk.store.store.write_now(lambda connection: connection.execute(wanted).scalars().first())
        assert isinstance(found, str)
        return found


def automatic(author: str, **more: Any) -> LetterRead:
    return letter(author, "I am away.", machine=Machine.AUTO_REPLY, **more)
