"""One ticket from its opening to its reopening, said by scripts with --json from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[3]
ANN = ("--email", "ann@acme.example")
MAYA = ("--as", "maya@desk.example")


class Script:
    """Runs the command itself, each time in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.elsewhere = folder / "elsewhere"
        self.elsewhere.mkdir()
        self.db = f"sqlite:///{folder}/desk.db"

    def __call__(self, *argv: str, stdin: str = "") -> Any:
        run = subprocess.run(
            [sys.executable, str(HOUSE / "ttydesk.py"), "--db", self.db, *argv, "--json"],
            input=stdin,
            capture_output=True,
            text=True,
            cwd=self.elsewhere,
            env=dict(os.environ),
            check=False,
        )
        assert (run.returncode, run.stderr) == (0, "")
        return json.loads(run.stdout)


def test_a_ticket_goes_from_a_guest_to_an_agent_and_back(tmp_path: Path) -> None:
    say = Script(tmp_path)

    assert (
        say("init", "--name", "Acme Support", "--operator", "Olga Berg <olga@desk.example>")["name"] == "Acme Support"
    )
    maya = say("people", "add", "Maya Lind <maya@desk.example>", "--role", "agent", "--as", "olga@desk.example")
    assert (maya["role"], maya["active"]) == ("agent", True)

    opened = say(
        "new", "--subject", "VPN refuses my certificate", "--name", "Ann Okafor", *ANN, "--priority", "high",
        stdin="It says: expired.\n",
    )  # fmt: skip
    ticket = opened["id"]
    assert (opened["status"], opened["priority"], opened["category"]) == ("open", "high", "General")
    assert say("lookup", ticket, *ANN)["subject"] == "VPN refuses my certificate"

    asked = say("reply", ticket, "--status", "waiting", *MAYA, stdin="Which version do you use?")
    assert (asked["status"], asked["assignee"]["name"], asked["due_state"]) == ("waiting", "Maya Lind", "paused")

    seen = say("show", ticket, *ANN)
    messages = [entry["body"] for entry in seen["entries"] if entry["kind"] == "public"]
    assert messages == ["It says: expired.", "Which version do you use?"]

    assert say("reply", ticket, *ANN, stdin="The newest one.")["status"] == "in_progress"
    assert say("set", ticket, "status=in_progress", *MAYA)["status"] == "in_progress"
    assert say("set", ticket, "status=resolved", *MAYA)["status"] == "resolved"
    assert say("confirm", ticket, *ANN)["status"] == "closed"
    assert say("reopen", ticket, *ANN)["status"] == "open"
