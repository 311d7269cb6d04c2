"""The IMAP server of Dovecot for tests, with settings of its own at a port of its own: nothing of the machine's is
touched. Every user has the same password and an empty mailbox."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from imapclient import IMAPClient

from tests.machine import PATIENCE
from tests.missing import program

USER, PASSWORD = "help@desk.example", "staple-the-horse"
SETTINGS = """
base_dir = {folder}/base
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = tests
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
maildir_stat_dirs = yes
first_valid_uid = 0
first_valid_gid = 0
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
imap_capability = {capability}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {port_of_tls}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
{users}
"""
AS_ONESELF = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
"""
"""Root leaves it to users that the package has made; anybody else can be nobody else."""


@dataclass
class Mailboxes:
    folder: Path
    port: int
    port_of_tls: int

    def url(self, user: str = USER, *, folder: str = "", tls: bool = False) -> str:
        who = f"{user.replace('@', '%40')}:{PASSWORD}"
        if tls:
            return f"imaps://{who}@localhost:{self.port_of_tls}/{folder}"
        return f"imap://{who}@127.0.0.1:{self.port}/{folder}"

    @contextmanager
    def opened(self, user: str = USER) -> Iterator[IMAPClient]:
        """As a person's own program opens it."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=PATIENCE) as imap:
            imap.login(user, PASSWORD)
            imap.select_folder("INBOX")
            yield imap

    def brings(self, *letters: bytes, seen: bool = False, user: str = USER) -> None:
        """As it comes from the world."""
        with self.opened(user) as imap:
            for letter in letters:
                imap.append("INBOX", letter, [rb"\Seen"] if seen else [])

    def flags(self, user: str = USER) -> list[Sequence[bytes]]:
        """Those of each letter, in their order, but for those that only this connection has."""
        with self.opened(user) as imap:
            found: dict[int, Any] = imap.get_flags(imap.search("ALL"))
            return [[flag for flag in flags if flag != rb"\Recent"] for _, flags in sorted(found.items())]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


@contextmanager
def mailboxes(*, certificate: tuple[bytes, bytes] | None = None, idle: bool = True) -> Iterator[Mailboxes]:
    """`certificate`: the key and the chain of the server, which has TLS then."""
    dovecot = program("dovecot", "dovecot-imapd")
    with TemporaryDirectory(prefix="dovecot-") as made:  # the folders of tests are for their owner alone
        folder = Path(made)
        folder.chmod(0o755)
        for name in ("base", "state", "mail"):
            (folder / name).mkdir()
        for name, content in zip(("server.key", "server.pem"), certificate or (b"", b""), strict=True):
            (folder / name).write_bytes(content)
        served = Mailboxes(folder, free_port(), free_port() if certificate else 0)
        settings = folder / "dovecot.conf"
        settings.write_text(_settings(served, idle=idle))
        process = subprocess.Popen([dovecot, "-F", "-c", str(settings)], stderr=subprocess.DEVNULL)
        try:
            _until_it_listens(served, process)
            yield served
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _settings(served: Mailboxes, *, idle: bool) -> str:
    is_root = os.geteuid() == 0
    if is_root:
        shutil.chown(served.folder / "mail", "nobody", "nogroup")
    return SETTINGS.format(
        folder=served.folder,
        ssl="yes" if served.port_of_tls else "no",
        password=PASSWORD,
        port=served.port,
        port_of_tls=served.port_of_tls,
        capability="" if idle else "IMAP4rev1 SASL-IR UIDPLUS",
        uid="nobody" if is_root else os.geteuid(),
        gid="nogroup" if is_root else os.getegid(),
        users=""
        if is_root
        else AS_ONESELF.format(user=pwd.getpwuid(os.geteuid()).pw_name, group=served.folder.group()),
    )


def _until_it_listens(served: Mailboxes, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", served.port)).close()
            return
        except OSError:
            time.sleep(0.05)
    log = served.folder / "dovecot.log"
    raise AssertionError(f"Dovecot does not answer: {log.read_text() if log.exists() else 'no log'}")
