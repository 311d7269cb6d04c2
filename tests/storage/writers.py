"""Processes that write as fast as they can, and what was acknowledged to them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from core.references import Reference

Writer = subprocess.Popen[str]


@contextmanager
def writing(url: str, names: Iterable[str]) -> Iterator[list[Writer]]:
    """Each prints what is acknowledged to it, and is killed in the end."""
    command = [sys.executable, "-m", "tests.storage.writing_until_killed", url]
    writers = [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in names]
    try:
        yield writers
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            if writer.stdout is not None:
                writer.stdout.close()


def next_line(writer: Writer) -> str:
    assert writer.stdout is not None
    return writer.stdout.readline()


def newest(lines: Iterable[str]) -> dict[Reference, int]:
    """The newest version of each ticket that was acknowledged; the last line of one that was killed may be half."""
    acknowledged: dict[Reference, int] = {}
    for line in lines:
        reference, _, version = line.strip().partition(" ")
        if version:
            acknowledged[Reference(reference)] = max(int(version), acknowledged.get(Reference(reference), 0))
    return acknowledged
