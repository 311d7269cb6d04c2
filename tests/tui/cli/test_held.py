"""`mail held|release|discard|raw`: an operator decides about letters that are held."""

from __future__ import annotations

import pytest

from core import quarantine
from tests.tui.cli.counter import MAYA, OLGA, Counter
from tests.tui.cli.letters_in import LETTER, WHY, held


def test_held_letters_are_listed_with_why_they_are_held(counter: Counter) -> None:
    assert counter.done("mail", "held", "--as", OLGA).out == ""
    name = held(counter)

    assert counter.done("mail", "held", "--as", OLGA).out.rstrip().endswith(f"\tbob@x.example\t\t\t{WHY}")
    assert counter.done("mail", "held", "-q", "--as", OLGA).out == f"{name}\n"
    one = counter.done("mail", "held", "--json", "--as", OLGA).json
    assert (one["letter"], one["stage"], one["way"], one["from"]) == (name, "held", "pipe", "bob@x.example")
    assert (one["subject"], one["why"], one["id"], one["size"]) == (None, WHY, None, len(LETTER))


def test_a_letter_is_let_in_as_a_new_ticket_marked_as_not_verified(counter: Counter) -> None:
    name = held(counter)

    said = counter.done("mail", "release", name, "--as", OLGA).out
    ticket = counter.shown(said.split()[4].rstrip(","))

    assert (ticket["subject"], ticket["requester"]["email"]) == ("Printer eats paper", "bob@x.example")
    (entry,) = (one for one in ticket["entries"] if one["kind"] == "public")
    assert (entry["via"], entry["sender"]) == ("mail", "unverified")
    assert "since Monday." in entry["body"]
    again = counter.say("mail", "release", name, "--as", OLGA)
    assert (again.status, again.err) == (5, "This letter is in its ticket already.\n")
    assert counter.done("mail", "held", "--as", OLGA).out == ""


def test_a_letter_is_let_into_the_ticket_that_is_named(counter: Counter) -> None:
    name, ticket = held(counter), counter.ticket()
    counter.done("set", ticket, "assignee=me", "--as", MAYA)

    assert counter.say("mail", "release", name, "--to", "K7M2", "--as", OLGA).status == 3
    assert counter.say("mail", "release", name, "--to", "?", "--as", OLGA).status == 2
    done = counter.done("mail", "release", name, "--to", ticket[:5].lower(), "--json", "--as", OLGA).json

    assert done["id"] == ticket
    assert any("since Monday." in entry["body"] for entry in counter.shown(ticket)["entries"])


def test_a_letter_that_was_thrown_away_can_still_be_let_in(counter: Counter) -> None:
    name = held(counter)

    said = counter.done("mail", "discard", name, "--as", OLGA).out
    assert said == f"Thrown away. For 90 days `ttydesk mail release {name}` lets it in after all.\n"
    assert counter.done("mail", "held", "--as", OLGA).out == ""
    assert counter.done("mail", "discard", name, "--json", "--as", OLGA).json["stage"] == "discarded"
    assert counter.done("mail", "release", name, "--to", "new", "--as", OLGA).out.startswith("The letter is in ")


def test_the_oldest_are_reached_and_several_are_thrown_away_at_once(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantine, "HELD_SHOWN", 2)
    names = [held(counter, LETTER + str(nth).encode()) for nth in range(3)]

    newest = counter.say("mail", "held", "-q", "--as", OLGA)
    assert newest.out.split() == names[:0:-1]
    assert newest.err == "There are at least 1 more: `ttydesk mail held --oldest` begins at the other end.\n"
    oldest = counter.say("mail", "held", "--oldest", "-q", "--as", OLGA)
    assert oldest.out.split() == names[:2]

    assert len(counter.done("mail", "discard", "-", names[2], "--as", OLGA, stdin=oldest.out).out.splitlines()) == 3
    assert counter.done("mail", "held", "--as", OLGA).out == ""
    assert counter.say("mail", "discard", "--as", OLGA).status == 2


def test_a_letter_is_written_as_it_came_and_not_on_a_terminal(counter: Counter) -> None:
    name = held(counter)

    assert counter.done("mail", "raw", name[:4], "--as", OLGA).bytes == LETTER
    refused = counter.say("mail", "raw", name, "--as", OLGA, terminal=True)
    assert (refused.status, refused.bytes) == (2, b"")
    assert "ttydesk mail raw NAME > letter.eml" in refused.err


def test_only_operators_decide_and_only_about_letters_that_came(counter: Counter) -> None:
    name = held(counter)

    for verb in ("held", "release", "discard", "raw"):
        words = [] if verb == "held" else [name]
        assert counter.say("mail", verb, *words, "--as", MAYA).status == 5
        if words:
            assert counter.say("mail", verb, "nosuch", "--as", OLGA).status == 3


def test_what_hostile_letters_say_is_text_in_the_list(counter: Counter) -> None:
    held(counter, why="\x1b[31mred\u202e")

    listed = counter.say("mail", "held", "--as", OLGA, terminal=True).out
    assert "\x1b[31m" not in listed
    assert "\u202e" not in listed
