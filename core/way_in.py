"""How one reaches the desk over SSH, in the words of a command line."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

from core.errors import NotUnderstood
from core.references import Reference, shown

USER = "help"
PORT = 22
WHAT_IT_IS = "It is what people type behind ssh, like help@desk.example.com, or desk.example.com:2222."
_USER = r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}"
_TYPED = re.compile(
    rf"(?:(?P<user>{_USER})@)?"
    r"(?:(?P<host>[A-Za-z0-9][A-Za-z0-9.-]{0,252})|\[(?P<ip>[0-9A-Fa-f:.]{2,45})\])(?::(?P<port>\d{1,5}))?\Z"
)


class WayIn(NamedTuple):
    """`takes_files`: scp and sftp work there too; else files come and go by a command."""

    host: str
    port: int = PORT
    user: str = USER
    takes_files: bool = True

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@{host}" + (f":{self.port}" if self.port != PORT else "")

    def enters(self) -> str:
        """The command that comes in."""
        return f"ssh {self._port('-p')}{self.user}@{self.host}"

    def opens(self, reference: Reference) -> str:
        """The command that opens a ticket in the app."""
        return f"ssh -t {self._port('-p')}{self.user}@{self.host} {shown(reference)}"

    def puts(self, reference: Reference) -> str:
        if self.takes_files:
            return f"scp {self._port('-P')}FILE {self._folder(reference)}/"
        return f"{self._verb('attach', reference)} - --name FILE < FILE"

    def sends(self, reference: Reference, email: str) -> str:
        """The command by which a guest sends a file. It asks who comes, and they answer with Enter alone."""
        said = shlex.quote(shlex.quote(email))
        return f"{self._verb('attach', reference)} - --name FILE --email {said} < FILE"

    def gets(self, reference: Reference, name: str) -> str:
        if self.takes_files:
            return f"scp {self._port('-P')}{shlex.quote(f'{self._folder(reference)}/{name}')} ."
        there = shlex.quote(shlex.quote(name))  # once for the shell here, once for the words over there
        return f"{self._verb('fetch', reference)} {there} > {shlex.quote(name)}"

    def gets_all(self, reference: Reference) -> str:
        """Nothing where files come one by one."""
        return f"scp -r {self._port('-P')}{self._folder(reference)} ." if self.takes_files else ""

    def _verb(self, verb: str, reference: Reference) -> str:
        return f"ssh {self._port('-p')}{self.user}@{self.host} {verb} {shown(reference)}"

    def _folder(self, reference: Reference) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.user}@{host}:{shown(reference)}"

    def _port(self, option: str) -> str:
        return "" if self.port == PORT else f"{option} {self.port} "


def read_user(typed: str) -> str:
    """The name that somebody came by, where it can be typed again as it is."""
    return typed if re.fullmatch(_USER, typed) else USER


def read_way_in(typed: str) -> WayIn | None:
    """What an operator says of it; None where nothing is said. Raises NotUnderstood."""
    if not typed.strip():
        return None
    found = _TYPED.match(typed.strip())
    port = int(found["port"] or PORT) if found else 0
    if found is None or not 0 < port < 65536:
        raise NotUnderstood(WHAT_IT_IS, field="ssh")
    return WayIn(found["host"] or found["ip"], port, found["user"] or USER)


def show_way_in(way: WayIn | None) -> str:
    return "" if way is None else str(way)
