"""The real command in a real terminal: by keys alone, by the mouse alone, and when things go wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring.core
import pytest

from tests.machine import NO_KEYRING, Machine, command
from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter, staffed
from tests.tui.cli.test_hostile import GROUPS, PAYLOADS
from tests.tui.terminal import Terminal

SMALL, ROOMY = (80, 24), (120, 36)
PASSWORD = "a few words do well"
ID = re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")

Sit = Callable[..., Terminal]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Nobody has ever opened a desk here."""
    return Machine(tmp_path)


@pytest.fixture
def counter(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """A desk with Olga, Maya, Bob and Carl; what is said at its counter needs no process of its own."""
    for name, value in machine.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("keyring.core._keyring_backend", keyring.core.load_keyring(NO_KEYRING))
    return staffed(machine.folder)


@pytest.fixture
def sit(machine: Machine) -> Iterator[Sit]:
    """Sit down at a terminal and start the command."""
    terminals: list[Terminal] = []

    def down(*argv: str, size: tuple[int, int] = ROOMY, script: str = "") -> Terminal:
        words = ["/bin/sh", "-c", script] if script else [command(), *argv]
        terminals.append(Terminal(words, machine.environment, machine.make_home(), size))
        return terminals[-1]

    yield down
    for terminal in terminals:
        terminal.close()


def id_on(terminal: Terminal) -> str:
    found = ID.search(terminal.text)
    assert found is not None, terminal.text
    return found[0]


# The whole life of a ticket


def test_by_keys_alone_a_desk_opens_and_a_ticket_lives_its_whole_life(sit: Sit) -> None:
    olga = sit(size=SMALL)
    olga.see("Name of the desk").type(f"Acme Support\rOlga Petrov\r{OLGA}\r{PASSWORD}\r{PASSWORD}\r")
    olga.see("Queues", "The desk is open.").press("2").see("1 on the desk").press("n").see("Add a person")
    olga.type(f"Maya Lind\r{MAYA}\r").see("One-time password of Maya Lind")
    one_time = re.search(r"\w{4}-\w{4}-\w{4}-\w{4}", olga.text)
    assert one_time is not None
    olga.press("esc").see("Maya Lind is an agent now.").press("ctrl+q")
    assert olga.ended() == 0

    maya = sit(size=SMALL)
    guest = maya.see("Open a ticket", "Find my ticket", "Sign in").press("n").see("Full name")
    guest.type(f"Ann Okafor\r{ANN}\rVPN refuses my certificate").press("tab", "tab", "down").see("◉ ↑ high")
    guest.press("tab").type("Since this morning nobody gets in.").press("ctrl+s").see("Your ticket ID is", "4 hours")
    id = id_on(guest)
    guest.press("y").see("is copied").press("q").see("Open a ticket")

    maya.press("s").see("Stay signed in").type(f"{MAYA}\r{one_time[0]}\r").see("Choose your password")
    maya.type(f"{PASSWORD}\r{PASSWORD}\r").see("Next", "VPN refuses my certificate").press("enter")
    maya.see("nobody gets in", "Ann Okafor  customer  not verified", "i note").press("r").see("Reply to Ann Okafor")
    maya.type("A new one is in place. Does it work now?").press("f3", "ctrl+s")
    maya.see("Reply sent to Ann").press("5").see("‖ paused")

    ann = sit(size=SMALL)
    ann.see("Find my ticket").press("f").see("Ticket ID").type(f"{id.lower()}\r{ANN}\r")
    ann.see("waiting for you", "Does it work now?", "Reply to Acme Support")
    ann.type("Not on my second laptop.").press("ctrl+s").see("Sent to Acme Support.")

    maya.press("1").see("in progress").press("enter").see("second laptop.", "i note").press("e").see("Resolved. Ann")

    ann.see("Is it solved?").press("c").see("closed  finished")
    maya.see("closed")
    ann.press("o").see("open  received", "closed it · reopened it", "Reply to Acme Support")
    maya.see("closed it · reopened it")
    for terminal in (ann, maya):
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_by_the_mouse_alone_a_ticket_is_opened_answered_and_settled(counter: Counter, sit: Sit) -> None:
    guest = sit(size=ROOMY).click("Open a ticket").see("Full name", "Send ticket")
    guest.type("Ann Okafor").click("E-mail", below=1).type(ANN).click("Subject", below=1).type("No sound")
    guest.click("↑ high").click("What happened", below=1).type("The headset is silent.")
    guest.see("◉ ↑ high", "The headset is silent.")
    guest.click("Send ticket").see("Your ticket ID is").click("copies it").see("is copied")
    id = id_on(guest)
    guest.click("open it").see("My ticket", "received, waiting").click("back").see("Find my ticket")

    maya = sit("--as", MAYA).click("7 All active").see("No sound")
    maya.click("No sound", twice=True).see("i note").click("r reply").see("Reply to Ann Okafor")
    maya.type("Which headset is it?").click("waiting for customer").click("ctrl+s send").see("Reply sent to Ann")

    guest.click("Find my ticket").see("Ticket ID", "Find it").type(id).click("E-mail", below=1).type(ANN).click(
        "Find it"
    )
    guest.see("waiting for you", "Which headset is it?").type("The blue one.").click("ctrl+s send").see("Sent to")

    maya.click("2 Mine").see("in progress").click("No sound", twice=True).see("The blue one.", "i note")
    maya.click("e resolve").see("Resolved. Ann")
    guest.click("yes, close it").see("closed  finished").click("o reopens it").see("open  received", "esc close")
    maya.click("esc back").click("3 Unassigned").see("No sound").click("t take").see("Taken: it is yours.")


# What goes wrong, and what others do meanwhile


def test_a_burst_of_keys_is_taken_one_after_the_other(counter: Counter, sit: Sit) -> None:
    id = counter.ticket()
    answer = "Here is how to renew it: press e, then x, then n. " * 9

    maya = sit("--as", MAYA).see("VPN refuses", "Since noon.")
    maya.type(f"r{answer}\x13").see("Reply sent to Ann")

    shown = counter.shown(id)
    assert shown["status"] == "in_progress"
    assert [entry["body"] for entry in shown["entries"] if entry["body"]] == ["Since noon.", answer.strip()]


def test_the_terminal_is_given_back_as_it_was(counter: Counter, sit: Sit) -> None:
    shell = sit(script=f"stty -g; {command()} --as {MAYA}; echo status $?; stty -g")
    shell.see("Nothing needs you now.").press("ctrl+q").see("status 0")

    assert shell.ended() == 0
    before, after = (line for line in shell.wire.decode().split("\r\n") if re.fullmatch(r"[0-9a-f:]{40,}", line))
    assert after == before
    ends = dict(re.findall(r"\x1b\[\?(\d+)([hl])", shell.wire.decode()))
    assert {mode: end for mode, end in ends.items() if end == "h"} == {"7": "h", "25": "h"}  # wraps lines, has a cursor


def test_a_resize_in_the_middle_loses_nothing(counter: Counter, sit: Sit) -> None:
    counter.ticket()
    maya = sit("--as", MAYA).see("VPN refuses").press("r").see("Reply to Ann").type("Half a sentence").see("sentence")

    for size in ((60, 20), (160, 50), (80, 24)):
        maya.resize(*size).see("Half a sentence", "VPN refuses", "ctrl+s send")
    maya.type(" and its end.").press("ctrl+s").see("Reply sent to Ann")


def test_what_another_process_does_shows_and_moves_nothing(counter: Counter, sit: Sit) -> None:
    first, second = counter.ticket("First one"), counter.ticket("Second one")
    maya = sit("--as", MAYA).see("First one", "Second one").press("j")
    maya.until(lambda: cursor_of(maya) == "Second one", "the cursor to move")

    counter.done("set", first, "priority=urgent", "--as", OLGA)
    counter.ticket("Third one")
    maya.see("Third one", "! urgent")
    assert cursor_of(maya) == "Second one"

    maya.press("r").see("Reply to Ann").type("What I was about to").see("about to")
    counter.done("reply", second, "--email", ANN, stdin="It works again, by the way.")
    maya.see("It works again, by the way.", "What I was about to", "Ann Okafor wrote meanwhile.")
    maya.type(" say").see("What I was about to say")


def cursor_of(terminal: Terminal) -> str:
    """The subject of the row that the cursor is on."""
    row = next((line for line in terminal.lines if re.search(r"▌.* one  ", line)), "")
    found = re.search(r"\w+ one", row)
    return found[0] if found else ""


def test_a_killed_app_leaves_the_draft_for_the_next_start(counter: Counter, sit: Sit) -> None:
    counter.ticket()
    maya = sit("--as", MAYA).see("VPN refuses").press("r").see("Reply to Ann")
    maya.type("Please try the new").see("draft saved").kill()

    again = sit("--as", MAYA).see("VPN refuses").press("r").see("Please try the new", "draft restored")
    again.type(" certificate.").press("ctrl+s").see("Reply sent to Ann")


@pytest.mark.parametrize("before", ["", "trap '' HUP; "], ids=["hung up on", "nobody tells it"])
def test_the_app_leaves_with_its_draft_when_the_terminal_is_gone(counter: Counter, sit: Sit, before: str) -> None:
    counter.ticket()
    maya = sit(script=f"{before}exec {command()} --as {MAYA}").see("VPN refuses").press("r").see("Reply to Ann")
    maya.type("Please try the new").see("try the new")

    assert maya.goes_away() == 0

    sit("--as", MAYA).see("VPN refuses").press("r").see("Please try the new", "draft restored")


@pytest.mark.parametrize("place", ["{home}/file/desk.db", "/proc/ttydesk/desk.db"], ids=["no folder", "read-only"])
def test_a_first_run_where_nothing_can_be_written_says_so_in_one_sentence(
    machine: Machine, sit: Sit, place: str
) -> None:
    machine.make_home().joinpath("file").write_text("this is no folder")
    place = place.format(home=machine.home)

    refused = sit("--db", f"sqlite:///{place}")

    assert refused.ended() == 5
    told = refused.wire.decode().rpartition("\x1b[?1006l")[2]
    assert re.fullmatch(rf"{re.escape(place)} can not be made: [^\n]+ Give another place with --db\.\r\n", told)


# Hostile text

GRAMMAR = re.compile(
    r"\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026)[hl]"  # modes
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[>\d+u|\x1b\[<u|\x1b\]22;[a-z-]*\x07"  # questions, keyboard, pointer
    r"|\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\r\n"  # colours, places, the next line
)
"""All that Textual says to a terminal, written down from its source and not from ours."""


def not_text(wire: bytes) -> set[str]:
    """What a terminal would obey or an eye would miss, between what Textual itself says."""
    letters = set(GRAMMAR.sub("", wire.decode()))
    return {letter for letter in letters if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


@pytest.fixture
def beset(counter: Counter, tmp_path: Path) -> str:
    """Every text of the desk carries every payload; the ID of the first ticket."""
    categories = ", ".join(f"G{payload[:30]}" for payload in PAYLOADS)
    counter.done("settings", "set", f"desk.contact=K{GROUPS[0]}", f"desk.categories={categories}", "--as", OLGA)
    tickets = []
    for group in GROUPS:
        file = tmp_path / f"F{group.replace('/', ' ')}.log"
        file.write_text("harmless")
        words = ("--subject", f"S{group}", "--name", f"N{group}", "--email", ANN, "--attach", str(file))
        tickets.append(counter.done("new", *words, stdin=f"B{group}\n\tC{group}").out.strip())
        tags = ",".join(f"+{payload}" for payload in PAYLOADS[:5])
        counter.done("set", tickets[-1], "assignee=me", f"tag={tags}", "--as", MAYA)
    return tickets[0]


def test_no_text_reaches_the_terminal_as_anything_but_text(beset: str, sit: Sit) -> None:
    maya = sit("--as", MAYA, size=(160, 50)).see("S^[[2J", "Queues", "G^[[2J")
    maya.press("enter").see("i note", "B^[[2J", "C^[[2J", "^[[2j", ".log")
    for key, title in (("c", "Move to"), ("a", "Assign to"), ("?", "K^[[2J")):
        maya.press(key).see(title).press("esc").see_no(title)
    maya.press("i").see("INTERNAL NOTE").press("esc").see_no("INTERNAL NOTE")
    maya.press("J").see("2 of 3", "[/] [bold]x[/bold]").click("[@click=app.quit]").press("J").see("3 of 3")
    maya.press("ctrl+p").see("Change the status").type("open").see("Open S^[").press("esc").see_no("Open S^[")
    maya.press("q").see("yours and nobody's")

    olga = sit("--as", OLGA, size=SMALL).see("Queues", "G^[[2J")
    ann = sit(size=SMALL).see("Find my ticket", "K^[[2J").press("n").see("Full name", "G^[[2J")
    ann.press("esc").see("Find my ticket").press("f").see("Ticket ID").type(f"{beset}\r{ANN}\r")
    ann.see("S^[[2J", "C^[[2J")

    assert [not_text(terminal.wire) for terminal in (maya, olga, ann)] == [set(), set(), set()]
