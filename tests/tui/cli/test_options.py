"""How a command line is read: options of every verb, words that begin with a hyphen, what is not understood."""

from __future__ import annotations

import pytest

from tests.tui.cli.counter import ANN, BOB, MAYA, OLGA, Answer, Counter
from tests.tui.cli.letters_in import held
from tests.tui.cli.test_keys import LAPTOP
from tui.cli.verbs import VERBS, Place, Verb, command_tree

SAID = {
    "init": ["--name", "Acme", "--operator", f"Ann <{ANN}>"],
    "demo": ["--tickets", "3"],
    "new": ["--subject", "Printer", "--name", "Ann", "--email", ANN],
    "list": ["refuses"],
    "show": ["TICKET"],
    "reply": ["TICKET"],
    "note": ["TICKET"],
    "set": ["TICKET", "priority=high"],
    "confirm": ["TICKET", "--email", ANN],
    "reopen": ["TICKET"],
    "attach": ["TICKET", "-", "--name", "a.log"],
    "fetch": ["TICKET", "first.log", "-"],
    "lookup": ["TICKET", "--email", ANN],
    "queues": [],
    "audit": [],
    "people add": ["Dora <dora@acme.example>", "--role", "customer"],
    "people list": [],
    "people role": [MAYA, "operator"],
    "people disable": ["bob@desk.example"],
    "people enable": ["bob@desk.example"],
    "people password": [MAYA, "--password"],
    "keys add": [BOB, "KEY"],
    "keys list": [MAYA],
    "keys revoke": [MAYA, "--all"],
    "keys authorized": ["FINGERPRINT"],
    "searches list": [],
    "searches save": ["Late", "due:late"],
    "searches remove": ["SEARCH"],
    "settings show": [],
    "settings set": ["desk.name=Acme"],
    "settings rename-category": ["General", "Lines"],
    "settings rotate-key": [],
    "mail status": [],
    "mail send": [],
    "mail retry": ["--all"],
    "mail held": [],
    "mail release": ["LETTER", "--to", "new"],
    "mail discard": ["LETTER"],
    "mail raw": ["LETTER"],
    "mail text": ["reply"],
    "mail receive": ["--to", "help@desk.example"],
    "bindings": [],
    "tick": [],
    "db upgrade": [],
    "db check": [],
    "db move-files": ["FOLDER"],
    "db backup": ["FILE"],
    "db restore": ["COPY"],
    "export": ["FILE"],
    "import": ["COPY"],
}
"""What each verb needs behind it, as an operator says it."""
ENDING = [verb for verb in VERBS if verb.name not in ("watch", "serve", "session")]
"""The first two go on until somebody ends them: test_following.py says the options of `watch` in both places. The last
carries out another verb (tests/ssh/test_second_door.py)."""


def put_in_place(counter: Counter, words: list[str]) -> list[str]:
    ticket = counter.ticket()
    if "first.log" in words:
        counter.done("attach", ticket, "-", "--name", "first.log", "--email", ANN, stdin="x")
    if "COPY" in words:
        counter.done("db", "backup", f"{counter.folder}/a copy")
    folder = counter.folder
    (folder / "id.pub").write_text(LAPTOP)
    known = {"TICKET": ticket, "FOLDER": f"{folder}/other files", "FILE": f"{folder}/file", "COPY": f"{folder}/a copy"}
    known["KEY"] = f"{folder}/id.pub"
    if "LETTER" in words:
        known["LETTER"] = held(counter)
    return [known.get(word, word) for word in words]


def say(counter: Counter, verb: Verb, before: list[str], words: list[str], behind: list[str]) -> Answer:
    return counter.say(*before, *verb.words, *words, *behind, stdin="Some words.")


