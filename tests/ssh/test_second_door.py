"""The desk behind the sshd of the system: the same people, commands and windows as behind our own server."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from core import opening, reading, ssh_keys
from core.people import Via
from core.references import read_reference, shown
from tests.machine import PATIENCE
from tests.ssh.sshd import SecondDoor, second_door
from tests.tui.cli.test_processes import modules_of
from tui.ssh.no_files import NO_FILES, refuse_sftp

HEAVY = {"asyncio", "sqlalchemy", "cyclopts", "rich", "textual", "msgspec", "asyncssh", "keyring", "psycopg"}
FROM_THE_CLIENT = {
    "TTYDESK_AS": "olga@acme.example",
    "TTYDESK_DB": "sqlite:////nowhere.db",
    "TTYDESK_CONFIG": "/nowhere.toml",
    "XDG_DATA_HOME": "/nowhere",
    "EDITOR": "id",
    "PAGER": "id",
}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecondDoor]:
    with second_door(tmp_path_factory.mktemp("second-door")) as made:
        yield made


@pytest.fixture(scope="module")
def ticket(door: SecondDoor) -> str:
    """Of Ann; there is one of Ben too."""
    form = opening.Form("VPN refuses me", "Since noon.", "key")
    made = [door.does(name, lambda desk: desk.write(opening.open_ticket, form)) for name in ("ben", "ann")]
    return shown(made[1].reference)


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


def sessions(door: SecondDoor) -> int:
    """The processes that serve somebody."""
    found = 0
    for process in (one for one in Path("/proc").iterdir() if one.name.isdigit()):
        try:
            words = (process / "cmdline").read_text().split("\0")
        except OSError:
            continue
        found += "session" in words and "--key" in words and door.machine.db in words
    return found


def test_commands_are_those_of_the_first_door_with_their_exit_statuses(door: SecondDoor, ticket: str) -> None:
    log = b"\0log\n" * 50_000

    assert door.run("reply", ticket, key="maya", stdin=b"Which certificate?").status == 0
    assert door.run("attach", ticket, "-", "--name", "vpn.log", stdin=log).status == 0
    assert door.run("fetch", ticket, "vpn.log", key="maya").out == log.decode()
    assert "Which certificate?" in door.run(ticket).out
    assert door.run("show", "0000000000").status == 3
    view = door.does("olga", lambda desk: desk.read(reading.look_at, read_reference(ticket)))
    assert {entry.via for entry in view.thread.entries[1:]} == {Via.SSH}


def test_who_they_are_comes_from_the_key_alone(door: SecondDoor, ticket: str) -> None:
    sent = [f"SetEnv={' '.join(f'{name}={value}' for name, value in FROM_THE_CLIENT.items())}"]

    assert door.run("list", "-q", options=("-o", *sent)).out == f"{ticket}\n"
    assert door.run("list", "--as", "olga@acme.example").status == 2


def test_no_shell_is_ever_reached(door: SecondDoor) -> None:
    for line in ("list; id", "sh -c id"):
        ran = door.run(line)
        assert (ran.status, ran.out) == (2, ""), line
        assert "uid=" not in ran.err, line
    assert "forwarding" in door.run(options=("-W", "127.0.0.1:1")).err


def test_a_key_that_the_desk_does_not_know_stays_outside(door: SecondDoor) -> None:
    assert door.run("list", key="stranger").status == 255


def test_the_sshd_is_told_one_line_for_a_known_key_and_nothing_for_another(door: SecondDoor) -> None:
    ann = door.public("ann")
    line = door.machine.done("keys", "authorized", ann.fingerprint)

    options, key = line.rstrip("\n").split('" ')
    assert key == ann.line
    assert options.startswith('restrict,pty,command="/')
    assert shlex.split(options.split('"')[1])[1:] == ["session", "--key", ann.fingerprint, "--db", door.machine.db]
    assert door.machine.done("keys", "authorized", door.public("stranger").fingerprint) == ""


def test_what_the_sshd_waits_for_loads_nothing_heavy(door: SecondDoor) -> None:
    status, loaded = modules_of(["keys", "authorized", "--db", door.machine.db, door.public("ann").fingerprint])

    assert status == 0
    assert not loaded & HEAVY


def test_files_are_told_to_come_by_a_command(door: SecondDoor, ticket: str) -> None:
    (door.machine.folder / "vpn.log").write_text("no route")

    by_scp = door.copies("scp", "-O", "vpn.log", f"HOST:{ticket}/")
    assert by_scp.status != 0
    assert by_scp.err.startswith(NO_FILES)
    by_sftp = door.copies("scp", "vpn.log", f"HOST:{ticket}/")
    assert by_sftp.status != 0
    assert "unsupported" in by_sftp.err


def test_a_program_that_shows_what_it_is_told_of_files_shows_the_sentence() -> None:
    asked = b"\0\0\0\5\1\0\0\0\3" + b"\0\0\0\x0a\x10\0\0\0\7\0\0\0\1." + b"\0\0"
    answered = BytesIO()

    refuse_sftp(BytesIO(asked), answered)

    begun, refused = answered.getvalue()[:9], answered.getvalue()[9:]
    assert begun == b"\0\0\0\5\2\0\0\0\3"
    assert refused[4:13] == b"\x65\0\0\0\7\0\0\0\x08"
    assert NO_FILES.encode() in refused


def test_with_a_terminal_there_is_the_app_and_without_one_a_sentence(door: SecondDoor, ticket: str) -> None:
    window = door.window().see("My tickets", "VPN refuses me")
    window.press("ctrl+z").type("\x1b[48;9999999;9999999;1;1t\x1b[999999999;1u").resize(80, 24).see("My tickets")

    assert window.press("q").ended() == 0
    lines = door.run(options=("-T",))
    assert (lines.status, lines.out) == (2, "")
    assert "ssh -t" in lines.err


def test_an_id_opens_its_ticket_where_a_draft_survives_a_line_that_breaks(door: SecondDoor, ticket: str) -> None:
    window = door.window(ticket, options=("-t",)).see("Since noon.")
    window.press("f").see(f"attach {ticket} - --name FILE").press("esc").see_no("Copy a command")
    window.press("r").see("Reply to Acme").type("It says error 809").settle()
    window.kill()

    window = door.window(ticket, options=("-t",)).see("Since noon.")
    window.press("r").see("It says error 809").kill()


def test_whoever_loses_the_key_is_sent_out_and_whoever_goes_leaves_nothing_behind(door: SecondDoor) -> None:
    until(lambda: not sessions(door), "those of other tests to go")
    second = door.public("second")
    door.does("maya", lambda desk: desk.write(ssh_keys.add_key, second))
    window, watch = (
        door.window(key="second").see("Inbox"),
        door.window("queues", "--watch", key="second").see("General"),
    )
    gone = door.window("watch", options=("-T",))
    until(lambda: sessions(door) == 3, "all to be there")

    door.does("maya", lambda desk: desk.write(ssh_keys.revoke_key, second.fingerprint))
    gone.kill()

    assert (window.ended(), watch.ended()) == (5, 5)
    assert "Your access was ended." in window.text
    assert "Your access was ended." in watch.text
    assert door.run("list", key="second").status == 255
    until(lambda: not sessions(door), "all to be gone")
