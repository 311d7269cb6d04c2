"""`db backup`, `db restore`, `export`, `import`: a desk into one file and out of one, and what is said about it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.tui.cli.counter import MAYA, OLGA, Answer, Counter


def elsewhere(counter: Counter, *argv: str) -> Answer:
    return counter.say(*argv, "--db", f"sqlite:///{counter.folder}/elsewhere/desk.db")


def test_a_backup_becomes_the_same_desk_elsewhere(counter: Counter, tmp_path: Path) -> None:
    ticket = counter.ticket()
    (tmp_path / "vpn.log").write_text("no route")
    counter.done("attach", ticket, str(tmp_path / "vpn.log"), "--as", MAYA)
    file = str(tmp_path / "desk.backup")

    assert counter.done("db", "backup", file).out == f"Kept 1 ticket and 1 file in {file}.\n"
    counter.done("reply", ticket, "--as", MAYA, stdin="Said after the backup.")
    made = elsewhere(counter, "db", "restore", file)

    assert made.out.startswith("The desk is there: 1 ticket and 1 file, as they were at 2")
    assert f"Its files are in {tmp_path}" in made.out
    shown = elsewhere(counter, "show", ticket, "--json", "--as", MAYA).json
    assert "Said after the backup." not in [entry["body"] for entry in shown["entries"]]
    assert elsewhere(counter, "fetch", ticket, "vpn.log", "-", "--as", MAYA).bytes == b"no route"
    assert elsewhere(counter, "db", "check").out == "The database is whole.\n"


def test_only_who_says_so_replaces_a_desk(counter: Counter, tmp_path: Path) -> None:
    file = str(tmp_path / "desk.backup")
    counter.done("db", "backup", file)
    ticket = counter.ticket()

    refused = counter.say("db", "restore", file)
    assert (refused.status, refused.out) == (5, "")
    assert refused.err.endswith("Name another database, or replace it: --replace.\n")
    assert counter.shown(ticket)["id"] == ticket

    counter.done("db", "restore", file, "--replace")
    assert counter.say("show", ticket, "--as", MAYA).status == 3


def test_an_export_is_lines_of_json_that_make_the_same_desk(counter: Counter, tmp_path: Path) -> None:
    counter.ticket("Drucker brennt äöü")
    file = tmp_path / "desk.jsonl"

    counter.done("export", str(file))
    printed = counter.done("export", "-").bytes

    lines = [json.loads(line) for line in file.read_text("ascii").splitlines()]
    assert lines[0]["ttydesk"] == "export"
    assert [line["row"]["subject"] for line in lines if line.get("table") == "tickets"] == ["Drucker brennt äöü"]
    assert printed.splitlines()[1:-1] == file.read_bytes().splitlines()[1:-1]
    assert elsewhere(counter, "import", str(file), "--json").json["rows"]["tickets"] == 1
    again = elsewhere(counter, "import", str(file))
    assert (again.status, again.out) == (5, "")


def test_no_export_holds_who_is_signed_in(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "desk.backup"
    told = counter.done("db", "backup", str(file), "--json").json
    counter.done("export", str(tmp_path / "desk.jsonl"))

    assert told["files"] == 0
    assert told["rows"]["people"] == 4
    assert json.loads(gzip.decompress(file.read_bytes()).splitlines()[0])["ttydesk"] == "backup"
    assert b'"sign_ins"' not in (tmp_path / "desk.jsonl").read_bytes()


def test_a_lost_file_is_named_and_the_status_says_that_not_all_is_kept(counter: Counter, tmp_path: Path) -> None:
    ticket = counter.ticket()
    (tmp_path / "vpn.log").write_text("no route")
    counter.done("attach", ticket, str(tmp_path / "vpn.log"), "--as", MAYA)
    for blob in (tmp_path / "desk" / "desk.files").rglob("*"):
        if blob.is_file():
            blob.unlink()

    kept = counter.say("db", "backup", str(tmp_path / "desk.backup"))

    assert (kept.status, kept.out.startswith("Kept 1 ticket and 0 files")) == (1, True)
    assert kept.err.startswith("All the rest is kept, but the bytes of vpn.log are missing")
    assert elsewhere(counter, "db", "restore", str(tmp_path / "desk.backup")).status == 1


def test_a_file_that_is_none_is_told_in_one_sentence(counter: Counter, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear Olga")
    for file, status, says in (
        (tmp_path / "letter", 2, "That is no export and no backup of ttydesk."),
        (tmp_path / "nowhere", 5, "can not be read"),
        (tmp_path, 5, "can not be read"),
        ("", 2, "Name a file."),
    ):
        answer = elsewhere(counter, "db", "restore", str(file))
        assert (answer.status, answer.out, answer.err.count("\n")) == (status, "", 1)
        assert says in answer.err
    assert not (counter.folder / "elsewhere" / "desk.db").exists()
    assert counter.say("db", "backup", str(tmp_path / "letter")).status == 5
    assert counter.say("people", "list", "--as", OLGA).status == 0
