"""`mail status|send|retry`, and letters that `tick` sends."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.mail.post_office import PostOffice, html_of, post_office_beside, text_of
from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter

ADDRESS = "help@desk.example"


@pytest.fixture
def office(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server that this machine was told of."""
    counter.done("settings", "set", f"desk.address={ADDRESS}", "--as", OLGA)
    with post_office_beside() as office:
        monkeypatch.setenv("TTYDESK_SMTP", office.url)
        yield office


def test_without_a_mail_server_it_is_told_what_is_missing_and_nothing_is_promised(counter: Counter) -> None:
    shown = counter.done("mail", "status", "--as", OLGA).out

    assert "server\tnone: set TTYDESK_SMTP=smtp://user@host:587" in shown
    assert "address\tnone: ttydesk settings set desk.address=" in shown
    assert counter.done("mail", "status", "--json", "--as", OLGA).json["sends"] is False
    refused = counter.say("mail", "send", "--as", OLGA)
    assert (refused.status, "TTYDESK_SMTP=smtp://user@host:587 names one." in refused.err) == (5, True)
    opened = counter.say("new", "--subject", "S", "--name", "Ann", "--email", ANN, stdin="B", terminal=True)
    assert "mail" not in opened.out


def test_what_waits_is_sent_once_and_told(counter: Counter, office: PostOffice) -> None:
    opened = counter.say("new", "--subject", "S", "--name", "Ann", "--email", ANN, stdin="B", terminal=True)
    assert opened.out.endswith(f"By mail the ID goes to {ANN}, once an hour at most.\n")
    state = counter.done("mail", "status", "--json", "--as", OLGA).json
    assert (state["sends"], state["address"], state["waiting"]) == (True, ADDRESS, 4)

    assert counter.done("mail", "send", "--as", OLGA).out == "4 letters sent.\n"
    assert counter.done("mail", "send", "--as", OLGA, "--json").json == {"sent": 0, "put_off": 0, "given_up": 0}
    assert len(office.letters) == 4
    assert "Its ticket ID is" in text_of(office.to("ann")[0])
    assert counter.done("mail", "status", "--json", "--as", OLGA).json["last_sent_at"] is not None


def test_what_came_in_is_told(counter: Counter) -> None:
    assert counter.done("mail", "status", "--json", "--as", OLGA).json["in"]["last_came_at"] is None
    counter.done("mail", "receive", stdin=f"From: {ANN}\nSubject: S\n\nB\n")
    counter.done("mail", "receive", stdin="Subject: nobody wrote this\n\nB\n")

    told = counter.done("mail", "status", "--json", "--as", OLGA).json["in"]
    assert (told["waiting"], told["held"], told["mailboxes"]) == (0, 1, [])
    assert "held\t1: ttydesk mail held\n" in counter.done("mail", "status", "--as", OLGA).out


