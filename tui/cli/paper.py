"""The console of Rich, for tables and help, that leaves a closed pipe to the command as a whole."""

from __future__ import annotations

from typing import NoReturn, TextIO

from rich.console import Console


class Paper(Console):
    def __init__(self, out: TextIO, width: int | None) -> None:
        super().__init__(file=out, width=width, highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> NoReturn:
        """Rich would end the process with 1; that somebody has seen enough is no fault."""
        raise BrokenPipeError
