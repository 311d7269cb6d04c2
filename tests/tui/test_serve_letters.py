"""`ttydesk serve --lmtp` as a process: a letter that was brought is a ticket soon after."""

from __future__ import annotations

import json
import signal
import smtplib
import subprocess
import time
from pathlib import Path

import pytest

from tests.machine import PATIENCE, Machine, command
from tests.mail.test_lmtp import HELP, LETTER

SAYS = "Letters are taken at 127.0.0.1:"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.done("init", "--name", "Acme Support", "--operator", "Olga <olga@acme.example>")
    return machine


def test_letters_alone_can_be_served(machine: Machine) -> None:
    with subprocess.Popen(
        [command(), "serve", "--lmtp", "127.0.0.1:0"],
        env=machine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=machine.home,
    ) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said.startswith(SAYS), said
            with smtplib.LMTP("127.0.0.1", int(said.removeprefix(SAYS).strip(".\n"))) as line:
                assert line.sendmail("ann@acme.example", [HELP], LETTER) == {}
            assert subjects(machine) == ["The printer is on fire"]
            process.send_signal(signal.SIGTERM)
            _, journal = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    events = [json.loads(one) for one in journal.splitlines()]
    assert (process.returncode, [one["event"] for one in events]) == (0, ["takes_letters", "letter", "ended_well"])
    assert "ann@" not in journal


def subjects(machine: Machine) -> list[str]:
    """Those of the tickets, once there are some."""
    end = time.monotonic() + PATIENCE
    while not (found := machine.done("list", "--json", "--as", "olga@acme.example")):
        assert time.monotonic() < end, "no ticket came"
    return [json.loads(line)["subject"] for line in found.splitlines()]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (["--lmtp", "0.0.0.0:24"], "Letters are taken from this machine alone"),
        (["--lmtp", "127.0.0.1:0", "--workers", "2"], "Name --ssh HOST:PORT too"),
    ],
)
def test_what_can_not_be_served_is_told(machine: Machine, said: list[str], says: str) -> None:
    refused = machine.run("serve", *said)

    assert (refused.returncode, says in refused.stderr) == (2, True)
