"""`ttydesk serve` as a process: its key, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.errors import NotUnderstood, Refused
from tests.machine import PATIENCE, Machine, command
from tests.ssh.host import argv_of_ssh
from tests.tui.terminal import Terminal
from tui.cli.door import Hosting
from tui.hosting import host
from tui.machine import Machine as Settings
from tui.ssh.address import Address, read_address
from tui.ssh.figures import ONLY_HERE
from tui.ssh.host_key import FILE, host_key

PORT = re.compile(r" is served at 127\.0\.0\.1:(\d+), with the key (SHA256:\S+)\.")


class Served:
    """A process that serves."""

    def __init__(self, process: subprocess.Popen[str], port: int, fingerprint: str, folder: Path) -> None:
        self.process = process
        self.port = port
        self.fingerprint = fingerprint
        self.folder = folder

    @property
    def journal(self) -> list[dict[str, Any]]:
        """What it has written down so far."""
        return [json.loads(line) for line in (self.folder / "journal").read_text().splitlines()]

    def told(self, event: str) -> int:
        return sum(one["event"] == event for one in self.journal)

    def until(self, true: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.05)

    def window(self, *words: str) -> Terminal:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder)}
        return Terminal(argv_of_ssh(self.port, *words), environment, self.folder, (100, 30))


@contextmanager
def serving(machine: Machine, *words: str) -> Iterator[Served]:
    machine.make_home()
    journal = machine.folder / "journal"
    with journal.open("w") as written:
        process = subprocess.Popen(
            [command(), *words],
            env=machine.environment,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            cwd=machine.home,
        )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        found = PORT.search(said)
        assert found is not None, said + journal.read_text()
        yield Served(process, int(found[1]), found[2], machine.folder)
    finally:
        process.kill()
        process.wait(PATIENCE)
        if process.stdout is not None:
            process.stdout.close()


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
        assert (
            "The help desk restarts: come back in a moment. A new ticket that was not sent is not kept." in guest.text
        )


def test_several_processes_share_a_port_and_one_that_dies_comes_back(machine: Machine) -> None:
    with serving(machine, "serve", "--ssh", "127.0.0.1:0", "--workers", "2") as served:
        served.until(lambda: served.told("worker_listens") == 2, "both to tell that they listen")
        first = {one["worker"]: one["process"] for one in served.journal if one["event"] == "worker_listens"}
        assert set(first) == {0, 1}
        refused = machine.run("serve", "--ssh", f"127.0.0.1:{served.port}", "--workers", "2")
        assert (refused.returncode, "Name another with --ssh" in refused.stderr) == (5, True)

        os.kill(first[0], signal.SIGKILL)
        served.until(lambda: served.told("worker_listens") == 3, "another to listen in its place")
        guest = served.window().see("as a guest").press("enter").see("Open a ticket")
        served.process.send_signal(signal.SIGTERM)

        assert served.process.wait(15) == 0
        assert guest.ended() == 75
        assert served.told("ended_well") == 2


def test_several_processes_end_with_the_one_that_looks_after_them(machine: Machine) -> None:
    with serving(machine, "serve", "--ssh", "127.0.0.1:0", "--workers", "2") as served:
        served.process.kill()

        served.until(lambda: served.told("ended_well") == 2, "both to end")


def test_the_journal_has_ids_and_nothing_that_somebody_wrote(machine: Machine) -> None:
    """And so have the figures."""
    with serving(machine, "serve", "--ssh", "127.0.0.1:0", "--metrics", "127.0.0.1:0") as served:
        guest = served.window().see("as a guest").press("enter").see("Open a ticket")
        guest.press("n").see("Full name").type("Gina Guest").press("tab").type("gina@else.example").press("tab")
        guest.type("Printer burns").press("ctrl+q")
        guest.ended()
        served.until(lambda: served.told("left") == 1, "the connection to end")
        port = next(one["port"] for one in served.journal if one["event"] == "figures")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            figures = answer.read().decode()
        told = [one["event"] for one in served.journal if one["event"] != "stalled"]
        written = (machine.folder / "journal").read_text()

    assert told == ["figures", "listens", "connected", "let_in", "began", "ended", "left"]
    assert [word for word in ("Gina", "gina", "Printer", "else.example") if word in written + figures] == []
    assert 'ttydesk_let_in_total{by="guest"} 1.0' in figures
    assert 'ttydesk_sessions{kind="window"} 0.0' in figures
    assert "process_resident_memory_bytes" in figures


def test_figures_are_for_this_machine_alone(machine: Machine) -> None:
    refused = machine.run("serve", "--ssh", "127.0.0.1:0", "--metrics", "0.0.0.0:9108")

    assert (refused.returncode, refused.stderr) == (2, f"{ONLY_HERE}\n")


def test_a_demo_is_served_to_this_machine_and_the_name_says_the_role(tmp_path: Path) -> None:
    with serving(Machine(tmp_path), "demo", "--tickets", "20", "--serve", "0") as served:
        assert served.process.stdout is not None
        ways = [served.process.stdout.readline().split() for _ in range(4)]
        assert [words[-1] for words in ways] == [
            "agent@127.0.0.1",
            "customer@127.0.0.1",
            "operator@127.0.0.1",
            "guest.",
        ]

        operator, customer, guest = (_asks_for_queues(served, user) for user in ("operator", "customer", "help"))
        assert (operator.returncode, operator.stderr) == (0, "")
        assert (customer.returncode, guest.returncode) == (5, 5)
        assert customer.stderr != guest.stderr


def _asks_for_queues(served: Served, user: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        argv_of_ssh(served.port, "queues", user=user),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


async def test_a_desk_that_nobody_has_set_up_is_not_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with pytest.raises(Refused, match="ttydesk init"):
        await host(Settings(db=f"sqlite:///{tmp_path}/desk.db"), Hosting("127.0.0.1:0"))


@pytest.mark.parametrize("typed", ["", "22", "host", "host:", "host:ssh", "host:99999", "::1:22"])
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="HOST:PORT"):
        read_address(typed)


def test_addresses_are_read_as_people_write_them() -> None:
    assert read_address("0.0.0.0:22") == Address("0.0.0.0", 22)  # noqa: S104  read, not listened at
    assert read_address("[::1]:8022") == Address("::1", 8022)
    assert str(read_address("[::1]:8022")) == "[::1]:8022"
    assert read_address(":8022") == Address("", 8022)
