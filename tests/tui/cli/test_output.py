"""What commands print: JSON for programs, lines between tabs for pipes, tables for people."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter

TICKET_KEYS = {
    "id", "subject", "status", "priority", "category", "requester", "assignee", "tags",
    "created_at", "updated_at", "respond_by", "due_state", "version", "unread",
}  # fmt: skip
ENTRY_KEYS = {"id", "kind", "via", "sender", "author", "body", "created_at", "attachments"}


def test_a_ticket_in_json_has_the_promised_keys(counter: Counter) -> None:
    ticket = counter.ticket(priority="high")
    counter.done("set", ticket, "tag=+vpn,+windows", "assignee=me", "--as", MAYA)

    shown = counter.shown(ticket)

    assert set(shown) == TICKET_KEYS | {"entries"}
    assert shown["id"] == ticket
    assert shown["requester"] == {"name": "Ann Okafor", "email": ANN}
    assert shown["assignee"] == {"name": "Maya Lind", "email": MAYA}
    assert (shown["status"], shown["tags"], shown["due_state"]) == ("in_progress", ["vpn", "windows"], "on_track")
    assert all(set(entry) - {"changes"} == ENTRY_KEYS for entry in shown["entries"])
    for instant in ("created_at", "updated_at", "respond_by"):
        assert datetime.fromisoformat(shown[instant]).tzinfo is not None
        assert shown[instant].endswith("Z")


def test_a_list_in_json_is_one_object_in_each_line_with_its_cursor(counter: Counter) -> None:
    tickets = {counter.ticket(f"Printer {nth}") for nth in range(3)}

    first = counter.done("list", "--limit", "2", "--json", "--as", MAYA)
    rest = counter.done("list", "--after", first.objects[-1]["cursor"], "--json", "--as", MAYA)

    assert all(set(row) == TICKET_KEYS | {"cursor"} for row in first.objects)
    assert [len(first.objects), len(rest.objects)] == [2, 1]
    assert {row["id"] for row in first.objects + rest.objects} == tickets


def test_text_says_how_to_go_on_beside_the_answer(counter: Counter) -> None:
    for nth in range(3):
        counter.ticket(f"Printer {nth}")

    first = counter.say("list", "--limit", "2", "--as", MAYA)
    found = re.search(r"--after (\S+)$", first.err)
    assert found is not None
    rest = counter.say("list", "--limit", "2", "--after", found[1], "--as", MAYA)

    assert (len(first.rows), len(rest.rows), rest.err) == (2, 1, "")


def test_a_list_comes_in_the_order_that_is_asked_for(counter: Counter) -> None:
    for subject, priority in (("first", "low"), ("second", "urgent"), ("third", "high")):
        counter.ticket(subject, priority=priority)

    def subjects(*words: str, who: str = MAYA) -> list[str]:
        return [row["subject"] for row in counter.done("list", "--json", "--as", who, *words).objects]

    assert subjects("--sort", "priority") == ["second", "third", "first"]
    assert subjects("--sort", "due") == subjects() == ["second", "third", "first"]
    newest = subjects("--sort", "updated")
    assert sorted(newest) == ["first", "second", "third"]
    first = counter.done("list", "--sort", "updated", "--limit", "1", "--json", "--as", MAYA)
    after = first.objects[0]["cursor"]
    assert subjects("--sort", "updated", "--after", after) == newest[1:]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--sort", "size"], "take due, priority, updated. A query has more: sort:created"),
        (["--sort", "own"], "There is no such order"),
        (["vpn", "sort:due", "--sort", "updated"], "The query has its order: leave out sort:due"),
    ],
)
def test_an_order_that_is_not_there_is_not_understood(counter: Counter, words: list[str], says: str) -> None:
    answer = counter.say("list", *words, "--as", MAYA)

    assert (answer.status, answer.out) == (2, "")
    assert says in answer.err


def test_a_cursor_that_nobody_gave_is_not_understood(counter: Counter) -> None:
    answer = counter.say("list", "--after", "over there", "--as", MAYA)

    assert (answer.status, answer.out) == (2, "")


def test_a_pipe_gets_fields_between_tabs(counter: Counter) -> None:
    ticket = counter.ticket("Tabs\tand [/bold] brackets", priority="urgent")

    (row,) = counter.done("list", "--as", MAYA).rows

    assert row[0] == ticket
    assert row[2] == "Tabs and [/bold] brackets"
    assert row[3:6] == ["Ann Okafor", "open", "urgent"]


def test_a_terminal_gets_a_table_with_heads(counter: Counter) -> None:
    ticket = counter.ticket("A [red]subject[/red] :smile:")

    lines = counter.say("list", "--as", MAYA, terminal=True).out.splitlines()

    assert lines[0].split()[:3] == ["id", "due", "subject"]
    assert ticket in lines[1]
    assert "A [red]subject[/red] :smile:" in lines[1]
    assert all(len(line) <= 120 for line in lines)


def test_words_search_in_closed_tickets_too(counter: Counter) -> None:
    ticket = counter.ticket("Printer jams", body="Paper everywhere on the third floor")
    counter.ticket("VPN")
    counter.done("confirm", ticket, "--email", ANN)

    assert counter.done("list", "-q", "--as", MAYA).out.split() != [ticket]
    assert counter.done("list", "paper", "floor", "-q", "--as", MAYA).out.split() == [ticket]


def test_a_customer_sees_no_tags_and_no_address_of_staff(counter: Counter) -> None:
    ticket = counter.done("new", "--subject", "Mine", "--as", "carl@acme.example", stdin="Help").out.strip()
    counter.done("note", ticket, "--as", MAYA, stdin="He is a friend of the boss")
    counter.done("reply", ticket, "--status", "waiting", "--as", MAYA, stdin="Which one?")
    counter.done("set", ticket, "tag=+vip", "--as", MAYA)

    everything = "".join(
        counter.done(*words, "--as", "carl@acme.example").out
        for words in (["show", ticket, "--json"], ["show", ticket], ["list"], ["list", "--json"])
    )

    assert "Maya Lind" in everything
    assert "status open to waiting for you" in everything
    assert not [word for word in (MAYA, "vip", "friend of the boss") if word in everything]


def test_show_prints_the_conversation_and_nobody_can_imitate_a_head_line(counter: Counter) -> None:
    fake = "Hello\n\nMaya Lind · INTERNAL NOTE · 2026-01-01 10:00 · via tui\n    Give him the password"
    ticket = counter.ticket(body=fake)
    counter.done("note", ticket, "--as", MAYA, stdin="Careful")

    lines = counter.done("show", ticket, "--as", MAYA).out.splitlines()

    assert lines[:2] == [f"id\t{ticket}", "subject\tVPN refuses my certificate"]
    assert sum("INTERNAL NOTE" in line and not line.startswith("    ") for line in lines) == 1
    assert "    Careful" in lines


def test_a_long_conversation_is_shown_whole(counter: Counter) -> None:
    from tui.cli import looking

    ticket = counter.ticket()
    for nth in range(5):
        counter.done("reply", ticket, "--email", ANN, stdin=f"Word {nth}")
    before = looking.NEWEST
    looking.NEWEST = 2
    try:
        entries = counter.shown(ticket)["entries"]
    finally:
        looking.NEWEST = before

    assert [entry["body"] for entry in entries] == ["Since noon.", *(f"Word {nth}" for nth in range(5))]


def test_what_one_has_seen_is_no_longer_unread(counter: Counter) -> None:
    ticket = counter.ticket()

    assert [counter.shown(ticket)["unread"] for _ in range(2)] == [True, False]
    counter.done("reply", ticket, "--email", ANN, stdin="One more thing")
    assert counter.done("list", "--json", "--as", MAYA).json["unread"] is True
    counter.shown(ticket)
    assert counter.done("set", ticket, "priority=low", "--json", "--as", MAYA).json["unread"] is False
    assert counter.done("list", "--json", "--as", MAYA).json["unread"] is False


def test_the_queues_have_their_keys(counter: Counter) -> None:
    counter.done("settings", "set", "desk.categories=Network, Billing", "--as", OLGA)
    counter.ticket(category="billing")

    network, billing = counter.done("queues", "--json", "--as", MAYA).objects

    assert network == {
        "category": "Network", "open": 0, "unassigned": 0, "waiting": 0, "late": 0, "due_soon": 0, "oldest_at": None,
        "first_answer_seconds": None, "in_time": None, "arrivals": [0] * 14, "answers": [0] * 14,
    }  # fmt: skip
    assert (billing["category"], billing["open"], billing["unassigned"]) == ("Billing", 1, 1)
    assert billing["oldest_at"].endswith("Z")
    assert counter.done("queues", "--as", MAYA).rows[0] == ["Network", *"00000", "", "", "", "0"]
    assert billing["arrivals"] == [0] * 13 + [1]


def test_the_pace_of_a_queue_is_told_where_there_is_room(counter: Counter) -> None:
    counter.done("reply", counter.ticket(), "--as", MAYA, stdin="Try it now.")

    (general,) = counter.done("queues", "--json", "--as", MAYA).objects
    wide = counter.say("queues", "--as", MAYA, terminal=True).out

    assert (general["first_answer_seconds"], general["in_time"]) == (0, 1.0)
    assert general["answers"] == [0] * 13 + [1]
    assert counter.done("queues", "--as", MAYA).rows[0][-3:] == ["0m", "100 %", "1"]
    assert "first answer  in time  today" in wide


def test_the_audit_says_who_only_claimed_to_be_somebody(counter: Counter) -> None:
    ticket = counter.ticket()
    counter.done("set", ticket, "priority=low", "--as", MAYA)

    last = counter.done("audit", ticket, "--json", "--as", OLGA).objects[-1]

    assert set(last) == {"at", "who", "asserted", "via", "what", "id", "detail"}
    assert (last["asserted"], last["via"], last["id"]) == (True, "cli", ticket)
    assert "Maya Lind" in last["who"]
    assert counter.say("audit", "--as", MAYA).status == 5
    assert counter.done("audit", "--who", "olga", "--limit", "1", "--as", OLGA).rows[0][1].startswith("Olga")


def test_an_empty_list_says_so_to_people_only(counter: Counter) -> None:
    assert counter.say("list", "nothing", "--as", MAYA, terminal=True).out == "No ticket matches.\n"
    assert counter.done("list", "nothing", "--as", MAYA).out == ""


@pytest.mark.parametrize("form", [["--json"], ["-q"], []])
def test_a_guest_gets_the_id_in_every_form(counter: Counter, form: list[str]) -> None:
    answer = counter.done("new", "--subject", "Help", "--name", "Ann", "--email", ANN, *form, stdin="It burns")

    found = re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", answer.out)
    assert len(found) == 1
    assert form == ["--json"] or answer.out == f"{found[0]}\n"


def test_a_person_at_a_terminal_is_told_the_promise(counter: Counter) -> None:
    words = ["new", "--subject", "Help", "--name", "Ann", "--email", ANN, "--priority", "high"]

    answer = counter.say(*words, stdin="It burns", terminal=True)

    assert re.fullmatch(r"We have it\. Your ticket ID is \S{11}\. Answer by \S+ (today|tomorrow)\.\n", answer.out)


def test_a_saved_file_is_told_by_its_path(counter: Counter, tmp_path: Path) -> None:
    ticket = counter.ticket()
    counter.done("attach", ticket, "-", "--name", "a.log", "--email", ANN, stdin="x" * 2048)

    answer = counter.done("fetch", ticket, "a.log", str(tmp_path / "here.log"), "--email", ANN)

    assert answer.out == f"Saved {tmp_path / 'here.log'} (2 KB).\n"
