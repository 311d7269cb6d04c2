"""Letters out of a mailbox, from the IMAP server of Dovecot: each once, none lost, none deleted."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import trustme

from core.collecting import Collected, TooLarge, mailbox_place
from core.errors import NotUnderstood, TryLater
from core.incoming import Way
from mail import collecting, imap
from mail.collecting import Collector
from mail.imap import Away, Talk, line_to
from mail.mailbox import MailboxServer, read_mailbox
from mail.receiving import receive
from tests.mail.conftest import always
from tests.mail.mailboxes import Mailboxes, mailboxes
from tests.storage.hall import Hall

SEEN, FLAGGED = rb"\Seen", rb"\Flagged"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Mailboxes]:
    with mailboxes() as served:
        yield served


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A mailbox of its own for each test."""
    return f"{abs(hash(request.node.name))}@desk.example"


@pytest.fixture
def boxed(dovecot: Mailboxes, user: str, hall: Hall) -> Boxed:
    return Boxed(dovecot, user, hall)


class Boxed:
    """A mailbox, and a desk that fetches from it what it has not yet."""

    def __init__(self, dovecot: Mailboxes, user: str, hall: Hall) -> None:
        self.dovecot = dovecot
        self.user = user
        self.hall = hall
        self.desk = hall.reception.the_desk_itself()
        self.server = read_mailbox(dovecot.url(user))
        self.taken: list[bytes] = []

    def brings(self, *letters: bytes, seen: bool = False) -> None:
        self.dovecot.brings(*letters, seen=seen, user=self.user)

    @property
    def flags(self) -> list[list[bytes]]:
        return [list(one) for one in self.dovecot.flags(self.user)]

    async def keeps(self, raw: bytes) -> bool:
        self.taken.append(raw)
        return await receive(self.desk, raw, Way.IMAP)

    async def looks(
        self,
        take: Callable[[bytes], Awaitable[bool]] | None = None,
        may_go_on: Callable[[], Awaitable[bool]] = always,
        server: MailboxServer | None = None,
    ) -> Collected:
        async with line_to(server or self.server) as line:
            return await Collector(self.desk, self.server, line, take or self.keeps, may_go_on).look()

    async def trouble(self) -> str:
        return (await self.desk.read(mailbox_place, self.server.name)).trouble


def letter(subject: str, size: int = 0) -> bytes:
    return f"From: ann@acme.example\r\nSubject: {subject}\r\n\r\nIt burns.{'x' * size}\r\n".encode()


async def test_of_what_lies_there_first_only_unseen_letters_are_taken_and_of_what_comes_later_all(boxed: Boxed) -> None:
    boxed.brings(letter("old"), letter("older"), seen=True)
    boxed.brings(letter("one"))

    assert (await boxed.looks()).letters == 1
    boxed.brings(letter("two"))
    boxed.brings(letter("three"), seen=True)
    assert (await boxed.looks()).letters == 2
    assert (await boxed.looks()).letters == 0

    assert boxed.taken == [letter("one"), letter("two"), letter("three")]
    assert boxed.flags == [[SEEN]] * 5


async def test_a_mailbox_that_was_made_anew_is_looked_at_as_for_the_first_time(boxed: Boxed) -> None:
    boxed.brings(letter("one"), letter("two"))
    await boxed.looks()
    with boxed.dovecot.opened(boxed.user) as imap:
        imap.create_folder("Old")
        imap.move(imap.search("ALL"), "Old")
    again = replace(boxed.server, folder="Old")
    named = replace(boxed.server)

    async with line_to(again) as line:  # other letters under UIDs that the desk has had
        assert (await Collector(boxed.desk, named, line, boxed.keeps, always).look()).letters == 0
    boxed.dovecot.brings(letter("three"), user=boxed.user)
    assert (await boxed.looks()).letters == 1


async def test_a_letter_that_was_here_already_by_another_way_is_no_new_one(boxed: Boxed) -> None:
    await receive(boxed.desk, letter("one"), Way.LMTP)
    boxed.brings(letter("one"))

    assert (await boxed.looks()).letters == 0
    assert boxed.flags == [[SEEN]]


async def test_a_letter_of_any_size_is_fetched_in_pieces_byte_for_byte(
    boxed: Boxed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "PIECE", 100)
    bare = len(letter("sized"))
    brought = [letter("sized", size - bare) for size in (99, 100, 101, 200, 301)]
    boxed.brings(*brought)

    assert (await boxed.looks()).letters == 5
    assert boxed.taken == brought


async def test_a_letter_that_is_too_large_stays_there_with_a_flag_and_is_told(
    boxed: Boxed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "LETTER_AT_MOST", 10_000)
    boxed.brings(letter("large", 20_000), *(letter(f"number {nth}") for nth in range(45)))

    assert (await boxed.looks()).letters == 45
    assert (boxed.flags[0], boxed.flags[1:]) == ([FLAGGED], [[SEEN]] * 45)
    assert (await boxed.trouble()).startswith("1 letter lies there unseen and flagged: too large")

    with boxed.dovecot.opened(boxed.user) as imap:
        imap.add_flags(imap.search("FLAGGED"), [SEEN])
    await boxed.looks()
    assert await boxed.trouble() == ""


@pytest.mark.parametrize("error", [ValueError("It holds what nobody has seen."), TooLarge()])
async def test_one_at_the_head_that_can_not_be_taken_does_not_stop_the_others(boxed: Boxed, error: Exception) -> None:
    boxed.brings(letter("poison"), *(letter(f"number {nth}") for nth in range(25)))

    async def take(raw: bytes) -> bool:
        if raw == letter("poison"):
            raise error
        return await boxed.keeps(raw)

    looked = await boxed.looks(take)

    assert (looked.letters, boxed.flags[0], boxed.flags[1:]) == (25, [FLAGGED], [[SEEN]] * 25)
    assert looked.mishaps == (() if isinstance(error, TooLarge) else (error,) * 3)


