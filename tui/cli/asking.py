"""Asking whoever sits at the terminal. Questions go to standard error, so that what is printed can be piped."""

from __future__ import annotations

import getpass
import sys

from core.errors import SignInNeeded


class Terminal:
    """Asks on the terminal that standard input is."""

    def line(self, question: str) -> str:
        print(question, end="", file=sys.stderr, flush=True)
        if not (answer := sys.stdin.readline()):  # ctrl+d
            print(file=sys.stderr)
            raise SignInNeeded("Nothing was answered, so nothing was done.")
        return answer.rstrip("\r\n")

    def password(self, question: str) -> str:
        try:
            return getpass.getpass(question, stream=sys.stderr)
        except EOFError:
            print(file=sys.stderr)
            raise SignInNeeded("Nothing was answered, so nothing was done.") from None

    def agrees(self, question: str) -> bool:
        return self.line(f"{question} [y/N] ").strip().lower() in ("y", "yes")
