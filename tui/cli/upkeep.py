"""`serve`, `session`, `tick`, `db upgrade`, `db check`, `db move-files`, `demo`: what the machine of the desk does."""

from __future__ import annotations

from shlex import quote
from typing import Annotated

from cyclopts import Parameter

from core.errors import NotUnderstood, TryLater
from core.listing import PAGE, Query
from core.sending import Delivered
from core.upkeep import prune
from core.waking import Round, wake
from tui.cli.door import Hosting
from tui.cli.here import ASKED, Inside
from tui.cli.looking import print_list
from tui.cli.options import FileName, Line, read_figure
from tui.words import plural

DEMO_TICKETS = 500
DEMO_TICKETS_AT_MOST = 1_000_000
DEMO_ROLES = ("customer", "agent", "operator")
DAMAGED = 1
ADDRESS = "127.0.0.1:8022"
"""Of a server; every other machine reaches it only once its operator names another."""
WORKERS_AT_MOST = 64


async def serve(
    *,
    ssh: Annotated[
        Line,
        Parameter(metavar="HOST:PORT", help=f"Where people come in; without it {ADDRESS}, or nowhere with --lmtp."),
    ] = "",
    lmtp: Annotated[
        Line,
        Parameter(
            metavar="HOST:PORT", help="Where a mail server of this machine brings letters; or unix:/run/ttydesk/lmtp."
        ),
    ] = "",
    workers: Annotated[
        Line, Parameter(metavar="N", help="How many processes share the address; one for each core serves the most.")
    ] = "1",
    metrics: Annotated[
        Line,
        Parameter(metavar="HOST:PORT", help="Figures for Prometheus; each process has a port of its own."),
    ] = "",
    isolate: Annotated[
        bool,
        Parameter(
            negative=(),
            help="Give each window a process of its own: twenty times the memory, and none can harm another.",
        ),
    ] = False,
    here: Inside = ASKED,
) -> int:
    """Serve the desk over SSH: people need nothing but `ssh help@HOST`. Ends when it is asked to, as by ctrl+c.

    With --lmtp a mail server brings letters; with that alone nobody comes in over SSH.

    For example:
      ttydesk serve
      ttydesk serve --lmtp 127.0.0.1:2424
      ttydesk serve --ssh 0.0.0.0:22
      ttydesk serve --ssh 0.0.0.0:22 --workers 4 --metrics 127.0.0.1:9108
    """
    processes = read_figure(workers, "--workers", 1, WORKERS_AT_MOST)
    if not ssh and lmtp and (processes > 1 or isolate):
        raise NotUnderstood(
            "Letters need one process. Name --ssh HOST:PORT too, or leave --workers and --isolate away."
        )
    address = ssh or ("" if lmtp else ADDRESS)
    return await here.upkeep.serve(here.options, Hosting(address, processes, metrics, isolate, lmtp=lmtp))


async def session(
    *,
    key: Annotated[Line, Parameter(metavar="FINGERPRINT", help="Whose: the key that has signed.")],
    here: Inside = ASKED,
) -> int:
    """What an sshd of this machine runs for somebody who comes by a key: the app, or the verb that they said to ssh.

    `ttydesk keys authorized` tells the sshd to.

    For example:
      ttydesk session --key SHA256:Hx3kP
    """
    return await here.upkeep.session(here.options, key, here.door)


async def tick(*, here: Inside = ASKED) -> None:
    """Do what is due: tell of deadlines, warn before closing, close what was resolved long ago. For cron.

    Letters are sent, fetched from the mailbox, and filed.

    For example:
      */5 * * * *  ttydesk tick --quiet
    """
    desk = (await here.reception()).the_desk_itself()
    did = Round(0, 0, 0, more=True)
    while did.more:
        now = await desk.write(wake)
        did = Round(did.told + now.told, did.warned + now.warned, did.closed + now.closed, now.more)
    await desk.write(prune)
    await here.upkeep.look_after(here.options)
    collected, filed = await here.upkeep.file_letters(here.options)
    mailed = await here.upkeep.send_letters(here.options) or Delivered()
    if here.options.json:
        figures = {"told": did.told, "warned": did.warned, "closed": did.closed, "letters": mailed.sent}
        here.output.object(figures | {"filed": filed.filed, "held": filed.held})
    told, warned, closed = plural(did.told, "deadline"), plural(did.warned, "warning"), plural(did.closed, "ticket")
    came = f"{plural(filed.filed, 'letter')} filed, " if filed.filed else ""
    here.output.say(f"{told} told, {warned} given, {closed} closed, {came}{plural(mailed.sent, 'letter')} sent.")
    if collected.is_away or mailed.unreachable:
        raise TryLater(mailed.unreachable or collected.trouble)


