"""`keys` by command: given, listed, revoked."""

from __future__ import annotations

from pathlib import Path

from tests.tui.cli.counter import BOB, MAYA, OLGA, Counter

LAPTOP = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEmF9bmx2Y1Qk3J1rj4VwHh1m6B3i3X1bR8f0g8c4l9K maya@laptop\n"


def test_a_key_is_added_listed_and_revoked(counter: Counter, tmp_path: Path) -> None:
    file = tmp_path / "id.pub"
    file.write_text(LAPTOP)
    added = counter.done("keys", "add", MAYA, str(file), "--as", MAYA).out
    fingerprint = added.split()[0]

    assert added == f"{fingerprint} lets them in now.\n"
    (listed,) = counter.done("keys", "list", "--as", MAYA).rows
    assert listed[:3] == [MAYA, fingerprint, "ssh-ed25519"]
    assert counter.done("keys", "list", MAYA, "--json", "--as", OLGA).json["comment"] == "maya@laptop"
    assert counter.say("keys", "list", MAYA, "--as", BOB).status == 5

    counter.done("keys", "revoke", MAYA, fingerprint[:16], "--as", OLGA)
    assert counter.done("keys", "list", "--as", MAYA).out == ""


def test_all_of_them_go_at_once(counter: Counter) -> None:
    counter.done("keys", "add", MAYA, "-", "--as", OLGA, stdin=LAPTOP.encode())

    assert counter.say("keys", "revoke", MAYA, "--as", OLGA).status == 2
    assert counter.done("keys", "revoke", MAYA, "--all", "--as", OLGA).out.endswith("lets nobody in any more.\n")
    assert counter.done("keys", "revoke", MAYA, "--all", "--as", OLGA).out == "There was no key.\n"


def test_what_is_no_key_is_told(counter: Counter) -> None:
    assert counter.say("keys", "add", MAYA, "-", "--as", OLGA, stdin=b"\xff\xfe").status == 2
    refused = counter.say("keys", "add", MAYA, "-", "--as", OLGA, stdin=b"-----BEGIN OPENSSH PRIVATE KEY-----")
    assert refused.status == 2
    assert "private half" in refused.err
