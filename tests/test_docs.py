"""What the documents promise: every command that they show works as shown, every key is bound, every name exists."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import keyring.core
import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from tests.machine import HOUSE, NO_KEYRING, Machine, command
from tests.tui.cli.counter import ANN, OLGA, Counter, staffed
from tui.app import DeskApp
from tui.cli.verbs import VERBS
from tui.machine import Machine as Settings
from tui.main import PLAIN
from tui.screens.inbox import InboxScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.composer import Composer
from tui.widgets.conversation import Conversation
from tui.widgets.keys import shown_key
from tui.widgets.ticket_list import TicketList

README = HOUSE / "README.md"
PAGES = (README, *sorted((HOUSE / "docs").glob("*.md")))
EXAMPLE_ID = "K7M2Q-9XR4T"

NOT_RUN = {
    "make demo": "`ttydesk demo` in an environment made for it; run below without a terminal",
    "make test": "is what runs this",
    'make demo ARGS="--as customer"': "run below",
    'make demo ARGS="--as operator"': "run below",
    "pip install .": "tests/test_packaging.py installs it, without the network",
    "ttydesk": "opens the app: tests/tui/test_in_a_terminal.py",
}
"""Shown in the documents and not run here, and why."""


def lines_of(page: Path) -> list[str]:
    return page.read_text(encoding="utf-8").splitlines()


def commands_of(page: Path) -> Iterator[str]:
    """The lines of its `sh` blocks, each whole and without the remark behind it."""
    for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        for line in block.replace("\\\n", " ").splitlines():
            if said := re.sub(r"\s+# .*", "", line).strip():
                yield said


def rows_under(heading: str) -> Iterator[list[str]]:
    """The cells of the first table under a heading of the README, without its head."""
    lines = lines_of(README)
    start = lines.index(f"## {heading}")
    table = [place for place in range(start, len(lines)) if lines[place].startswith("|")]
    for place in table[2:]:
        if place - 1 not in table:
            return
        yield [cell.strip() for cell in lines[place].strip("|").split("|")]


def spans(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


# Commands


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """A place where no desk is yet."""
    for name, value in Machine(tmp_path).environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("keyring.core._keyring_backend", keyring.core.load_keyring(NO_KEYRING))
    monkeypatch.chdir(tmp_path)
    return Counter(tmp_path)


@pytest.fixture
def counter(bare: Counter) -> Counter:
    """A desk with Olga, Maya, Bob and Carl."""
    return staffed(bare.folder)


def test_every_command_that_is_shown_works_in_the_order_in_which_it_is_shown(bare: Counter) -> None:
    ticket = EXAMPLE_ID
    for line in (line for page in PAGES for line in commands_of(page) if line not in NOT_RUN):
        words, stdin = typed(line.replace(EXAMPLE_ID, ticket))
        if words[0] == PLAIN:
            assert_lines_come(words, stdin)
            continue
        answer = bare.done(*words, stdin=stdin)
        if words[0] == "new":
            ticket = answer.out.strip()
    assert ticket != EXAMPLE_ID


def typed(line: str) -> tuple[list[str], str]:
    """What the shell makes of `echo "Hello" | ttydesk new ...`: the words behind the command, and its input."""
    before, pipe, after = line.rpartition(" | ")
    name, *words = shlex.split(after)
    assert name == "ttydesk", line
    return words, shlex.split(before)[1].replace("\\n", "\n") if pipe else ""


def assert_lines_come(words: list[str], stdin: str) -> None:
    """`--plain` is no verb, so the command itself runs, at the desk that the environment names."""
    ended = subprocess.run([command(), *words], input=stdin, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stderr) == (0, ""), words
    assert ended.stdout.endswith("Goodbye.\n") or not stdin


@pytest.mark.parametrize("role", ["agent", "customer", "operator"])
def test_the_demo_prints_its_queue_where_there_is_no_terminal(tmp_path: Path, role: str) -> None:
    run = Machine(tmp_path).run("demo", "--as", role, "--tickets", "60")

    assert (run.returncode, run.stderr) == (0, "")
    assert len(run.stdout.splitlines()) > 5


def test_everything_that_make_is_asked_for_can_be_made() -> None:
    targets = re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    asked = {
        what
        for page in PAGES
        for what in re.findall(r"(?:^|`|or: )make ([a-z]+)", "\n".join(lines_of(page)), re.MULTILINE)
    }

    assert asked
    assert asked <= set(targets)


WHOLE = {
    "ttydesk init": "ttydesk init --name Other --operator o@desk.example --db sqlite:///other/desk.db",
    "ttydesk new": "ttydesk new --subject Help",
    "ttydesk people": "ttydesk people list",
    "ttydesk keys": "ttydesk keys list",
    "ttydesk settings": "ttydesk settings show",
    "ttydesk mail": "ttydesk mail status",
    "ttydesk db": "ttydesk db check",
    "ttydesk export FILE": "ttydesk export desk.jsonl",
    "import FILE": "ttydesk import desk.jsonl --db sqlite:///grown/desk.db",
}
"""What is told in short in the table of commands, in full."""
NOT_HERE = ("ttydesk", f"ttydesk {PLAIN}", "ttydesk demo", "ttydesk serve", "ttydesk watch", "ttydesk session")
"""The app, with a screen and without, what has a test of its own, goes on until it is ended, or is said by an sshd."""


def test_every_command_of_the_table_works(counter: Counter, tmp_path: Path) -> None:
    ticket = counter.ticket()
    (tmp_path / "vpn.log").write_text("no route")
    filled = {"ID": ticket, "FILE": "vpn.log", "NAME": "vpn.log", "E": ANN, "key=value": "priority=high"}
    for told in (told for cell, _ in rows_under("Commands") for told in spans(cell) if told not in NOT_HERE):
        words = WHOLE.get(told, told).removeprefix("ttydesk ").split()
        if words[0] == "fetch":
            (tmp_path / "vpn.log").unlink()
        who = {"lookup": [], "confirm": ["--email", ANN]}.get(words[0], ["--as", OLGA])
        answer = counter.say(*(filled.get(word, word) for word in words), *who, stdin="Hello.")
        assert (answer.status, answer.err) == (0, ""), told


def test_every_verb_is_told_in_the_table_with_options_that_exist_and_has_its_help(counter: Counter) -> None:
    told = {word: says for cell, says in rows_under("Commands") for word in first_words(cell)}
    helps = {verb.words: counter.done(*verb.words, "--help").out for verb in VERBS}
    for (group, *rest), help in helps.items():
        assert group in told
        assert all(word in told[group] for word in rest), (group, rest)
        assert f"Usage: ttydesk {' '.join((group, *rest))}" in help
    for group, says in told.items():
        whole = "".join(help for verb, help in helps.items() if verb[0] == group)
        assert [one for one in re.findall(r"--[a-z-]+", says) if one not in whole] == [], group


def first_words(cell: str) -> list[str]:
    """The verbs of a cell like "`ttydesk reply ID` · `note ID`"."""
    return [span.removeprefix("ttydesk ").split()[0] for span in spans(cell)]


# Keys

AGENTS = (DeskApp, InboxScreen, TicketScreen, TicketList, Conversation, Composer)
"""Where an agent presses keys."""
NOT_TOLD = {
    "app.leave": "ctrl+q: the help names it where q goes back",
    "app.commands": "stands above the table",
    "inbox.queues": "an operator's, told by the hint line",
    "ticket.files": "told by the hint line where there are files",
    "ticket.read_it": "told by the notice that it belongs to",
    "ticket.send_anyway": "told by the notice that it belongs to",
    "rows.page_down": "pgdn does what it does everywhere",
    "rows.page_up": "pgup too",
    "rows.first": "home too",
    "rows.last": "end too",
    "thread.page_down": "space and pgdn do what they do everywhere",
    "thread.page_up": "pgup too",
    "thread.first": "home too",
    "thread.newest": "end too",
    "composer.detach": "told by the hint line where a file is attached",
}
"""Bindings that the README leaves to the help, and why."""
FOCUS = "tab"
"""Textual's own."""


