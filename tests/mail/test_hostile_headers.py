"""Two hundred things that people, mail servers and operators may type, wherever it can come near a header or the end of
a letter: every letter comes to the mail server as the one letter that it is, with the headers that were meant."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from itertools import product

from core.entries import Attachment, Kind, PublicEntry
from core.errors import NotUnderstood
from core.letters import Letter, Subject
from core.people import Person, Role, Sender, Via, read_email
from core.sending import Outgoing
from core.settings import DeskSettings
from mail.smtp import line_to, read_server
from mail.wording import FACTS
from mail.writing import BY_PEOPLE, write
from tests.core.cast import a_ticket
from tests.mail.conftest import ADDRESS
from tests.mail.post_office import post_office

ENDS = (
    "\r\n", "\n", "\r", "\r\r\n", "\n\r", "\x00", "\r\n\r\n", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\u2028",
    "\u2029", "\r\n ", "\n.\n", "\r\n.\r\n", "\r.\r", "\n.\r\n", "\r\n.\r",
)  # fmt: skip
"""Of lines, for somebody: the last five end a letter for one server or another."""
BEHIND = (
    "Bcc: all@acme.example",
    "MAIL FROM:<boss@desk.example>\r\nRCPT TO:<all@acme.example>\r\nDATA\r\nSubject: Smuggled\r\n\r\nPay.",
    "Content-Type: text/html\r\n\r\n<b>",
    "x" * 80,
    ".",
)
WORDS = (
    *("=?utf-8?q?a=0d=0aBcc:_all=40acme.example?=", "=?utf-8?b?YQ0KQmNjOiBhbGxAYWNtZS5leGFtcGxl?="),
    *(
        "=?utf-8?q?a=00b?=",
        "=?utf-8?q?a=0a?= =?utf-8?q?Bcc:_b?=",
        "=?=?utf-8?q?a?=0d=0aBcc:b?=",
        "=\n?utf-8?q?=0aBcc:b?=",
    ),
)
OTHERS = (
    *("a@b, all@acme.example", "<all@acme.example>", '"', '\\"', "(", ")", "a:b;", "[1]" * 30, "é" * 50, "\x1b[31m"),
    *(
        "\u202eBcc",
        "\u200b" * 20,
        "😀" * 20,
        "=?",
        "?=",
        "%0d%0aBcc:b",
        "\\r\\nBcc:b",
        "&#13;&#10;Bcc:b",
        ";" * 99,
        "--",
    ),
)
TYPED = (
    *(f"a{end}{behind}" for end, behind in product(ENDS, BEHIND)),
    *(f"{before}{word}{after}" for word, (before, after) in product(WORDS, product(("", "a ", "x" * 70), ("", " b")))),
    *OTHERS,
    *(f"{'x' * 60} {one} {one}" for one in OTHERS[:19]),
    *(f"{end}a" for end in ENDS),
    *(f"a{end}" for end in ENDS[:5]),
)
EVERY_FACT = " ".join(f"{{{{ {fact} }}}}" for fact in FACTS) + "\n\n{{ message }}\n\n{{ contact }}\n"
"""A text of an operator whose subject names all that there is."""
ALWAYS = ["From", "To", "Reply-To", "Subject", "Date", "Message-ID"]
OF_THE_DESK = ["Auto-Submitted", "X-Auto-Response-Suppress"]
OF_ITS_PARTS = ["MIME-Version", "Content-Type"]
ON_ITS_OWN = re.compile(rb"\r(?!\n)|(?<!\r)\n")


def address(typed: str) -> str:
    """With what was typed in it, where the desk takes such an address, and any mail server."""
    try:
        return read_email(f"{typed[:60]}@acme.example".encode("ascii", "ignore").decode())
    except NotUnderstood:
        return "ann@acme.example"


def outgoing(typed: str, subject: Subject, text: str = "") -> Outgoing:
    """A letter about a ticket in which everything is what was typed."""
    ann = Person(1, address(typed), typed, undeliverable=typed)
    maya = Person(2, "maya@acme.example", typed, Role.AGENT)
    ticket = replace(a_ticket(requester=ann, assignee=maya), subject=typed, category=typed)
    entry = PublicEntry(
        1, Kind.PUBLIC, maya, Sender.STAFF, Via.CLI, f"{typed}\n{typed}", 0, (Attachment(typed, 1, "", ""),)
    )
    letter = Letter(subject, ticket, ann, "<1@desk.example>", 0, entry, maya)
    settings = DeskSettings(name=typed, address=ADDRESS, contact=typed)
    return Outgoing(1, letter, 0, settings, (), ADDRESS, text, code="12345678")


def test_there_are_two_hundred() -> None:
    assert len(set(TYPED)) == 200


async def test_each_comes_as_one_letter_with_the_headers_that_were_meant() -> None:
    about = [subject for subject in Subject if subject is not Subject.DIGEST]
    sent = [outgoing(typed, about[nth % len(about)], EVERY_FACT * (nth % 4 == 0)) for nth, typed in enumerate(TYPED)]
    async with post_office() as office, line_to(read_server(office.url)) as line:
        for one in sent:
            await line.send(write(one), ADDRESS, one.letter.to.email)

    assert len(office.raw) == 200
    for one, raw, letter in zip(sent, office.raw, office.letters, strict=True):
        headers = [*ALWAYS, *OF_THE_DESK * (one.letter.subject not in BY_PEOPLE), *OF_ITS_PARTS]
        assert message_from_bytes(raw).keys() == letter.keys() == headers
        assert not ON_ITS_OWN.search(raw)
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert [part.get_content_type() for part in letter.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        assert all_addresses(letter) == [ADDRESS, one.letter.to.email, ADDRESS]


def all_addresses(letter: EmailMessage) -> list[str]:
    return [one.addr_spec for name in ("From", "To", "Reply-To") for one in letter[name].addresses]
