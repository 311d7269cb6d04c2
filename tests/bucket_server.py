"""An S3-compatible store for tests: a real server in a process of its own, and a wire to it that can be cut."""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection

HERE = "127.0.0.1"
SERVE = f"""
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("{HERE}", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()  # to the end of whoever started it
"""


@dataclass(frozen=True)
class BucketServer:
    port: int
    _names: Iterator[int] = field(default_factory=itertools.count)

    def environment(self, port: int | None = None) -> dict[str, str]:
        """What a program is told to find it, also by another port that leads there."""
        return {
            "AWS_ENDPOINT_URL": f"http://{HERE}:{port or self.port}",
            "AWS_ACCESS_KEY_ID": "desk",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "eu-central-1",
        }

    def bucket(self) -> str:
        """A new one; its name."""
        name = f"desk-{next(self._names)}"
        self._ask("PUT", f"/{name}")
        return name

    @contextmanager
    def asks_for_keys(self) -> Iterator[None]:
        """For a while it knows no key at all."""
        self._ask("POST", "/moto-api/reset-auth", b"0")
        try:
            yield
        finally:
            self._ask("POST", "/moto-api/reset-auth", b"inf")

    def _ask(self, method: str, path: str, body: bytes = b"") -> None:
        connection = HTTPConnection(HERE, self.port, timeout=30)
        connection.request(method, path, body, {"Content-Type": "text/plain", "Content-Length": str(len(body))})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status < 300, (method, path, answer.status)


@contextmanager
def some_bucket_server() -> Iterator[BucketServer]:
    child = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"AWS_ACCESS_KEY_ID": "desk", "AWS_SECRET_ACCESS_KEY": "secret"},
    )
    with child:
        assert child.stdout is not None
        try:
            yield BucketServer(int(child.stdout.readline()))
        finally:
            child.kill()


class Wire:
    """A way to a port of this machine. It can be cut and joined, or pass so many bytes and then nothing more."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._ends: list[socket.socket] = []
        self._listener = _listening(0)
        self.port: int = self._listener.getsockname()[1]
        self._left: int | None = None
        self.is_stuck = threading.Event()
        self._accept()

    def pass_only(self, count: int) -> None:
        """So many bytes more towards the server; then it holds still."""
        self._left = count

    def cut(self) -> None:
        for end in (self._listener, *self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def join(self) -> None:
        self._left = None
        self.is_stuck.clear()
        self._listener = _listening(self.port)
        self._accept()

    def _accept(self) -> None:
        threading.Thread(target=self._take_calls, args=(self._listener,), daemon=True).start()

    def _take_calls(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection((HERE, self._to))
                self._ends += [near, far]
                threading.Thread(target=self._pass_on, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(far, near, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if counted and self._left is not None:
                    self._left -= len(piece)
                    if self._left < 0:
                        self.is_stuck.set()
                        return
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)


def _listening(port: int) -> socket.socket:
    return socket.create_server((HERE, port))
