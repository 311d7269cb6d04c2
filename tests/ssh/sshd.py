"""The sshd of OpenSSH for tests, with settings of its own at a port of its own: nothing of the machine's is touched."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import asyncssh

from core.desk import Desk
from core.people import Via
from core.public_key import PublicKey, read_public_key
from tests.machine import PATIENCE, Machine, command
from tests.missing import program
from tests.ssh.host import HERE, Ran, argv_of_ssh, key_in, people, settings_of_ssh
from tests.tui.terminal import Terminal
from tui.machine import Machine as Settings
from tui.serve import Served, open_desk

R = TypeVar("R")

SETTINGS = """
ListenAddress {here}:{port}
HostKey {folder}/host-key
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
AcceptEnv *
SetEnv {variables}
Subsystem sftp {sftp}
Match User {user}
    AuthorizedKeysCommand {env} {variables} {program} keys authorized --db {db} %f
    AuthorizedKeysCommandUser {user}
    AuthorizedKeysFile none
    AuthenticationMethods publickey
    DisableForwarding yes
    PermitUserRC no
"""
"""As docs/ssh.md shows them, but for where things are."""


@dataclass
class SecondDoor:
    """An sshd that lets in whom the desk of this machine knows: the people of tests/ssh/host.py."""

    machine: Machine
    port: int

    served: Served
    """The same desk in this process."""

    def key(self, name: str) -> Path:
        return key_in(self.machine.folder, name)

    def public(self, name: str) -> PublicKey:
        return read_public_key(self.key(name).with_name(f"key-{name}.pub").read_text())

    def does(self, name: str, work: Callable[[Desk], Awaitable[R]]) -> R:
        """Something that somebody does at another place."""

        async def done() -> R:
            return await work(await self.served.reception.claimed(f"{name}@acme.example"))

        return asyncio.run(done())

    @property
    def environment(self) -> dict[str, str]:
        """Of the client."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.machine.folder), "LANG": "C.UTF-8"}

    def argv(self, *said: str, key: str = "ann", options: tuple[str, ...] = (), quiet: bool = True) -> list[str]:
        batch = ("-o", "BatchMode=yes", *options)
        return argv_of_ssh(self.port, *said, key=self.key(key), options=batch, user=user(), quiet=quiet)

    def run(self, *said: str, key: str = "ann", stdin: bytes = b"", options: tuple[str, ...] = ()) -> Ran:
        return _ran(self.argv(*said, key=key, options=options), self, stdin)

    def copies(self, by: str, *words: str, key: str = "ann", stdin: bytes = b"") -> Ran:
        """scp or sftp; `HOST` stands for the server."""
        found = program(by, "openssh-client")
        meant = [word.replace("HOST", f"{user()}@{HERE}") for word in words]
        told = [*settings_of_ssh(self.key(key)), "-o", "BatchMode=yes", f"-oPort={self.port}"]
        return _ran([found, "-F", "none", *told, *meant], self, stdin)

    def window(self, *said: str, key: str = "ann", options: tuple[str, ...] = ()) -> Terminal:
        env = shutil.which("env")
        assert env is not None
        argv = [env, "TERM=xterm-256color", *self.argv(*said, key=key, options=options, quiet=False)]
        return Terminal(argv, self.environment, self.machine.folder, (100, 30))


def user() -> str:
    """Whoever runs the tests: an sshd that is not root's lets nobody else in."""
    return pwd.getpwuid(os.getuid()).pw_name


@contextmanager
def second_door(folder: Path, *, sftp: str = "internal-sftp") -> Iterator[SecondDoor]:
    """A desk, its people with their keys, and an sshd that lets them in."""
    sshd, machine, log = program("sshd", "openssh-server"), Machine(folder), folder / "sshd.log"
    served = open_desk(Settings(db=machine.db), Via.CLI, create=True)
    asyncio.run(people(served.reception, folder))
    door = SecondDoor(machine, _free_port(), served)
    process = subprocess.Popen([sshd, "-D", "-f", str(_settings(door, sftp)), "-E", str(log)])
    try:
        _until_it_listens(door.port, log)
        yield door
    finally:
        process.terminate()
        process.wait(PATIENCE)
        served.store.close_now()


def _settings(door: SecondDoor, sftp: str) -> Path:
    folder, key = door.machine.folder, asyncssh.generate_private_key("ssh-ed25519")
    (folder / "host-key").touch(0o600)
    (folder / "host-key").write_bytes(key.export_private_key())
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # empty; the sshd of root does not start without
    home = door.machine.make_home()
    told = SETTINGS.format(
        here=HERE,
        port=door.port,
        folder=folder,
        env=shutil.which("env"),
        variables=f"HOME={home} PYTHON_KEYRING_BACKEND={door.machine.environment['PYTHON_KEYRING_BACKEND']}",
        program=command(),
        db=door.machine.db,
        user=user(),
        sftp=sftp,
    )
    (folder / "sshd_config").write_text(told)
    return folder / "sshd_config"


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HERE, 0))
        return int(one.getsockname()[1])


def _until_it_listens(port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((HERE, port), 1).close()
            return
        except OSError:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)


def _ran(argv: list[str], door: SecondDoor, stdin: bytes) -> Ran:
    done = subprocess.run(
        argv,
        input=stdin,
        env=door.environment,
        cwd=door.machine.folder,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
