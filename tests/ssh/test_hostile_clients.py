"""Programs at the other end that do what no terminal does. Whatever they send, the others do not notice."""

from __future__ import annotations

import asyncio
import gc
import socket
import weakref
from typing import Any

import asyncssh
import pytest

from tests.ssh.host import Host
from tui.ssh.client_terminal import CELLS_AT_MOST, LARGEST, SMALLEST
from tui.ssh.limits import CHANNELS
from tui.ssh.window_run import WindowRun


class Screen(asyncssh.SSHClientSession[bytes]):
    """Takes what is drawn."""

    def __init__(self) -> None:
        self.drawn = b""
        self.came = asyncio.Event()
        self.ended = asyncio.Event()

    def data_received(self, data: bytes, datatype: int | None) -> None:
        self.drawn += data
        self.came.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended.set()

    async def shows(self, what: bytes) -> None:
        async with asyncio.timeout(30):
            while what not in self.drawn:
                self.came.clear()
                await self.came.wait()


async def window(
    connection: asyncssh.SSHClientConnection,
    kind: str = "xterm-256color",
    size: tuple[int, int] = (100, 30),
    **more: Any,
) -> tuple[asyncssh.SSHClientChannel[bytes], Screen]:
    channel, screen = await connection.create_session(Screen, term_type=kind, term_size=size, encoding=None, **more)
    assert isinstance(screen, Screen)
    return channel, screen


HOSTILE = [
    b"\x1b[999999999;1u",
    b"\x1b[48;9999999999;99999999999;1;1t",
    b"\x1b[48;24;0;10;0t\x1b[<0;5;5M",
    b"\xff\xfe\xc3(",
    b"\x1b[24;80R",
    b"\x1b[?2048;1$y",
    b"\x1b" * 40,
    b"\x1b[" + b"1;" * 100,
    b"\x1b[<99999999999;99999999999;99999999999M",
    b"\x1b]52;c;" + b"A" * 100,
    b"\x1b[200~" + b"x" * 1_000_000,
]


async def test_hostile_keys_break_neither_the_window_nor_the_others(host: Host) -> None:
    async with await host.connects("maya") as connection, await host.connects("ann") as other:
        channel, screen = await window(connection)
        _, beside = await window(other)
        await screen.shows(b"Inbox")
        await beside.shows(b"Ann Okafor")
        for sent in HOSTILE:
            channel.write(sent)
        channel.write(b"\x1b[201~" + b"\x1b" + b"\x1b")
        await asyncio.sleep(0.5)
        screen.drawn = b""
        channel.write(b"?")

        await screen.shows(b"\x1b[")
        assert not beside.ended.is_set()
    await asyncio.to_thread(host.until, lambda: not host.windows, "both windows to end with their connections")


@pytest.mark.parametrize("kind", ["\x1b]0;owned\x07", "xterm;id", "a" * 5000, "../../etc/passwd", "xterm\n"])
async def test_a_hostile_name_of_a_terminal_is_no_name(host: Host, kind: str) -> None:
    async with await host.connects("ann") as connection:
        channel, screen = await window(connection, kind)
        await screen.shows(b"Ann Okafor")
        assert kind.encode() not in screen.drawn
        channel.write(b"\x11")


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (4_000_000_000, 4_000_000_000), (65535, 1), (150, 4000)])
async def test_no_size_is_too_large_to_be_drawn(host: Host, size: tuple[int, int]) -> None:
    async with await host.connects("ann") as connection:
        channel, screen = await window(connection, size=size)
        await screen.shows(b"\x1b[")
        app = host.app_of("ann")
        channel.change_terminal_size(*reversed(size))
        await asyncio.sleep(0.2)
        width, height = app.size

        assert SMALLEST[0] <= width <= LARGEST[0]
        assert SMALLEST[1] <= height <= LARGEST[1]
        assert width * height <= CELLS_AT_MOST
        channel.write(b"\x11")


async def test_a_storm_of_sizes_ends_with_the_last_of_them_and_is_drawn_a_few_times(host: Host) -> None:
    async with await host.connects("ann") as connection:
        channel, screen = await window(connection)
        await screen.shows(b"Ann Okafor")
        app, shown = host.app_of("ann"), set()
        for nth in range(300):
            channel.change_terminal_size(60 + nth % 100, 20 + nth % 10)
        channel.change_terminal_size(77, 22)

        def is_last() -> bool:
            shown.add((app.size.width, app.size.height))
            return app.size == (77, 22)

        await asyncio.to_thread(host.until, is_last, "the last size")
        assert len(shown) <= 10
        channel.write(b"\x11")


