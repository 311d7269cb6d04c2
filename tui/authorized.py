"""`keys authorized`: what an sshd of this system is told about a key that somebody shows it.

It starts a process for each, and whoever connects waits: so nothing is imported here that one line does not need.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace

from core.errors import DeskError
from tui.desk_password import refuse_password, with_password
from tui.machine import NAME, Machine, desk_address, state_folder, this_machine

DB = "--db"


def answer(words: Sequence[str]) -> int | None:
    """The exit status of `keys authorized [--db URL] FINGERPRINT`; None for words that need the whole command to be
    understood."""
    named, left = "", list(words)
    if DB in left[:-1]:
        at = left.index(DB)
        _, named = left.pop(at), left.pop(at)
    if len(left) != 1 or left[0].startswith("-"):
        return None
    try:
        if line := authorized_line(named, left[0]):
            print(line)
    except DeskError as error:
        from core.safe_text import safe_line

        print(safe_line(error.sentence), file=sys.stderr)
        return error.status
    except Exception as error:  # noqa: BLE001  the last one to know
        from tui.mishaps import log_mishap, sentence_for

        print(sentence_for(log_mishap(error, state_folder())), file=sys.stderr)
        return 1
    return 0


def authorized_line(named: str, fingerprint: str) -> str:
    """A line of an authorized_keys file; empty for a key that lets nobody in. `named`: the URL of the desk, where it is
    said. Raises DeskError."""
    from storage.key_lines import key_line

    machine = this_machine(os.environ)
    named = named or os.environ.get("TTYDESK_DB", "").strip()
    refuse_password(named, "What an sshd is told")
    key = key_line(_address(replace(machine, db=named or machine.db)), fingerprint)
    return f'restrict,pty,command="{_quoted(_session(fingerprint, named))}" {key}' if key else ""


def _address(machine: Machine) -> str:
    return with_password(desk_address(machine), os.environ)


def _session(fingerprint: str, named: str) -> str:
    """What sshd runs for whoever signs, whatever they ask for: on the same desk, by the same program."""
    words = [_program(), "session", "--key", fingerprint]
    return shlex.join([*words, DB, named] if named else words)


def _program() -> str:
    """Where this command lies: the path of whom sshd runs it for may be another."""
    return os.path.abspath(shutil.which(sys.argv[0]) or shutil.which(NAME) or NAME)  # noqa: PTH100  links are kept


def _quoted(command: str) -> str:
    """As sshd reads the value of an option."""
    return command.replace('"', '\\"')
