"""The line between a server and the process of one window: words, each with what belongs to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import IntEnum
from typing import cast

WAITS_AT_MOST = 65_536
"""Bytes that wait at this end, before no more are to be said."""
_HEAD = 5


class Word(IntEnum):
    """To the window, then from it."""

    TYPED = 1
    NO_MORE = 2
    RESIZED = 3
    HELD = 4
    LEAVE = 5
    FRAME = 11
    STANDS = 12
    KEEPS_DRAFTS = 13
    ENDED = 14


Heard = Callable[[Word, bytes], None]


class LineApart(asyncio.Protocol):
    """One end. `full` hears when the other end takes no more, and when it does again; `gone` that it has broken."""

    def __init__(self, heard: Heard, full: Callable[[bool], None], gone: Callable[[], None]) -> None:
        self._heard = heard
        self._full = full
        self._gone = gone
        self._came = bytearray()
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=WAITS_AT_MOST)

    def say(self, word: Word, data: bytes = b"") -> None:
        if not self._transport.is_closing():
            self._transport.write(bytes([word]) + len(data).to_bytes(_HEAD - 1, "big") + data)

    def close(self) -> None:
        self._transport.close()

    def stop_reading(self) -> None:
        self._transport.pause_reading()

    def go_on_reading(self) -> None:
        self._transport.resume_reading()

    def data_received(self, data: bytes) -> None:
        self._came += data
        while len(self._came) >= _HEAD:
            end = _HEAD + int.from_bytes(self._came[1:_HEAD], "big")
            if len(self._came) < end:
                return
            word, said = Word(self._came[0]), bytes(self._came[_HEAD:end])
            del self._came[:end]
            self._heard(word, said)

    def pause_writing(self) -> None:
        self._full(True)

    def resume_writing(self) -> None:
        self._full(False)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._gone()
