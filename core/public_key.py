"""Public SSH keys: as people give them, one line of text, and as a connection shows them, bytes."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from core.errors import NotUnderstood

RSA_AT_LEAST = 2048
LINE_AT_MOST = 16_384
COMMENT_AT_MOST = 100
KINDS = frozenset({
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
})  # fmt: skip

WHAT_IT_IS = "A public key is one line of a file whose name ends in .pub, like ssh-ed25519 AAAAC3… ann@laptop."


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`blob` is the key itself; `comment` is what its owner calls it, and not a part of it."""

    kind: str
    blob: bytes
    comment: str = field(default="", compare=False)

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` prints it: `SHA256:…`."""
        return "SHA256:" + b64encode(sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def line(self) -> str:
        return f"{self.kind} {b64encode(self.blob).decode()}"


def read_public_key(typed: str) -> PublicKey:
    """The key of one line of a .pub file. Raises NotUnderstood, which says what is wrong with it."""
    if "PRIVATE KEY" in typed:
        raise _wrong("That is the private half of a key, which nobody else may see. Give the file that ends in .pub.")
    lines = [line for line in typed.splitlines() if line.strip() and not line.startswith("#")]
    if len(lines) != 1 or len(lines[0]) > LINE_AT_MOST:
        raise _wrong(WHAT_IT_IS)
    kind, _, rest = lines[0].strip().partition(" ")
    encoded, _, comment = rest.strip().partition(" ")
    try:
        blob = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(WHAT_IT_IS) from None
    key = public_key(blob, comment)
    if key.kind != kind:
        raise _wrong(WHAT_IT_IS)
    return key


def public_key(blob: bytes, comment: str = "") -> PublicKey:
    """The key with these bytes. Raises NotUnderstood for one that is no key, or too weak to be somebody's."""
    kind = _parts(blob)[0].decode("ascii", "replace")
    if kind not in KINDS:
        raise _wrong("Keys of this kind are not taken. Make one with: ssh-keygen -t ed25519")
    if kind == "ssh-rsa" and _bits(blob) < RSA_AT_LEAST:
        raise _wrong(f"An RSA key has at least {RSA_AT_LEAST} bits. Better make one with: ssh-keygen -t ed25519")
    return PublicKey(kind, blob, " ".join(comment.split())[:COMMENT_AT_MOST])


def _bits(blob: bytes) -> int:
    parts = _parts(blob)
    return int.from_bytes(parts[2], "big").bit_length() if len(parts) == 3 else 0


def _parts(blob: bytes) -> list[bytes]:
    """The strings that a key is made of (RFC 4253, section 6.6). Raises NotUnderstood where they are not whole."""
    parts, left = [], blob
    while left:
        length = int.from_bytes(left[:4], "big")
        part, rest = left[4 : 4 + length], left[4 + length :]
        if len(left) < 4 or len(part) < length:
            raise _wrong(WHAT_IT_IS)
        parts.append(part)
        left = rest
    if len(parts) < 2:
        raise _wrong(WHAT_IT_IS)
    return parts


def _wrong(sentence: str) -> NotUnderstood:
    return NotUnderstood(sentence, field="key")
