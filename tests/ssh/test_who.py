"""Who somebody is comes from the key that signed or from a password, and from nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import asyncssh
import pytest
from asyncssh.public_key import SSHLocalKeyPair

from core import ssh_keys, staffing
from core.people import Via
from core.public_key import read_public_key
from storage.sqlite_feed import LOOKS, SqliteFeed
from tests.ssh.host import HERE, PASSWORD, Host
from tui.machine import Machine
from tui.serve import open_desk


async def whose(host: Host, **options: Any) -> str:
    """As whom a client comes in: the e-mail of the first line of `people list`, or the refusal of a guest."""
    door = {"known_hosts": None, "config": None, "agent_path": None}
    async with asyncssh.connect(HERE, host.port, **door, **options) as connection:
        ran = await connection.run("people list", check=False)
        return str(ran.stdout or ran.stderr)


class Offers(asyncssh.SSHClient):
    """Shows keys, signs with none of them but the last it is given, and answers the questions of a guest."""

    def __init__(self, shown: list[asyncssh.SSHKeyPair]) -> None:
        self.shown = shown

    def public_key_auth_requested(self) -> asyncssh.SSHKeyPair | None:
        return self.shown.pop(0) if self.shown else None

    def kbdint_auth_requested(self) -> str:
        return ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: object) -> list[str]:
        return [""] * len(prompts)  # type: ignore[arg-type]


class NeverSigns(SSHLocalKeyPair):
    """Somebody who has seen a public key, and does not have the private one."""

    def sign(self, data: bytes) -> bytes:
        other = asyncssh.load_keypairs(asyncssh.generate_private_key("ssh-ed25519"))[0]
        return other.sign(data)


def of_somebody_else(host: Host, name: str) -> asyncssh.SSHKeyPair:
    return NeverSigns(asyncssh.read_private_key(host.key(name)), None, None, None)


async def test_a_key_that_is_shown_and_not_signed_with_makes_nobody_an_operator(host: Host) -> None:
    told = await whose(host, username="olga", client_factory=lambda: Offers([of_somebody_else(host, "olga")]))

    assert "Nobody is signed in" in told


async def test_showing_one_key_and_signing_with_another_means_the_other(host: Host) -> None:
    ann = asyncssh.load_keypairs(str(host.key("ann")))[0]
    keys = [of_somebody_else(host, "olga"), ann]

    told = await whose(host, username="help", client_factory=lambda: Offers(keys))

    assert "Your role does not allow you" in told


@pytest.mark.parametrize("name", ["olga", "root", "olga@acme.example", "help", "a" * 200])
async def test_the_user_name_means_nothing(host: Host, name: str) -> None:
    assert "Nobody is signed in" in await whose(host, username=name, client_factory=lambda: Offers([]))


async def test_the_known_key_may_be_the_last_of_twenty(host: Host) -> None:
    strangers = [asyncssh.generate_private_key("ssh-ed25519") for _ in range(19)]
    keys = asyncssh.load_keypairs([*strangers, asyncssh.read_private_key(host.key("olga"))])

    assert "olga@acme.example" in await whose(host, username="help", client_factory=lambda: Offers(list(keys)))


async def test_a_hundred_keys_are_too_many(host: Host) -> None:
    keys = asyncssh.load_keypairs([asyncssh.generate_private_key("ssh-ed25519") for _ in range(100)])

    with pytest.raises((asyncssh.Error, OSError)):
        await whose(host, username="help", client_factory=lambda: Offers(list(keys)))


def test_no_log_in_at_all_lets_nobody_in(host: Host) -> None:
    refused = host.run("list", key="nobody")

    assert (refused.status, refused.out) == (255, "")
    assert "Permission denied" in refused.err


def test_a_key_is_remembered_after_a_password_once_the_next_connection_signs_with_it(host: Host) -> None:
    ben = host.window("ben").see("E-mail").type("ben@acme.example\r").see("Password:").type(PASSWORD + "\r")
    ben.see("Remember your key SHA256:").type("y\r").see("Ben Carter").press("ctrl+q")
    assert ben.ended() == 0

    again = host.window("ben").see("Ben Carter").press("ctrl+q")

    assert again.ended() == 0
    key = read_public_key(host.key("ben").with_name("key-ben.pub").read_text())
    desk = host.desk_of("ben")
    kept = host.do(lambda: desk.read(ssh_keys.keys_of))
    assert [one.fingerprint for one in kept] == [key.fingerprint]
    assert kept[0].used_at is not None


def test_a_guest_who_signs_in_inside_has_the_key_remembered_too(host: Host) -> None:
    window = host.window("second").see("as a guest").press("enter").see("Sign in").press("s")
    window.see("Remember your key SHA256:").type("ben@acme.example").press("tab").type(PASSWORD).press("ctrl+s")
    window.see("Ben Carter", "lets you in once you come back").press("ctrl+q")
    assert window.ended() == 0

    assert host.run("list", key="second").status == 0


def test_a_key_that_waits_is_bound_by_nobody_who_can_not_sign(host: Host) -> None:
    key = read_public_key(host.key("waits").with_name("key-waits.pub").read_text())
    reception = host.served.reception.at(Via.SSH, HERE)
    maya = host.do(lambda: reception.claimed("maya@acme.example"))
    host.do(lambda: maya.write(ssh_keys.remember_offered, key))

    thief = asyncio.run(whose(host, username="x", client_factory=lambda: Offers([of_somebody_else(host, "waits")])))

    assert "Nobody is signed in" in thief
    assert key.fingerprint not in [one.fingerprint for one in host.do(lambda: maya.read(ssh_keys.keys_of))]


def test_a_one_time_password_has_to_be_changed_at_the_door(own_host: Host) -> None:
    host, olga = own_host, own_host.desk_of("olga")
    hash = host.do(lambda: host.served.reception.passwords.hash("once only please"))
    host.do(lambda: olga.write(staffing.give_password, "ben@acme.example", hash))

    ben = host.window(None).see("E-mail").type("ben@acme.example\r").see("Password:").type("once only please\r")
    ben.see("one-time password", "New password:").type("short\r").see("Once more:").type("short\r")
    ben.see("at least 12 characters")
    ben.until(lambda: ben.text.count("New password:") == 2, "the question again")
    ben.type("a new pass phrase\r")
    ben.until(lambda: ben.text.count("Once more:") == 2, "the second question again")
    ben.type("a new pass phrase\r").see("Ben Carter").press("ctrl+q")

    assert ben.ended() == 0


def test_revoking_a_key_ends_what_runs_by_it(own_host: Host) -> None:
    host, ann = own_host, own_host.desk_of("ann")
    window = host.window("ann").see("Ann Okafor")
    other = host.window("maya").see("Inbox")

    host.do(lambda: ann.write(ssh_keys.revoke_key, None))

    assert window.ended() == 5
    assert "Your access was ended" in window.text
    assert host.run("list", key="ann").status == 255
    other.press("ctrl+q")
    assert other.ended() == 0


def test_a_key_that_another_process_revokes_ends_what_runs_here_within_five_seconds(
    own_host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted are the looks at the database until it is known here; time is another on each machine."""
    host, look, looks, heard = own_host, SqliteFeed._look, [0], list[int]()

    def counted(feed: SqliteFeed, connection: Any, version: int) -> int:
        looks[0] += 1
        return look(feed, connection, version)

    async def listens() -> Callable[[], None]:
        return host.served.reception.feed.subscribe(lambda _references: None, lambda: heard.append(looks[0]))

    async def revokes() -> int:
        other = open_desk(Machine(db=f"sqlite:///{host.folder}/desk.db"), Via.CLI)
        try:
            ann = await other.reception.claimed("ann@acme.example")
            await ann.write(ssh_keys.revoke_key, None)
            return looks[0]
        finally:
            await other.store.close()

    monkeypatch.setattr(SqliteFeed, "_look", counted)
    window = host.window("ann").see("Ann Okafor")
    end = host.do(listens)
    revoked = host.do(revokes)

    assert window.ended() == 5
    assert (heard[0] - revoked) * LOOKS <= 5
    host.do(lambda: asyncio.to_thread(end))


def test_disabling_somebody_ends_their_windows_and_commands(own_host: Host) -> None:
    host, olga = own_host, own_host.desk_of("olga")
    window = host.window("maya").see("Inbox")
    watching = host.window("maya", "queues", "--watch").see("General")

    host.do(lambda: olga.write(staffing.disable_person, "maya@acme.example"))

    assert (window.ended(), watching.ended()) == (5, 5)


async def test_changing_the_user_name_while_logging_in_changes_nothing(host: Host) -> None:
    """Several at once, so that one log-in could take the finding of another."""
    as_olga = [whose(host, username="help", client_keys=[str(host.key("olga"))]) for _ in range(5)]
    as_guest = [whose(host, username="olga", client_factory=lambda: Offers([])) for _ in range(5)]

    told = await asyncio.gather(*as_olga, *as_guest)

    assert all("olga@acme.example" in one for one in told[:5])
    assert all("Nobody is signed in" in one for one in told[5:])
