"""Coming in over SSH by a mailed code, and writing in a ticket that was found by its ID and e-mail."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import asyncssh
import pytest

from core import ssh_keys
from core.setting_up import change_settings
from tests.mail.post_office import PostOffice, post_office_beside, text_of
from tests.ssh.host import HERE, Host, hosted
from tui.serve import Loops
from tui.ssh.limits import GRACE, MAIL_COMES

ANN, BEN = "ann@acme.example", "ben@acme.example"
WRONG = "0000 0000"


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with post_office_beside() as office:
        yield office


@pytest.fixture
def mailing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, office: PostOffice) -> Iterator[Host]:
    """A served desk whose letters leave when a test says so."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    office.letters.clear()
    with hosted(tmp_path, smtp=office.url) as served:
        olga = served.desk_of("olga")
        served.do(lambda: olga.write(change_settings, {"desk.address": "help@desk.example"}))
        yield served


def code(host: Host, office: PostOffice) -> str:
    host.do(Loops(host.served).post.send_letters)
    return str(re.findall(r"^ *(\d{4} \d{4})$", text_of(office.letters[-1]), re.MULTILINE)[0])


class Knocks(asyncssh.SSHClient):
    """Answers what it is asked, and keeps it."""

    def __init__(self, answers: list[str | Callable[[], str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def kbdint_auth_requested(self) -> str:
        return ""

    async def kbdint_challenge_received(
        self, name: str, instructions: str, lang: str, prompts: Sequence[tuple[str, bool]]
    ) -> list[str] | None:
        self.asked += [instructions, *(words for words, _ in prompts)]
        if prompts and not self.answers:
            return None
        given = [self.answers.pop(0) for _ in prompts]
        return [one if isinstance(one, str) else await asyncio.to_thread(one) for one in given]


async def comes(host: Host, *answers: str | Callable[[], str]) -> tuple[str, list[str]]:
    """What `list` tells who answers so, and what was asked."""
    knocks = Knocks(list(answers))
    door = {"known_hosts": None, "config": None, "agent_path": None, "client_keys": None}
    try:
        async with asyncssh.connect(HERE, host.port, username="help", client_factory=lambda: knocks, **door) as line:
            ran = await line.run("people list", check=False)
            return str(ran.stdout or ran.stderr), knocks.asked
    except (asyncssh.Error, OSError) as error:
        return type(error).__name__, knocks.asked


async def test_an_empty_password_is_answered_by_a_code(mailing: Host, office: PostOffice) -> None:
    told, asked = await comes(mailing, "olga@acme.example", "", WRONG, lambda: code(mailing, office))

    assert "olga@acme.example" in told
    assert "Password, or Enter for a code by mail: " in asked
    assert "If olga@acme.example is known here, a code is on its way there. It holds for ten minutes." in asked
    assert any(one.startswith("The code does not fit") for one in asked)


async def test_nobody_is_let_in_or_hears_more_by_an_address_that_the_desk_does_not_know(mailing: Host) -> None:
    for who in ("zoe@acme.example", ANN):
        told, asked = await comes(mailing, who, "", WRONG, WRONG, WRONG)
        assert "acme.example" not in told
        assert [one.replace(who, "WHO") for one in asked if one][2:4] == [
            "Password, or Enter for a code by mail: ",
            "If WHO is known here, a code is on its way there. It holds for ten minutes.",
        ]


def test_a_key_is_remembered_after_a_code_once_the_next_connection_signs_with_it(
    mailing: Host, office: PostOffice
) -> None:
    ben = mailing.window("ben").see("E-mail").type(f"{BEN}\r").see("code by mail").type("\r").see("Code:")
    ben.type(code(mailing, office) + "\r").see("Remember your key SHA256:").type("y\r").see("Ben Carter")
    ben.press("ctrl+q")
    assert ben.ended() == 0

    again = mailing.window("ben").see("Ben Carter").press("ctrl+q")

    assert again.ended() == 0
    desk = mailing.desk_of("ben")
    assert len(mailing.do(lambda: desk.read(ssh_keys.keys_of))) == 1


def test_a_code_has_time_to_come_and_a_password_has_no_more_than_before() -> None:
    assert MAIL_COMES > 4 * GRACE


def test_a_guest_writes_by_a_command_with_a_code(mailing: Host, office: PostOffice) -> None:
    ticket = mailing.opens("ann", "Printer").reference
    first = mailing.run("reply", ticket, "--email", ANN, key="ann", stdin=b"Still.")
    assert (first.status, "Say the same again with --code." in first.err) == (5, True)
    brought = code(mailing, office).replace(" ", "")
    stolen = mailing.run("reply", ticket, "--email", BEN, "--code", brought, key="ann", stdin=b"Still.")
    assert stolen.status == 3

    sent = mailing.run("reply", ticket, "--email", ANN, "--code", brought, key="ann", stdin=b"Still.")
    assert (sent.status, sent.err) == (0, "")
