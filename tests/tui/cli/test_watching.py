"""`queues --watch`: prints again when something changed, until somebody ends it."""

from __future__ import annotations

import json
import signal
import subprocess

from tests.tui.cli.counter import MAYA, Counter
from tests.tui.cli.test_processes import COMMAND


def watching(counter: Counter, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "--db", counter.url, "queues", "--watch", "--as", MAYA, *more],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_the_queues_are_printed_again_when_another_process_changes_something(counter: Counter) -> None:
    with watching(counter, "--json") as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["open"] == 0

        counter.ticket()
        assert json.loads(process.stdout.readline())["open"] == 1

        for _ in range(2):  # as a shell and `timeout` together send it
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "")


def test_whoever_has_seen_enough_of_it_ends_it_quietly(counter: Counter) -> None:
    with watching(counter) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("General\t0")
        process.stdout.close()

        counter.ticket()

        assert process.wait(timeout=20) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
