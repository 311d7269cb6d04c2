"""The command on a desk that a PostgreSQL server keeps: all as on one in a file, each as a process of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.machine import Machine
from tests.storage.server import OwnServer, own_server

MAYA = "maya@acme.example"


@dataclass(frozen=True)
class MachineWithServer(Machine):
    url: str = ""

    @property
    def db(self) -> str:
        return self.url


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as server:
        yield server


@pytest.fixture
def machine(server: OwnServer, tmp_path: Path) -> MachineWithServer:
    return MachineWithServer(tmp_path, url=server.empty())


def test_the_life_of_a_ticket(machine: MachineWithServer) -> None:
    assert machine.run("list").returncode == 5
    machine.done("init", "--name", "Acme", "--operator", "Olga <olga@acme.example>")
    machine.done("people", "add", f"Maya <{MAYA}>", "--role", "agent", "--as", "olga@acme.example")
    new = ("new", "--subject", "VPN refuses me", "--name", "Ann", "--email", "ann@clinic.example")
    id = machine.done(*new, stdin="It says ERR-4821.").strip()
    machine.done("reply", id, "--as", MAYA, stdin="The new chain is up.")

    (row,) = machine.done("list", "err-4821", "--json", "--as", MAYA).splitlines()
    shown = json.loads(machine.done("show", id, "--json", "--as", MAYA))

    assert json.loads(row)["id"] == id
    assert [entry["body"] for entry in shown["entries"][:2]] == ["It says ERR-4821.", "The new chain is up."]
    assert machine.done("tick").startswith("0 deadlines told")
    assert machine.done("db", "upgrade") == "Nothing was to be done.\n"
    assert machine.done("db", "check", "--mend") == "The database is whole.\n"


def test_a_demo_fills_a_new_database_and_keeps_it(machine: MachineWithServer) -> None:
    made = machine.run("demo", "--tickets", "300", "--db", machine.url)
    assert (made.returncode, made.stdout.count("\n")) == (0, 50)
    assert machine.done("db", "check") == "The database is whole.\n"
    machine.done(
        "new", "--subject", "One more", "--name", "Ann", "--email", "ann@clinic.example", stdin="Numbers go on."
    )
    again = machine.run("demo", "--tickets", "300", "--db", machine.url)
    assert (again.returncode, again.stderr) == (
        5,
        "This desk holds people already. Give a database that holds nothing yet.\n",
    )


def test_a_desk_in_a_file_grows_onto_the_server(machine: MachineWithServer, tmp_path: Path) -> None:
    before = Machine(tmp_path)
    before.run("demo", "--tickets", "300", "--db", before.db)

    made = machine.done("import", "-", stdin=before.done("export", "-"))

    assert made.startswith("The desk is there: 300 tickets and ")
    assert machine.done("db", "check") == "The database is whole.\n"
    asked = ("list", "vpn", "--json", "--as", "agent@demo.example")
    assert ids(machine.done(*asked)) == ids(before.done(*asked)) != []


def ids(listed: str) -> list[str]:
    return [json.loads(line)["id"] for line in listed.splitlines()]


def test_a_server_that_is_away_is_told_and_asked_later(machine: MachineWithServer, server: OwnServer) -> None:
    machine.done("init", "--name", "Acme", "--operator", "Olga <olga@acme.example>")
    server.stop()
    try:
        for argv in (["list", "--as", "olga@acme.example"], ["db", "check"], ["tick"]):
            run = machine.run(*argv)
            assert (run.returncode, len(run.stderr.splitlines())) == (75, 1)
            assert "does not answer" in run.stderr
    finally:
        server.start()
    machine.done("list", "--as", "olga@acme.example")