def test_a_tick_fetches_and_a_mailbox_that_is_away_is_told(
    counter: Counter, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTYDESK_IMAP", "imap://help:secret@127.0.0.1:1/INBOX")
    counter.ticket()

    told = counter.say("tick")
    assert (told.status, told.err.startswith("127.0.0.1:1 was not reached: ")) == (75, True)
    assert told.out.endswith(" 4 letters sent.\n")
    (mailbox,) = counter.done("mail", "status", "--json", "--as", OLGA).json["in"]["mailboxes"]
    assert (mailbox["name"], mailbox["trouble"]) == ("help@127.0.0.1/INBOX", told.err.strip())
    assert "secret" not in counter.done("mail", "status", "--as", OLGA).out


def test_a_tick_sends_letters(counter: Counter, office: PostOffice) -> None:
    counter.ticket()

    assert counter.done("tick").out.endswith(" 4 letters sent.\n")
    assert counter.done("tick", "--json").json["letters"] == 0


def test_letters_that_were_given_up_are_listed_and_tried_again(counter: Counter, office: PostOffice) -> None:
    ticket = counter.ticket()
    office.refused = {ANN: "550 \x1b[31mNobody here"}
    assert "1 letter given up: `ttydesk mail status` says why" in counter.done("mail", "send", "--as", OLGA).out

    (lost,) = counter.done("mail", "status", "--json", "--as", OLGA).json["letters"]
    assert (lost["id"], lost["to"], lost["about"]) == (ticket, ANN, "acknowledgement")
    table = counter.done("mail", "status", "--as", OLGA).out
    assert re.search(
        rf"^{lost['letter']}\tacknowledgement\t{ticket}\t{ANN}\t.*\t550 .*Nobody here$", table, re.MULTILINE
    )
    assert "\x1b" not in table
    assert counter.done("mail", "status", "-q", "--as", OLGA).out == f"{lost['letter']}\n"

    assert counter.say("mail", "retry", "nosuch", "--as", OLGA).status == 3
    assert counter.say("mail", "retry", "--as", OLGA).status == 2
    office.refused = {}
    assert counter.done("mail", "retry", lost["letter"], "--as", OLGA).out == "1 letter will be tried again.\n"
    assert counter.done("mail", "send", "--as", OLGA).out == "1 letter sent.\n"
    assert counter.done("mail", "retry", "--all", "--as", OLGA).out == "No letter was given up.\n"


def test_a_mail_server_that_is_away_is_told_and_letters_wait(
    counter: Counter, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.ticket()
    monkeypatch.setenv("TTYDESK_SMTP", "smtp://127.0.0.1:1")

    away = counter.say("mail", "send", "--as", OLGA)

    assert (away.status, away.err.startswith("127.0.0.1:1 was not reached: ")) == (75, True)
    assert counter.say("tick").status in (0, 75)
    assert counter.done("mail", "status", "--json", "--as", OLGA).json["waiting"] == 4


@pytest.mark.parametrize("said", [["mail", "status"], ["mail", "send"], ["mail", "retry", "--all"]])
def test_mail_is_an_operators(counter: Counter, office: PostOffice, said: list[str]) -> None:
    assert counter.say(*said, "--as", MAYA).status == 5


def test_where_the_server_is_named_badly_it_is_told(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.done("settings", "set", f"desk.address={ADDRESS}", "--as", OLGA)
    counter.ticket()
    monkeypatch.setenv("TTYDESK_SMTP", "mail.example:25")

    answer = counter.say("mail", "send", "--as", OLGA)

    assert (answer.status, "smtp://user@host:port" in answer.err) == (2, True)
    assert counter.say("serve", "--ssh", "127.0.0.1:0").err == answer.err
    monkeypatch.delenv("TTYDESK_SMTP")
    monkeypatch.setenv("TTYDESK_IMAP", "imaps://help@mail.example")
    assert "TTYDESK_IMAP_PASSWORD" in counter.say("serve", "--lmtp", "127.0.0.1:0").err


@pytest.mark.parametrize("setting", ["smtp", "imap"])
def test_a_password_of_the_mail_server_does_not_stand_in_the_file_of_settings(
    counter: Counter, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    config = counter.folder / "ttydesk.toml"
    config.write_text(f'{setting} = "{setting}s://desk:secret@mail.example"')
    monkeypatch.setenv("TTYDESK_CONFIG", str(config))

    answer = counter.say("mail", "status", "--as", OLGA)

    assert (answer.status, "must not hold the password of the mail server" in answer.err) == (2, True)
    assert "secret" not in answer.err


def test_keys_that_sign_are_rotated(counter: Counter, office: PostOffice) -> None:
    counter.ticket(email="dora@acme.example")
    counter.done("mail", "send", "--as", OLGA)
    assert counter.done("settings", "rotate-key", "--as", OLGA).out == "Letters are signed with key 2 from now on.\n"
    counter.ticket(email="emil@acme.example")
    counter.done("mail", "send", "--as", OLGA)

    answered = [str(office.to(name)[0]["Reply-To"].addresses[0].username) for name in ("dora", "emil")]
    assert [address.removeprefix("help+")[:2] for address in answered] == ["01", "02"]


def test_a_letter_says_what_an_operator_wrote(counter: Counter, office: PostOffice) -> None:
    ours = counter.done("mail", "text", "acknowledgement", "--as", OLGA).out
    assert ours.startswith("{{ subject }} [{{ id }}]\n\nWe have your request.")
    assert ["reply", "of ttydesk"] in counter.done("mail", "text", "--as", OLGA).rows

    counter.done("mail", "text", "acknowledgement", "--from", "-", "--as", OLGA, stdin="Hallo {{ id }}\n\n<Gut>.")
    ticket = counter.ticket()
    counter.done("mail", "send", "--as", OLGA)

    (letter,) = office.to("ann")
    assert (letter["Subject"], text_of(letter)) == (f"Hallo {ticket}", "<Gut>.\n")
    assert "&lt;Gut&gt;." in html_of(letter)
    assert ["acknowledgement", "your own"] in counter.done("mail", "text", "--as", OLGA).rows
    counter.done("mail", "text", "acknowledgement", "--reset", "--as", OLGA)
    assert counter.done("mail", "text", "acknowledgement", "--as", OLGA).out == ours


@pytest.mark.parametrize(
    "text",
    ["S\n\n{{ nobody }}", "S\n\n{% if %}", "S", "", "S\n\n{{ ''.__class__.__mro__ }}", "S\n\n{{ 1 / 0 }}", b"\xff"],
)
def test_a_text_that_can_not_be_filled_is_refused(counter: Counter, text: str | bytes) -> None:
    answer = counter.say("mail", "text", "reply", "--from", "-", "--as", OLGA, stdin=text)

    assert (answer.status, answer.out, len(answer.err.splitlines())) == (2, "", 1)
    assert counter.say("mail", "text", "nosuch", "--as", OLGA).status == 2
    assert counter.say("mail", "text", "reply", "--reset", "--as", MAYA).status == 5
