"""Offices, each with a network of its own, and a server room between them: Linux network namespaces and a bridge.

They need root and `ip` of iproute2. Where they can not be had, the closing lines of the tests say so.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.missing import not_tried

NEEDS = "separate networks need root on Linux, and `ip` of iproute2"


@dataclass(frozen=True)
class Office:
    """What is started through `at` has only the network of this office; `line` is its link to the server room."""

    name: str
    line: str

    def at(self, argv: Sequence[str]) -> list[str]:
        return ["ip", "netns", "exec", self.name, *argv]

    def cut(self) -> None:
        """The line is dead, and nobody is told."""
        _ip("link", "set", self.line, "down")

    def mend(self) -> None:
        _ip("link", "set", self.line, "up")


@dataclass(frozen=True)
class Town:
    address: str
    """Where a server listens for all offices."""
    offices: tuple[Office, ...]


@contextmanager
def offices(count: int) -> Iterator[Town]:
    tag, third = secrets.token_hex(3), secrets.randbelow(250)
    room, net = f"tty{tag}", f"10.213.{third}"
    made = [Office(f"tty{tag}-{nth}", f"tty{tag}{nth}") for nth in range(count)]
    try:
        _ip("link", "add", room, "type", "bridge")
        _ip("addr", "add", f"{net}.1/24", "dev", room)
        _ip("link", "set", room, "up")
        for nth, office in enumerate(made):
            _ip("netns", "add", office.name)
            _ip("link", "add", office.line, "type", "veth", "peer", "name", "eth0", "netns", office.name)
            _ip("link", "set", office.line, "master", room, "up")
            _ip("-n", office.name, "addr", "add", f"{net}.{nth + 2}/24", "dev", "eth0")
            _ip("-n", office.name, "link", "set", "eth0", "up")
        yield Town(f"{net}.1", tuple(made))
    finally:
        for office in made:
            subprocess.run(["ip", "netns", "del", office.name], capture_output=True, check=False)
        subprocess.run(["ip", "link", "del", room], capture_output=True, check=False)


def need_offices() -> None:
    """Raises what ends a test: a gate that tries everything fails without them."""
    if shutil.which("ip") is not None and os.getuid() == 0:
        try:
            with offices(1):
                return
        except subprocess.CalledProcessError:
            pass
    not_tried(NEEDS)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], capture_output=True, check=True)
