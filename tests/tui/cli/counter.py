"""A help desk's counter for tests: commands are said at it, and it gives back what they answered.

They run in this process through the same runner and the same parts as the command itself; only the streams are ours.
What depends on a real process (signals, pipes, terminals) is tried in test_processes.py.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tui import serve
from tui.cli.door import Door, Draft
from tui.cli.runner import run
from tui.cli.visiting import LocalVisit
from tui.shell import ThisMachine

OLGA, MAYA, BOB = "olga@desk.example", "maya@desk.example", "bob@desk.example"
ANN, CARL = "ann@acme.example", "carl@acme.example"


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str
    bytes: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


@dataclass
class Person:
    """Somebody at the terminal, who gives these answers one after the other."""

    answers: Iterator[str]
    asked: list[str] = field(default_factory=list)

    def line(self, question: str) -> str:
        self.asked.append(question)
        return next(self.answers)

    password = line

    def agrees(self, question: str) -> bool:
        return self.line(question) == "y"


class Sheet:
    """What somebody wrote in their editor."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kept = False

    def keep(self) -> str:
        self.kept = True
        return "/private/message.md"

    def discard(self) -> None:
        self.kept = False


class Counter:
    """One desk in a folder, and commands said to it."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.folder = folder
        self.url = url or f"sqlite:///{folder}/desk/desk.db"
        self.below: str = ""

    def say(
        self,
        *argv: str,
        stdin: str | bytes = b"",
        terminal: bool = False,
        answers: Iterable[str] | None = None,
        writes: str | None = None,
        out: io.StringIO | None = None,
        err: io.StringIO | None = None,
    ) -> Answer:
        """Say a command. `answers`: somebody sits there and gives them; `writes`: what they write in the editor;
        `out` and `err` may be read while it goes on."""
        out, err, raw = out or io.StringIO(), err or io.StringIO(), io.BytesIO()
        given = io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin)
        person = None if answers is None else Person(iter(answers))

        async def read(length: int) -> bytes:
            return given.read(length)

        def edit(below: str) -> Draft:
            self.below = below
            return Sheet(writes or "")

        machine = ThisMachine(run_app=_no_app, run_plain=_no_app)
        door = Door(
            out=out,
            err=err,
            bytes_out=raw,
            read=read,
            piped=writes is None,
            terminal=terminal,
            visit=LocalVisit(machine.claim, machine.open, person, err),
            now=serve.now,
            width=120 if terminal else None,
            ask=person,
            edit=None if writes is None else edit,
            upkeep=machine,
        )
        argv = argv if "--db" in argv else (*argv, "--db", self.url)
        status = asyncio.run(run(argv, door))
        return Answer(status, out.getvalue(), err.getvalue(), raw.getvalue())

    def done(self, *argv: str, stdin: str | bytes = b"") -> Answer:
        """Say a command that has to succeed."""
        answer = self.say(*argv, stdin=stdin)
        assert (answer.status, answer.err) == (0, ""), answer.err
        return answer

    def ticket(self, subject: str = "VPN refuses my certificate", body: str = "Since noon.", **more: str) -> str:
        """A ticket that Ann opened as a guest; its ID."""
        options = {"name": "Ann Okafor", "email": ANN} | more
        words = [word for key, value in options.items() for word in (f"--{key}", value)]
        return self.done("new", "--subject", subject, *words, stdin=body).out.strip()

    def shown(self, ticket: str, *argv: str) -> Any:
        """The ticket as an agent finds it now."""
        return self.done("show", ticket, "--json", "--as", MAYA, *argv).json


async def _no_app(arrive: object, seat: object = None) -> int:
    raise AssertionError("no app was asked for")


def staffed(folder: Path, url: str | None = None) -> Counter:
    """A desk with its operator Olga, its agents Maya and Bob, and Carl, a customer with an account."""
    counter = Counter(folder, url)
    counter.done("init", "--name", "Acme Support", "--operator", f"Olga Berg <{OLGA}>")
    for name, email, role in (
        ("Maya Lind", MAYA, "agent"),
        ("Bob Stone", BOB, "agent"),
        ("Carl Novak", CARL, "customer"),
    ):
        counter.done("people", "add", f"{name} <{email}>", "--role", role, "--as", OLGA)
    return counter
