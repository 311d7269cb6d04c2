"""`watch`: a line for each thing that happens, until somebody ends it."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from tests.storage.server import own_server
from tests.tui.cli.counter import BOB, CARL, MAYA, OLGA, Counter, staffed
from tests.tui.cli.test_processes import COMMAND
from tui.cli import following

PATIENCE = 120.0


class Follower:
    """A `watch` in a process of its own, whose lines are read as they come."""

    def __init__(self, counter: Counter, who: str, *query: str, options_behind: bool = False) -> None:
        options, said = ["--db", counter.url, "--as", who, "--json"], ["watch", *query]
        self.process = subprocess.Popen(
            [*COMMAND, *(said + options if options_behind else options + said)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.lines: Queue[Any] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(json.loads(line))

    def listens_to(self, change: Callable[[], object]) -> None:
        """It prints nothing while nothing happens, so something happens until it has heard of it."""
        change()
        while self.lines.empty():
            assert self.process.poll() is None, self.process.communicate()
            change()

    def next(self, kind: str) -> Any:
        while True:
            line = self.lines.get(timeout=PATIENCE)
            if line["kind"] == kind:
                return line

    def left(self) -> list[Any]:
        """What came until now and was not read yet, after which it is ended."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(PATIENCE) == 130
        self._reader.join(PATIENCE)
        with self.process:
            assert self.process.stderr is not None
            assert self.process.stderr.read() == ""
        return [self.lines.get_nowait() for _ in range(self.lines.qsize())]


def test_staff_follow_everything_that_happens_and_customers_what_they_may_see(counter: Counter) -> None:
    agent, customer = Follower(counter, MAYA), Follower(counter, CARL)
    for one in (agent, customer):
        one.listens_to(lambda: counter.done("new", "--subject", "Printer", "--as", CARL, stdin="It is out of toner."))

    vpn = counter.done("new", "--subject", "VPN", "--as", CARL, stdin="Since noon.").out.strip()
    counter.done("note", vpn, "--as", BOB, stdin="gw-2 again")
    counter.done("set", vpn, "tag=+vpn", "priority=high", "--as", BOB)
    counter.done("reply", vpn, "--as", BOB, stdin="Try now.")
    counter.ticket()

    def of_vpn(follower: Follower) -> list[tuple[str, str, str]]:
        seen: list[tuple[str, str, str]] = []
        while not seen or seen[-1][0] != "message":
            line = follower.lines.get(timeout=PATIENCE)
            if line["id"] == vpn:
                seen.append((line["kind"], line["words"], line["actor"]["name"]))
        return seen

    assert [(kind, who) for kind, _, who in of_vpn(agent)] == [
        ("opened", "Carl Novak"),
        ("note", "Bob Stone"),
        ("priority", "Bob Stone"),
        ("tag", "Bob Stone"),
        ("message", "Bob Stone"),
    ]
    assert of_vpn(customer) == [
        ("opened", "opened: VPN", "Carl Novak"),
        ("priority", "priority medium to high", "Bob Stone"),
        ("message", "message", "Bob Stone"),
    ]
    agent.next("opened")
    agent.left()
    assert {line["kind"] for line in customer.left()} <= {"status", "owner"}


def test_only_what_a_query_finds_is_told(counter: Counter) -> None:
    follower = Follower(counter, MAYA, "toner", options_behind=True)
    follower.listens_to(lambda: counter.ticket("Printer", "It is out of toner."))

    counter.ticket("VPN")
    wanted = counter.ticket("Printer on floor 3", "No toner either.")
    while (line := follower.lines.get(timeout=PATIENCE))["id"] != wanted:
        assert "Printer" in line["words"]

    assert follower.left() == []


def until(holds: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_a_server_that_goes_away_and_comes_back_is_said_once_and_nothing_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends when the access of who watches is ended: that too is noticed without news."""
    monkeypatch.setattr(following, "QUIET", 0.2)
    out, err = io.StringIO(), io.StringIO()
    with own_server() as server, ThreadPoolExecutor(1) as elsewhere:
        counter = staffed(tmp_path, server.empty())
        watching = elsewhere.submit(counter.say, "watch", "-q", "--as", MAYA, out=out, err=err)
        counter.ticket()
        until(lambda: counter.ticket() and out.getvalue())

        server.stop()
        until(err.getvalue)
        server.start()
        meanwhile = counter.ticket()
        until(lambda: meanwhile in out.getvalue())
        counter.done("people", "disable", MAYA, "--as", OLGA)
        assert watching.result(PATIENCE).status == 5

    assert err.getvalue().splitlines()[:-1] == [following.AWAY]
    assert out.getvalue().split().count(meanwhile) == 1