@pytest.mark.parametrize("place", ["before", "behind"])
@pytest.mark.parametrize("verb", ENDING, ids=lambda verb: verb.name)
def test_the_options_of_every_verb_stand_before_it_or_behind_it(
    counter: Counter, verb: Verb, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTYDESK_SMTP", "smtp://127.0.0.1:25")  # a desk without an address sends nothing
    words = put_in_place(counter, SAID[verb.name])
    if verb.name in ("keys list", "keys revoke"):
        counter.done("keys", "add", MAYA, "-", "--as", OLGA, stdin=LAPTOP)
    if verb.name == "mail held":
        held(counter)
    if verb.words[0] == "searches":
        counter.done("searches", "save", "SEARCH", "due:late", "--as", OLGA)
    new_desk = f"sqlite:///{counter.folder}/another/desk.db"
    db = new_desk if verb.name in ("init", "demo", "db restore", "import") else counter.url
    options = ["--db", db, "--as", "operator" if verb.name == "demo" else OLGA, "--json"]

    answer = say(counter, verb, options if place == "before" else [], words, options if place == "behind" else [])

    assert (answer.status, answer.err) == (0, "")
    if verb.name not in ("fetch", "mail raw"):
        assert all(isinstance(one, dict) for one in answer.objects)
    assert answer.out or answer.bytes


@pytest.mark.parametrize("quiet", ["-q", "--quiet"])
@pytest.mark.parametrize("place", ["before", "behind"])
def test_quiet_prints_ids_only_wherever_it_stands(counter: Counter, place: str, quiet: str) -> None:
    ticket = counter.ticket()
    said = [quiet, "list"] if place == "before" else ["list", quiet]

    assert counter.done(*said, "--as", MAYA).out == f"{ticket}\n"


def test_what_stands_behind_the_verb_wins(counter: Counter) -> None:
    assert counter.say("--as", "nobody@acme.example", "list", "--as", MAYA).status == 0
    assert counter.say("--as", MAYA, "list", "--as", "nobody@acme.example").status == 5


@pytest.mark.parametrize("word", ["-tag:vpn", "-quick", "-q1", "-jq", "-5", "-"])
def test_a_word_of_a_query_may_begin_with_a_hyphen(counter: Counter, word: str) -> None:
    assert counter.say("list", word, "vpn", "--as", MAYA).status == 0
    assert counter.say("list", "vpn", word, "--as", MAYA, "--json").status == 0


@pytest.mark.parametrize("said", [["list", "--prioritty"], ["list", "vpn", "--", "--x"], ["show", "--verbose"]])
def test_a_word_with_two_hyphens_is_an_option_that_does_not_exist(counter: Counter, said: list[str]) -> None:
    answer = counter.say("--as", MAYA, *said, "--db", counter.url)

    assert answer.status == 2
    assert answer.err.startswith("There is no option --")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (["lst"], "lst"),
        (["--nope", "list"], "--nope"),
        (["list", "--limit", "many"], "--limit"),
        (["list", "--limit", "0"], "--limit"),
        (["list", "--limit", "10001"], "10,000"),
        (["list", "--limit"], "--limit"),
        (["new", "--name", "Ann"], "--subject"),
        (["list", "--json", "--json"], "--json"),
        (["new", "--subject", "x", "--priority", "asap", "--email", ANN], "low, medium, high or urgent"),
        (["reply", "K7M2Q-9XR4T", "--status", "done"], "open, in_progress, waiting, resolved or closed"),
        (["show"], "Say which ticket"),
        (["show", "K7"], "10 letters and digits"),
        (["people", "add", "Ann"], "--role"),
        (["people", "add", "Ann", "--role", "boss"], "customer, agent or operator"),
        (["people", "hire", "Ann"], "hire"),
        (["settings", "set", "desk.name"], "desk.name"),
        (["new", "--subject", "No", "sound"], "“sound” is a word too many. A text of several words stands in quotes"),
        (["settings", "set", "desk.color=red"], "There are: desk.name"),
        (["reply", "K7M2Q-9XR4T", "--if-version", "new"], "--if-version"),
        (["reply", "K7M2Q-9XR4T", "--once", ""], "--once"),
    ],
)
def test_what_is_not_understood_is_told_in_one_line(counter: Counter, said: list[str], words: str) -> None:
    answer = counter.say(*said, "--as", MAYA if said[0] != "settings" else OLGA, stdin="Some words.")

    assert answer.status == 2
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 1
    assert words in answer.err


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_help_of_every_verb_says_what_it_does_with_an_example(bare: Counter, verb: Verb) -> None:
    answer = bare.say(*verb.words, "--help")

    assert answer.status == 0
    assert "For example" in answer.out
    assert f"ttydesk {verb.name}" in answer.out
    assert "--json" in answer.out


def test_the_help_names_every_verb(bare: Counter) -> None:
    answer = bare.say("--help")

    assert answer.status == 0
    assert all(f" {verb.words[0]} " in answer.out for verb in VERBS)


def test_where_the_database_is_somewhere_else_the_local_verbs_do_not_exist() -> None:
    local = {verb.name for verb in VERBS if verb.place is Place.LOCAL}
    app = command_tree(local=False)

    of_the_database = {verb.name for verb in VERBS if verb.name.startswith("db ")}
    assert local == of_the_database | {
        "init", "demo", "tick", "export", "import", "serve", "session", "keys authorized", "mail send", "mail text",
        "mail receive",
    }  # fmt: skip
    assert not {"init", "demo", "tick", "db", "export", "import", "serve"} & set(app)
    assert {"list", "new", "people"} <= set(app)
