"""The key by which a server is known again: made at its first start, private, and the same for ever after."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import asyncssh

from core.errors import Refused
from core.safe_text import safe_name

FILE = "ssh_host_ed25519_key"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
COMMENT = "ttydesk"


def host_key(folder: Path) -> asyncssh.SSHKey:
    """Raises Refused for a key that others can read, or that is no key."""
    path = folder / FILE
    if not path.exists():
        _make(path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Refused(f"Others can read the key of the server. Run: chmod 600 {safe_name(str(path))}")
    try:
        return asyncssh.read_private_key(path)
    except (OSError, asyncssh.KeyImportError):
        raise Refused(f"{safe_name(str(path))} is no key. Put the right one there, or take it away.") from None


def _make(path: Path) -> None:
    """Whole or not at all: of two servers that start together, both use that of the first."""
    try:
        path.parent.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(asyncssh.generate_private_key("ssh-ed25519", COMMENT).export_private_key())
        try:
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    except OSError as error:
        why = (error.strerror or "it failed").lower()
        raise Refused(f"The key of the server can not be kept in {safe_name(str(path))}: {why}.") from None