async def test_windows_that_are_left_before_they_stand_are_not_built(host: Host) -> None:
    figures, log = host.house.records.figures.registry, host.folder / "state" / "ttydesk" / "ttydesk.log"
    wrong = {"kind": "window", "status": "1"}
    before = log.read_text() if log.exists() else "", figures.get_sample_value("ttydesk_sessions_ended_total", wrong)
    connection = await host.connects("ann")
    for _ in range(CHANNELS):
        await window(connection)
    built = sum(isinstance(one.run, WindowRun) and one.run.app is not None for one in host.house.sessions)
    connection.abort()
    await asyncio.to_thread(host.until, lambda: not host.house.sessions, "all of them to go")
    await asyncio.to_thread(host.until, lambda: not host.house.starts.locked(), "their turns to pass")

    after = log.read_text() if log.exists() else "", figures.get_sample_value("ttydesk_sessions_ended_total", wrong)
    assert built < CHANNELS
    assert after == before


async def test_the_environment_of_a_client_is_nothing_but_its_terminal(host: Host) -> None:
    sent = {f"JUNK{nth}": "x" * 10_000 for nth in range(200)}
    claims = {"TTYDESK_AS": "olga@acme.example", "TTYDESK_DB": "sqlite:////tmp/other.db", "EDITOR": "touch owned"}
    async with await host.connects("ann") as connection:
        ran = await connection.run("queues", env=sent | claims, check=False)
        assert ran.exit_status == 5
        channel, screen = await window(connection, env={"COLORTERM": "truecolor", **sent})
        await screen.shows(b"38;2;")
        channel.write(b"\x11")


async def test_colours_are_those_that_the_terminal_has(host: Host) -> None:
    async with await host.connects("ann") as connection:
        for kind, has, has_not in (
            ("xterm-256color", b"38;5;", b"38;2;"),
            ("xterm-kitty", b"38;2;", b"38;5;"),
            ("linux", b"\x1b[", b"38;5;"),
        ):
            channel, screen = await window(connection, kind)
            await screen.shows(b"Ann Okafor")
            assert has in screen.drawn
            assert has_not not in screen.drawn
            channel.write(b"\x11")
            await screen.ended.wait()


async def test_whoever_does_not_read_is_sent_nothing_more_and_sees_all_of_it_later(host: Host) -> None:
    host.opens("ann", "Something to look at")
    async with await host.connects("maya") as connection:
        connection.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        channel, screen = await window(connection, size=(200, 60), window=2**31)
        await screen.shows(b"Inbox")
        connection._transport.pause_reading()  # type: ignore[union-attr]
        for nth in range(100):
            channel.write(b"?" if nth % 2 == 0 else b"\x1b[27u")
            await asyncio.sleep(0.01)
        session = next(one for one in host.house.sessions if one.is_window)
        await asyncio.to_thread(host.until, lambda: session.stalled_since is not None, "the line to be full")
        connection._transport.resume_reading()  # type: ignore[union-attr]
        async with asyncio.timeout(30):
            await asyncio.to_thread(host.until, lambda: session.stalled_since is None, "the line to be free")
        screen.drawn = b""
        channel.write(b"7")

        await screen.shows(b"Something to look at")
        channel.write(b"\x11")


async def test_a_window_that_fails_says_a_number_and_is_alone_in_it(host: Host) -> None:
    async with await host.connects("maya") as connection, await host.connects("ann") as other:
        channel, screen = await window(connection)
        _, beside = await window(other)
        await screen.shows(b"Inbox")
        await beside.shows(b"Ann Okafor")
        secret = "what stands in a ticket"
        app = host.app_of("maya")

        def fails() -> None:
            said = secret
            raise ValueError(said)

        host.loop.call_soon_threadsafe(lambda: app.call_later(fails))
        async with asyncio.timeout(30):
            await screen.ended.wait()

        assert channel.get_exit_status() == 1
        assert b"That went wrong on our side, number" in screen.drawn
        assert secret.encode() not in screen.drawn
        assert b"Traceback" not in screen.drawn
        assert not beside.ended.is_set()
        log = host.folder / "state" / "ttydesk" / "ttydesk.log"
        assert "ValueError" in log.read_text()
        assert secret not in log.read_text()


async def test_a_window_that_is_closed_leaves_nothing_behind(host: Host) -> None:
    kept = []
    for _ in range(3):
        async with await host.connects("ann") as connection:
            channel, screen = await window(connection)
            await screen.shows(b"Ann Okafor")
            channel.write(b"jj?")
            await screen.shows(b"\x1b[")
            kept.append(weakref.ref(host.app_of("ann")))
    await asyncio.to_thread(host.until, lambda: not host.house.sessions, "the windows to go")

    def gone() -> bool:
        gc.collect()
        return not any(ref() for ref in kept)

    await asyncio.to_thread(host.until, gone, "the apps to be forgotten")
