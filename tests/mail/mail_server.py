"""Debian's Postfix for tests, with settings and a queue of its own at a port of its own: nothing of the machine's is
touched. It puts letters into the mailboxes of Dovecot, or hands them over to a desk as docs/mail.md says."""

from __future__ import annotations

import os
import re
import shutil
import signal
import smtplib
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.machine import HOUSE, PATIENCE
from tests.mail.mailboxes import Mailboxes, free_port
from tests.missing import not_tried, program

MX = "mx.desk.example"
PROVED = "mx.acme.example"
"""Who greets the server by this name is taken for that of acme.example, as a real server finds it out by DKIM."""
SETTINGS = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = /dev/stdout
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = {mx}
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
smtp_dns_support_level = disabled
message_size_limit = 40000000
recipient_delimiter = +
smtpd_helo_restrictions = check_helo_access inline:{{
    {{ {proved} = PREPEND Authentication-Results: {mx}; dmarc=pass header.from=acme.example }} }}
virtual_mailbox_domains = desk.example, acme.example
virtual_mailbox_base = {mail}
virtual_mailbox_maps = inline:{{ {names} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
{more}
"""
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
retry unix - - n - - error
error unix - - n - - error
virtual unix - n n - - virtual
lmtp unix - - y - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""
"""As Debian ships them: who speaks LMTP sees no more than the folder of the queue."""
FOLDERS = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private", "saved", "trace"),
    *("maildrop", "public"),
)


@dataclass
class MailServer:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letterbox(self) -> Path:
        """Where it hands over what is for a desk."""
        return self.folder / "queue/ttydesk/lmtp"

    def brings(self, letter: bytes, sender: str, *to: str, proved: bool = False) -> None:
        """As the mail server of somebody brings it."""
        with smtplib.SMTP("127.0.0.1", self.port, PROVED if proved else "somewhere.example", PATIENCE) as line:
            assert line.sendmail(sender, to, letter) == {}

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()


@contextmanager
def mail_server(boxes: Mailboxes, names: Sequence[str], *, to_a_desk: bool) -> Iterator[MailServer]:
    """`names`: addresses that have a mailbox. `to_a_desk`: what is for help@desk.example goes there by LMTP."""
    postfix = program("postfix", "postfix")
    if os.geteuid() != 0:
        not_tried("this needs root, as postfix does")
    with TemporaryDirectory(prefix="postfix-") as made:
        server = MailServer(Path(made), free_port())
        _make_folders(server)
        _write_settings(server, boxes, names, of_the_docs() if to_a_desk else "")
        master = _from(postfix, server, "daemon_directory") / "master"
        with (server.folder / "log").open("w") as log:
            argv = [str(master), "-c", str(server.folder / "settings"), "-s"]
            process = subprocess.Popen(argv, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            _until_it_listens(server, process)
            yield server
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE)


def of_the_docs() -> str:
    """What docs/mail.md tells who has Postfix to write, for the desk of the tests."""
    docs = (HOUSE / "docs/mail.md").read_text(encoding="utf-8")
    found = re.search(r"^# Postfix, main\.cf.*?\n(.*?)```", docs, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1].replace("acme.example", "desk.example")


def _make_folders(server: MailServer) -> None:
    server.folder.chmod(0o755)
    for name in ("settings", "queue", "queue/pid", "data"):
        (server.folder / name).mkdir()
    shutil.chown(server.folder / "data", "postfix")
    for name in FOLDERS:
        (server.folder / "queue" / name).mkdir(mode=0o700)
        shutil.chown(server.folder / "queue" / name, "postfix", "postdrop")
    server.letterbox.parent.mkdir()
    shutil.chown(server.letterbox.parent, group="postfix")
    server.letterbox.parent.chmod(0o2750)


def _write_settings(server: MailServer, boxes: Mailboxes, names: Sequence[str], more: str) -> None:
    whose = (boxes.folder / "mail").stat()
    (server.folder / "settings/main.cf").write_text(
        SETTINGS.format(
            folder=server.folder,
            mx=MX,
            proved=PROVED,
            mail=boxes.folder / "mail",
            names=", ".join(f"{{ {name} = {name}/ }}" for name in names),
            uid=whose.st_uid,
            gid=whose.st_gid,
            more=more,
        )
    )
    (server.folder / "settings/master.cf").write_text(SERVICES.format(port=server.port))


def _from(postfix: str, server: MailServer, name: str) -> Path:
    postconf = str(Path(postfix).with_name("postconf"))
    asked = subprocess.run(
        [postconf, "-c", str(server.folder / "settings"), "-h", name],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return Path(asked.stdout.strip())


def _until_it_listens(server: MailServer, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            smtplib.SMTP("127.0.0.1", server.port, timeout=PATIENCE).close()
        except OSError:
            assert (process.poll(), time.monotonic() < end) == (None, True), server.log
            time.sleep(0.02)
        else:
            return