async def test_one_at_which_the_server_hangs_up_does_not_stop_the_others(
    boxed: Boxed, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxed.brings(letter("poison"), letter("one"))
    whole = Talk.letter

    def hangs_up(talk: Talk, uid: int) -> bytes | None:
        if uid == 1:
            talk.tear()
        return whole(talk, uid)

    monkeypatch.setattr(Talk, "letter", hangs_up)

    assert (await boxed.looks()).letters == 1
    assert boxed.flags == [[FLAGGED], [SEEN]]


async def test_while_the_desk_can_keep_nothing_letters_lie_where_they_are(boxed: Boxed) -> None:
    boxed.brings(letter("one"), letter("two"))

    async def full(raw: bytes) -> bool:
        raise TryLater("The disk is full.")

    with pytest.raises(TryLater):
        await boxed.looks(full)
    assert boxed.flags == [[], []]
    assert (await boxed.looks()).letters == 2


async def test_whoever_may_not_go_on_leaves_the_rest_to_others(boxed: Boxed) -> None:
    boxed.brings(letter("one"), letter("two"))
    answers = iter([True, False])

    async def once() -> bool:
        return next(answers)

    await boxed.looks(may_go_on=once)
    assert boxed.taken == [letter("one")]
    assert (await boxed.looks()).letters == 1


async def test_news_are_told_at_once_and_who_waits_for_them_can_be_torn_away(boxed: Boxed) -> None:
    came: asyncio.Queue[Collected] = asyncio.Queue()

    async def watch() -> None:
        async with line_to(boxed.server) as line:
            await Collector(boxed.desk, boxed.server, line, boxed.keeps, always).watch(came.put_nowait)

    watching = asyncio.create_task(watch())
    assert (await came.get()).letters == 0
    await asyncio.to_thread(boxed.brings, letter("one"))
    while not (await came.get()).letters:
        pass

    watching.cancel()
    began = time.monotonic()
    with suppress(asyncio.CancelledError):
        await watching
    assert time.monotonic() - began < collecting.LOOKS / 2


async def test_a_server_that_tells_of_no_news_is_asked_time_and_again(hall: Hall, user: str) -> None:
    with mailboxes(idle=False) as dovecot:
        async with line_to(read_mailbox(dovecot.url(user))) as line:
            await line.ask(line.talk.open)

            assert await line.ask(partial(line.talk.idle, 60)) is False
            assert await line.ask(line.talk.unseen) == []


async def test_what_is_wrong_is_told_in_a_sentence(boxed: Boxed) -> None:
    for server, says in (
        (replace(boxed.server, password="wrong"), "does not let the desk in: [AUTHENTICATIONFAILED]"),
        (replace(boxed.server, folder="Nowhere"), "answered: select failed: Mailbox doesn't exist: Nowhere"),
        (replace(boxed.server, port=1), "was not reached: "),
    ):
        with pytest.raises(Away) as away:
            await boxed.looks(server=server)
        assert says in away.value.sentence
        assert server.password not in away.value.sentence


# TLS


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """This machine trusts it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


async def test_a_server_is_spoken_to_by_tls_where_its_certificate_fits_and_not_else(
    authority: trustme.CA, hall: Hall, user: str
) -> None:
    issued = authority.issue_cert("localhost")
    chain = b"".join(one.bytes() for one in issued.cert_chain_pems)
    with mailboxes(certificate=(issued.private_key_pem.bytes(), chain)) as dovecot:
        boxed = Boxed(dovecot, user, hall)
        boxed.brings(letter("one"))
        server = read_mailbox(dovecot.url(user, tls=True))

        assert (await boxed.looks(server=server)).letters == 1
        with pytest.raises(Away, match=r"is not trusted: .*certificate"):
            await boxed.looks(server=replace(server, host="127.0.0.1"))


async def test_no_password_is_told_to_a_server_without_tls(boxed: Boxed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MailboxServer, "is_here", False)

    with pytest.raises(Away, match="no password is told without it"):
        await boxed.looks()


# How it is written


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("imaps://ann@mail.example", MailboxServer("mail.example", 993, tls=True, user="ann", password="p")),
        ("imap://ann@mail.example/", MailboxServer("mail.example", 143, tls=False, user="ann", password="p")),
        (
            "imaps://help%40acme.example@mail.example:9993/Help%20desk/New",
            MailboxServer("mail.example", 9993, True, "help@acme.example", "p", "Help desk/New"),
        ),
        (
            "imaps://help@acme.example@[::1]/INBOX",
            MailboxServer("::1", 993, tls=True, user="help@acme.example", password="p"),
        ),
    ],
)
def test_a_mailbox_is_written_as_a_url(url: str, server: MailboxServer) -> None:
    assert read_mailbox(url, "p") == server
    assert "password" not in repr(server)


@pytest.mark.parametrize(
    "url",
    ["", "imaps://", "imaps://mail.example", "pop3://a@b", "imaps://a@b:x", "imaps://a@b?c", "a@b", "imaps://[a@b"],
)
def test_what_names_no_mailbox_is_told(url: str) -> None:
    with pytest.raises(NotUnderstood, match="TTYDESK_IMAP does not name a mailbox"):
        read_mailbox(url, "p")


def test_a_password_that_is_not_known_is_asked_for() -> None:
    with pytest.raises(NotUnderstood, match="TTYDESK_IMAP_PASSWORD"):
        read_mailbox("imaps://ann@mail.example")
