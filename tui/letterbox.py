"""Where a mail server of this machine hands letters over: a socket in a folder, or an address that only it reaches."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from core.errors import NotUnderstood, Refused
from core.safe_text import safe_name
from tui.ssh.address import Address, read_address

UNIX = "unix:"
MODE = 0o660
"""Its owner, and the group that the folder gives it: that of the mail server."""
ONLY_HERE = "Letters are taken from this machine alone: --lmtp 127.0.0.1:2424, or --lmtp unix:/run/ttydesk/lmtp."


Place: TypeAlias = Path | Address


def read_place(typed: str) -> Place:
    """What `--lmtp` names. Raises NotUnderstood."""
    if typed.startswith(UNIX):
        path = Path(typed.removeprefix(UNIX))
        if not path.is_absolute() or not hasattr(socket, "AF_UNIX"):
            raise NotUnderstood(f"A socket has a whole path, where the system has sockets. {ONLY_HERE}", field="lmtp")
        return path
    address = read_address(typed, "lmtp")
    if not address.is_of_this_machine:
        raise NotUnderstood(ONLY_HERE, field="lmtp")
    return address


@contextmanager
def bound(place: Place) -> Iterator[socket.socket]:
    """Its socket, before anybody is heard. A path is taken over from a process that has ended. Raises Refused."""
    try:
        at = _at_path(place) if isinstance(place, Path) else _at_address(place)
    except OSError as error:
        why = (os.strerror(error.errno) if error.errno else str(error)).lower()
        told = f"Letters can not be taken at {safe_name(str(place))}: {why}. Name another place with --lmtp."
        raise Refused(told, field="lmtp") from None
    try:
        yield at
    finally:
        at.close()
        if isinstance(place, Path):
            place.unlink(missing_ok=True)


def _at_address(address: Address) -> socket.socket:
    family, kind, protocol, _, at = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
    heard = socket.socket(family, kind, protocol)
    try:
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind(at)
    except OSError:
        heard.close()
        raise
    return heard


def _at_path(path: Path) -> socket.socket:
    _folder_is_not_for_all(path.parent)
    _take_over(path)
    heard = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        heard.bind(str(path))
        path.chmod(MODE)
    except OSError:
        heard.close()
        raise
    return heard


def _folder_is_not_for_all(folder: Path) -> None:
    """Raises Refused where anybody may put another socket in the place of this one, and read the letters."""
    mode = folder.stat().st_mode
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        told = f"Anybody may write to {safe_name(str(folder))}. Take that away (chmod o-w), or name another folder."
        raise Refused(told, field="lmtp")


def _take_over(path: Path) -> None:
    """Raises Refused where somebody listens, or something else lies there."""
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(path.stat().st_mode):
            raise Refused(f"{safe_name(str(path))} is no socket. Name another place with --lmtp.", field="lmtp")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knocking:
            if knocking.connect_ex(str(path)) == 0:
                raise Refused(f"Something takes letters at {safe_name(str(path))} already.", field="lmtp")
        path.unlink()
