"""A driver for somebody at the other end of a connection: nothing of the machine that runs the app is theirs."""

from __future__ import annotations

from typing import Any, BinaryIO, TextIO

from textual.driver import Driver


class GuestDriver(Driver):
    """What stands before or above another driver."""

    @property
    def can_suspend(self) -> bool:
        return False

    def open_url(self, url: str, new_tab: bool = True) -> None:
        """The browser of this machine is nobody's here."""

    def deliver_binary(self, binary: BinaryIO | TextIO, **_where: Any) -> None:
        """Nor is its disk."""
        binary.close()
