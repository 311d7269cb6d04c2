"""A key that a connection has shown without signing with it, and what can become of it."""

from __future__ import annotations

from dataclasses import dataclass

from core import ssh_keys
from core.desk import Desk
from core.errors import DeskError
from core.public_key import PublicKey


@dataclass(frozen=True, slots=True)
class OfferedKey:
    """Is a tui.arrival.KeyOffer."""

    key: PublicKey

    @property
    def question(self) -> str:
        return f"Remember your key {self.key.fingerprint}"

    async def remember(self, desk: Desk) -> str:
        try:
            await desk.write(ssh_keys.remember_offered, self.key)
        except DeskError as error:
            return error.sentence
        return "Your key lets you in once you come back with it, within ten minutes and from the same place."
