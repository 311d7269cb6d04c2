"""What README and docs/ tell people to type works as it stands, from top to bottom."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tui.cli.verbs import VERBS

HOUSE = Path(__file__).resolve().parents[3]
PAGES = (HOUSE / "README.md", HOUSE / "docs" / "operating.md")
A_TICKET = "K7M2Q-9XR4T"
COMMAND = f'ttydesk() {{ "{sys.executable}" "{HOUSE / "ttydesk.py"}" "$@"; }}'


def commands(page: Path) -> Iterator[str]:
    """The lines of its shell blocks that say a verb."""
    for block in re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if re.search(r"ttydesk (--as \S+ )?[a-z]", line) and "demo" not in line:
                yield line


def test_everything_can_be_typed_as_it_stands(machine: Path) -> None:
    ticket = A_TICKET
    said = [line for page in PAGES for line in commands(page)]
    for line in said:
        ended = subprocess.run(
            ["bash", "-c", f"{COMMAND}\n{line.replace(A_TICKET, ticket)}"],
            capture_output=True, text=True, check=False, cwd=machine, env=dict(os.environ), stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert (ended.returncode, ended.stderr) == (0, ""), line
        if "ttydesk new" in line:
            ticket = ended.stdout.strip()

    assert len(said) > 10
    assert ticket != A_TICKET


def test_the_table_of_verbs_in_the_readme_is_whole() -> None:
    readme = PAGES[0].read_text("utf-8")

    for group in {verb.words[0] for verb in VERBS}:
        assert re.search(rf"`(ttydesk )?{group}\b", readme), group
