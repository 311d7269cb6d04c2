"""The files of tickets in a folder, in a bucket, and on their way from one to the other, as an operator meets it."""

from __future__ import annotations

import keyring
import pytest

from tests.bucket_server import HERE, BucketServer, Wire
from tests.tui.cli.counter import ANN, MAYA, Counter


@pytest.fixture
def bucket(bucket_server: BucketServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a bucket that this machine knows the key of."""
    for name, value in bucket_server.environment().items():
        monkeypatch.setenv(name, value)
    return f"s3://{bucket_server.bucket()}/acme"


def attached(counter: Counter, *contents: str) -> str:
    """A ticket with these files, log 0.txt and so on; its ID."""
    ticket = counter.ticket()
    for nth, content in enumerate(contents):
        counter.done("attach", ticket, "-", "--name", f"log {nth}.txt", "--email", ANN, stdin=content)
    return ticket


def files_of(counter: Counter) -> int:
    return len(list(counter.folder.rglob("*.files/*/[0-9a-f][0-9a-f]/*")))


def fetched(counter: Counter, ticket: str, nth: int = 0) -> bytes:
    return counter.done("fetch", ticket, f"log {nth}.txt", "-", "--as", MAYA).bytes


def test_a_desk_keeps_its_files_in_a_bucket_as_it_does_in_a_folder(
    counter: Counter, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTYDESK_DATA", bucket)

    ticket = attached(counter, "no route", "")
    counter.done("reply", ticket, "--as", MAYA, stdin="a long trace\n" * 9000)

    (message,) = [one for one in counter.shown(ticket)["entries"] if one["body"].startswith("a long trace")]
    whole = counter.done("fetch", ticket, message["attachments"][0]["name"], "-", "--as", MAYA).bytes
    assert (fetched(counter, ticket), fetched(counter, ticket, 1)) == (b"no route", b"")
    assert whole == b"a long trace\n" * 9000
    assert counter.done("db", "check").out == "The database is whole.\n"
    assert files_of(counter) == 0


def test_files_are_brought_to_a_bucket_while_people_work_and_deleted_when_that_is_asked_for(
    counter: Counter, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = attached(counter, "one", "two")
    old = f"{counter.folder}/desk/desk.files"

    first = counter.done("db", "move-files", bucket, "--json").json
    too_early = counter.say("db", "move-files", bucket, "--delete")
    counter.done("attach", ticket, "-", "--name", "log 2.txt", "--email", ANN, stdin="three")
    monkeypatch.setenv("TTYDESK_DATA", bucket)
    missing = counter.say("db", "check")
    second = counter.done("db", "move-files", bucket, "--from", old, "--delete")
    again = counter.done("db", "move-files", bucket, "--from", old, "--delete", "--json").json

    assert (first["files"], first["brought"], first["dropped"], first["changed"]) == (2, 2, 0, [])
    assert (too_early.status, "set TTYDESK_DATA to the new place" in too_early.err) == (5, True)
    assert missing.status == 1
    assert missing.out.startswith("The bytes of log 2.txt are missing in s3://")
    assert second.out.startswith("In s3://")
    assert second.out.endswith(": 3 files, 1 brought now, 3 deleted where they were.\n")
    assert (again["files"], files_of(counter)) == (0, 0)
    assert [fetched(counter, ticket, nth) for nth in range(3)] == [b"one", b"two", b"three"]
    assert counter.done("db", "check").out == "The database is whole.\n"


def test_while_the_store_is_away_nothing_is_half_attached_and_all_else_goes_on(
    counter: Counter, bucket: str, bucket_server: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(bucket_server.port)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HERE}:{wire.port}")
    monkeypatch.setenv("TTYDESK_DATA", bucket)
    ticket = attached(counter, "one")

    wire.cut()
    told = [
        counter.say("attach", ticket, "-", "--name", "two.txt", "--email", ANN, stdin="two"),
        counter.say("fetch", ticket, "log 0.txt", f"{counter.folder}/log.txt", "--as", MAYA),
        counter.say("db", "check"),
    ]
    replied = counter.say("reply", ticket, "--as", MAYA, stdin="We look at it.")
    wire.join()
    counter.done("attach", ticket, "-", "--name", "two.txt", "--email", ANN, stdin="two")
    wire.cut()

    sentence = "The store that keeps the files of tickets does not answer. Nothing was kept or changed; "
    assert {(answer.status, answer.err) for answer in told} == {(75, f"{sentence}try again in a moment.\n")}
    assert not (counter.folder / "log.txt").exists()
    assert replied.status == 0
    names = [file["name"] for entry in counter.shown(ticket)["entries"] for file in entry["attachments"]]
    assert names == ["log 0.txt", "two.txt"]


def test_a_backup_takes_the_files_out_of_a_bucket_and_a_restore_puts_them_where_they_are_to_be(
    counter: Counter, bucket: str, bucket_server: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(bucket_server.port)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{HERE}:{wire.port}")
    monkeypatch.setenv("TTYDESK_DATA", bucket)
    ticket = attached(counter, "no route", "a long trace\n" * 9000)
    backup = counter.folder / "desk.backup"

    wire.cut()
    away = counter.say("db", "backup", str(backup))
    wire.join()
    assert (away.status, away.out, backup.exists()) == (75, "", False)
    assert counter.done("db", "backup", str(backup)).out == f"Kept 1 ticket and 2 files in {backup}.\n"

    for name, data in (("bucket", f"s3://{bucket_server.bucket()}/other"), ("folder", f"{counter.folder}/other.files")):
        monkeypatch.setenv("TTYDESK_DATA", data)
        there = Counter(counter.folder, f"sqlite:///{counter.folder}/{name}/desk.db")
        wire.cut()
        refused = there.say("db", "restore", str(backup)) if name == "bucket" else None
        wire.join()
        assert refused is None or refused.status == 75
        there.done("db", "restore", str(backup))
        assert [fetched(there, ticket, nth) for nth in (0, 1)] == [b"no route", b"a long trace\n" * 9000]
        assert there.done("db", "check").out == "The database is whole.\n"


def test_a_key_that_the_store_refuses_ends_5(
    counter: Counter, bucket: str, bucket_server: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTYDESK_DATA", bucket)
    ticket = counter.ticket()
    with bucket_server.asks_for_keys():
        answer = counter.say("attach", ticket, "-", "--name", "a.txt", "--email", ANN, stdin="a")

    assert (answer.status, len(answer.err.splitlines())) == (5, 1)
    assert "does not let this desk in (403 InvalidAccessKeyId)" in answer.err


@pytest.mark.parametrize("place", ["s3://", "s3://KEY:s3cret@desk", "gs://desk/files", "ftp://x/y"])
def test_a_place_that_can_not_be_meant_is_told_without_being_repeated(
    counter: Counter, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = counter.say("db", "move-files", place)
    monkeypatch.setenv("TTYDESK_DATA", place)
    listed = counter.say("list", "--as", MAYA)

    for answer in (moved, listed):
        assert (answer.status, answer.out) == (2, "")
        assert "s3://bucket/prefix" in answer.err
        assert "s3cret" not in answer.err


def test_the_secret_key_comes_from_where_secrets_lie(
    counter: Counter, bucket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = counter.ticket()
    file = counter.folder / "secret"
    file.write_text("secret\n")

    def answer() -> tuple[int, str]:
        attached = counter.say("attach", ticket, "-", "--name", "a.txt", "--email", ANN, stdin="a")
        return attached.status, attached.err

    monkeypatch.setenv("TTYDESK_DATA", bucket)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setattr(keyring, "get_password", lambda service, name: None)
    assert answer()[0] == 5
    assert "asks for a key" in answer()[1]
    monkeypatch.setattr(keyring, "get_password", lambda service, name: "secret" if name == bucket else None)
    assert answer() == (0, "")
    monkeypatch.setenv("TTYDESK_DATA_SECRET_FILE", str(file))
    file.chmod(0o644)
    assert answer() == (5, f"Others can read {file}. Run: chmod 600 {file}\n")
    file.chmod(0o600)
    assert answer() == (0, "")
