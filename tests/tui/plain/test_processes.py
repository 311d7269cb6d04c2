"""The real command: `ttydesk --plain` with a file, a pipe or a terminal, and a terminal that can do no more."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.machine import HOUSE, Machine, command
from tests.tui.plain.caller import NOT_FOR_EYES

PASSWORD = "four plain words here"
OLGA, MAYA, ANN = "olga@acme.example", "maya@acme.example", "ann@acme.example"


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.make_home()
    return machine


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with its operator, an agent and a ticket of Ann's, made once to be copied."""
    machine = Machine(tmp_path_factory.mktemp("pattern"))
    machine.done("init", "--name", "Acme Support", "--operator", f"Olga Petrov <{OLGA}>")
    machine.done("--as", OLGA, "people", "add", f"Maya Lind <{MAYA}>", "--role", "agent")
    machine.done("new", "--subject", "VPN refuses me", "--name", "Ann Okafor", "--email", ANN, stdin="Since noon.")
    return machine.folder / "desk"


@pytest.fixture
def machine(bare: Machine, pattern: Path) -> Machine:
    shutil.copytree(pattern, bare.folder / "desk")
    return bare


def plain(machine: Machine, script: str, *argv: str) -> str:
    """What was said to a script that came from a file."""
    file = machine.folder / "script.txt"
    file.write_text(script, encoding="utf-8")
    with file.open("rb") as typed:
        ended = subprocess.run(
            [command(), "--plain", *argv], stdin=typed, capture_output=True, env=machine.environment, check=False
        )
    assert (ended.returncode, ended.stderr) == (0, b"")
    said = ended.stdout.decode()
    assert NOT_FOR_EYES.search(said) is None
    return said


def test_a_desk_begins_line_by_line(bare: Machine) -> None:
    said = plain(bare, f"\nb\nAcme Support\nOlga Petrov\n{OLGA}\nshort\n{PASSWORD}\n{PASSWORD}\nq\n")

    assert "A desk needs a name, like Acme Support." in said
    assert "Then once more from the beginning." in said
    assert "A password has at least 12 characters" in said
    assert "Acme Support. You are Olga Petrov, operator." in said
    assert PASSWORD not in said
    again = plain(bare, f"sign in\n{OLGA}\n{PASSWORD}\nno\nq\n")
    assert "You are Olga Petrov, operator." in again
    assert bare.done("--as", OLGA, "people", "list", "-q").split() == [OLGA]


def test_a_guest_an_agent_and_the_customer_meet_in_one_ticket(machine: Machine) -> None:
    plain(machine, "1\nreply\nA new certificate is in place.\n.\nresolved\nq\n", "--as", MAYA)
    ticket = machine.done("--as", MAYA, "list", "-q").strip()
    said = plain(machine, f"find\n{ticket}\n{ANN}\nconfirm\nq\n")

    assert "    A new certificate is in place.\n" in said
    assert "Closed. Thank you for telling us.\n" in said
    assert json.loads(machine.done("--as", MAYA, "show", ticket, "--json"))["status"] == "closed"


def test_where_a_pipe_ends_there_is_no_mishap(machine: Machine) -> None:
    said = plain(machine, "1\nnote\nHalf a though", "--as", MAYA)

    assert said.splitlines()[-1].startswith("The input ended, and this was still asked: Type the INTERNAL NOTE.")
    assert "Your draft is here again, 1 line:" in plain(machine, "1\nnote\ndrop\nq\n", "--as", MAYA)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_whoever_is_asked_to_end_keeps_the_draft(machine: Machine, number: int, status: int) -> None:
    with subprocess.Popen(
        [command(), "--plain", "--as", MAYA],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=machine.environment,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"1\nreply\nIt is the certificate again.\n.\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.startswith(b"The answer. Type a number"):
                break
        process.send_signal(number)
        _, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (status, b"")
    assert "    It is the certificate again.\n" in plain(machine, "1\nreply\nread\nq\n", "--as", MAYA)


def test_whoever_has_heard_enough_ends_it_quietly(machine: Machine) -> None:
    line = f"yes '?' | head -n 2000 | '{command()}' --plain --as {MAYA} | head -n 3; echo ${{PIPESTATUS[2]}}"
    ended = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env=machine.environment, check=False, timeout=60
    )

    assert (ended.stderr, ended.stdout.splitlines()[-1]) == ("", "0")


