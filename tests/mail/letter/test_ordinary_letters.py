"""Whole letters as the usual programs and servers send them, in the folder `ordinary`, and what is read in each."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from core.incoming import Bounced, Machine
from tests.mail.letter.letters import ORDINARY
from tests.mail.letter.mailbag import names, read


@dataclass(frozen=True)
class Said:
    """`quoted` is a piece of what is folded away."""

    text: str
    subject: str = "Re: Printer"
    quoted: str = ""
    files: tuple[str, ...] = ()
    machine: Machine = Machine.NONE
    author: str = "ann@acme.example"
    bounced: tuple[Bounced, ...] = ()


EXPECTED = {
    "apple_mail": Said("This is before the plan.\n\nAnd this behind it.", files=("Größe.pdf",)),
    "empty": Said(""),
    "exchange": Said("It burns.", files=("winmail.dat",)),
    "gmail": Said("It works now 😀", quoted="> We have it."),
    "invitation": Said(
        "You are invited to look at the printer.",
        subject="Invitation: Printer",
        files=("invitation.ics", "invite.ics"),
    ),
    "iphone": Said("Look:", quoted="Sent from my iPhone", files=("IMG_0042.jpeg",)),
    "japanese": Said("プリンタが燃えています。", subject="プリンタ"),
    "mailing_list": Said(
        "It burns.\n_______________________________________________\nHelpers mailing list",
        subject="[Helpers] Printer",
        machine=Machine.LIST,
    ),
    "mutt": Said("From the hall: it burns.", quoted="> We have it.", files=("signature.asc",)),
    "no_mime": Said("Grüße aus dem Büro: es brennt."),
    "only_a_page": Said("It burns.\n\nSee here <https://acme.example/p>."),
    "out_of_office": Said("I am away until Friday.", subject="Automatic reply: Printer", machine=Machine.AUTO_REPLY),
    "outlook": Said(
        "It’s on fire – see below.\n[cid:image001.png@01DC5D]",
        subject="RE: Printer",
        quoted="We have it.",
        files=("image001.png",),
    ),
    "postfix": Said(
        "This is the mail system at host mx.acme.example.\n\n"
        "<bob@acme.example>: host mail.acme.example said: 550 5.1.1 No such user",
        subject="Undelivered Mail Returned to Sender",
        files=("delivery-report.txt", "headers.txt"),
        machine=Machine.BOUNCE,
        author="mailer-daemon@mx.acme.example",
        bounced=(Bounced("bob@acme.example", "<1@desk.example>", "550 5.1.1 No such user", for_good=True),),
    ),
    "proton": Said("It burns.", quoted="Sent with Proton Mail", files=("publickey.asc",)),
    "thunderbird": Said(
        "Danke – es brennt so, dass man es in der ganzen Halle hört.",
        quoted="> We have it, and look at it as soon as somebody who knows printers is in.",
    ),
}


@pytest.mark.parametrize("program", ORDINARY)
def test_a_letter_of_each_of_the_usual_programs_comes_out_right(program: str) -> None:
    raw, expected = ORDINARY[program], EXPECTED[program]

    letter = read(raw)

    assert expected.quoted in letter.quoted
    assert expected == Said(
        letter.text,
        letter.subject,
        expected.quoted,
        tuple(names(raw)),
        letter.machine,
        letter.author.email if letter.author else "",
        letter.bounced,
    )
    assert letter.unread == ""
