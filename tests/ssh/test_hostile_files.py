"""Programs that copy files as no program does: what breaks off, what is out of order, what names other places."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import asyncssh
import pytest
from asyncssh import FXF_APPEND, FXF_CREAT, FXF_EXCL, FXF_READ, FXF_TRUNC, FXF_WRITE
from asyncssh.sftp import SFTPClientHandler

from core import ssh_keys
from core.errors import Refused
from core.references import Reference
from core.tickets import FILE_AT_MOST
from tests.ssh.host import Host
from tests.ssh.test_files import names_in
from tui.ssh.inside_asyncssh import HANDLES, SftpRequests
from tui.ssh.sftp import OPEN_AT_ONCE, FilesOverSftp, NothingAllowed
from tui.ssh.transfers import GAPS_AT_MOST, Incoming

SEND = FXF_WRITE | FXF_CREAT | FXF_TRUNC
NOTHING = asyncssh.SFTPAttrs()
ALLOWED = {
    "close", "exit", "format_longname", "fsetstat", "fstat", "lstat", "mkdir", "open", "read", "realpath", "scandir",
    "setstat", "stat", "write",
}  # fmt: skip
"""All that anybody can ask of files here; making a folder is only refused in other words."""
NO_REQUEST = {"env", "connection", "channel", "logger"}
"""What asyncssh tells its server about itself."""


def handler_of(client: asyncssh.SFTPClient) -> SFTPClientHandler:
    """To ask for what the client itself would not."""
    handler: SFTPClientHandler = client._handler
    return handler


def test_whatever_asyncssh_can_do_with_files_is_refused_but_for_what_is_named() -> None:
    can = {name for name in dir(asyncssh.SFTPServer) if not name.startswith("_")} - NO_REQUEST
    ours = {name for name, does in vars(FilesOverSftp).items() if not name.startswith("_") and callable(does)}

    assert ours == ALLOWED
    for name in can - ALLOWED:
        told: list[str] = []
        refuses = vars(NothingAllowed)[name]
        with pytest.raises(asyncssh.SFTPOpUnsupported):
            refuses(NothingAllowed(None, told.append), b"/etc/passwd", b"x")
        assert told
    assert {one.__name__ for one in SftpRequests._packet_handlers.values() if one} == {
        f"_process_{name}" for name in (
            "open", "close", "read", "write", "lstat", "fstat", "setstat", "fsetstat", "opendir", "readdir", "remove",
            "mkdir", "rmdir", "realpath", "stat", "rename", "readlink", "symlink",
        )
    }  # fmt: skip
    assert SftpRequests._extensions == []


def test_no_method_that_is_ours_reaches_for_one_that_is_theirs() -> None:
    source = inspect.getsource(inspect.getmodule(FilesOverSftp) or FilesOverSftp)

    assert source.count("super().") == source.count("super().__init__(") == 2
    assert "import os" not in source


PATHS = (
    b"/etc/passwd", b"../../etc/passwd", b"/..", b"//etc//passwd", b"/proc/self/environ", b"~", b"~root/.ssh", b"\x00",
    b"/\xff\xfe", b"/%2e%2e/etc", b"C:\\Windows", b"\\\\host\\share", b"/" + b"a" * 5000, b"/" * 3000, b"/./././etc",
    b"/etc/passwd\x00.log", b"/\n/x", b"/dev/stdin", b"/{id}/../../../etc/shadow", b"/{id}/x/../../../root/.bashrc",
)  # fmt: skip


async def test_no_path_leads_to_the_disk_of_the_server(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Hostile paths")
    async with await host.connects("ann") as connection, connection.start_sftp_client() as client:
        asks = handler_of(client)
        for path in (one.replace(b"{id}", ticket.reference.encode()) for one in PATHS):
            attempts: list[Callable[[], Awaitable[Any]]] = [
                lambda path=path: asks.open(path, FXF_READ, NOTHING),  # type: ignore[misc]
                lambda path=path: asks.open(path, SEND, NOTHING),  # type: ignore[misc]
                lambda path=path: asks.remove(path),  # type: ignore[misc]
                lambda path=path: asks.rename(path, b"/x", 0),  # type: ignore[misc]
                lambda path=path: asks.readlink(path),  # type: ignore[misc]
                lambda path=path: asks.symlink(b"/etc", path),  # type: ignore[misc]
                lambda path=path: asks.setstat(path, asyncssh.SFTPAttrs(permissions=0o777)),  # type: ignore[misc]
            ]
            for attempt in attempts:
                with pytest.raises(asyncssh.SFTPError):
                    await attempt()
        assert await asks.realpath(b"/../../etc/..") is not None
        assert [one.filename async for one in client.scandir("/")][:2] == [".", ".."]
    assert names_in(host, ticket) == []


async def test_hostile_names_become_harmless_ones(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Hostile names")
    folder = ticket.reference.encode()
    async with await host.connects("ann") as connection, connection.start_sftp_client() as client:
        asks = handler_of(client)
        for name in (b".bashrc", b"a\x1b[31m.log", b"x\\..\\..\\boot.ini", "a\u202etxt.exe".encode(), b"n" * 3000):
            await asks.close(await asks.open(folder + b"/" + name, SEND, NOTHING))
    kept = await asyncio.to_thread(names_in, host, ticket)

    assert kept == ["bashrc", "a[31m.log", "boot.ini", "atxt.exe", "n" * 200]


Sends = Callable[[SFTPClientHandler, bytes], Awaitable[None]]


async def half(asks: SFTPClientHandler, path: bytes) -> None:
    """Some of it, and then the line breaks."""
    handle = await asks.open(path, SEND, NOTHING)
    await asks.write(handle, 0, b"half")


async def with_a_hole(asks: SFTPClientHandler, path: bytes) -> None:
    handle = await asks.open(path, SEND, NOTHING)
    await asks.write(handle, 0, b"begin")
    await asks.write(handle, 1000, b"end")
    with pytest.raises(asyncssh.SFTPError, match="Only a part of it came"):
        await asks.close(handle)


async def too_much(asks: SFTPClientHandler, path: bytes) -> None:
    """And closes it as if nothing had happened."""
    handle = await asks.open(path, SEND, NOTHING)
    await asks.write(handle, 0, b"begin")
    for at in (FILE_AT_MOST, 2**62):
        with pytest.raises(asyncssh.SFTPError, match="more than 20 MB"):
            await asks.write(handle, at, b"x")
    await asks.close(handle)


async def cut_afterwards(asks: SFTPClientHandler, path: bytes) -> None:
    handle = await asks.open(path, SEND, NOTHING)
    await asks.write(handle, 0, b"all of it")
    with pytest.raises(asyncssh.SFTPError, match="sent whole"):
        await asks.fsetstat(handle, asyncssh.SFTPAttrs(size=3))
    await asks.close(handle)


async def read_while_written(asks: SFTPClientHandler, path: bytes) -> None:
    for flags in (SEND | FXF_READ, SEND | FXF_APPEND, FXF_WRITE):
        with pytest.raises(asyncssh.SFTPError, match="sent whole"):
            await asks.open(path, flags, NOTHING)
    handle = await asks.open(path, SEND, NOTHING)
    with pytest.raises(asyncssh.SFTPError):
        await asks.read(handle, 0, 10)


@pytest.mark.parametrize("sends", [half, with_a_hole, too_much, cut_afterwards, read_while_written])
async def test_what_is_not_sent_whole_is_not_attached(host: Host, sends: Sends) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Not whole")
    connection = await host.connects("ann")
    client = await connection.start_sftp_client()
    await sends(handler_of(client), ticket.reference.encode() + b"/x.log")
    connection.abort()
    await connection.wait_closed()
    await asyncio.to_thread(host.until, lambda: not host.house.sessions, "the connection to be gone")

    assert await asyncio.to_thread(names_in, host, ticket) == []


async def test_pieces_may_come_in_any_order(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Any order")
    async with await host.connects("ann") as connection, connection.start_sftp_client() as client:
        asks = handler_of(client)
        handle = await asks.open(ticket.reference.encode() + b"/x.log", SEND, NOTHING)
        for at in (3, 9, 6, 0, 3):
            await asks.write(handle, at, b"abcdefghijkl"[at : at + 3])
        await asks.close(handle)
        with pytest.raises(asyncssh.SFTPError, match="there already"):
            await asks.open(ticket.reference.encode() + b"/x.log", SEND | FXF_EXCL, NOTHING)
        await client.get(f"{ticket.reference}/x.log", host.folder / "ordered.log")
    assert (host.folder / "ordered.log").read_bytes() == b"abcdefghijkl"


async def test_few_files_and_folders_are_open_at_once(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Many handles")
    async with await host.connects("ann") as connection, connection.start_sftp_client() as client:
        asks = handler_of(client)
        paths = [ticket.reference.encode() + b"/%d.log" % nth for nth in range(OPEN_AT_ONCE + 1)]
        handles = [await asks.open(path, SEND, NOTHING) for path in paths[:-1]]
        with pytest.raises(asyncssh.SFTPError, match="files are open at once"):
            await asks.open(paths[-1], SEND, NOTHING)
        await asks.close(handles[0])
        await asks.open(paths[-1], SEND, NOTHING)
        for _ in range(HANDLES):
            await asks.opendir(b"/")
        with pytest.raises(asyncssh.SFTPError, match="Too many folders"):
            await asks.opendir(b"/")


async def scp_said(host: Host, command: str, *said: bytes) -> bytes:
    """What the old protocol answers to somebody who speaks it by hand."""
    connection = await host.connects("ann")
    process = await connection.create_process(command, encoding=None)
    for piece in said:
        process.stdin.write(piece)
    process.stdin.write_eof()
    answers = bytes(await process.stdout.read())
    connection.close()
    await connection.wait_closed()
    return answers


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ((b"C0644 10 x.log\n", b"half"), b"\0\0"),
        ((b"C0644 4 x.log\n", b"full", b"\1scp: it changed while it was read\n"), b"\0\0\0"),
        ((b"C0644 99999999999 x.log\n",), b"more than 20 MB"),
        ((b"C0644 4 ../../x.log\n", b"full\0"), b"not how scp speaks"),
        ((b"C0644 4 ..\n", b"full\0"), b"not how scp speaks"),
        ((b"C0644 -4 x.log\n",), b"not how scp speaks"),
        ((b"C0644 4\n",), b"not how scp speaks"),
        ((b"Q\n", b"\n", b"D0755 0 dir\n", b"E\n"), b"no folders"),
        ((b"C" + b"9" * 2_000_000,), b"\0"),
        ((b"\2lost\n",), b"\0"),
    ],
)
async def test_the_old_protocol_attaches_what_is_whole_alone(
    host: Host, said: tuple[bytes, ...], answers: bytes
) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "By hand")

    assert answers in await scp_said(host, f"scp -t {ticket.reference}", *said)
    assert await asyncio.to_thread(names_in, host, ticket) == []


async def test_a_line_that_breaks_in_the_old_protocol_attaches_nothing(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Breaks")
    connection = await host.connects("ann")
    process = await connection.create_process(f"scp -t {ticket.reference}", encoding=None)
    process.stdin.write(b"C0644 4 x.log\nfu")
    await process.stdout.readexactly(2)
    connection.abort()
    await connection.wait_closed()
    await asyncio.to_thread(host.until, lambda: not host.house.sessions, "the connection to be gone")

    assert await asyncio.to_thread(names_in, host, ticket) == []


async def test_what_is_no_scp_is_not_understood(host: Host) -> None:
    async with await host.connects("ann") as connection:
        for words in ("", "-t", "-f -t x", "-t a b", "-X x", "-S /bin/sh -t x", "-t 'x"):
            ran = await connection.run(f"scp {words}", check=False)

            assert ran.exit_status == 2, words
            assert "Copy with scp FILE HOST:ID/" in str(ran.stderr), words


async def test_a_key_that_is_revoked_ends_what_is_half_sent(own_host: Host) -> None:
    host = own_host
    ticket = await asyncio.to_thread(host.opens, "ann", "Revoked")
    ann = await asyncio.to_thread(host.desk_of, "ann")
    connection = await host.connects("ann")
    client = await connection.start_sftp_client()
    asks = handler_of(client)
    handle = await asks.open(ticket.reference.encode() + b"/x.log", SEND, NOTHING)
    await asks.write(handle, 0, b"some of it")

    await asyncio.to_thread(host.do, lambda: ann.write(ssh_keys.revoke_key, None))
    await asyncio.to_thread(host.until, lambda: not host.house.sessions, "the connection to be ended")
    connection.abort()
    await connection.wait_closed()

    assert await asyncio.to_thread(names_in, host, ticket) == []


async def test_whoever_does_not_read_is_sent_no_more(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Slow reader")
    content = b"x" * 8_000_000
    await asyncio.to_thread((host.folder / "big.bin").write_bytes, content)
    assert (await asyncio.to_thread(host.copies, "big.bin", f"HOST:{ticket.reference}/")).status == 0
    async with await host.connects("ann") as connection:
        process = await connection.create_process(f"scp -f {ticket.reference}/big.bin", encoding=None, window=2**20)
        process.stdin.write(b"\0\0\0")
        session = await asyncio.to_thread(_session_of_files, host)
        await asyncio.to_thread(host.until, lambda: session.stalled_since is not None, "the line to be full")
        waiting = session._channel._send_buf_len
        read = await process.stdout.readexactly(len(content) + len(f"C0600 {len(content)} big.bin\n") + 1)
        await process.wait()

    assert waiting < 1_000_000
    assert read.count(b"x") == len(content)
    assert process.exit_status == 0


def _session_of_files(host: Host) -> Any:
    host.until(lambda: any(one.is_command for one in host.house.sessions), "the copying to begin")
    return next(one for one in host.house.sessions if one.is_command)


def test_a_thousand_gaps_are_too_many() -> None:
    coming = Incoming(Reference("0" * 10), "x", "x")
    for at in range(2, 2 * GAPS_AT_MOST + 2, 2):
        coming._note(at, at + 1)
    with pytest.raises(Refused, match="Only a part"):
        coming._note(2**20, 2**20 + 1)
    coming.close()
