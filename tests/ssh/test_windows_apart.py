"""Windows with a process each: the same as all others, and what happens in one happens to nobody else."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from core import ssh_keys
from core.references import shown
from tests.machine import Machine
from tests.ssh.host import Host, hosted
from tests.ssh.test_serve import serving
from tui.ssh.window_apart import WindowApart


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with hosted(tmp_path, apart=True) as served:
        yield served


def process_of(host: Host, name: str) -> int:
    """The process of somebody's window."""
    runs = [
        session.run
        for session in host.house.sessions
        if (person := session.visitor.desk.result().actor.person) is not None and person.email.startswith(name)
    ]
    assert isinstance(runs[0], WindowApart)
    assert runs[0].process is not None
    return runs[0].process


def lives(process: int) -> bool:
    with suppress(OSError):
        os.kill(process, 0)
        return True
    return False


def test_it_takes_keys_sizes_and_an_id_keeps_what_is_typed_and_ends_with_its_status(host: Host) -> None:
    ticket = host.opens("ann", "The printer burns")
    line = host.window("ann", shown(ticket.reference), options=["-t"]).see("The printer burns")
    process = process_of(host, "ann")
    line.resize(60, 20).see("The printer burns")
    line.press("r").see("send").type("It burns on").see("It burns on")
    line.kill()
    host.until(lambda: not lives(process), "the process to end")

    again = host.window("ann", shown(ticket.reference), options=["-t"]).see("The printer burns")
    again.press("r").see("It burns on").press("ctrl+q")
    assert again.ended() == 0


def test_one_that_hangs_or_dies_touches_nobody_else(host: Host) -> None:
    ann, maya = host.window("ann").see("Ann Okafor"), host.window("maya").see("Inbox")
    hangs = process_of(host, "ann")
    os.kill(hangs, signal.SIGSTOP)
    ann.type("j" * 200)
    maya.press("?").see("move")

    access = host.desk_of("ann")
    host.do(lambda: access.write(ssh_keys.revoke_key, None))
    assert ann.ended() == 5
    assert "Your access was ended" in ann.text
    assert not lives(hangs)

    os.kill(process_of(host, "maya"), signal.SIGKILL)
    assert maya.ended() == 1
    assert "That went wrong on our side, number" in maya.text
    assert host.run("list", key="maya").status == 0


def test_windows_go_with_a_server_that_was_killed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.done("init", "--name", "Acme Support", "--operator", "Olga <olga@acme.example>")
    with serving(machine, "serve", "--ssh", "127.0.0.1:0", "--isolate") as served:
        guest = served.window().see("as a guest").press("enter").see("Open a ticket")
        children = Path(f"/proc/{served.process.pid}/task").glob("*/children")
        processes = [int(word) for one in children for word in one.read_text().split()]
        assert processes
        served.process.kill()
        served.process.wait()

        served.until(lambda: not any(map(lives, processes)), "its processes to end")
        assert guest.ended() == 255
