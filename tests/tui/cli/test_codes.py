"""Proving an address by a mailed code: to sign in, and to write after finding a ticket by its ID and e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.mail.post_office import PostOffice, post_office_beside, text_of
from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter


@pytest.fixture
def office(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    counter.done("settings", "set", "desk.address=help@desk.example", "--as", OLGA)
    with post_office_beside() as office:
        monkeypatch.setenv("TTYDESK_SMTP", office.url)
        yield office


def code(office: PostOffice) -> str:
    """That of the newest letter that brings one."""
    brought = [text_of(letter) for letter in office.letters if letter["Subject"].startswith("Your code")]
    return str(re.findall(r"^ *(\d{4} \d{4})$", brought[-1], re.MULTILINE)[0])


def test_an_empty_password_asks_for_a_code_which_signs_in(counter: Counter, office: PostOffice) -> None:
    def answers() -> Iterator[str]:
        yield from (MAYA, "", "0000 0000")
        yield from (code(office), "n")

    listed = counter.say("queues", answers=answers())

    assert listed.status == 0
    assert f"If {MAYA} is known here, a code is on its way there. It holds for ten minutes.\n" in listed.err
    assert "The code does not fit" in listed.err


def test_an_address_that_nobody_has_hears_the_same(counter: Counter, office: PostOffice) -> None:
    refused = counter.say("queues", answers=["zoe@acme.example", "", "1", "2", "3"] * 3)

    assert refused.status == 5
    assert "If zoe@acme.example is known here, a code is on its way there." in refused.err
    assert office.letters == []


def test_whoever_sits_there_is_asked_for_the_code_before_they_write(counter: Counter, office: PostOffice) -> None:
    ticket = counter.ticket()

    def answers() -> Iterator[str]:
        yield code(office)

    sent = counter.say("reply", ticket, "--email", ANN, stdin="It is back.", answers=answers())

    assert (sent.status, sent.out) == (0, f"Your answer is in {ticket}.\n")
    assert f"type the code that is on its way to {ANN}" in sent.err
    said = counter.shown(ticket)["entries"][-1]
    assert (said["body"], said["sender"]) == ("It is back.", "verified")


@pytest.mark.parametrize("verb", ["reply", "attach", "confirm", "reopen"])
def test_a_script_says_the_code(counter: Counter, office: PostOffice, verb: str) -> None:
    ticket = counter.ticket()
    if verb == "reopen":
        counter.done("set", ticket, "assignee=me", "status=resolved", "--as", MAYA)
    said = [verb, ticket, *(["-", "--name", "a.log"] if verb == "attach" else []), "--email", ANN]

    first = counter.say(*said, stdin="x")
    assert (first.status, first.out) == (5, "")
    assert first.err.endswith("It holds for ten minutes. Say the same again with --code.\n")
    wrong = counter.say(*said, "--code", "00000000", stdin="x")
    assert (wrong.status, "The code does not fit" in wrong.err) == (5, True)

    assert counter.say(*said, "--code", code(office), stdin="x").status == 0
    again = counter.say(*said, "--code", code(office), stdin="x")
    assert (again.status, again.out) == (5, "")


def test_reading_needs_no_code_and_a_code_needs_its_address(counter: Counter, office: PostOffice) -> None:
    ticket = counter.ticket()

    assert counter.done("show", ticket, "--email", ANN).out
    assert [letter for letter in office.letters if letter["Subject"].startswith("Your code")] == []
    assert counter.say("reply", ticket, "--code", "1", "--as", MAYA, stdin="x").status == 2
    assert counter.say("confirm", ticket, counter.ticket(), "--email", ANN, "--code", "1").status == 2


def test_a_desk_that_asks_for_codes_and_sends_none_says_how_else(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("settings", "set", "lookup.proof=code", "--as", OLGA)

    refused = counter.say("reply", ticket, "--email", ANN, stdin="x")

    assert (refused.status, refused.err) == (5, "Sign in to write here: this desk sends no codes by mail.\n")
