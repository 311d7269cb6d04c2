"""A desk that is served over SSH for tests: the real server on a thread of its own, the client of OpenSSH beside it."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import asyncssh

from core import opening, ssh_keys, staffing
from core.desk import Desk
from core.people import Role, Via
from core.public_key import read_public_key
from core.reception import Reception
from core.tickets import Ticket
from tests.missing import program
from tests.tui.terminal import Terminal
from tui import window_process
from tui.machine import Machine
from tui.serve import Served, open_desk
from tui.ssh.address import Address
from tui.ssh.house import Demo, House
from tui.ssh.limits import Bounds, Limits
from tui.ssh.loop import new_loop
from tui.ssh.server import serve
from tui.ssh.window import SshApp
from tui.ssh.window_run import WindowRun

PATIENCE = 60.0
PASSWORD = "correct horse battery"
HERE = "127.0.0.1"

R = TypeVar("R")


@dataclass
class Host:
    """`maya` and `olga` work here, `ann` and `ben` are customers; each has a key file of their name but ben."""

    folder: Path
    served: Served
    house: House
    loop: asyncio.AbstractEventLoop
    port: int = 0
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    # On the loop of the server

    def do(self, work: Callable[[], Awaitable[R]]) -> R:
        async def done() -> R:
            return await work()

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(PATIENCE)

    def desk_of(self, name: str) -> Desk:
        return self.do(lambda: self.served.reception.claimed(f"{name}@acme.example"))

    def opens(self, name: str, subject: str, body: str = "It does not work.") -> Ticket:
        desk, key = self.desk_of(name), f"{subject} {time.monotonic_ns()}"
        return self.do(lambda: desk.write(opening.open_ticket, opening.Form(subject, body, key)))

    def until(self, true: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.02)

    @property
    def windows(self) -> int:
        return sum(session.is_window for session in self.house.sessions)

    def app_of(self, name: str) -> SshApp:
        """The app in somebody's window."""
        found = [
            session.run.app
            for session in self.house.sessions
            if isinstance(session.run, WindowRun) and (person := session.visitor.desk.result().actor.person)
            if session.run.app is not None and person.email.startswith(name)
        ]
        return found[0]

    # Clients

    def key(self, name: str) -> Path:
        """The private key of somebody; made where they have none, and then the desk does not know it."""
        return key_in(self.folder, name)

    def argv(self, *command: str, key: str | None = None, **more: Any) -> list[str]:
        return argv_of_ssh(self.port, *command, key=None if key is None else self.key(key), **more)

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"}

    def run(self, *command: str, key: str = "ann", stdin: bytes = b"", user: str = "help") -> Ran:
        """A command by somebody's key."""
        done = subprocess.run(
            self.argv(*command, key=key, options=["-o", "BatchMode=yes"], user=user),
            input=stdin,
            env=self.environment,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def copies(self, *words: str, by: str = "scp", key: str = "ann", stdin: str = "") -> Ran:
        """scp or sftp in the folder of the tests, by somebody's key; `HOST` stands for the server."""
        found = program(by, "openssh-client")
        meant = [word.replace("HOST", f"help@{HERE}") for word in words]
        done = subprocess.run(
            [
                found,
                "-F",
                "none",
                *settings_of_ssh(self.key(key)),
                "-o",
                "BatchMode=yes",
                f"-oPort={self.port}",
                *meant,
            ],
            input=stdin.encode(),
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def window(
        self,
        key: str | None = "ann",
        *command: str,
        size: tuple[int, int] = (100, 30),
        options: Sequence[str] = (),
        user: str = "help",
        kind: str = "xterm-256color",
    ) -> Terminal:
        """Somebody at a terminal in which ssh runs."""
        env = shutil.which("env")
        assert env is not None
        argv = [env, f"TERM={kind}", *self.argv(*command, key=key, options=options, user=user, quiet=False)]
        return Terminal(argv, self.environment, self.folder, size)

    async def connects(self, key: str = "ann", **options: Any) -> asyncssh.SSHClientConnection:
        """A client that does as a test says."""
        return await asyncssh.connect(
            HERE,
            self.port,
            username="help",
            client_keys=[str(self.key(key))],
            known_hosts=None,
            config=None,
            agent_path=None,
            **options,
        )


def argv_of_ssh(
    port: int,
    *command: str,
    key: Path | None = None,
    options: Sequence[str] = (),
    user: str = "help",
    quiet: bool = True,
) -> list[str]:
    """The client of OpenSSH, with nothing of whoever runs the tests."""
    ssh, told = program("ssh", "openssh-client"), settings_of_ssh(key, quiet=quiet)
    return [ssh, "-F", "none", *told, *options, "-p", str(port), f"{user}@{HERE}", *command]


def settings_of_ssh(key: Path | None, *, quiet: bool = True) -> list[str]:
    """As options; scp and sftp take the same."""
    settings = {
        "StrictHostKeyChecking": "no",
        "UserKnownHostsFile": os.devnull,
        "GlobalKnownHostsFile": os.devnull,
        "LogLevel": "ERROR" if quiet else "INFO",
        "IdentitiesOnly": "yes",
        "IdentityAgent": "none",
        "IdentityFile": "none" if key is None else str(key),
        "PreferredAuthentications": "publickey,keyboard-interactive",
    }
    return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


def key_in(folder: Path, name: str) -> Path:
    """A private key, and its public half beside it."""
    path = folder / f"key-{name}"
    if not path.exists():
        key = asyncssh.generate_private_key("ssh-ed25519", comment=f"{name}@laptop")
        path.touch(0o600)
        path.write_bytes(key.export_private_key())
        path.with_name(f"{path.name}.pub").write_bytes(key.export_public_key())
    return path


async def people(reception: Reception, folder: Path) -> None:
    """Olga, Maya, Ann and Ben; all but him have a key there."""
    olga = await reception.set_up("Acme Support", "Olga Berg", "olga@acme.example", PASSWORD)
    for name, role in (("Maya Lind", Role.AGENT), ("Ann Okafor", Role.CUSTOMER), ("Ben Carter", Role.CUSTOMER)):
        first = name.split()[0].lower()
        await olga.write(staffing.add_person, name, f"{first}@acme.example", role)
        desk = await reception.claimed(f"{first}@acme.example")
        await reception.choose_password(desk, PASSWORD)
    for first in ("olga", "maya", "ann"):
        key = read_public_key(key_in(folder, first).with_name(f"key-{first}.pub").read_text())
        await (await reception.claimed(f"{first}@acme.example")).write(ssh_keys.add_key, key)


@contextmanager
def hosted(
    folder: Path,
    *,
    demo: bool = False,
    bounds: Bounds | None = None,
    idle: float | None = None,
    apart: bool = False,
    smtp: str = "",
) -> Iterator[Host]:
    """A server from its first word to its last; what goes wrong in it comes out here."""
    folder.chmod(0o700)
    machine = Machine(db=f"sqlite:///{folder}/desk.db", smtp=smtp)
    served = open_desk(machine, Via.CLI, create=True)
    listens, failed, hosts = threading.Event(), [], []

    async def run() -> None:
        house = House(served.reception, limits=Limits(time.monotonic, bounds or Bounds()), looks=0.2)
        house.apart = partial(window_process.work, machine) if apart else None
        host = Host(folder, served, house, asyncio.get_running_loop())
        hosts.append(host)
        if not await served.reception.is_set_up():
            await people(served.reception, folder)
        if demo:
            house.demo = Demo({name: f"{name}@acme.example" for name in ("maya", "ann", "olga")})
        house.idle = house.idle if idle is None else idle

        def told(port: int) -> None:
            host.port = port
            listens.set()

        await serve(house, Address(HERE, 0), asyncssh.generate_private_key("ssh-ed25519"), host.stop, told)

    def work() -> None:
        try:
            with asyncio.Runner(loop_factory=new_loop) as runner:
                runner.run(run())
        except BaseException as error:  # noqa: BLE001  it is told below
            failed.append(error)
        finally:
            served.store.close_now()
            listens.set()

    thread = threading.Thread(target=work, name="server")
    thread.start()
    try:
        assert listens.wait(PATIENCE)
        assert not failed, failed
        yield hosts[0]
    finally:
        hosts[0].loop.call_soon_threadsafe(hosts[0].stop.set)
        thread.join(PATIENCE)
        assert not failed, failed
        assert not thread.is_alive()
