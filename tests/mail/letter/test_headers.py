"""Who wrote to whom, about what, and which letter it answers: as programs write it, and as those do who deceive."""

from __future__ import annotations

import pytest

from core.incoming import Mailbox
from mail.letter.addresses import read_addresses
from tests.mail.letter.mailbag import letter, read, said

ANN = Mailbox("Ann Okafor", "ann@acme.example")


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("Ann Okafor <ann@acme.example>", ANN),
        ('"Okafor, Ann" <ANN@Acme.Example>', Mailbox("Okafor, Ann", "ann@acme.example")),
        ("ann@acme.example (Ann Okafor)", ANN),
        ("ann@acme.example", Mailbox("", "ann@acme.example")),
        ("<ann@acme.example>", Mailbox("", "ann@acme.example")),
        ("Ann\n Okafor\n\t<ann@acme.example>", ANN),
        ('"Ann \\"the boss\\" Okafor" <ann@acme.example>', Mailbox('Ann "the boss" Okafor', "ann@acme.example")),
        ("=?utf-8?Q?J=C3=BCrgen_Gro=C3=9F?= <j@acme.example>", Mailbox("Jürgen Groß", "j@acme.example")),
        (
            "=?iso-8859-1?q?Gro=DF=2C?= =?iso-8859-1?q?_J=FCrgen?= <j@acme.example>",
            Mailbox("Groß, Jürgen", "j@acme.example"),
        ),
        ('"=?UTF-8?B?w4VzYQ==?=" <a@acme.example>', Mailbox("Åsa", "a@acme.example")),
        ("=?gb18030?B?zfXQob3w?= <w@acme.example>", Mailbox("王小金", "w@acme.example")),
        ("=?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <y@acme.example>", Mailbox("山田", "y@acme.example")),
        ("Анна <anna@acme.example>", Mailbox("Анна", "anna@acme.example")),
        ("ann@bank.example <eve@evil.example>", Mailbox("ann@bank.example", "eve@evil.example")),
        ("=?utf-8?Q?a=40b.example=3E=2C?= <eve@evil.example>", Mailbox("a@b.example>,", "eve@evil.example")),
    ],
)
def test_the_author_is_whom_the_one_address_names(written: str, author: Mailbox) -> None:
    assert read(letter(f"From: {written}\n\nHello")).author == author


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Ann",
        "ann@acme.example, bob@acme.example",
        "<ann@acme.example> <bob@acme.example>",
        "<ann@acme.example> bob@acme.example",
        "ann@acme.example <",
        "ann@acme.example>",
        "Ann <ann@acme.example",
        "Staff: ann@acme.example;",
        ":ann@acme.example",
        '"ann@acme.example"',
        "<@evil.example:ann@acme.example>",
        "ann@acme.example@evil.example",
        "ann @acme.example",
        "<ann@acme.example\x00>",
        '"ann@acme.example" <eve@evil.example> <x@y.example>',
        "<=?utf-8?q?ann=40acme.example?=>",
        "undisclosed-recipients:;",
        "ann@acme.example)<eve@evil.example>",
        "ann@acme.example(<eve@evil.example>",
        "ann@acme.example (\\",
        'ann@acme.example "',
    ],
)
def test_an_author_who_is_not_plain_is_none(written: str) -> None:
    assert read(letter(f"From: {written}\n\nHello")).author is None


def test_a_letter_with_two_authors_has_none() -> None:
    assert read(letter("From: ann@acme.example\nFROM : bob@acme.example\n\nHello")).author is None


def test_headers_end_where_a_mail_server_ends_them() -> None:
    read_so = read(letter("From: ann@acme.example\nthis is no header\nFrom: bob@acme.example\n\nHello"))

    assert read_so.author == Mailbox("", "ann@acme.example")
    assert read_so.text == "this is no header\nFrom: bob@acme.example\n\nHello"


def test_recipients_are_all_that_it_was_written_or_delivered_to() -> None:
    raw = letter("""
Delivered-To: help+0abc@desk.example
From: ann@acme.example
To: Desk <HELP@desk.example>, friends: Bob <bob@acme.example>, "C, D" <cd@acme.example>;
Cc: bob@acme.example; eve@acme.example, nobody
Subject: x

Hello
""")

    assert read(raw).recipients == (
        "help+0abc@desk.example",
        "help@desk.example",
        "bob@acme.example",
        "cd@acme.example",
        "eve@acme.example",
    )
    assert [(copy.name, copy.email) for copy in read(raw).copies] == [
        ("Desk", "help@desk.example"),
        ("Bob", "bob@acme.example"),
        ("C, D", "cd@acme.example"),
        ("", "eve@acme.example"),
    ]


def test_a_letter_names_at_most_two_hundred_people_and_a_hundred_letters() -> None:
    people = ",\n ".join(f"p{number}@acme.example" for number in range(900))
    letters = "\n ".join(f"<{number}@acme.example>" for number in range(900))

    read_so = read(letter(f"From: ann@acme.example\nTo: {people}\nReferences: {letters}\n\nHello"))

    assert len(read_so.recipients) == len(read_so.copies) == 200
    assert read_so.answers == tuple(f"<{number}@acme.example>" for number in range(899, 799, -1))


def test_the_nearest_answered_letter_comes_first() -> None:
    raw = said(
        "Hello", "Message-ID: <4@x>", "References: <1@x>\n <2@x>", "\t<3@x>", "In-Reply-To: Yours <3@x> of Monday"
    )

    assert (read(raw).message_id, read(raw).answers) == ("<4@x>", ("<3@x>", "<2@x>", "<1@x>"))


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?Q?Caf=C3?=\n =?utf-8?Q?=A9_zu?=", "Café zu"),
        ("Re: =?windows-1252?Q?=80=20100?= due", "Re: € 100 due"),
        ("=?unicode_escape?Q?=5Cx41?=", "\\x41"),
        ("=?utf-8?B?8J+YgA?=", "😀"),
        ("=?utf-8?Q?no end", "=?utf-8?Q?no end"),
        ("=?utf-8*en?Q?tagged?=", "tagged"),
        ("a\n b\n\tc", "a b c"),
        ("Fehler beim Öffnen", "Fehler beim Öffnen"),
    ],
)
def test_a_subject_is_read_as_it_was_meant(written: str, subject: str) -> None:
    assert read(letter(f"From: a@x.example\nSubject: {written}\n\nHello")).subject == subject


def test_eight_bits_in_headers_are_read_by_what_they_look_like() -> None:
    assert read(letter("From: a@x.example\nSubject: Größe\n\n", charset="cp1252")).subject == "Größe"


def test_ten_thousand_brackets_are_read_once_each() -> None:
    for written in (
        "<" * 60_000,
        "(" * 60_000,
        '"' * 59_999,
        "<>" * 30_000,
        "\\" * 60_000,
        "a" * 60_000,
        ":;," * 20_000,
    ):
        assert len(read_addresses(written).mailboxes) == 0