async def upgrade(*, here: Inside = ASKED) -> None:
    """Bring the database to this version of ttydesk. A copy of it is kept first.

    For example:
      ttydesk db upgrade
    """
    upgraded = await here.upkeep.upgrade(here.options)
    copy = None if upgraded is None else upgraded.copy
    if here.options.json:
        here.output.object({"copy": None if copy is None else str(copy)})
    kept = "" if copy is None else f" The database as it was is kept in {copy}."
    here.output.say("Nothing was to be done." if upgraded is None else f"Done.{kept}")


async def check(
    *,
    mend: Annotated[bool, Parameter(help="First make anew the counters, the search and the lists.")] = False,
    here: Inside = ASKED,
) -> int:
    """Check that the database is whole. Ends with 1 when something is wrong, and says what to do.

    For example:
      ttydesk db check && echo all is well
    """
    findings = await here.upkeep.check(here.options, mend=mend)
    if here.options.json:
        here.output.object({"findings": list(findings)})
    for finding in findings:
        here.output.say(finding)
    if not findings:
        here.output.say("The database is whole.")
    return DAMAGED if findings else 0


async def move_files(
    target: Annotated[FileName, Parameter(metavar="PLACE", help="A folder, or s3://bucket/prefix.")],
    /,
    *,
    source: Annotated[
        FileName | None,
        Parameter(name="--from", metavar="PLACE", help="Where they are; without it where the desk looks for them."),
    ] = None,
    delete: Annotated[bool, Parameter(help="Take each away from where it was, once it is whole at the new place.")] = (
        False
    ),
    here: Inside = ASKED,
) -> int:
    """Bring the files of tickets to another place, while people work. Said again, it goes on where it stopped.

    Then set TTYDESK_DATA to the new place, start again what is open, and say it once more with --from the old place:
    that brings what came in between. Ends with 1 when bytes are not what they were.

    For example:
      ttydesk db move-files s3://desk-files/acme
      ttydesk db move-files s3://desk-files/acme --from /srv/desk.files --delete
    """
    moved = await here.upkeep.move_files(here.options, target, source, drop=delete)
    if here.options.json:
        here.output.object(moved._asdict() | {"changed": list(moved.changed)})
    files = plural(moved.files - len(moved.changed), "file")
    dropped = f", {moved.dropped} deleted where they were" if delete else ""
    here.output.say(f"In {moved.place}: {files}, {moved.brought} brought now{dropped}.")
    for digest in moved.changed:
        here.output.warn(f"The bytes of {digest} are not what they were, so they stay. Put them back from a backup.")
    return DAMAGED if moved.changed else 0


async def demo(
    *,
    tickets: Annotated[Line, Parameter(metavar="N", help=f"How many tickets; without it {DEMO_TICKETS}.")] = (
        str(DEMO_TICKETS)
    ),
    plain: Annotated[bool, Parameter(help="Line by line instead of the app; answers may come from a pipe.")] = False,
    serve: Annotated[
        Line | None,
        Parameter(metavar="PORT", help="Serve it over SSH to this machine: ssh -p PORT agent@127.0.0.1."),
    ] = None,
    here: Inside = ASKED,
) -> int:
    """Open a desk full of realistic tickets, thrown away after; with --db it fills that new desk and keeps it.

    --as is a role here: customer, agent (without it) or operator.

    For example:
      ttydesk demo
      ttydesk demo --as operator --tickets 5000
      ttydesk demo --plain --as customer
      ttydesk demo --serve 8022
    """
    port = None if serve is None else read_figure(serve, "--serve", 0, 65535)
    count = read_figure(tickets, "--tickets", 1, DEMO_TICKETS_AT_MOST)
    role = (here.options.as_ or "agent").strip().lower().partition("@")[0]
    if role not in DEMO_ROLES:
        raise NotUnderstood("In the demo you come as customer, agent or operator: --as agent.", field="as")
    if plain and (here.options.json or here.options.quiet):
        raise NotUnderstood("--plain is for people: leave --json and --quiet away, or --plain.")
    async with here.upkeep.demo(here.options, count, role) as made:
        if port is not None:
            return await made.serve(port)
        status = 0
        if plain:
            status = await made.go_line_by_line()
        elif here.door.terminal and here.door.ask is not None and not here.options.json:
            status = await made.open_app()
        else:
            async with made.desk() as desk:
                await print_list(here, desk, Query(), limit=PAGE)
    if here.options.db is not None and here.output.is_for_people:
        here.output.warn(f"The desk is kept: ttydesk --db {quote(here.options.db)} --as {role}@demo.example opens it.")
    return status
