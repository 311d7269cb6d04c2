"""Where a server listens, as people write it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from core.errors import NotUnderstood

PORTS = 65535


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int

    @property
    def is_of_this_machine(self) -> bool:
        """Whether no other machine reaches it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_address(typed: str, field: str = "ssh") -> Address:
    """`HOST:PORT`, `[HOST]:PORT` or `:PORT` for every address of the machine. Raises NotUnderstood."""
    host, colon, port = typed.strip().rpartition(":")
    if not colon or not port.isdecimal() or int(port) > PORTS or (":" in host and not host.startswith("[")):
        raise NotUnderstood("An address is HOST:PORT, like 127.0.0.1:8022 or [::1]:8022.", field=field)
    return Address(host.strip("[]"), int(port))
