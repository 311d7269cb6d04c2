"""Nothing that anybody wrote reaches a terminal as something else than visible text."""

from __future__ import annotations

import json
import re

import pytest

from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter

PAYLOADS = (
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]52;c;cm0gLXJm\x07",
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31m",
    "\x9d0;x\x9c",
    "\x90q\x9c",
    "\x08\x08\x08",
    "\x7f\x7f",
    "\x0e\x0f",
    "\u202egnp.exe",
    "\u2066hidden\u2069",
    "\u200bzero\u200b",
    "\u2028line\u2029paragraph",
    "\U000e0041\U000e0042",
    "e" + "\u0301" * 40,
    "[/] [bold]x[/bold] [@click=app.quit]y[/]",
    "first\rsecond",
    "\x05\x16\x1a",
    "\ufeffmark\u00ad",
)
GROUPS = tuple(" ".join(PAYLOADS[first::3]) for first in range(3))
"""Few enough for the length of a name."""

CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
"""What may be in no line that a person reads; the tabs between the fields of a pipe are taken away before."""


def controls(text: str, *, tabs: bool = False) -> list[str]:
    return CONTROL.findall(text.replace("\t", "") if tabs else text)


@pytest.fixture
def beset(counter: Counter) -> tuple[Counter, list[str]]:
    """A desk whose every field carries every payload, a few tickets of them."""
    tickets = []
    for payload in GROUPS:
        words = ["--subject", f"S{payload}", "--name", f"N{payload}", "--email", ANN]
        ticket = counter.done("new", *words, stdin=f"B{payload}\n\tC{payload}").out.strip()
        counter.done("attach", ticket, "-", "--name", f"F{payload}.log", "--email", ANN, stdin=payload)
        counter.done("note", ticket, "--as", MAYA, stdin=f"O{payload}")
        counter.done("set", ticket, f"subject=T{payload}", "--as", MAYA)
        tickets.append(ticket)
    categories = ", ".join(f"G{payload[:30]}" for payload in PAYLOADS)
    names = [f"desk.contact=K{''.join(PAYLOADS)}", f"desk.categories=General, {categories}"]
    counter.done("settings", "set", *names, "--as", OLGA)
    return counter, tickets


def assert_visible(counter: Counter, said: list[str]) -> None:
    for terminal in (False, True):
        answer = counter.say(*said, terminal=terminal)
        assert answer.status == 0
        assert controls(answer.out, tabs=not terminal) == []
        assert controls(answer.err) == []
    for line in counter.done(*said, "--json").out.splitlines():
        assert line.isascii()
        assert line.isprintable()


def test_no_field_carries_it_to_a_terminal(beset: tuple[Counter, list[str]]) -> None:
    counter, tickets = beset
    for said in (["list"], ["queues"], ["audit"], ["people", "list"], ["settings", "show"]):
        assert_visible(counter, [*said, "--as", OLGA])
    for ticket in tickets:
        assert_visible(counter, ["show", ticket, "--as", MAYA])
        assert_visible(counter, ["show", ticket, "--email", ANN])


@pytest.mark.parametrize("payload", GROUPS, ids=["first", "second", "third"])
def test_no_refusal_repeats_it_to_a_terminal(counter: Counter, payload: str) -> None:
    ticket = counter.ticket()
    said = [
        ["list", f"x{payload}", "--as", MAYA],
        ["show", f"x{payload}", "--as", MAYA],
        ["list", f"--limit=x{payload}", "--as", MAYA],
        ["list", "--as", f"x{payload}@acme.example"],
        ["list", f"--x{payload}"],
        ["fetch", ticket, f"x{payload}", "--as", MAYA],
        ["set", ticket, f"x{payload}=1", "--as", MAYA],
        ["set", ticket, f"category=x{payload}", "--as", MAYA],
        ["set", ticket, f"assignee=x{payload}", "--as", MAYA],
        ["attach", ticket, f"x{payload}", "--as", MAYA],
        ["people", "role", f"x{payload}", "agent", "--as", OLGA],
        [f"x{payload}"],
    ]

    answers = [counter.say(*words, terminal=True) for words in said]

    assert {answer.status for answer in answers[1:]} <= {2, 3, 5}
    assert [controls(answer.out) + controls(answer.err) for answer in answers] == [[]] * len(said)
    assert all(len(answer.err.splitlines()) == 1 for answer in answers[1:])


def test_programs_get_the_text_as_it_was_written(counter: Counter) -> None:
    body = "\x1b[2J\x7f\u202e[/]\x9b31m 💚"
    ticket = counter.ticket(body=body)

    out = counter.done("show", ticket, "--json", "--as", MAYA).out

    assert json.loads(out)["entries"][0]["body"] == body


def test_the_editor_gets_the_conversation_as_visible_text(counter: Counter) -> None:
    ticket = counter.ticket(subject="S\x1b[2J", body="B\x1b]0;x\x07\nnext\r\n\u202eline")

    counter.say("reply", ticket, "--as", MAYA, writes="Thank you")

    assert "^[[2J" in counter.below
    assert controls(counter.below) == []


def test_the_bytes_of_a_file_go_to_a_pipe_and_not_to_a_terminal(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("attach", ticket, "-", "--name", "x.bin", "--email", ANN, stdin=b"\x1b[2J\x00\xff")

    assert counter.say("fetch", ticket, "x.bin", "-", "--email", ANN).bytes == b"\x1b[2J\x00\xff"
    refused = counter.say("fetch", ticket, "x.bin", "-", "--email", ANN, terminal=True)
    assert (refused.status, refused.bytes) == (2, b"")
    assert counter.say("fetch", ticket, "x.bin", "-", "--email", ANN, "--force", terminal=True).bytes
