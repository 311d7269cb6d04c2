"""What is said and what is asked. Every line stands for itself, and every question says what can be typed.

Text goes through core.safe_text here, so that no place can forget it. Nothing is coloured, moved or written over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TextIO, TypeVar

from core.errors import DeskError, NotUnderstood
from core.safe_text import safe, safe_line, safe_name
from tui.cli.output import INDENT
from tui.plain.lines import Lines
from tui.words import cut

if TYPE_CHECKING:
    from tui.cli.door import Draft

T = TypeVar("T")

AGAIN, BACK, LEAVE = "?", "b", "q"
WAYS = f"{BACK} to go back, {LEAVE} to leave"
AT_ONCE = 50
"""Lines of a text that are said before somebody asks for more."""
SHOWN = 60
"""Cells of what was typed, where a sentence repeats it."""


class Back(Exception):
    """One step back, as somebody typed."""


class Leave(Exception):
    """Somebody wants to go."""


class InputEnded(Exception):
    """Nothing more will be typed. `asked` is the question that still waited."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """One line of a numbered list. `word` can be typed instead of the number."""

    word: str
    says: str
    value: T


class Talk:
    """`hidden` reads a line that is not shown, where the input is a terminal; `edit` opens an editor there."""

    def __init__(
        self,
        out: TextIO,
        lines: Lines,
        *,
        hidden: Callable[[], str] | None = None,
        edit: Callable[[str], Draft] | None = None,
    ) -> None:
        self.edit = edit
        self._out = out
        self._lines = lines
        self._hidden = hidden
        self._told: list[tuple[str, str]] = []

    # Saying

    def say(self, sentence: str) -> None:
        self._print(safe_line(sentence))

    def quote(self, text: str) -> None:
        """The beginning of what somebody wrote."""
        lines = quoted(text)
        self.print_lines(lines[:AT_ONCE])
        if len(lines) > AT_ONCE:
            self.say(f"{len(lines) - AT_ONCE:,} lines more.")

    def print_lines(self, lines: Sequence[str]) -> None:
        """Lines that are made safe already: ours, and those of `quoted`."""
        for line in lines:
            self._print(line)

    def _print(self, line: str) -> None:
        print(line, file=self._out, flush=True)

    # Asking

    async def line(self, question: str) -> str:
        """The next line as it was typed. Raises InputEnded."""
        self.say(question)
        return await self.next(question)

    async def next(self, question: str) -> str:
        """One more line of an answer that has several."""
        while True:
            try:
                typed = await self._lines.next()
            except NotUnderstood as error:
                self.say(error.sentence)
                continue
            if typed is None:
                raise InputEnded(question)
            return typed

    async def answer(self, question: str, read: Callable[[str], T]) -> T:
        """Ask until the answer can be read; each mistake is told at once."""
        while True:
            typed = self._way((await self.line(f"{question} Or {WAYS}.")).strip())
            if typed is None:
                continue
            try:
                return read(typed)
            except DeskError as error:
                self.say(error.sentence)

    async def password(self, question: str) -> str:
        """A line that a terminal does not show."""
        asked = f"{question} Or {WAYS}."
        while True:
            self.say(asked)
            typed = self._hide(asked) if self._hidden is not None else await self.next(asked)
            if (password := self._way(typed)) is not None:
                return password

    def _hide(self, asked: str) -> str:
        try:
            return "" if self._hidden is None else self._hidden()
        except EOFError:
            raise InputEnded(asked) from None

    async def agrees(self, question: str) -> bool:
        return await self.pick(question, (Choice("yes", "", True), Choice("no", "", False)))

    async def pick(self, question: str, choices: Sequence[Choice[T]]) -> T:
        """One of these, asked once in between: the choices of the place that asks stay as they were told."""
        before, self._told = self._told, []
        try:
            return await self.choose(question, choices)
        finally:
            self._told = before

    async def choose(self, question: str, choices: Sequence[Choice[T]], *, is_home: bool = False) -> T:
        """One of these, by its number or its word. They are listed when they differ from those that were last."""
        now = [(choice.word, choice.says) for choice in choices]
        if now != self._told:
            self._list(now)
        ways = f"{LEAVE} to leave" if is_home else WAYS
        asked = f"{question} Type a number or a word, {AGAIN} for the choices, {ways}."
        while True:
            typed = (await self.line(asked)).strip()
            if typed == AGAIN:
                self._list(now)
            elif is_home and typed.lower() == BACK:
                self.say(f"There is nothing behind this: {LEAVE} leaves.")
            elif (word := self._way(typed)) is not None:
                if (chosen := _meant(word, choices)) is not None:
                    return chosen.value
                self.say(_no_choice(word, len(choices)))

    def _list(self, choices: list[tuple[str, str]]) -> None:
        self._told = choices
        for number, (word, says) in enumerate(choices, 1):
            shown = safe_name(word)
            self.say(f"{number}. {shown}: {says}" if says and says != word else f"{number}. {shown}")

    def _way(self, typed: str) -> str | None:
        """What was typed; None for the question mark. Raises Back and Leave."""
        if typed.lower() == BACK:
            raise Back
        if typed.lower() == LEAVE:
            raise Leave
        return None if typed == AGAIN else typed


def quoted(text: str) -> list[str]:
    """What somebody wrote, indented, so that it can not pass for a line of ours."""
    return [f"{INDENT}{line}".rstrip() for line in safe(text).split("\n")]


def _meant(typed: str, choices: Sequence[Choice[T]]) -> Choice[T] | None:
    if typed.isascii() and typed.isdigit():
        number = int(typed[:9])
        return choices[number - 1] if 1 <= number <= len(choices) else None
    word = typed.casefold()
    return next(
        (choice for choice in choices if word in (choice.word.casefold(), safe_name(choice.word).casefold())), None
    )


def _no_choice(typed: str, count: int) -> str:
    if not typed:
        return f"Nothing was typed. Type a number from 1 to {count}, or its word; {AGAIN} lists them."
    shown = cut(safe_line(typed), SHOWN)
    return f"There is no choice “{shown}”. Type a number from 1 to {count}, or its word; {AGAIN} lists them."
