"""Files by scp and sftp, with the programs of OpenSSH: into a ticket, out of it again, and what is refused."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import pytest

from core import replying
from core.entries import Attachment, Entry
from core.people import Via
from core.reading import look_at
from core.references import shown
from core.replying import Reply
from core.tickets import Ticket
from tests.ssh.host import Host

BOTH = pytest.mark.parametrize("way", [(), ("-O",)], ids=["scp", "scp as it was"])
PICTURE = bytes(range(256)) * 4000


@pytest.fixture
def log(host: Host) -> Path:
    path = host.folder / "vpn.log"
    path.write_bytes(PICTURE)
    return path


def entries_of(host: Host, ticket: Ticket) -> tuple[Entry, ...]:
    maya = host.desk_of("maya")
    return host.do(lambda: maya.read(look_at, ticket.reference)).thread.entries


def names_in(host: Host, ticket: Ticket) -> list[str]:
    return [file.name for entry in entries_of(host, ticket) for file in entry.attachments]


@BOTH
def test_a_file_goes_into_a_ticket_and_comes_out_as_it_was(host: Host, log: Path, way: tuple[str, ...]) -> None:
    ticket = host.opens("ann", "Files both ways")
    id = shown(ticket.reference)

    put = host.copies(*way, "-p", log.name, f"HOST:{id}/")
    got = host.copies(*way, f"HOST:/{id.lower()}/vpn.log", "got.log", key="maya")

    assert (put.status, put.out, put.err) == (0, "", "")
    assert (got.status, got.err) == (0, "")
    assert (host.folder / "got.log").read_bytes() == PICTURE
    newest = [entry for entry in entries_of(host, ticket) if entry.attachments][-1]
    assert newest.author is not None
    assert (newest.author.email, newest.via, newest.body) == ("ann@acme.example", Via.SSH, "")


@BOTH
def test_several_files_go_at_once_and_all_of_a_ticket_comes_at_once(
    host: Host, log: Path, way: tuple[str, ...]
) -> None:
    id = shown(host.opens("ann", "Several files").reference)
    (host.folder / "b.txt").write_text("b")

    put = host.copies(*way, log.name, "b.txt", log.name, f"HOST:{id}")
    got = host.copies(*way, "-r", f"HOST:{id}", f"all{len(way)}")
    some = host.copies(*way, f"HOST:{id}/vpn*", f"all{len(way)}")

    assert (put.status, got.status, some.status) == (0, 0, 0), put.err + got.err + some.err
    assert put.err == f"vpn.log is in {id} as vpn (2).log.\n"
    assert sorted(path.name for path in (host.folder / f"all{len(way)}").iterdir()) == [
        "b.txt",
        "vpn (2).log",
        "vpn.log",
    ]


@BOTH
def test_what_is_refused_is_told_and_nothing_is_attached(host: Host, log: Path, way: tuple[str, ...]) -> None:
    ticket, other = host.opens("ann", "Refused"), shown(host.opens("ben", "Payslip").reference)
    id = shown(ticket.reference)
    (host.folder / "huge.bin").write_bytes(b"x" * (20 * 1024 * 1024 + 1))
    (host.folder / "dir").mkdir(exist_ok=True)
    (host.folder / "dir" / "a").touch()

    for words, says in (
        (("huge.bin", f"HOST:{id}/"), "huge.bin has more than 20 MB, which is the limit. Compress it"),
        ((log.name, f"HOST:{other}/"), "There is no such ticket, or it is not yours"),
        ((log.name, "HOST:0000000000/"), "There is no such ticket, or it is not yours"),
        ((log.name, "HOST:"), "Name a ticket: its ID is the folder"),
        ((log.name, f"HOST:{id}/dir/deeper.log"), "there is nothing below this"),
        (("-r", "dir", f"HOST:{id}/"), "A ticket holds files and no folders"),
        ((f"HOST:{id}/none.log", "none.log"), "none.log"),
        ((f"HOST:{other}/x", "x"), ""),
        (("HOST:/etc/passwd", "x"), ""),
        ((f"HOST:{id}/../../etc/passwd", "x"), ""),
        ((f"HOST:{id}", "x"), ""),
    ):
        ran = host.copies(*way, *words)
        assert ran.status == 1, (words, ran)
        assert says in ran.err, (words, ran)
        assert "Traceback" not in ran.err
    assert names_in(host, ticket) == []
    assert not (host.folder / "x").exists()
    ended = host.house.records.figures.registry.get_sample_value
    assert ended("ttydesk_sessions_ended_total", {"kind": "copy", "status": "1"}) is None
    assert not way or ended("ttydesk_sessions_ended_total", {"kind": "copy", "status": "3"})


SFTP = """
ls
cd {id}
pwd
put vpn.log
ls -l
get vpn.log by-sftp.log
-df
-mkdir x
-rmdir /{id}
-rm vpn.log
-rename vpn.log b.log
-ln -s vpn.log b.log
-ln vpn.log b.log
-chmod 777 vpn.log
-cd /etc
-get /etc/passwd
-reput longer.log vpn.log
ls -1
"""


def test_sftp_looks_around_gets_and_puts_and_changes_nothing(host: Host, log: Path) -> None:
    id = shown(host.opens("ann", "By sftp").reference)
    other = shown(host.opens("ben", "Not Ann's").reference)
    (host.folder / "longer.log").write_bytes(PICTURE + b"more")

    ran = host.copies("-b", "-", "HOST", by="sftp", stdin=SFTP.format(id=id))

    assert ran.status == 0, ran.err
    assert f"Remote working directory: /{id}" in ran.out
    assert id in ran.out
    assert other not in ran.out
    assert re.search(rf"-rw------- .* {len(PICTURE)} \d{{4}}-\d\d-\d\d \d\d:\d\d vpn\.log", ran.out)
    assert (host.folder / "by-sftp.log").read_bytes() == log.read_bytes()
    assert ran.out.endswith("sftp> ls -1\nvpn.log\n")
    assert ran.err.count("What is in a ticket stays as it is") == 5
    for told in ("statvfs", "hardlink", "no folders", "A file is sent whole", 'File "/etc/passwd" not found'):
        assert told in ran.err, told


def test_staff_find_what_they_have_in_hand_and_reach_every_ticket(host: Host, log: Path) -> None:
    ticket, mine = host.opens("ann", "Nobody has it"), host.opens("ann", "Maya has it")
    maya = host.desk_of("maya")
    host.do(lambda: maya.write(replying.reply, Reply(mine.reference, "I am on it.", "mine")))

    ran = host.copies("-b", "-", "HOST", by="sftp", key="maya", stdin=f"ls\nls {ticket.reference}\n")
    put = host.copies(log.name, f"HOST:{ticket.reference[:6]}/", key="maya")

    assert (ran.status, put.status) == (0, 0)
    assert shown(mine.reference) in ran.out
    assert shown(ticket.reference) not in ran.out
    assert names_in(host, ticket) == ["vpn.log"]


def test_files_of_internal_notes_are_not_there_for_customers(host: Host) -> None:
    ticket = host.opens("ann", "What we think of it")
    id, desk = shown(ticket.reference), host.desk_of("maya")

    async def notes() -> None:
        with (host.folder / "secret.txt").open("w+b") as file:
            file.write(b"secret")
            file.seek(0)
            blob = await desk.files.put(file, at_most=100)
        kept = Attachment("secret.txt", blob.size, "text/plain", blob.sha256)
        await desk.write(replying.note, Reply(ticket.reference, "Look.", f"note {id}", attachments=(kept,)))

    host.do(notes)

    assert host.copies(f"HOST:{id}/secret.txt", "got-secret", key="maya").status == 0
    for way in ((), ("-O",)):
        assert host.copies(*way, f"HOST:{id}/secret.txt", "stolen").status == 1
    listed = host.copies("-b", "-", "HOST", by="sftp", stdin=f"ls {id}\n-get {id}/secret.txt\n")
    assert "secret" not in listed.out.replace("secret.txt\n", "", 1)


def test_what_is_sent_stands_in_the_open_ticket_at_once(host: Host, log: Path) -> None:
    ticket = host.opens("ann", "Show me the log")
    maya = host.window("maya", size=(120, 36)).see("Inbox").press("7").see("Show me the log")
    maya.click("Show me the log", twice=True).see("It does not work.")

    assert host.copies(log.name, f"HOST:{shown(ticket.reference)}/").status == 0

    maya.see("vpn.log").press("ctrl+q")
    assert maya.ended() == 0


def test_a_guest_is_told_how_files_find_their_ticket(host: Host, log: Path) -> None:
    ticket = host.opens("ann", "A guest and a file")
    id = shown(ticket.reference)
    guest = host.window(None, "scp", "-t", id, options=["-T"])
    guest.see("as a guest").press("enter").see("Files need to know who you are", "attach ID - --name FILE --email E")

    assert guest.ended() == 5
    assert host.copies(log.name, f"HOST:{id}/", key="stranger").status == 255
    assert names_in(host, ticket) == []


def test_many_send_at_once_and_all_of_it_arrives(host: Host, log: Path) -> None:
    ticket = host.opens("ann", "Many at once")
    sent: list[int] = []

    def send(way: tuple[str, ...]) -> None:
        sent.append(host.copies(*way, log.name, f"HOST:{shown(ticket.reference)}/").status)

    threads = [threading.Thread(target=send, args=(way,)) for way in ((), ("-O",)) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sent == [0] * 4
    assert sorted(names_in(host, ticket)) == ["vpn (2).log", "vpn (3).log", "vpn (4).log", "vpn.log"]
