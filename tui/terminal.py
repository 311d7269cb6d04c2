"""The terminal that the program was started in, also when it sends no letters, or goes away.

Textual's own driver reads for ever, as fast as it can, from a terminal that is gone; and its writer ends with the first
error, so that the app waits for ever until somebody takes what it writes.
"""

from __future__ import annotations

import codecs
import os

from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread

from tui.pasting import WholePastes


class TerminalGone(Exception):
    """Nobody is there any more."""


class Letters:
    """Makes letters of what is read. What is no UTF-8 becomes the sign for that: it would end the reading of keys."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def decode(self, came: bytes, final: bool = False) -> str:
        if not came and not final:  # a terminal that is there says nothing by waiting
            raise TerminalGone
        return self._decoder.decode(came, final)


class LastingWriter(WriterThread):
    """Takes all that is written, also where nobody can see it any more."""

    def run(self) -> None:
        try:
            super().run()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            for standard in (1, 2):  # both are that terminal
                os.dup2(nowhere, standard)
            super().run()


class TerminalDriver(linux_driver.LinuxDriver):
    """Leaves, as by the key, when the terminal is gone."""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (TerminalGone, OSError):
            self._app.call_later(self._app.run_action, "leave")


# What the driver makes for itself when it starts.
linux_driver.getincrementaldecoder = lambda _encoding: Letters  # type: ignore[assignment,attr-defined]
linux_driver.WriterThread = LastingWriter  # type: ignore[attr-defined]
linux_driver.XTermParser = WholePastes  # type: ignore[attr-defined]
