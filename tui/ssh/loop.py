"""The event loop of a server: uvloop, where there is one.

It lets go at once of a timer that is no longer wanted. That of Python keeps it, and with it the app that has set it,
until its time has come: a minute, for each window that was closed.
"""

from __future__ import annotations

import asyncio
import sys


def new_loop() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32" or sys.implementation.name != "cpython":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()
