"""Public keys as people give them: the line of a .pub file, and what is none."""

from __future__ import annotations

from base64 import b64encode

import pytest

from core.errors import NotUnderstood
from core.public_key import PublicKey, public_key, read_public_key

ANN = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDzK8yQQy5WpRed8+/fcRffN5g9HIAHtvruY5TiCFDPX ann@laptop"


def strings(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def test_a_line_of_a_pub_file_is_a_key_with_the_name_that_its_owner_gave_it() -> None:
    key = read_public_key(f"# my laptop\n  {ANN}  \n")

    assert (key.kind, key.comment) == ("ssh-ed25519", "ann@laptop")
    assert key.fingerprint == "SHA256:RX98uTunCOCRiyjXKY2i9BQ0c0zApV0r0AHaTkFvtpg"  # as ssh-keygen says it
    assert read_public_key(key.line) == key


def test_the_name_is_no_part_of_the_key() -> None:
    assert read_public_key(ANN) == read_public_key(ANN.replace("ann@laptop", "another name"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "one line of a file"),
        ("ssh-ed25519", "one line of a file"),
        ("ssh-ed25519 not-base-64!", "one line of a file"),
        ("ssh-ed25519 AAAA", "one line of a file"),
        (f"{ANN}\n{ANN}", "one line of a file"),
        (ANN.replace("ssh-ed25519 ", "ssh-rsa "), "one line of a file"),
        (f'command="id" {ANN}', "one line of a file"),
        ("x" * 20_000, "one line of a file"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n", "private half"),
        ("ssh-dss " + b64encode(strings(b"ssh-dss", b"1")).decode(), "ssh-keygen -t ed25519"),
        (
            "ssh-rsa " + b64encode(strings(b"ssh-rsa", b"\1\0\1", b"\x7f" + b"\xff" * 127)).decode(),
            "at least 2048 bits",
        ),
    ],
)
def test_what_is_no_key_is_told_what_one_looks_like(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        read_public_key(typed)


@pytest.mark.parametrize("blob", [b"", b"\0", b"\xff\xff\xff\xff", strings(b"ssh-ed25519"), b"\0\0\0\2a"])
def test_bytes_that_break_off_are_no_key(blob: bytes) -> None:
    with pytest.raises(NotUnderstood):
        public_key(blob)


def test_a_long_rsa_key_is_taken() -> None:
    blob = strings(b"ssh-rsa", b"\1\0\1", b"\x7f" + b"\xff" * 255 + b"\xff")

    assert public_key(blob) == PublicKey("ssh-rsa", blob)
