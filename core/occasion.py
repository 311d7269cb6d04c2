"""When a use case happens and what chance gives it.

A use case may run twice, because the database may ask for it. So time and chance come from outside, drawn once.
"""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from core.references import ALPHABET, LENGTH, Reference


class Occasion(NamedTuple):
    """`at` is the time in epoch milliseconds; `seed` holds 256 random bits, and every draw is named, so it repeats."""

    at: int
    seed: int

    def reference(self, nth: int = 0) -> Reference:
        """50 random bits: nobody guesses the ID of another ticket."""
        bits = int.from_bytes(self._draw("reference", nth), "big")
        return Reference("".join(ALPHABET[(bits >> (5 * place)) & 31] for place in range(LENGTH)))

    def message_id(self, domain: str, nth: int = 0) -> str:
        """The Message-ID of the letter that this occasion posts as its `nth`; minted once, however often it is sent."""
        return f"<{self._draw('message', nth).hex()[:32]}@{domain}>"

    def token(self, name: str) -> str:
        """A secret of 256 bits, in hexadecimal."""
        return self._draw(name, 0).hex()

    def _draw(self, name: str, nth: int) -> bytes:
        return sha256(f"{self.seed:064x}/{name}/{nth}".encode()).digest()
