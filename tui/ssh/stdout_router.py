"""Standard output and error of a server in which many apps run.

Textual puts an object of each app in their place, and takes it away when that app ends, in whatever order they end:
what is printed would go to apps that are gone. So every app is given the same two objects, which stay for good.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from textual._context import active_app


class Router(io.TextIOBase):
    """What an app prints goes nowhere: it may be what stands in a ticket. What the server says goes out."""

    def __init__(self, real: TextIO) -> None:
        self.real = real

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if active_app.get(None) is None:
            self.real.write(text)
        return len(text)

    def flush(self) -> None:
        self.real.flush()

    def isatty(self) -> bool:
        return self.real.isatty()

    def fileno(self) -> int:
        return self.real.fileno()


@contextmanager
def routed() -> Iterator[None]:
    """From before the first app to after the last one."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Router(sys.stdout), Router(sys.stderr)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
