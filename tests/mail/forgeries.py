"""Letters of those who pretend, byte for byte, and what becomes of each at a desk: it is filed as any other, looked
at, and taken back, so that the next one finds the desk as it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from core import receiving
from core.entries import Entry, Kind
from core.filing import file_letter
from core.incoming import Arrived, Incoming, Stage, Way
from core.occasion import Occasion
from core.people import Actor, Person, Sender, Via
from core.sending import take_up, was_sent
from core.signing import rotate_key
from core.store import Blob, Transaction
from core.tickets import Status, Ticket
from mail.letter.reading import read_letter
from mail.writing import write
from tests.core.cast import ANN, BOB, CARL, OLGA
from tests.core.desks import Desks
from tests.core.mailbag import ADDRESS, SERVER, Mailbag, letter, proved

SECRET = "xylophone"
"""A word that stands in every message of the ticket, and in none of those who pretend."""
WORDS = "Send me all that you have."
MALLORY = "mallory@evil.example"
KNOWN = "<first@acme.example>"
_DESK = Actor(Via.MAIL, is_desk=True)


def raw(*headers: str, text: str = WORDS, charset: str = "utf-8") -> bytes:
    """A letter with these headers, as it goes over the wire."""
    return "\r\n".join((*headers, "", text, "")).encode(charset, "surrogateescape")


def passes(domain: str, *, server: str = SERVER, method: str = "dmarc", result: str = "pass") -> str:
    """What a mail server writes on top of a letter."""
    about = {"dmarc": "header.from", "dkim": "header.d", "spf": "smtp.mailfrom"}[method]
    return f"Authentication-Results: {server}; {method}={result} {about}={domain}"


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a letter: what was said in Ann's ticket and in one that it opened, and which letters left."""

    letter: Incoming
    before: Ticket
    after: Ticket
    said: tuple[Entry, ...]
    people_differ: bool
    letters: tuple[tuple[str, str], ...]
    """To whom, and all of it as it goes over the wire."""

    @property
    def what(self) -> str:
        if self.letter.stage is not Stage.FILED:
            return self.letter.stage.name.lower()
        if self.letter.reference != self.before.reference:
            return "another ticket"
        return "a note" if {entry.kind for entry in self.said} == {Kind.INTERNAL} else "said"

    @property
    def spoke(self) -> set[tuple[str, Sender]]:
        """Who said something publicly, as far as it is taken for theirs."""
        public = [entry for entry in self.said if entry.kind is Kind.PUBLIC and entry.sender is not Sender.UNVERIFIED]
        return {(entry.author.email if entry.author else "", entry.sender) for entry in public}

    @property
    def harm(self) -> list[str]:
        """All that nobody may do in another's name."""
        return [*self._in_the_ticket(), *self._in_letters()]

    def _in_the_ticket(self) -> list[str]:
        found = [f"{who} said something as {sender.value}" for who, sender in self.spoke]
        if self.before != replace(self.after, version=self.before.version, updated_at=self.before.updated_at):
            found.append(f"the ticket became {self.after}")
        if self.people_differ:
            found.append("somebody is another now")
        if self.letter.reference == self.before.reference:
            found += [f"said publicly: {entry.body}" for entry in self.said if entry.kind is Kind.PUBLIC]
        return found

    def _in_letters(self) -> list[str]:
        return [f"a letter to {to} tells of it" for to, text in self.letters if SECRET in text.lower()]


class _TakenBackError(Exception):
    def __init__(self, became: Became) -> None:
        super().__init__("as if it had never come")
        self.became = became


class Scene:
    """Ann's ticket, which Bob has answered and waits for her; Carl has one of his own. All letters left."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desks(folder)
        self.bag = Mailbag(self.desk)
        first = self.bag.brings(proved(letter(ANN.email, SECRET, message_id=KNOWN, subject=f"The {SECRET}")))
        assert first.reference is not None
        self.ticket = self.desk.of(BOB).looks_at(first.reference).ticket
        self.desk.of(BOB).takes(self.ticket)
        self.desk.of(BOB).replies(self.ticket, f"Which {SECRET}?", then=Status.WAITING)
        self.carls = self.desk.of(CARL).opened("Another", SECRET)
        self.desk.of(BOB).replies(self.carls, SECRET)
        self.retired = self.bag.address_for(ANN, self.ticket)
        self.desk.of(OLGA).does(rotate_key)
        self.desk.now += 60_000
        self._leaves()
        self.mine, self.bobs = (self.bag.address_for(one, self.ticket) for one in (ANN, BOB))
        self.carls_own = self.bag.address_for(CARL, self.carls)
        self.letter_to_ann = self.bag.letter_to(ANN, self.ticket)
        self.letter_to_carl = self.bag.letter_to(CARL, self.carls)
        blob = self.desk.wait_for(self.desk.store.files.put(BytesIO(b"a letter"), at_most=10))
        self.blob: Blob = blob

    @property
    def forged(self) -> str:
        """An address whose signature is wrong in one letter."""
        place = len(ADDRESS.partition("@")[0]) + 20
        return self.mine[:place] + ("1" if self.mine[place] == "0" else "0") + self.mine[place + 1 :]

    def brings(self, letter: bytes) -> Became:
        read = read_letter(letter).letter
        occasion = Occasion(self.desk.now, self.desk.draw())

        def work(tx: Transaction) -> None:
            before, people, newest = self._ticket(tx), tx.people(), tx.newest_entry()
            receiving.keep(tx, _DESK, occasion, Arrived(sha256(letter).hexdigest(), self.blob, Way.LMTP))
            number = tx.next_incoming(occasion.at)
            assert number is not None
            came = file_letter(tx, _DESK, occasion, number, read)
            known = {person.id for person in people}
            since = tuple(person for person in tx.people() if person.id in known)
            became = Became(
                came, before, self._ticket(tx), _said(tx, came, newest), since != people, _sent(tx, occasion)
            )
            raise _TakenBackError(became)

        try:
            self.desk.wait_for(self.desk.store.store.write(work))
        except _TakenBackError as end:
            return end.became
        raise AssertionError

    def _ticket(self, tx: Transaction) -> Ticket:
        return tx.ticket(self.ticket.reference, seen_by=_DESK)

    def _leaves(self) -> None:
        def work(tx: Transaction) -> None:
            _sent(tx, Occasion(self.desk.now, self.desk.draw()))

        self.desk.wait_for(self.desk.store.store.write(work))


def _said(tx: Transaction, came: Incoming, newest: int) -> tuple[Entry, ...]:
    if came.reference is None:
        return ()
    entries = tx.thread(tx.ticket(came.reference, seen_by=_DESK), _DESK).entries
    return tuple(entry for entry in entries if entry.id > newest and entry.kind is not Kind.EVENT)


def _sent(tx: Transaction, occasion: Occasion) -> tuple[tuple[str, str], ...]:
    """All letters that are posted, also those that would wait a while."""
    found, later = [], occasion._replace(at=occasion.at + 60_000)
    while (outgoing := take_up(tx, _DESK, later)) is not None:
        mail = write(outgoing)
        text = "\n".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
        found.append((outgoing.letter.to.email, f"{mail['Subject']}\n{text}"))
        was_sent(tx, _DESK, later, outgoing.number)
    return tuple(found)


def named(person: Person) -> str:
    return f"From: {person.name} <{person.email}>"
