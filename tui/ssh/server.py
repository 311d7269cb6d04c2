"""The server: it listens, looks after what is there, and ends without losing what somebody typed."""

from __future__ import annotations

import asyncio
import errno
import gc
import importlib
import logging
import os
import pkgutil
import socket
from collections.abc import Callable
from contextlib import suppress

import asyncssh

import tui
from core.errors import Refused
from core.safe_text import safe_name
from tui.ssh import stdout_router
from tui.ssh.address import Address
from tui.ssh.house import House
from tui.ssh.limits import GRACE
from tui.ssh.visitor import Visitor
from tui.ssh.watchdog import Watchdog

KEY_EXCHANGE = ("mlkem768x25519-sha256", "curve25519-sha256", "curve25519-sha256@libssh.org")
"""The first keeps what is recorded today from the computers of tomorrow; the others are for OpenSSH before 9.9."""
CIPHERS = ("chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com")
MACS = ("hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com")
SIGNATURES = (
    "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com", "rsa-sha2-512", "rsa-sha2-256",
)  # fmt: skip
KEEPS_ALIVE, MISSED = 30, 3
OF_EVERY_WINDOW = ("tui.screens.", "tui.modals.", "tui.widgets.")
OF_THE_SERVERS_TERMINAL = ("NO_COLOR", "COLORFGBG", "COLORTERM", "TERM")


async def serve(
    house: House,
    address: Address,
    key: asyncssh.SSHKey,
    stop: asyncio.Event,
    told: Callable[[int], None],
    *,
    is_shared: bool = False,
) -> None:
    """Let people in until `stop` is set. `told` hears at which port, once it listens; with `is_shared` other processes
    listen there too. Raises Refused."""
    with stdout_router.routed(), Watchdog(asyncio.get_running_loop(), house.records.stalled):
        await _serve(house, await _listen(house, address, key, is_shared=is_shared), stop, told)


async def _serve(
    house: House, acceptor: asyncssh.SSHAcceptor, stop: asyncio.Event, told: Callable[[int], None]
) -> None:
    unsubscribe = house.reception.feed.subscribe(lambda _references: None, house.ask_everybody_again)
    looking = asyncio.create_task(house.look_after())
    try:
        told(acceptor.get_port())
        await stop.wait()
    finally:
        unsubscribe()
        looking.cancel()
        acceptor.close()
        await house.drain()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await acceptor.wait_closed()


async def _listen(house: House, address: Address, key: asyncssh.SSHKey, *, is_shared: bool) -> asyncssh.SSHAcceptor:
    logging.getLogger("asyncssh").setLevel(logging.CRITICAL)  # it names users, commands and variables
    try:
        return await asyncssh.listen(
            address.host,
            address.port,
            reuse_port=is_shared,
            config=None,
            server_factory=lambda: Visitor(house),
            server_host_keys=[key],
            kex_algs=KEY_EXCHANGE,
            encryption_algs=CIPHERS,
            mac_algs=MACS,
            signature_algs=SIGNATURES,
            compression_algs=["none"],
            password_auth=False,
            host_based_auth=False,
            gss_host=None,
            login_timeout=GRACE,
            keepalive_interval=KEEPS_ALIVE,
            keepalive_count_max=MISSED,
            agent_forwarding=False,
            x11_forwarding=False,
            allow_scp=False,
            line_editor=False,
            encoding=None,
        )
    except OSError as error:
        raise _not_there(address, error, "--ssh HOST:PORT" if house.demo is None else "--serve PORT") from None


def reserve(address: Address) -> socket.socket:
    """Keep an address for several processes of this server, and for no other. Raises Refused."""
    try:
        family, kind, protocol, _, at = socket.getaddrinfo(
            address.host or None, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as alone:  # nobody else is there, who would let us share it
            alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            alone.bind(at)
            port = alone.getsockname()[1]
        kept = socket.socket(family, kind, protocol)
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        kept.bind((at[0], port, *at[2:]))
    except OSError as error:
        raise _not_there(address, error) from None
    return kept


def _not_there(address: Address, error: OSError, option: str = "--ssh HOST:PORT") -> Refused:
    return Refused(f"{_why_not(error, address)} Name another with {option}.")


def _why_not(error: OSError, address: Address) -> str:
    """The loop puts its own words around those of the system."""
    if error.errno == errno.EADDRINUSE:
        return f"Something listens at {safe_name(str(address))} already."
    why = os.strerror(error.errno) if error.errno and error.errno > 0 else "there is no such address"
    return f"Nobody can listen at {safe_name(str(address))}: {why.lower()}."


def prepare_process() -> None:
    """Once, before the first window. What the terminal of whoever started the server can show is nothing to those who
    come; and what was imported is no garbage: looking through all of it would hold up every key.
    """
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        if module.name.startswith(OF_EVERY_WINDOW):
            importlib.import_module(module.name)
    for name in list(os.environ):
        if name in OF_THE_SERVERS_TERMINAL or name.startswith("TEXTUAL"):
            del os.environ[name]
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
