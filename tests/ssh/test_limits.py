"""How much anybody gets, before it is known who they are and after: each limit by somebody who goes too far."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from asyncssh.auth import MSG_USERAUTH_INFO_RESPONSE
from asyncssh.packet import String, UInt32

from core.errors import DeskError, SignInNeeded, TryLater
from core.people import Actor, Via
from core.signing_in import WRONG_PASSWORDS_AT_MOST
from core.store import Transaction
from tests.ssh.host import HERE, PASSWORD, Host, hosted
from tests.ssh.test_hostile_clients import window
from tui.machine import Machine
from tui.serve import open_desk
from tui.ssh.limits import CHANNELS, TRIES, Bounds, Limits, place_of
from tui.ssh.session import FULL, TOO_MANY_WINDOWS
from tui.ssh.sizes import Sizes


class Guesses(asyncssh.SSHClient):
    """Tries one password after the other."""

    def __init__(self) -> None:
        self.tried = 0

    def kbdint_auth_requested(self) -> str | None:
        return ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        if not prompts:
            return []
        if "E-mail" in prompts[0][0]:
            return ["olga@acme.example"]
        self.tried += 1
        return [f"guess number {self.tried}"]


async def test_three_wrong_passwords_end_the_connection(host: Host) -> None:
    clients: list[Guesses] = []

    def client() -> Guesses:
        clients.append(Guesses())
        return clients[-1]

    with pytest.raises((asyncssh.Error, OSError)):
        await asyncssh.connect(
            HERE, host.port, username="olga", known_hosts=None, config=None, agent_path=None,
            client_keys=None, client_factory=client,
        )  # fmt: skip

    assert clients[0].tried == TRIES


def test_half_open_connections_leave_room_for_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with hosted(tmp_path) as host, ExitStack() as lines:
        bounds = host.house.limits.bounds
        for _ in range(200):
            lines.enter_context(socket.create_connection((HERE, host.port)))
        waiting = host.house.limits
        host.until(lambda: waiting.waiting == bounds.not_let_in_of_one_place, "the flood to be bounded")

        assert not host.do(lambda: _admitted(waiting, HERE))
        assert host.do(lambda: _admitted(waiting, "192.0.2.7"))

        lines.close()
        host.until(lambda: waiting.waiting <= 1, "the flood to end")
        host.until(lambda: host.run("list", key="ann").status == 0, "the second to pass in which it came")


async def _admitted(limits: Limits, place: str) -> bool:
    return limits.admits(place)


def test_a_place_that_guesses_hears_nothing_for_ten_minutes() -> None:
    now = [0.0]
    limits = Limits(lambda: now[0], Bounds(wrong_tries=3))
    waits = [limits.wrong("a") for _ in range(3)]

    assert waits == sorted(waits)
    assert len(set(waits)) == 3
    assert (limits.admits("a"), limits.admits("b")) == (False, True)
    now[0] += 601
    assert limits.admits("a")


def test_wrong_passwords_are_counted_for_all_processes_together(host: Host) -> None:
    """Each process has opened the desk for itself, as these two."""
    place = "192.0.2.66"

    async def guesses() -> list[type[DeskError]]:
        other = open_desk(Machine(db=f"sqlite:///{host.folder}/desk.db"), Via.CLI)
        doors = [served.reception.at(Via.SSH, place) for served in (host.served, other)]
        told = []
        try:
            for nth in range(WRONG_PASSWORDS_AT_MOST):
                with pytest.raises(SignInNeeded):
                    await doors[nth % 2].sign_in("ann@acme.example", f"guess number {nth}")
            for door in doors:
                with pytest.raises(DeskError) as refused:
                    await door.sign_in("ann@acme.example", PASSWORD)
                told.append(refused.type)
        finally:
            await other.store.close()
        return told

    assert host.do(guesses) == [TryLater, TryLater]


def test_a_place_begins_so_many_connections_each_second() -> None:
    now = [0.5]
    limits = Limits(lambda: now[0], Bounds(of_one_place_each_second=2))
    assert [limits.admits("a"), limits.admits("a"), limits.admits("a"), limits.admits("b")] == [True, True, False, True]
    now[0] += 1

    assert limits.admits("a")


def test_who_has_left_makes_room() -> None:
    limits = Limits(time.monotonic, Bounds(of_one_place=2, not_let_in_of_one_place=2))
    assert [limits.admits("a") for _ in range(3)] == [True, True, False]
    limits.let_in("a")
    limits.left("a")

    assert limits.admits("a")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("somewhere", "somewhere"),
    ],
)
def test_a_machine_with_many_addresses_is_one_place(address: str, place: str) -> None:
    assert place_of(address) == place


async def test_one_connection_has_a_few_windows_and_commands_and_no_more(host: Host) -> None:
    async with await host.connects("ann") as connection:
        opened = await asyncio.gather(
            *(connection.create_process("show -", encoding=None) for _ in range(40)), return_exceptions=True
        )
        refused = [one for one in opened if isinstance(one, asyncssh.ChannelOpenError)]

        assert len(opened) - len(refused) == CHANNELS
    host.until(lambda: not host.house.sessions, "all of them to end")


async def test_forwarding_is_refused_in_every_form(host: Host) -> None:
    async with await host.connects("olga") as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_connection(HERE, 22)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.start_server(lambda *_: True, "", 0)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_unix_connection("/run/dbus/system_bus_socket")


async def test_only_modern_algorithms_are_spoken(host: Host) -> None:
    for old in (
        {"kex_algs": ["diffie-hellman-group14-sha256", "ecdh-sha2-nistp256"]},
        {"encryption_algs": ["aes256-ctr", "aes128-cbc"]},
        {"compression_algs": ["zlib@openssh.com"]},
    ):
        with pytest.raises((asyncssh.Error, OSError)):
            await host.connects("ann", **old)
    async with await host.connects("ann", kex_algs=["mlkem768x25519-sha256"]) as connection:
        assert (await connection.run("list")).exit_status == 0


@pytest.fixture(scope="module")
def short_of_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A server that closes windows after half a second without a key."""
    folder = tmp_path_factory.mktemp("idle")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        with hosted(folder, idle=0.5) as host:
            yield host


