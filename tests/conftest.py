"""For every test: ctrl+c reaches what a test starts, also where the tests themselves run in the background."""

from __future__ import annotations

import signal


def pytest_configure() -> None:
    """A shell starts a background job so that it does not hear ctrl+c, and all that it starts would be as deaf."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
