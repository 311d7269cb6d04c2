"""Writing a message in one's editor, with what it answers below a line."""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from core.errors import NotUnderstood, Refused
from core.safe_text import safe_name

SCISSORS = "# ------------------------ >8 ------------------------"
USUAL = ("sensible-editor", "nano", "vi", "notepad")
HELP = "# Write above this line. What stands below it is not sent; an empty message sends nothing."


class Written:
    """A message in a private file; it is taken away once it is sent, and stays where it could not be."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.text = _above(file.read_text("utf-8", "replace"))

    def keep(self) -> str:
        self._file.write_text(self.text, "utf-8")
        return str(self._file)

    def discard(self) -> None:
        shutil.rmtree(self._file.parent, ignore_errors=True)


def write(below: str, environment: Mapping[str, str]) -> Written:
    """Open the editor on an empty message. Raises NotUnderstood without an editor, Refused when it fails."""
    command = _editor(environment)
    folder = Path(tempfile.mkdtemp(prefix="ttydesk-"))  # 0700
    file = folder / "message.md"
    file.touch(0o600)
    comment = "".join(f"# {line}".rstrip() + "\n" for line in below.splitlines())
    file.write_text(f"\n\n{SCISSORS}\n{HELP}\n{comment}", "utf-8")
    try:
        with _without_interrupt():
            ended = subprocess.run([*command, str(file)], check=False).returncode  # noqa: S603  the user's own editor
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise NotUnderstood(f"The editor {safe_name(command[0])} can not be started. Set EDITOR to yours.") from None
    if ended != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise Refused("The editor ended with an error, so nothing was sent.")
    return Written(file)


def _editor(environment: Mapping[str, str]) -> list[str]:
    named = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if named:
        try:
            return shlex.split(named)
        except ValueError:
            raise NotUnderstood("EDITOR has a quote that does not end. Set it again.") from None
    for usual in USUAL:
        if shutil.which(usual):
            return [usual]
    raise NotUnderstood("There is no editor here: set EDITOR, or send the message on standard input.")


def _above(text: str) -> str:
    lines = text.splitlines(keepends=True)
    end = next((nth for nth, line in enumerate(lines) if line.strip() == SCISSORS), len(lines))
    return "".join(lines[:end]).strip("\n")


@contextmanager
def _without_interrupt() -> Iterator[None]:
    """ctrl+c in the editor is for the editor."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
