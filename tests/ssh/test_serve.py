"""`ttydesk serve` as a process: its key, what it says, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import NotUnderstood, Refused
from tests.machine import PATIENCE, Machine, command
from tests.ssh.host import argv_of_ssh
from tests.tui.terminal import Terminal
from tui.machine import Machine as Settings
from tui.serve import over_ssh
from tui.ssh.host_key import FILE, host_key
from tui.ssh.server import Address, read_address

PORT = re.compile(r" is served at 127\.0\.0\.1:(\d+), with the key (SHA256:\S+)\.")


class Served:
    """A process that serves."""

    def __init__(self, process: subprocess.Popen[str], port: int, fingerprint: str, folder: Path) -> None:
        self.process = process
        self.port = port
        self.fingerprint = fingerprint
        self.folder = folder

    def window(self, *words: str) -> Terminal:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        return Terminal(argv_of_ssh(self.port, *words), environment, self.folder, (100, 30))


@contextmanager
def serving(machine: Machine, *words: str) -> Iterator[Served]:
    machine.make_home()
    process = subprocess.Popen(
        [command(), *words], env=machine.environment, stderr=subprocess.PIPE, text=True, cwd=machine.home
    )
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = PORT.search(said)
        assert found is not None, said + process.stderr.read()
        yield Served(process, int(found[1]), found[2], machine.folder)
    finally:
        process.kill()
        process.wait(PATIENCE)
        if process.stderr is not None:
            process.stderr.close()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.done("init", "--name", "Acme Support", "--operator", "Olga <olga@acme.example>")
    return machine


def test_the_key_of_a_server_is_private_and_the_same_for_ever(machine: Machine) -> None:
    with serving(machine, "serve", "--ssh", "127.0.0.1:0") as served:
        first = served.fingerprint
        refused = machine.run("serve", "--ssh", f"127.0.0.1:{served.port}")
        assert refused.returncode == 5
        assert "Name another with --ssh" in refused.stderr
    key = next(machine.home.rglob("ssh_host_ed25519_key"))

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert host_key(key.parent).get_fingerprint() == first
    key.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        host_key(key.parent)


def test_what_is_no_key_is_not_served_with(tmp_path: Path) -> None:
    (tmp_path / FILE).touch(0o600)

    with pytest.raises(Refused, match="is no key"):
        host_key(tmp_path)


def test_asked_to_end_it_lets_everybody_keep_what_they_typed_and_ends_well(machine: Machine) -> None:
    with serving(machine, "serve", "--ssh", "127.0.0.1:0") as served:
        guest = served.window().see("as a guest").press("enter").see("Open a ticket")
        served.process.send_signal(signal.SIGTERM)

        assert served.process.wait(15) == 0
        assert guest.ended() == 75
        assert "The help desk restarts" in guest.text


def test_a_demo_is_served_to_this_machine_and_the_name_says_the_role(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    with serving(machine, "demo", "--tickets", "20", "--serve", "0") as served:
        as_agent = subprocess.run(
            argv_of_ssh(served.port, "queues", user="operator"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert (as_agent.returncode, as_agent.stderr) == (0, "")
        refused = subprocess.run(
            argv_of_ssh(served.port, "queues", user="customer"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert refused.returncode == 5


async def test_a_desk_that_nobody_has_set_up_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(Refused, match="ttydesk init"):
        await over_ssh(Settings(db=f"sqlite:///{tmp_path}/desk.db"), "127.0.0.1:0")


@pytest.mark.parametrize("typed", ["", "22", "host", "host:", "host:ssh", "host:99999", "::1:22"])
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="HOST:PORT"):
        read_address(typed)


def test_addresses_are_read_as_people_write_them() -> None:
    assert read_address("0.0.0.0:22") == Address("0.0.0.0", 22)  # noqa: S104  read, not listened at
    assert read_address("[::1]:8022") == Address("::1", 8022)
    assert str(read_address("[::1]:8022")) == "[::1]:8022"
    assert read_address(":8022") == Address("", 8022)
