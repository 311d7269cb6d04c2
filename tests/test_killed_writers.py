"""What a command acknowledged is there, whoever was killed while it wrote."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path

from tests.machine import PATIENCE, Machine, command

ROUNDS = int(os.environ.get("TTYDESK_KILL_ROUNDS", "1"))
WRITERS = 8
ANN = "ann@clinic.example"
MAYA = "maya@acme.example"


class Writer(threading.Thread):
    """One who opens tickets and answers them by command until it is over, and keeps what was acknowledged."""

    def __init__(self, machine: Machine, name: str, over: threading.Event) -> None:
        super().__init__()
        self.machine, self.who, self.over = machine, name, over
        self.process: subprocess.Popen[str] | None = None
        self.opened: list[str] = []
        self.replies: list[tuple[str, str]] = []

    def run(self) -> None:
        nth = 0
        while not self.over.is_set():
            nth += 1
            said = f"{self.who} says {nth}"
            made = self.say("new", "--subject", said, "--name", "Ann", "--email", ANN, stdin=said)
            if made:
                self.opened.append(made.strip())
                if self.say("reply", made.strip(), "--as", MAYA, stdin=f"answer to {said}") is not None:
                    self.replies.append((made.strip(), f"answer to {said}"))

    def say(self, *argv: str, stdin: str) -> str | None:
        """What it prints when it ends with 0; None when it was killed or refused."""
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(
            [command(), *argv],
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            text=True,
            env=self.machine.environment,
            cwd=self.machine.home,
        )
        out, _ = self.process.communicate(stdin)
        return out if self.process.returncode == 0 else None


def write_and_kill(machine: Machine, name: str, chance: random.Random) -> list[Writer]:
    """Eight write at once; when some of it was acknowledged all are killed, wherever they are."""
    over = threading.Event()
    writers = [Writer(machine, f"{name} writer {nth}", over) for nth in range(WRITERS)]
    for writer in writers:
        writer.start()
    until = time.monotonic() + PATIENCE
    while sum(len(writer.opened) for writer in writers) < WRITERS and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(chance.random())
    over.set()
    for writer in writers:
        if writer.process is not None and writer.process.poll() is None:
            writer.process.send_signal(signal.SIGKILL)
    for writer in writers:
        writer.join()
    return writers


def test_every_acknowledged_ticket_and_reply_survives_kill_9(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.done("init", "--name", "Acme", "--operator", "Olga <olga@acme.example>")
    machine.done("--as", "olga@acme.example", "people", "add", f"Maya <{MAYA}>", "--role", "agent")
    chance, written = random.Random(3), []

    for nth in range(ROUNDS):
        written += write_and_kill(machine, f"round {nth}", chance)
        assert machine.done("db", "check") == "The database is whole.\n"

    there = machine.done("list", "--json", "--limit", "10000", "--as", MAYA)
    ids = {json.loads(line)["id"] for line in there.splitlines()}
    opened = [id for writer in written for id in writer.opened]
    assert opened
    assert not set(opened) - ids
    replies = [reply for writer in written for reply in writer.replies]
    if replies:
        shown = machine.done("show", *(id for id, _ in replies), "--json", "--as", MAYA).splitlines()
        for (_, answer), ticket in zip(replies, map(json.loads, shown), strict=True):
            assert answer in [entry["body"] for entry in ticket["entries"]]
