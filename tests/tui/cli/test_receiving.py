"""`mail receive`: what a mail server hands over is kept, once, and it is told what to do where that fails."""

from __future__ import annotations

import pytest

from core.incoming import LETTER_AT_MOST
from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter
from tui.in_tray import InTray

LETTER = b"""From: Ann Okafor <ann@acme.example>
To: help@desk.example
Subject: The printer is on fire
Message-ID: <fire@acme.example>

It burns since noon.
"""


@pytest.fixture(autouse=True)
def address(counter: Counter) -> None:
    counter.done("settings", "set", "desk.address=help@desk.example", "--as", OLGA)


def subjects(counter: Counter) -> list[str]:
    return [one["subject"] for one in counter.done("list", "--json", "--as", MAYA).objects]


def test_a_letter_becomes_a_ticket_at_once_and_nothing_is_said_to_the_mail_server(counter: Counter) -> None:
    answer = counter.done("mail", "receive", "--to", "help@desk.example", stdin=LETTER)

    assert answer.out == ""
    assert subjects(counter) == ["The printer is on fire"]


def test_a_letter_that_comes_again_is_taken_and_is_no_second_ticket(counter: Counter) -> None:
    assert counter.done("mail", "receive", "--json", stdin=LETTER).json == {"new": True}
    again = b"From ann@acme.example  Mon Nov 24 09:10:00 2025\n" + LETTER

    assert counter.done("mail", "receive", "--json", stdin=again).json == {"new": False}
    assert subjects(counter) == ["The printer is on fire"]


def test_where_there_is_no_desk_the_mail_server_tries_again(counter: Counter) -> None:
    answer = counter.say("mail", "receive", "--db", f"sqlite:///{counter.folder}/none/desk.db", stdin=LETTER)

    assert (answer.status, len(answer.err.splitlines())) == (75, 1)


def test_settings_of_the_machine_that_are_wrong_lose_no_letter(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTYDESK_CONFIG", "/nowhere.toml")

    assert counter.say("mail", "receive", stdin=LETTER).status == 75


def test_a_letter_that_could_not_be_filed_at_once_is_kept_and_filed_later(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(tray: InTray, at_most: int) -> None:
        raise RuntimeError("the reader is gone")

    with monkeypatch.context() as broken:
        broken.setattr(InTray, "file_letters", fails)
        counter.done("mail", "receive", stdin=LETTER)
    assert subjects(counter) == []

    counter.done("tick")
    assert subjects(counter) == ["The printer is on fire"]


def test_what_goes_wrong_on_our_side_makes_the_mail_server_try_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.receiving.fingerprint", lambda raw: 1 // 0)

    answer = counter.say("mail", "receive", stdin=LETTER)

    assert (answer.status, "number" in answer.err) == (75, True)


def test_a_letter_that_is_too_large_is_refused_for_good(counter: Counter) -> None:
    assert counter.say("mail", "receive", stdin=LETTER + b"x" * LETTER_AT_MOST).status == 5
    assert subjects(counter) == []


@pytest.mark.parametrize("stdin", [b"", b"\n"])
def test_nothing_is_no_letter(counter: Counter, stdin: bytes) -> None:
    assert counter.say("mail", "receive", stdin=stdin).status == 2


def test_a_person_who_hands_a_letter_over_hears_what_became_of_it(counter: Counter) -> None:
    assert counter.say("mail", "receive", stdin=LETTER, terminal=True).out == "The letter is kept.\n"
    assert counter.say("mail", "receive", stdin=LETTER, terminal=True).out == "This letter was here before.\n"
    assert counter.say("mail", "receive", writes=ANN).status == 2


def test_a_letter_from_nobody_opens_no_ticket(counter: Counter) -> None:
    for sender in ("<>", "", "MAILER-DAEMON"):
        letter = LETTER.replace(b"<fire@", f"<fire{sender}@".encode())
        counter.done("mail", "receive", "--from", sender, stdin=letter)

    assert subjects(counter) == []
    assert "automatic reply" in counter.done("mail", "held", "--as", OLGA).out
    counter.done("mail", "receive", "--from", "ann@acme.example", stdin=LETTER)
    assert subjects(counter) == ["The printer is on fire"]
