"""Answers as the usual mail programs write them: what is new is read, what is old is folded away and kept."""

from __future__ import annotations

import pytest

from mail.letter.folding import fold
from tests.mail.letter.mailbag import in_parts, read, said

OLD = "> We have it.\n> Its ticket ID is K7M2Q-9XR4T."

GMAIL = "It works now.\n\nOn Mon, Nov 23, 2026 at 10:15 AM Acme Help <help+0a1b@desk.example>\nwrote:\n\n" + OLD
APPLE = "It works now.\n\n> On 23 Nov 2026, at 10:15, Acme Help <help@desk.example> wrote:\n> \n" + OLD
IPHONE = (
    "It works now.\n\nSent from my iPhone\n\n> On 23 Nov 2026, at 10:15, Acme Help <help@desk.example> wrote:\n> \n"
    + OLD
)
THUNDERBIRD = "It works now.\n\nAm 23.11.26 um 10:15 schrieb Acme Help:\n" + OLD + "\n"
MUTT = "On Mon, Nov 23, 2026 at 10:15:00AM +0000, Acme Help wrote:\n" + OLD + "\n\nIt works now.\n"
OUTLOOK = """It works now.

________________________________
From: Acme Help <help@desk.example>
Sent: Monday, November 23, 2026 10:15 AM
To: Ann Okafor <ann@acme.example>
Subject: We have it

We have it.
"""
OUTLOOK_2016 = OUTLOOK.replace("________________________________\n", "")
OUTLOOK_CLASSIC = OUTLOOK.replace("________________________________", "-----Original Message-----")
EXCHANGE_GERMAN = """It works now.

Von: Acme Help <help@desk.example>
Gesendet: Montag, 23. November 2026 10:15
An: Ann Okafor <ann@acme.example>
Betreff: We have it

We have it.
"""
PROTON = (
    "It works now.\n\nSent with Proton Mail secure email.\n\n"
    "On Monday, November 23rd, 2026 at 10:15, Acme Help <help@desk.example> wrote:\n\n" + OLD
)
FRENCH = "It works now.\n\nLe lun. 23 nov. 2026 à 10:15, Acme Help <help@desk.example> a\nécrit :\n\n" + OLD
SPANISH = "It works now.\n\nEl lun, 23 nov 2026 a las 10:15, Acme Help (<help@desk.example>) escribió:\n\n" + OLD
RUSSIAN = "It works now.\n\nпн, 23 нояб. 2026 г. в 10:15, Acme Help <help@desk.example>:\n\n" + OLD
JAPANESE = "It works now.\n\n2026年11月23日(月) 10:15 Acme Help <help@desk.example>:\n\n" + OLD
CHINESE = "It works now.\n\n在 2026年11月23日，10:15，Acme Help <help@desk.example> 写道：\n\n" + OLD
POLISH = "It works now.\n\npon., 23 lis 2026 o 10:15 Acme Help <help@desk.example> napisał(a):\n\n" + OLD
BARE = "It works now.\n\n" + OLD


@pytest.mark.parametrize(
    "answer",
    [
        GMAIL,
        APPLE,
        IPHONE,
        THUNDERBIRD,
        MUTT,
        OUTLOOK,
        OUTLOOK_2016,
        OUTLOOK_CLASSIC,
        EXCHANGE_GERMAN,
        PROTON,
        FRENCH,
        SPANISH,
        RUSSIAN,
        JAPANESE,
        CHINESE,
        POLISH,
        BARE,
    ],
)
def test_only_what_is_new_is_the_text(answer: str) -> None:
    letter = read(said(answer))

    assert letter.text == "It works now."
    assert "We have it." in letter.quoted


def test_nothing_is_lost() -> None:
    for answer in (GMAIL, IPHONE, MUTT, OUTLOOK, EXCHANGE_GERMAN):
        letter = read(said(answer))
        kept = f"{letter.text}\n{letter.quoted}"
        assert sorted(kept.split()) == sorted(answer.split())


def test_who_answers_between_the_lines_is_read_with_them() -> None:
    between = (
        "On Monday Acme Help wrote:\n> Which printer?\nThe one in the hall.\n> Since when?\nSince Friday.\n\n> Bye"
    )

    letter = read(said(between))

    assert letter.text.endswith("> Which printer?\nThe one in the hall.\n> Since when?\nSince Friday.")
    assert letter.quoted == "> Bye"


def test_a_signature_is_folded_away_and_a_sign_off_is_not() -> None:
    letter = read(said("It burns.\n\nBest regards\nAnn\n\n-- \nAnn Okafor\nAcme Inc., Lagos"))

    assert letter.text == "It burns.\n\nBest regards\nAnn"
    assert letter.quoted == "-- \nAnn Okafor\nAcme Inc., Lagos".replace("-- ", "--")


@pytest.mark.parametrize(
    "whole",
    [
        OLD,
        "On Monday, 23 November 2026, Ann Okafor wrote:\n" + OLD,
        "-- \nAnn",
        "Sent from my iPhone",
        "From: here\nTo: there\nSubject: a letter that I found",
        "> quoted only",
        "--",
    ],
)
def test_a_letter_is_never_folded_away_whole(whole: str) -> None:
    letter = read(said(whole))

    assert letter.text.split() == whole.split()
    assert letter.quoted == ""


@pytest.mark.parametrize(
    "whole",
    [
        "Two things:\n\n- one\n- two\n\n/var/log is full.\nThanks, and\nBest of all: it burns.",
        "$ ls -l\n---------- 1 root\n-- done\n--- a/file\n+++ b/file",
        "On Monday the printer burned. The label said:\nDo not burn",
        "Takk\nKh\nTak for it",
        "See below.\n\n---------- Forwarded message ---------\nFrom: Bob <b@acme.example>\nTo: A\nSubject: a\n\nHot.",
        "    indented\n\tas it was",
    ],
)
def test_what_only_looks_like_something_old_stays(whole: str) -> None:
    assert read(said(whole)).text == whole
    assert read(said(whole)).quoted == ""


def test_a_letter_that_is_passed_on_is_what_its_author_wants_to_say() -> None:
    assert "We have it." in fold(OUTLOOK, "FW: We have it").text
    assert "We have it." in fold(EXCHANGE_GERMAN, "WG: We have it").text


def test_quotes_in_a_page_are_folded_too() -> None:
    page = """Content-Type: text/html; charset=utf-8

<html><body><div dir="ltr">It works now.<br></div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 23,
2026 at 10:15 AM Acme Help &lt;<a href="mailto:help@desk.example">help@desk.example</a>&gt; wrote:<br></div>
<blockquote style="margin:0"><div>We have it.</div><div>Its ticket ID is <b>K7M2Q-9XR4T</b>.</div></blockquote></div>
</body></html>
"""
    letter = read(in_parts("alternative", page))

    assert letter.text == "It works now."
    assert "> We have it.\n> Its ticket ID is K7M2Q-9XR4T." in letter.quoted


def test_lines_that_patterns_stumble_over_are_only_text() -> None:
    for line in (
        "On " + "a " * 30_000,
        "From:" + " " * 60_000,
        "> " * 30_000,
        "Am " * 30_000 + "schrieb",
        "-" * 60_000,
    ):
        whole = "\n".join(["It burns.", *[line] * 20])
        assert "It burns." in read(said(whole)).text
    for line in ("On\n", "From:\n", "> \n", "\n", "_\n", "Le a\n", "2026年11月23日\n", "From: a\n\n"):
        assert "It burns." in read(said("It burns.\n" + line * 20_000)).text
