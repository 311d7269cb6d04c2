"""Verbs said to ssh: the same as in a local shell, with the same exit statuses, and nothing of the server."""

from __future__ import annotations

import asyncio
import gc
import json
import re
from typing import Any, cast

import asyncssh
import pytest

from core.references import shown
from tests.ssh.host import Host, Ran
from tui.cli.verbs import VERBS, Place
from tui.ssh.pipe import StandardInput

ID = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}\n\Z")


def test_a_ticket_is_opened_listed_shown_and_answered(host: Host) -> None:
    opened = host.run("new", "--subject", "'Printer in ward 3'", key="ann", stdin=b"It prints blank pages.\n")
    assert (opened.status, opened.err) == (0, "")
    assert ID.match(opened.out)
    reference = opened.out.strip()

    listed = host.run("list", "--json", key="ann")
    assert json.loads(listed.out.splitlines()[0])["id"] == reference
    assert host.run("reply", reference, key="maya", stdin=b"Which tray?").status == 0
    shown_to_ann = host.run("show", reference, key="ann")
    assert "It prints blank pages." in shown_to_ann.out
    assert "Which tray?" in shown_to_ann.out
    assert host.run(reference, key="ann").out == shown_to_ann.out


def test_the_exit_status_says_what_became_of_it(host: Host) -> None:
    ticket = host.opens("ann", "Badge does not open the door")

    assert host.run("nonsense", key="ann").status == 2
    assert host.run("list", "--nonsense", key="ann").status == 2
    assert host.run("show", "0000000000", key="ann").status == 3
    assert host.run("show", shown(ticket.reference), key="olga").status == 0
    assert host.run("queues", key="ann").status == 5
    assert host.run("set", shown(ticket.reference), "status=waiting", "--if-version", "99", key="maya").status == 4


def test_what_is_somebody_elses_does_not_exist(host: Host) -> None:
    ticket = host.opens("ben", "Payslip of October")
    asked = host.run("show", shown(ticket.reference), key="ann")
    nothing = host.run("show", "0000000000", key="ann")

    assert (asked.status, asked.out, asked.err) == (nothing.status, nothing.out, nothing.err)


def test_a_log_is_piped_in_and_out_again(host: Host) -> None:
    ticket = host.opens("ann", "The VPN drops")
    log = b"line of a log\n" * 100_000

    put = host.run("attach", shown(ticket.reference), "-", "--name", "vpn.log", key="ann", stdin=log)
    got = host.run("fetch", shown(ticket.reference), "vpn.log", key="maya")

    assert (put.status, put.err) == (0, "")
    assert (got.status, got.out.encode()) == (0, log)


def test_more_than_a_file_may_have_is_refused(host: Host) -> None:
    ticket = host.opens("ann", "A long log")
    put = host.run("attach", shown(ticket.reference), "-", "--name", "a.log", key="ann", stdin=b"x" * (21 << 20))

    assert put.status == 5
    assert "the limit" in put.err


NOT_THERE = (
    "attach {id} /etc/passwd",
    "attach {id} /etc/passwd --name x",
    "reply {id} --attach /etc/passwd",
    "new --subject S --attach=/etc/passwd",
    "fetch {id} x.log stolen.log",
    "bindings --from /etc/passwd",
    "list --as olga@acme.example",
    "--as olga@acme.example queues",
    "list --db sqlite:////etc/desk.db",
    "settings show --db=sqlite:////etc/desk.db",
    "keys add ann@acme.example /etc/passwd",
)


async def said(host: Host, key: str, *lines: str) -> list[Ran]:
    """Several commands on one connection."""
    connection = await host.connects(key)
    done = [await connection.run(line, stdin=asyncssh.DEVNULL, check=False) for line in lines]
    connection.close()
    return [Ran(one.exit_status or 0, str(one.stdout), str(one.stderr)) for one in done]


async def test_nothing_names_a_file_a_desk_or_somebody_else(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Files")
    lines = [line.format(id=shown(ticket.reference)) for line in NOT_THERE]

    for line, ran in zip(lines, await said(host, "ann", *lines), strict=True):
        assert (ran.status, ran.out) == (2, ""), line
        assert "root:" not in ran.err, line


async def test_a_verb_of_the_machine_is_as_unknown_as_any_other(host: Host) -> None:
    verbs = [verb.name for verb in VERBS if verb.place is Place.LOCAL]

    for verb, ran in zip(verbs, await said(host, "olga", *verbs), strict=True):
        assert (ran.status, ran.out) == (2, ""), verb
        assert "Unknown command" in ran.err, verb


async def test_help_tells_no_option_that_is_not_there(host: Host) -> None:
    verbs = [f"{verb.name} --help" for verb in VERBS if verb.place is Place.BOTH]

    for verb, ran in zip(verbs, await said(host, "ann", *verbs), strict=True):
        assert (ran.status, ran.err) == (0, ""), verb
        assert "--json" in ran.out, verb
        assert not {"--db", "--as", "--attach"} & set(ran.out.split()), verb


async def test_no_shell_is_ever_reached(host: Host) -> None:
    lines = ("list; id", "list && id", "$(id)", "`id`", "list | sh", "sh -c id", "'", "list\nid", "scp -t .")

    for line, ran in zip(lines, await said(host, "ann", *lines), strict=True):
        assert "uid=" not in ran.out + ran.err, line


def test_whoever_stops_reading_the_output_ends_the_command(host: Host) -> None:
    before = len(host.house.sessions)
    watching = host.window("olga", "queues", "--watch").see("General")
    watching.kill()

    host.until(lambda: len(host.house.sessions) == before, "the command to end")


def test_watch_tells_what_happens_while_it_happens(host: Host) -> None:
    watching = host.window("ann", "watch", "--json", size=(400, 30))

    def begun() -> bool:
        host.opens("ben", "Not Ann's")
        host.opens("ann", "Seen at once")
        return b'"actor"' in watching.listen_for(0.5)

    host.until(begun, "the watch to begin")
    last = host.opens("ann", "The last one")
    watching.see(f'"id": "{shown(last.reference)}"', '"actor": {"name": "Ann Okafor"')
    assert "Ben" not in watching.text
    watching.kill()
    host.until(lambda: not host.house.sessions, "the command to end")


def test_on_a_terminal_there_is_a_table(host: Host) -> None:
    host.opens("ann", "A ticket for the table")
    maya = host.window("maya", "list", options=["-t"], size=(100, 30)).see("subject", "A ticket for the table")

    assert maya.ended() == 0


async def test_what_a_command_wants_to_read_when_the_server_ends_is_never_begun() -> None:
    loop = asyncio.new_event_loop()
    reading = asyncio.create_task(StandardInput(cast("Any", None), loop).read(1))
    await asyncio.sleep(0)
    loop.close()

    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    del reading
    gc.collect()  # what was begun and never awaited would be a warning, which is an error here
