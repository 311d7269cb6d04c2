"""The conversation with a mail server: what it refuses, when it is away, and that nothing goes without TLS."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme

from core import sending
from core.calendars import DAY, HOUR
from core.errors import NotFound, NotUnderstood
from mail.sending import send_letters
from mail.smtp import MailServer, Unreachable, line_to, read_server
from tests.mail.conftest import Posting
from tests.mail.post_office import PASSWORD, USER, post_office

ELSEWHERE = "0.0.0.0"  # noqa: S104  reaches this machine, and is not known as it


async def test_what_the_server_takes_later_is_tried_again_under_the_same_message_id(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    await hall.opens(hall.ann)
    office.answers = ["451 Come back later"]

    first = await posting.round()
    assert (first.sent, first.put_off) == (3, 1)
    state = await hall.olga.read(sending.mail_state)
    assert (state.waiting, state.answer) == (1, "451 Come back later")
    waiting = await hall.asks(lambda tx: tx.letter(tx.due_letter(hall.clock[0] + HOUR) or 0))

    assert (await posting.round(30_000)).sent == 0
    assert (await posting.round(30_000)).sent == 1
    assert office.letters[-1]["Message-ID"] == waiting.letter.message_id
    assert (await hall.olga.read(sending.mail_state)).waiting == 0


async def test_what_the_server_never_takes_is_given_up_until_an_operator_lets_it_be_tried_again(
    posting: Posting,
) -> None:
    hall, office = posting.hall, posting.office
    ticket = await hall.opens(hall.ann)
    office.refused = {"ann@acme.example": "550 No such user here"}

    assert (await posting.round()).given_up == 1

    (lost,) = await hall.olga.read(sending.given_up)
    assert (lost.letter.to.email, lost.answer) == ("ann@acme.example", "550 No such user here")
    assert lost.letter.about.reference == ticket.reference
    with pytest.raises(NotFound, match="No letter of this name"):
        await hall.olga.write(sending.send_again, "zzzz")
    office.refused = {}
    assert await hall.olga.write(sending.send_again, lost.name[:6]) == 1
    assert (await posting.round()).sent == 1
    assert [letter["Message-ID"] for letter in office.to("ann")] == [lost.letter.message_id]


async def test_a_letter_is_given_up_after_nearly_three_days(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    office.answers = ["451 Not now"] * 1000
    await hall.opens(hall.ann)
    began = hall.clock[0]
    while not (await posting.round(HOUR)).given_up:
        assert hall.clock[0] < began + 5 * DAY

    assert hall.clock[0] > began + 2 * DAY


async def test_while_the_server_is_away_letters_wait(posting: Posting) -> None:
    hall = posting.hall
    await hall.opens(hall.ann)
    async with post_office() as closed:
        pass

    away = await send_letters(hall.reception.the_desk_itself(), read_server(closed.url), hall.opened.passwords, yes)
    assert (away.sent, away.put_off) == (0, 1)
    assert away.unreachable.startswith(f"127.0.0.1:{closed.port} was not reached")

    assert (await posting.round()).sent == 4


async def test_a_letter_that_was_taken_up_comes_again_when_its_sender_died(posting: Posting) -> None:
    hall = posting.hall
    await hall.opens(hall.ann)
    taken = await hall.reception.the_desk_itself().write(sending.take_up)
    assert taken is not None

    assert (await posting.round()).sent == 3
    assert (await posting.round(sending.HOLDS)).sent == 1
    assert posting.office.letters[-1]["Message-ID"] == taken.letter.message_id


async def yes() -> bool:
    return True


# TLS


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """This machine trusts it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def certified(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(ELSEWHERE).configure_cert(context)
    return context


def letter() -> EmailMessage:
    written = EmailMessage()
    written["To"] = "ann@acme.example"
    written.set_content("Hello.")
    return written


async def sent_to(server: MailServer) -> None:
    async with line_to(server) as line:
        await line.send(letter(), "help@desk.example", "ann@acme.example")


async def test_a_server_that_is_not_this_machine_is_spoken_to_by_tls_alone(authority: trustme.CA) -> None:
    async with post_office(tls=certified(authority), host=ELSEWHERE) as office:
        await sent_to(MailServer(ELSEWHERE, office.port, tls=False, user=USER, password=PASSWORD))

    assert (len(office.letters), office.signed_in) == (1, [USER])


async def test_nothing_goes_where_no_tls_is_offered() -> None:
    async with post_office(host=ELSEWHERE) as office:
        with pytest.raises(Unreachable, match="offers no TLS, and nothing is sent without it"):
            await sent_to(MailServer(ELSEWHERE, office.port, tls=False, user=USER, password=PASSWORD))

    assert (office.letters, office.signed_in) == ([], [])


@pytest.mark.parametrize("answer", ["454 No TLS today", "500 What is that?", "220 Go on\r\n250 You are signed in"])
async def test_nothing_is_told_to_whoever_stands_between_and_stays_in_clear(answer: str) -> None:
    heard: list[bytes] = []
    hung_up = asyncio.Event()

    async def between(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example\r\n")
        with suppress(ConnectionError):
            while line := await reader.read(1000):
                heard.append(line)
                offers = b"250-mail.example\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n"
                writer.write(offers if line.startswith(b"EHLO") else answer.encode() + b"\r\n")
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        hung_up.set()

    async with await asyncio.start_server(between, ELSEWHERE, 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable):
            await sent_to(MailServer(ELSEWHERE, port, tls=False, user=USER, password=PASSWORD))
        await hung_up.wait()

    told = b"".join(heard)
    assert b"STARTTLS" in told
    assert not [word for word in (b"AUTH", b"MAIL", b"Hello", PASSWORD.encode()) if word in told]


async def test_nothing_goes_to_a_server_that_shows_somebody_elses_certificate(authority: trustme.CA) -> None:
    async with post_office(tls=certified(trustme.CA()), host=ELSEWHERE) as office:
        with pytest.raises(Unreachable, match="certificate verify failed"):
            await sent_to(MailServer(ELSEWHERE, office.port, tls=False, user=USER, password=PASSWORD))

    assert (office.letters, office.signed_in) == ([], [])


async def test_a_wrong_password_is_told_and_holds_letters_back(authority: trustme.CA) -> None:
    async with post_office(tls=certified(authority), host=ELSEWHERE) as office:
        with pytest.raises(Unreachable, match="answered: 535"):
            await sent_to(MailServer(ELSEWHERE, office.port, tls=False, user=USER, password="wrong"))

    assert office.letters == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587, tls=False)),
        ("smtps://mail.example/", MailServer("mail.example", 465, tls=True)),
        (
            "smtp://ann%40desk.example@mail.example:25",
            MailServer("mail.example", 25, tls=False, user="ann@desk.example", password="secret"),
        ),
        ("smtp://[::1]:2525", MailServer("::1", 2525, tls=False)),
    ],
)
def test_a_server_is_named_by_a_url(url: str, server: MailServer) -> None:
    assert read_server(url, "secret" if server.user else "") == server
    assert "secret" not in repr(read_server(url, "secret"))


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://a:port", "smtp://a/b?c"])
def test_what_names_no_server_is_answered_with_what_does(url: str) -> None:
    with pytest.raises(NotUnderstood, match="Write it as smtp://user@host:port"):
        read_server(url)


def test_a_user_without_a_password_is_told_where_to_put_it() -> None:
    with pytest.raises(NotUnderstood, match="TTYDESK_SMTP_PASSWORD_FILE"):
        read_server("smtp://desk@mail.example")
