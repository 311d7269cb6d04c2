"""Delivery reports as mail servers write them: to whom, which letter, why, and whether it is tried again."""

from __future__ import annotations

import pytest

from core.incoming import Bounced, Machine
from tests.mail.letter.mailbag import files, in_parts, letter, read

OURS = "<7f3a@desk.example>"
BOB = "bob@acme.example"
GONE = "550 5.1.1 The email account that you tried to reach does not exist"
DAEMON = "Return-Path: <>\nFrom: Mail Delivery System <MAILER-DAEMON@mx.acme.example>\nTo: help+0a1b@desk.example"
WORDS = "\nI'm sorry to inform you that your message could not be delivered."
RETURNED = f"Content-Type: message/rfc822\n\nFrom: help@desk.example\nMessage-ID: {OURS}\nSubject: We have it\n\nBody"


def report(*recipients: str, of: str = "Reporting-MTA: dns; mx.acme.example", returned: str = RETURNED) -> bytes:
    status = "Content-Type: message/delivery-status\n\n" + "\n\n".join([of, *recipients])
    return in_parts("report; report-type=delivery-status", WORDS, status, returned, headers=DAEMON)


def in_words(text: str, *headers: str) -> bytes:
    return letter("\n".join([DAEMON, *headers]) + "\n\n" + text)


def failed(to: str, *lines: str) -> str:
    return "\n".join([f"Final-Recipient: rfc822;{to}", "Action: failed", "Status: 5.1.1", *lines])


def test_a_report_names_each_address_the_letter_and_the_answer() -> None:
    raw = report(failed(BOB, f"Diagnostic-Code: smtp; {GONE}"), failed("<Eve@Acme.example>"))

    assert read(raw).machine is Machine.BOUNCE
    assert read(raw).bounced == (
        Bounced(BOB, OURS, GONE, for_good=True),
        Bounced("eve@acme.example", OURS, "5.1.1", for_good=True),
    )
    assert read(raw).text.startswith("I'm sorry")
    assert [file.name for file in files(raw)] == ["delivery-report.txt", "letter.eml"]


@pytest.mark.parametrize(
    ("block", "for_good"),
    [
        (f"Final-Recipient: rfc822; {BOB}\nAction: delayed\nStatus: 4.4.1", False),
        (f"Final-Recipient: rfc822; {BOB}\nStatus: 4.4.1", False),
        (f"Final-Recipient: rfc822; {BOB}\nStatus: 5.0.0", True),
        (f"Original-Recipient: rfc822;{BOB}\nFinal-Recipient: rfc822; sales@elsewhere.example\nAction: failed", True),
        (f"Final-Recipient: utf-8; {BOB}\nACTION: Failed\nStatus: 4.2.2", True),
        (f"Final-Recipient: {BOB}\nAction: failed", True),
    ],
)
def test_a_failure_is_told_from_a_delay(block: str, for_good: bool) -> None:
    (bounced,) = read(report(block)).bounced

    assert (bounced.email, bounced.message_id, bounced.for_good) == (BOB, OURS, for_good)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_that_all_went_well_is_only_an_automatic_reply(action: str) -> None:
    raw = report(f"Final-Recipient: rfc822;{BOB}\nAction: {action}\nStatus: 2.0.0")

    assert (read(raw).machine, read(raw).bounced) == (Machine.AUTO_REPLY, ())


def test_the_letter_is_found_wherever_a_server_names_it() -> None:
    headers = f"Content-Type: text/rfc822-headers\n\nReceived: here\nMessage-ID: {OURS}"
    coded = "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\nMessage-ID:=20" + OURS
    named = f"Reporting-MTA: dns; x\nX-Original-Message-ID: {OURS}"

    assert read(report(failed(BOB), returned=headers)).bounced[0].message_id == OURS
    assert read(report(failed(BOB), returned=coded)).bounced[0].message_id == OURS
    assert read(report(failed(BOB), of=named, returned="\nnothing")).bounced[0].message_id == OURS
    assert read(report(failed(BOB), returned="\nnothing")).bounced[0].message_id == ""
    assert read(in_words("It could not be delivered.", f"In-Reply-To: {OURS}")).bounced[0].message_id == OURS


