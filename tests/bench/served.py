"""A desk that is served over SSH by processes of their own, where the user name says as whom one comes; and what these
processes use up. Linux only.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.machine import HOUSE, PATIENCE, Machine
from tui.cli.door import Hosting
from tui.demo.people import MAYA
from tui.hosting import host
from tui.machine import Machine as Settings
from tui.ssh.loop import new_loop

USER = "agent"
_PORT = re.compile(r" is served at 127\.0\.0\.1:(\d+)")
_TICK = 1000 / os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.port = port
        self._process = process

    @property
    def cpu(self) -> float:
        """Milliseconds of processor so far, of all its processes."""
        return sum(map(_cpu, self._all())) * _TICK

    @property
    def memory(self) -> int:
        """Kilobytes of all its processes, what several share counted once."""
        return sum(map(_memory, self._all()))

    def _all(self) -> list[int]:
        found = [self._process.pid]
        for one in found:
            for thread in Path(f"/proc/{one}/task").glob("*/children"):
                found += map(int, thread.read_text().split())
        return found


@contextmanager
def serving(url: str, folder: Path, *, workers: int = 1, apart: bool = False) -> Iterator[Server]:
    machine = Machine(folder)
    machine.make_home()
    argv = [sys.executable, "-m", "tests.bench.served", url, str(workers), *["apart"] * apart]
    with (folder / "journal").open("w") as journal:
        process = subprocess.Popen(
            argv, env=machine.environment, cwd=HOUSE, stdout=subprocess.PIPE, stderr=journal, text=True
        )
    try:
        said = process.stdout.readline() if process.stdout is not None else ""
        found = _PORT.search(said)
        if found is None:
            raise RuntimeError(f"it did not begin to serve: {said}{(folder / 'journal').read_text()}")
        yield Server(process, int(found[1]))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _cpu(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _memory(process: int) -> int:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(rollup.partition("\nPss:")[2].split()[0])


def main(url: str, workers: str, *apart: str) -> int:
    asked = Hosting("127.0.0.1:0", int(workers), apart=bool(apart), people={USER: MAYA.email})
    with asyncio.Runner(loop_factory=new_loop) as runner:
        return runner.run(host(Settings(db=url), asked))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
