"""How a command knows who asks: by claim, by memory, by signing in; and what needs nobody."""

from __future__ import annotations

import json

import pytest

from tests.tui.cli.counter import ANN, MAYA, OLGA, Counter

OWN = "four words do well"


class Drawer:
    """A keyring that keeps what it is given, for one test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    drawer = Drawer()
    monkeypatch.setattr("keyring.core._keyring_backend", drawer)
    return drawer


def password_of(counter: Counter, email: str) -> str:
    given = counter.done("people", "password", email, "--password", "--json", "--as", OLGA).json["password"]
    assert len(given) >= 12
    return str(given)


def with_own_password(counter: Counter) -> None:
    counter.say("list", answers=[MAYA, password_of(counter, MAYA), OWN, OWN, "n"])


def test_without_a_sign_in_and_without_a_terminal_it_ends(counter: Counter) -> None:
    for said in (["list"], ["queues"], ["show", counter.ticket()], ["people", "list"], ["new", "--subject", "x"]):
        answer = counter.say(*said, stdin="x")
        assert (answer.status, answer.out) == (5, "")
        assert answer.err == "Sign in first: run this in a terminal, or say who you are with --as EMAIL.\n"


def test_the_environment_says_who_sits_here_and_an_option_wins(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTYDESK_AS", MAYA)

    assert counter.done("queues").out
    assert counter.say("queues", "--as", "carl@acme.example").status == 5


def test_somebody_unknown_or_disabled_can_not_be_claimed(counter: Counter) -> None:
    counter.ticket()
    counter.done("people", "disable", MAYA, "--as", OLGA)

    for who in ("zoe@acme.example", MAYA, ANN):
        answer = counter.say("list", "--as", who)
        assert answer.status == 5
        assert who in answer.err


def test_a_one_time_password_asks_for_ones_own_first(counter: Counter) -> None:
    given = password_of(counter, MAYA)

    first = counter.say("queues", answers=[MAYA, given, "short", OWN, "another thing", OWN, OWN, "n"])
    again = counter.say("queues", answers=[MAYA, given, MAYA, given, MAYA, given])
    later = counter.say("queues", answers=[MAYA, OWN, "n"])

    assert first.status == 0
    assert [line.split()[0] for line in first.err.splitlines()] == ["That", "A", "The"]
    assert again.status == 5
    assert again.err.count("E-mail and password do not belong together") == 3
    assert later.out == first.out


def test_a_sign_in_is_remembered_until_the_password_changes(counter: Counter, drawer: Drawer) -> None:
    with_own_password(counter)
    assert drawer.kept == {}

    counter.say("list", answers=[MAYA, OWN, "y"])
    ((service, _), token) = next(iter(drawer.kept.items()))
    remembered = counter.say("queues")
    counter.done("people", "password", MAYA, "--password", "--as", OLGA)

    assert (service, len(token)) == ("ttydesk", 64)
    assert remembered.status == 0
    assert counter.say("queues").status == 5


def test_one_sign_in_does_for_several_tickets(counter: Counter) -> None:
    tickets = [counter.ticket(), counter.ticket()]
    with_own_password(counter)

    done = counter.say("set", *tickets, "priority=low", "-q", answers=[MAYA, OWN, "n"])
    nobody = counter.say("set", *tickets, "priority=low")

    assert (done.status, done.out.split()) == (0, tickets)
    assert (nobody.status, len(nobody.err.splitlines())) == (5, 1)


def test_what_was_done_signed_in_is_not_asserted(counter: Counter, drawer: Drawer) -> None:
    ticket = counter.ticket()
    with_own_password(counter)
    counter.say("list", answers=[MAYA, OWN, "y"])

    counter.done("set", ticket, "priority=low")

    assert json.loads(counter.done("audit", ticket, "--json", "--as", OLGA).out.splitlines()[-1])["asserted"] is False


def test_a_machine_without_a_keyring_says_so_and_goes_on(counter: Counter) -> None:
    with_own_password(counter)

    answer = counter.say("queues", answers=[MAYA, OWN, "y"])

    assert answer.status == 0
    assert answer.err == "No keyring here keeps a sign-in: you will be asked again next time.\n"


def test_too_many_wrong_passwords_hear_try_later(counter: Counter) -> None:
    wrong = [MAYA, "not the password"] * 3
    for _ in range(3):
        assert counter.say("list", answers=list(wrong)).status == 5

    assert counter.say("list", answers=list(wrong)).status == 75


def test_too_many_wrong_pairs_hear_try_later(counter: Counter) -> None:
    ticket = counter.ticket()
    wrong = [counter.say("lookup", ticket, "--email", f"x{nth}@acme.example") for nth in range(10)]

    assert {(answer.status, answer.err) for answer in wrong} == {
        (3, "No ticket with this ID and this address. Check both, or open a new ticket.\n")
    }
    assert counter.say("lookup", ticket, "--email", ANN).status == 75
    assert counter.say("show", ticket, "--as", MAYA).status == 0


def test_a_wrong_pair_and_an_id_that_nobody_has_get_the_same_answer(counter: Counter) -> None:
    ticket = counter.ticket()

    answers = [
        counter.say("lookup", id, "--email", email)
        for id, email in ((ticket, MAYA), ("K7M2Q-9XR4T", ANN), ("what?", ANN), (ticket[:6], ANN))
    ]

    assert len({(answer.status, answer.err) for answer in answers}) == 1


def test_the_pair_opens_that_one_ticket_and_only_reads_where_a_code_is_asked(counter: Counter) -> None:
    mine, other = counter.ticket(), counter.ticket(email="bea@acme.example", name="Bea")
    assert counter.say("show", other, "--email", ANN).status == 3

    counter.done("settings", "set", "lookup.proof=code", "--as", OLGA)

    assert counter.done("show", mine, "--email", ANN, "--json").json["id"] == mine
    for said in (["reply", mine], ["attach", mine, "-", "--name", "a"], ["confirm", mine], ["reopen", mine]):
        assert counter.say(*said, "--email", ANN, stdin="x").status == 5


def test_an_agent_opens_a_ticket_for_somebody_and_a_customer_does_not(counter: Counter) -> None:
    words = ["new", "--subject", "By telephone", "--name", "Bea Long", "--email", "bea@acme.example"]

    ticket = counter.done(*words, "--as", MAYA, stdin="She called.").out.strip()

    assert counter.shown(ticket)["requester"] == {"name": "Bea Long", "email": "bea@acme.example"}
    assert counter.say(*words, "--as", "carl@acme.example", stdin="x").status == 5


def test_a_customer_sees_only_what_is_theirs(counter: Counter) -> None:
    other = counter.ticket()
    mine = counter.done("new", "--subject", "Mine", "--as", "carl@acme.example", stdin="x").out.strip()

    assert counter.done("list", "-q", "--as", "carl@acme.example").out.split() == [mine]
    unknown = counter.say("show", "0000000000", "--as", "carl@acme.example")
    for verb in ("show", "reply", "confirm", "reopen", "note"):
        answer = counter.say(verb, other, "--as", "carl@acme.example", stdin="x")
        assert (answer.status, answer.err) == (unknown.status, unknown.err)
    assert counter.say("queues", "--as", "carl@acme.example").status == 5