EXIM = f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {BOB}
    host mx.acme.example [192.0.2.1]
    {GONE}

------ This is a copy of the message, including all the headers. ------

Return-path: <help@desk.example>
Message-ID: {OURS}
To: eve@acme.example
Subject: delayed

eve@acme.example
"""
QMAIL = f"""Hi. This is the qmail-send program at mx.acme.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{BOB}>:
192.0.2.1 does not like recipient.
Remote host said: {GONE}

--- Below this line is a copy of the message.

Message-ID: {OURS}
"""
SENDMAIL = f"""The original message was received at Mon, 23 Nov 2026 10:15:00 GMT

   ----- The following addresses had permanent fatal errors -----
<{BOB}>
    (reason: {GONE})

   ----- Original message follows -----
Message-ID: {OURS}
"""
POSTFIX = f"""I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<{BOB}>: host mx.acme.example[192.0.2.1] said:
    {GONE} (in reply to RCPT TO command)

> Message-ID: {OURS}
"""


@pytest.mark.parametrize("words", [EXIM, QMAIL, SENDMAIL, POSTFIX])
def test_servers_that_write_to_people_are_understood_too(words: str) -> None:
    (bounced,) = read(in_words(words)).bounced

    assert (bounced.email, bounced.message_id, bounced.for_good) == (BOB, OURS, True)
    assert GONE in bounced.answer


def test_addresses_in_the_header_come_before_those_in_the_text() -> None:
    raw = in_words(EXIM + "\nmallory@acme.example\n", f"X-Failed-Recipients: {BOB},\n eve@acme.example")

    assert [(one.email, GONE in one.answer) for one in read(raw).bounced] == [(BOB, True), ("eve@acme.example", False)]


def test_a_warning_is_a_delay() -> None:
    words = f"A message that you sent has not yet been delivered after 24 hours:\n\n  {BOB}\n\nIt will be retried."

    assert read(in_words(words)).bounced == (Bounced(BOB, "", "", for_good=False),)


def test_a_server_that_says_nothing_that_is_understood_still_reports() -> None:
    assert read(in_words("Nope.")).bounced == (Bounced("", "", "", for_good=True),)


@pytest.mark.parametrize(
    "head",
    [
        "From: Postmaster <postmaster@acme.example>\nSubject: Undeliverable: We have it",
        "Return-Path: <>\nFrom: Microsoft Outlook <x@acme.example>\nSubject: Undeliverable: We have it",
        f"From: robot@acme.example\nX-Failed-Recipients: {BOB}",
        "From: MAILER-DAEMON",
    ],
)
def test_a_report_is_known_by_who_sends_it_and_what_it_says(head: str) -> None:
    assert read(letter(f"{head}\n\n{BOB}:\nnobody here")).machine is Machine.BOUNCE


@pytest.mark.parametrize(
    "head",
    [
        "From: postmaster@acme.example\nSubject: Our printer",
        "From: ann@acme.example\nSubject: Undeliverable: We have it",
        "From: ann@acme.example\nSubject: your mailer says that my letter could not be delivered",
    ],
)
def test_people_may_write_about_reports(head: str) -> None:
    assert read(letter(f"{head}\n\n{BOB}:\nnobody here")).machine is Machine.NONE
    passed_on = in_parts("mixed", "\nWhat is this?", RETURNED, headers=head)
    assert read(passed_on).machine is Machine.NONE


def test_a_report_has_bounds() -> None:
    many = report(*[failed(f"p{number}@acme.example", "Diagnostic-Code: smtp; " + "x" * 510) for number in range(300)])

    assert len(read(many).bounced) == 100
    assert len(read(many).bounced[0].answer) == 500
    for poison in ("a@" * 40_000, "\n" * 60_000, "<" * 60_000, "message-id:" * 6000, "message-id: \n" * 6000):
        assert read(in_words(poison)).machine is Machine.BOUNCE
        assert read(report(poison)).machine is Machine.BOUNCE