def test_it_loads_no_app(machine: Machine) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(HOUSE)!r})\n"
        f"from tui.main import main; main(['--plain', '--as', {MAYA!r}])\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        input="1\nb\nq\n",
        capture_output=True,
        text=True,
        env=machine.environment,
        check=True,
    )

    assert "Goodbye." in ended.stdout
    assert not {"textual", "cyclopts"} & set(ended.stderr.split())


def test_plain_goes_alone(machine: Machine) -> None:
    for argv, beginning in (
        ("--plain list", "--plain goes without a verb, for verbs answer in lines anyway"),
        ("list --plain", "There is no option --plain"),
    ):
        ended = machine.run(*argv.split())
        assert ended.returncode == 2
        assert ended.stderr.startswith(beginning)


@pytest.mark.parametrize(
    ("argv", "who"),
    [
        ("demo --plain --tickets 20", "You are Maya Lind, agent."),
        ("--plain --as operator demo --tickets 20", "You are Olga Petrov, operator."),
        ("demo --as customer --tickets 20 --plain", "You are "),
    ],
)
def test_the_demo_goes_line_by_line_too(bare: Machine, argv: str, who: str) -> None:
    ended = bare.run(*argv.split(), stdin="?\nq\n")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert who in ended.stdout.splitlines()[0]
    assert ended.stdout.endswith("Goodbye.\n")
    assert NOT_FOR_EYES.search(ended.stdout) is None
    assert not (bare.folder / "desk").exists()


def test_a_demo_in_lines_is_for_people(bare: Machine) -> None:
    ended = bare.run("demo", "--plain", "--json")

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("--plain is for people")


def test_a_desk_that_can_not_be_opened_is_refused_in_a_sentence(machine: Machine) -> None:
    ended = machine.run("--plain", "--as", "nobody@acme.example")

    assert (ended.returncode, ended.stdout) == (5, "")
    assert ended.stderr.startswith("Nobody here has the address nobody@acme.example.")


# At a terminal


@pytest.fixture
def dumb(machine: Machine) -> Iterator[pexpect.spawn[str]]:
    """A terminal that knows no more than lines."""
    child = pexpect.spawn(
        command(), [], env={**machine.environment, "TERM": "dumb"}, encoding="utf-8", timeout=30, dimensions=(24, 80)
    )
    yield child
    child.close(force=True)


def test_a_terminal_that_knows_only_lines_gets_lines(dumb: pexpect.spawn[str], machine: Machine) -> None:
    given = machine.done("--as", OLGA, "people", "password", MAYA, "--password", "-q").strip()
    heard = []
    for question, answer in (
        ("Welcome.", "sign in"),
        ("Your e-mail address", MAYA),
        ("Your password", given),
        ("Your new password", PASSWORD),
        ("The same once more", PASSWORD),
        ("Stay signed in", "no"),
        ("Next, 1 ticket", "1"),
        ("Ticket [^ ]+ Type a number", "take"),
        ("Ticket [^ ]+ Type a number", "q"),
    ):
        dumb.expect(f"{question}[^\n]* to leave\\.\r\n")
        heard += [str(dumb.before), str(dumb.after)]
        if "password" in question or "same" in question:
            dumb.waitnoecho()
        dumb.sendline(answer)
    dumb.expect(pexpect.EOF)
    dumb.wait()
    said = "".join([*heard, str(dumb.before)]).replace("\r\n", "\n")

    assert dumb.exitstatus == 0
    assert NOT_FOR_EYES.search(said) is None
    assert given not in said
    assert PASSWORD not in said
    assert "Taken: it is yours.\n" in said


def test_a_question_at_a_terminal_can_be_left_with_ctrl_c_and_ctrl_d(
    dumb: pexpect.spawn[str], machine: Machine
) -> None:
    dumb.expect("Welcome.*to leave")
    dumb.sendeof()
    dumb.expect("The input ended, and this was still asked: Welcome")
    dumb.expect(pexpect.EOF)
    dumb.wait()
    assert dumb.exitstatus == 0

    child = pexpect.spawn(command(), ["--plain"], env=machine.environment, encoding="utf-8", timeout=30)
    child.expect("Welcome.*to leave")
    child.sendline("sign in")
    child.expect("address.*to leave")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 130
    assert "Traceback" not in str(child.before)


def test_a_demo_is_told_in_lines_too(bare: Machine) -> None:
    child = pexpect.spawn(
        command(), ["demo", "--tickets", "40"], env={**bare.environment, "TERM": "dumb"}, encoding="utf-8", timeout=60
    )
    child.expect("You are Maya Lind, agent.")
    child.sendline("q")
    child.expect("Goodbye.")
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == 0
