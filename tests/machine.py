"""A machine of its own for a test: an empty home, no keyring, a desk; the real command runs on it as a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
FROM_THE_TESTER = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
NO_KEYRING = "keyring.backends.null.Keyring"
PATIENCE = 120.0
"""Seconds after which a command counts as stuck."""


@dataclass(frozen=True)
class Machine:
    """What runs on it finds nothing of whoever runs the tests."""

    folder: Path
    command: str = ""
    """The command to run; the installed one where none is named."""

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def make_home(self) -> Path:
        self.home.mkdir(mode=0o700, exist_ok=True)
        return self.home

    @property
    def db(self) -> str:
        return f"sqlite:///{self.folder}/desk/desk.db"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in FROM_THE_TESTER if name in os.environ}
        folders = {f"XDG_{kind}_HOME": str(self.home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        return (
            kept
            | folders
            | {
                "HOME": str(self.home),
                "LANG": "C.UTF-8",
                "TZ": "UTC",
                "TTYDESK_DB": self.db,
                "PYTHON_KEYRING_BACKEND": NO_KEYRING,
            }
        )

    def run(self, *argv: str, stdin: str = "", where: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.command or command(), *argv],
            input=stdin,
            env=self.environment,
            cwd=where or self.make_home(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )

    def done(self, *argv: str, stdin: str = "") -> str:
        """What a command that has to succeed prints."""
        run = self.run(*argv, stdin=stdin)
        assert (run.returncode, run.stderr) == (0, ""), (argv, run.returncode, run.stderr)
        return run.stdout


def command() -> str:
    """The installed command, beside the Python that runs the tests."""
    found = shutil.which("ttydesk", path=str(Path(sys.executable).parent))
    assert found is not None, "ttydesk is not installed beside this Python: make .venv"
    return found
