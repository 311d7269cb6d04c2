"""What only a real process shows: what it loads, pipes that close, ctrl+c, a terminal, a mishap."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pytest

from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter

HOUSE = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, str(HOUSE / "ttydesk.py")]
PRINT_MODULES = (
    "import atexit, json, sys; atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))"
)


def run(counter: Counter, *argv: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, "--db", counter.url, *argv], input=stdin, capture_output=True, check=False)


def modules_of(argv: Sequence[str]) -> tuple[int, set[str]]:
    """The exit status of the command, and the packages that it had loaded at its end."""
    start = f"sys.argv = {['ttydesk.py', *argv]!r}; runpy.run_path({COMMAND[1]!r}, run_name='__main__')"
    code = f"{PRINT_MODULES}\nimport runpy; {start}"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    return ended.returncode, {name.partition(".")[0] for name in json.loads(ended.stderr.splitlines()[-1])}


def test_a_verb_loads_no_app(counter: Counter) -> None:
    counter.ticket()

    status, loaded = modules_of(["list", "--json", "--db", counter.url, "--as", MAYA])

    assert status == 0
    assert {"core", "cyclopts", "sqlalchemy"} <= loaded
    assert not loaded & {"textual", "alembic", "keyring", "obstore"}


def test_the_way_to_the_app_loads_only_what_the_app_needs() -> None:
    code = "import json, sys; import tui.main; print(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(ended.stdout)}

    assert not loaded & {"cyclopts", "keyring", "sqlalchemy", "rich", "msgspec", "storage", "textual"}


def test_statuses_reach_the_shell(counter: Counter) -> None:
    ticket = counter.ticket()

    assert run(counter, "list", "--as", MAYA).returncode == 0
    assert run(counter, "lst").returncode == 2
    assert run(counter, "show", "0000000000", "--as", MAYA).returncode == 3
    assert run(counter, "note", ticket, "--if-version", "1", "--as", MAYA, stdin=b"x").returncode == 4
    assert run(counter, "list").returncode == 5


def test_the_app_needs_a_terminal() -> None:
    ended = subprocess.run([*COMMAND], stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "The app needs a terminal. "
        "Here, add --plain to go line by line, or say what to do: `ttydesk --help` shows every verb.\n"
    )


def test_whoever_has_seen_enough_ends_it_quietly(counter: Counter) -> None:
    for nth in range(3):
        counter.ticket(f"Printer {nth}", body="x" * 60_000)
    command = " ".join([*COMMAND, "--db", counter.url, "--as", MAYA])
    for said in (f"{command} list -q | {command} show - | head -n 1", f"{command} --help | true"):
        ended = subprocess.run(
            ["bash", "-c", f"{said}; echo ${{PIPESTATUS[-2]}}"], capture_output=True, text=True, check=False
        )
        assert ended.stderr == ""
        assert ended.stdout.splitlines()[-1] == "0"


def test_ctrl_c_ends_it_quietly(counter: Counter) -> None:
    ticket = counter.ticket()
    with subprocess.Popen(
        [*COMMAND, "--db", counter.url, "reply", ticket, "--as", MAYA],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b"A message that never ends")
        process.stdin.flush()
        wait_until_it_reads(process.pid)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (130, b"", b"")
    assert len(counter.shown(ticket)["entries"]) == 1


def wait_until_it_reads(pid: int) -> None:
    """Until the process sleeps in a read of its standard input."""
    with subprocess.Popen(["sleep", "30"]) as limit:
        while limit.poll() is None:
            if "pipe" in Path(f"/proc/{pid}/wchan").read_text():
                break
        limit.kill()


def test_a_question_at_a_terminal_can_be_left_with_ctrl_c(counter: Counter) -> None:
    child = at_terminal(counter, "list")
    child.expect("E-mail: ")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130
    assert "Traceback" not in str(child.before)


def test_somebody_signs_in_at_a_terminal(counter: Counter) -> None:
    ticket = counter.ticket("VPN refuses me")
    given = counter.done("people", "password", MAYA, "--password", "-q", "--as", OLGA).out.strip()

    child = at_terminal(counter, "list")
    child.expect("E-mail: ")
    child.sendline(MAYA)
    child.expect("Password: ")
    child.sendline(given)
    for question in ("New password: ", "Once more: "):
        child.expect(question)
        child.sendline("four words do well")
    child.expect("Stay signed in on this machine")
    child.sendline("n")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 0
    shown = str(child.before)
    assert ticket in shown
    assert "VPN refuses me" in shown
    assert "four words" not in shown


def at_terminal(counter: Counter, *argv: str) -> pexpect.spawn[str]:
    return pexpect.spawn(
        COMMAND[0], [*COMMAND[1:], "--db", counter.url, *argv], encoding="utf-8", timeout=30, dimensions=(24, 100)
    )


def test_a_mishap_is_a_sentence_with_a_number_and_the_log_holds_no_words_of_a_ticket(
    counter: Counter, tmp_path: Path
) -> None:
    counter.ticket("A secret subject", body="A secret message")
    words = ["ttydesk", "--db", counter.url, "new", "--subject", "A secret subject", "--name", "Ann", "--email", ANN]
    broken = (
        f"import runpy, sys; sys.path.insert(0, {str(HOUSE)!r}); sys.argv = {words!r}\n"
        "import core.opening; core.opening.read_subject = None\n"
        f"runpy.run_path({COMMAND[1]!r}, run_name='__main__')"
    )

    ended = subprocess.run(
        [sys.executable, "-c", broken], input="A secret message", capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("That went wrong on our side, number ")
    number = ended.stderr.split()[7].rstrip(".")
    log = (Path(os.environ["XDG_STATE_HOME"]) / "ttydesk" / "ttydesk.log").read_text()
    assert f" {number}\n" in log
    assert "tui/cli/runner.py:" in log
    assert "secret" not in log
    assert str(tmp_path) not in log


def test_a_demo_is_thrown_away_and_never_touches_the_desk_of_the_environment(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    environment = dict(os.environ) | {
        "TMPDIR": str(tmp_path / "temporary"),
        "TTYDESK_DB": f"sqlite:///{tmp_path}/mine.db",
        "TTYDESK_DATA": f"{tmp_path}/my files",
    }

    ended = subprocess.run(
        [*COMMAND, "demo", "--tickets", "30", "--json"],
        capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (0, "")
    assert len([json.loads(line) for line in ended.stdout.splitlines()]) > 5
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "mine.db").exists()
    assert not (tmp_path / "my files").exists()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_demo_that_is_ended_while_it_is_made_leaves_nothing(tmp_path: Path, number: int, status: int) -> None:
    environment = dict(os.environ) | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [*COMMAND, "demo", "--tickets", "1000000"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        while not list(tmp_path.glob("ttydesk-demo-*/desk.files/*")):
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(number)
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (status, b"", b"")
    assert list(tmp_path.glob("ttydesk-demo-*")) == []


def test_letters_that_a_terminal_does_not_have_do_not_end_it(counter: Counter) -> None:
    counter.ticket("Größe 💚")
    environment = dict(os.environ) | {"PYTHONIOENCODING": "ascii"}

    ended = subprocess.run(
        [*COMMAND, "--db", counter.url, "list", "--as", MAYA],
        capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Gr??e ?" in ended.stdout


@pytest.mark.parametrize("argv", [[b"list", b"caf\xe9"], [b"show", b"\xff\xfe"]])
def test_bytes_that_are_no_text_can_stand_on_a_command_line(counter: Counter, argv: list[bytes]) -> None:
    words = [*map(os.fsencode, COMMAND), b"--db", counter.url.encode(), b"--as", MAYA.encode(), *argv]

    ended = subprocess.run(words, capture_output=True, check=False, stdin=subprocess.DEVNULL)

    assert ended.returncode in (0, 2)
    assert b"Traceback" not in ended.stderr
    assert b"went wrong" not in ended.stderr


def test_a_full_disk_behind_the_output_is_told_without_a_wrong_promise(counter: Counter) -> None:
    said = [*COMMAND, "--db", counter.url, "settings", "show", "--as", OLGA]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(said, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("The system refused: No space left on device.")


def test_a_stream_that_is_closed_is_no_mishap(counter: Counter) -> None:
    line = f'"{COMMAND[0]}" "{COMMAND[1]}" --db {counter.url} list --as nobody@acme.example 2>&-'
    ended = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (5, "")
