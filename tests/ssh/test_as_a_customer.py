"""Every verb and every option, said to ssh by a customer: theirs are done, the rest is refused or does not exist."""

from __future__ import annotations

import asyncio
import re

import pytest

from core.references import shown
from tests.ssh.host import Host, Ran
from tests.tui.cli.test_keys import LAPTOP
from tui.cli.verbs import VERBS, Place

NEVER = {"--db", "--as", "--attach"}
"""Options that are there on the machine alone."""
OF_EVERY_VERB = {"--json", "--quiet", "--help"}
VALUES = {
    "--after": "next", "--category": "General", "--email": "ann@acme.example", "--from": "-", "--if-version": "1",
    "--code": "12345678",
    "--limit": "5", "--name": "more.log", "--once": "once-VERB", "--owner": "olga@acme.example", "--priority": "urgent",
    "--role": "operator", "--sort": "updated", "--status": "resolved", "--to": "new", "--who": "olga@acme.example",
}  # fmt: skip
FLAGS = {
    "--all", "--force", "--hand-back", "--mine", "--oldest", "--password", "--quoted", "--reset", "--share", "--toml",
    "--watch",
}  # fmt: skip
NOT_UNDERSTOOD, CHANGED, REFUSED = 2, 4, 5
OTHERS = "Salaries of October"

THEIRS = {
    "new": "--subject Printer",
    "list": "printer",
    "show": "TICKET",
    "reply": "TICKET",
    "confirm": "TICKET",
    "reopen": "TICKET",
    "attach": "TICKET - --name a.log",
    "fetch": "TICKET first.log -",
    "lookup": "TICKET --email ann@acme.example",
    "keys list": "",
    "settings show": "--mine",
    "settings set": "--mine theme=light",
    "bindings": "",
}
"""What a customer says that is done."""
BUT = {("list", "--after"): NOT_UNDERSTOOD, ("bindings", "--from"): NOT_UNDERSTOOD, ("reply", "--status"): REFUSED}
"""Not with this: the first two are no cursor and no keys, the status is for those who work here."""
ALONE = {"--if-version": CHANGED, "--code": NOT_UNDERSTOOD}
"""The ticket has moved on; a code is for who comes by an address."""
NOT_THEIRS = {
    "note": "TICKET",
    "set": "TICKET priority=urgent",
    "queues": "",
    "audit": "",
    "people add": "'Dora <dora@acme.example>' --role operator",
    "people list": "",
    "people role": "ann@acme.example operator",
    "people disable": "maya@acme.example",
    "people enable": "maya@acme.example",
    "people password": "maya@acme.example --password",
    "keys add": "maya@acme.example -",
    "keys revoke": "maya@acme.example --all",
    "searches list": "",
    "searches save": "Late due:late",
    "searches remove": "Late",
    "settings rename-category": "General Lines",
    "settings rotate-key": "",
    "mail status": "",
    "mail retry": "--all",
    "mail held": "",
    "mail release": "3f9a2c01",
    "mail discard": "3f9a2c01",
    "mail raw": "3f9a2c01",
}
"""And what is refused."""
SAID = THEIRS | NOT_THEIRS
GO_ON = {"watch"}
"""Tried in tests/ssh/test_commands.py."""


async def said_by_ann(host: Host, *lines: str) -> list[Ran]:
    connection = await host.connects("ann")
    done = [await connection.run(line, input=LAPTOP, check=False) for line in lines]
    connection.close()
    return [Ran(one.exit_status or 0, str(one.stdout), str(one.stderr)) for one in done]


@pytest.fixture(scope="module")
def ticket(host: Host) -> str:
    """Ann's; Ben has one that she must not see."""
    host.opens("ben", OTHERS)
    made = shown(host.opens("ann", "Printer").reference)
    assert host.run("attach", made, "-", "--name", "first.log", stdin=b"x").status == 0
    return made


def test_every_verb_is_tried() -> None:
    assert set(SAID) | GO_ON == {verb.name for verb in VERBS if verb.place is Place.BOTH}


@pytest.mark.parametrize("verb", SAID)
async def test_a_customer_says(host: Host, ticket: str, verb: str) -> None:
    help = (await said_by_ann(host, f"{verb} --help"))[0].out
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", help)) - OF_EVERY_VERB - set(SAID[verb].split())
    assert options <= FLAGS | set(VALUES)

    words = f"{verb} {SAID[verb]}".replace("TICKET", ticket)
    told = {words: 0, f"{words} --json": 0, f"--quiet {words}": 0}
    for one in sorted(options):
        status = ALONE.get(one) or BUT.get((verb, one), 0)
        told[f"{words} {one} {VALUES.get(one, '').replace('VERB', verb)}"] = status
    for (line, status), ran in zip(told.items(), await said_by_ann(host, *told), strict=True):
        assert ran.status == (REFUSED if verb in NOT_THEIRS else status), (line, ran.err)
        assert OTHERS not in ran.out + ran.err, line
        assert ran.err.count("\n") <= 1, line


async def test_what_is_of_the_machine_does_not_exist_before_or_behind_any_verb(host: Host, ticket: str) -> None:
    lines = [
        line
        for verb, words in SAID.items()
        for line in (f"{verb} {words} --as olga@acme.example", f"{verb} {words} --db sqlite:////etc/desk.db")
    ]
    told = await said_by_ann(host, *(line.replace("TICKET", ticket) for line in lines))

    assert {line: ran.status for line, ran in zip(lines, told, strict=True) if ran.status != NOT_UNDERSTOOD} == {}
    before = await asyncio.gather(*[said_by_ann(host, f"{one} x list") for one in NEVER])
    assert {ran.status for (ran,) in before} == {NOT_UNDERSTOOD}