def bindings_of(*places: type[DOMNode]) -> list[Binding]:
    """Every binding with one key each; arrows and the like beside letters included."""
    declared = {kind: vars(kind).get("BINDINGS", ()) for place in places for kind in place.__mro__}
    whole = [one for kind in declared for one in declared[kind] if isinstance(one, Binding) and one.id]
    return [one.with_key(key.strip()) for one in whole for key in one.key.split(",")]


def told_keys() -> dict[str, str]:
    """Each key of the table and what it is said to do."""
    told: dict[str, str] = {}
    for row in rows_under("Keys"):
        for keys, does in zip(row[::2], row[1::2], strict=True):
            told |= dict.fromkeys(range_of(spans(keys)) if "…" in keys else spans(keys), does)
    return told


def range_of(ends: list[str]) -> list[str]:
    first, last = map(int, ends)
    return [str(number) for number in range(first, last + 1)]


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", text.lower().replace("ids", "id")))


def test_every_key_of_the_table_does_what_it_says() -> None:
    bound: dict[str, set[str]] = {}
    for one in bindings_of(*AGENTS):
        meaning = words(f"{one.description} {one.tooltip} {(one.id or '').replace('.', ' ')}")
        bound.setdefault(shown_key(one.key), set()).update(meaning)
    for key, does in told_keys().items():
        assert key == FOCUS or words(does) & bound.get(key, set()), (key, does)


def test_every_key_of_an_agent_is_told_in_the_table() -> None:
    told = told_keys()
    untold = {one.id for one in bindings_of(*AGENTS) if one.group is not None and shown_key(one.key) not in told}
    also_told = {one.id for one in bindings_of(*AGENTS) if shown_key(one.key) in told}

    assert untold - also_told <= set(NOT_TOLD)


# Names


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), (page.name, target)


def test_no_page_tells_two_versions_of_itself() -> None:
    for page in (*PAGES, HOUSE / "CHANGELOG.md"):
        left = re.findall(r"^(?:<{7} |>{7} |={7}$).*", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert left == [], page.name


def test_every_file_that_the_architecture_names_exists() -> None:
    text = (HOUSE / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b(?:(?:core|storage|mail|tui|styles|tests)(?:/[a-z_]+)*(?:\.py|/)?)(?=[`\s,.;:)])", text))

    assert len(named) > 20
    assert [name for name in sorted(named) if "/" in name and not (HOUSE / name).exists()] == []


def test_every_class_that_the_architecture_names_exists() -> None:
    text = (HOUSE / "docs" / "architecture.md").read_text(encoding="utf-8")
    house = "\n".join(
        file.read_text(encoding="utf-8") for room in ("core", "storage", "tui") for file in python_in(room)
    )
    for name in set(re.findall(r"`([A-Z][A-Za-z]+)`", text)):
        assert re.search(rf"^\s*class {name}\b", house, re.MULTILINE), name


def python_in(room: str) -> Iterator[Path]:
    return (HOUSE / room).rglob("*.py")


def test_every_variable_that_is_named_is_read() -> None:
    read = {one.metadata["variable"] for one in fields(Settings)} | {"TTYDESK_CONFIG"}
    named = {name for page in PAGES for name in re.findall(r"TTYDESK_[A-Z]+", page.read_text(encoding="utf-8"))}

    assert named == read