def test_a_window_that_nobody_uses_is_closed(short_of_time: Host) -> None:
    maya = short_of_time.window("maya")

    assert maya.ended() == 0
    assert "Nothing was typed" in maya.text


async def test_commands_that_wait_leave_room_for_those_of_others(own_host: Host) -> None:
    waits = [await own_host.connects("ann") for _ in range(3)]
    for connection in waits:
        for _ in range(CHANNELS):
            await connection.create_process("show -", encoding=None)
    async with await own_host.connects("maya") as connection:
        own = await connection.run("list", stdin=asyncssh.DEVNULL)

    assert own.exit_status == 75
    assert "Too many commands" in str(own.stderr)
    for connection in waits:
        connection.close()
    await asyncio.to_thread(own_host.until, lambda: not own_host.house.sessions, "all of them to end")
    assert (await asyncio.to_thread(own_host.run, "list", key="maya")).status == 0


class Guest(asyncssh.SSHClient):
    """Answers every question with Enter alone."""

    def kbdint_auth_requested(self) -> str | None:
        return ""

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        return ["" for _ in prompts]


async def test_windows_of_guests_leave_room_for_others_and_are_closed_sooner(own_host: Host) -> None:
    house = own_host.house

    async def second_window_of(guest: asyncssh.SSHClientConnection) -> tuple[int | None, str]:
        ran = await guest.run(term_type="xterm", stdin=asyncssh.DEVNULL, check=False)
        return ran.exit_status, str(ran.stderr)

    as_guest = {"client_keys": None, "client_factory": Guest, "known_hosts": None, "config": None, "agent_path": None}
    async with (
        asyncssh.connect(HERE, own_host.port, username="help", **as_guest) as guest,
        await own_host.connects("maya") as maya,
    ):
        _, first = await window(guest)
        await first.shows(b"Open a ticket")

        house.windows_of_one_place = 1
        status, refusal = await second_window_of(guest)
        assert (status, refusal) == (75, f"{TOO_MANY_WINDOWS}\r\n")

        house.windows_of_one_place, house.windows_at_most = 20, 2
        status, refusal = await second_window_of(guest)
        assert (status, refusal) == (75, f"{FULL}\r\n")

        _, known = await window(maya)
        await known.shows(b"Inbox")
        house.idle_of_guests = 0.1
        async with asyncio.timeout(30):
            await first.ended.wait()
        assert b"for ten minutes" in first.drawn
        assert not known.ended.is_set()


def test_new_sizes_are_given_in_turns_and_only_the_newest() -> None:
    given: list[tuple[str, int, int]] = []
    has_the_newest = asyncio.Event()

    class Shown:
        def __init__(self, name: str) -> None:
            self.name = name

        def resize(self, columns: int, lines: int) -> None:
            given.append((self.name, columns, lines))
            if given[-1] == ("first", 599, 30):
                has_the_newest.set()

    async def storm() -> None:
        sizes, windows = Sizes(rest=0.01), [Shown("first"), Shown("second")]
        for columns in range(100, 600):
            for one in windows:
                sizes.ask("a", one, columns, 30)
        sizes.ask("b", Shown("elsewhere"), 80, 24)
        async with asyncio.timeout(30):
            await has_the_newest.wait()
        await asyncio.sleep(0.05)

    asyncio.run(storm())
    assert given == [("first", 100, 30), ("elsewhere", 80, 24), ("second", 599, 30), ("first", 599, 30)]


class GuessesAhead(Guesses):
    """Answers many times without waiting to be asked again."""

    def connection_made(self, conn: asyncssh.SSHClientConnection) -> None:
        self.connection = conn

    def kbdint_challenge_received(self, name: str, instructions: str, lang: str, prompts: Any) -> list[str]:
        answers = super().kbdint_challenge_received(name, instructions, lang, prompts)
        if prompts and "Password" in prompts[0][0]:
            for nth in range(20):
                self.connection.send_packet(MSG_USERAUTH_INFO_RESPONSE, UInt32(1), String(f"ahead {nth}"))
        return answers


async def test_answers_that_nobody_waited_for_are_no_more_tries(own_host: Host) -> None:
    with pytest.raises((asyncssh.Error, OSError)):
        await asyncssh.connect(
            HERE, own_host.port, username="x", known_hosts=None, config=None, agent_path=None,
            client_keys=None, client_factory=GuessesAhead,
        )  # fmt: skip
    guest = own_host.served.reception.at(Via.SSH, HERE).guest()

    def wrong_passwords(tx: Transaction, _actor: Actor) -> int:
        return tx.count_tries("sign in", HERE, 0)

    counted = await asyncio.to_thread(own_host.do, lambda: guest.read(wrong_passwords))
    assert 1 <= counted <= TRIES
