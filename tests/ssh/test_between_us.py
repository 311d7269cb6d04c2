"""What is said among those who work here is in nothing that a customer's commands and copies print over SSH."""

from __future__ import annotations

import asyncio

from core import replying, triage
from core.references import shown
from core.tickets import Ticket
from core.wish import Wish
from tests.between_us import ANSWER, QUOTED, SECRET, said_among_us
from tests.ssh.host import Host
from tests.ssh.test_commands import said

COMMANDS = (
    "list", "list --json", "list printer --json", "show TICKET", "show TICKET --json", "TICKET",
    "show TICKET --quoted", "show TICKET --email ann@acme.example --json", "lookup TICKET --email ann@acme.example",
    "settings show --mine", "attach TICKET - --name a.log --json", "confirm TICKET --json", "reopen TICKET --json",
)  # fmt: skip
LOOKS_AROUND = """
ls -la
cd {id}
ls -la
ls -la *
-get *.log
"""


async def test_a_customer_is_told_none_of_it(host: Host) -> None:
    ticket = await asyncio.to_thread(host.opens, "ann", "Printer")
    id = shown(ticket.reference)

    told = [await watched(host, ticket)]
    for ran in await said(host, "ann", *(line.replace("TICKET", id) for line in COMMANDS)):
        assert ran.status == 0, ran
        told.append(ran.out + ran.err)
    (no_such_file,) = await said(host, "ann", f"fetch {id} none.log -")
    told.append(no_such_file.err)
    for query in (SECRET, f"{SECRET[:6]}*", QUOTED):
        (found,) = await said(host, "ann", f"list --json {query}")
        assert (found.status, found.out) == (0, "")
    (of_maya,) = await said(host, "maya", f"list --json {SECRET}")
    copied = await asyncio.to_thread(host.copies, "-b", "-", "HOST", by="sftp", stdin=LOOKS_AROUND.format(id=id))
    fetched = await asyncio.to_thread(host.copies, f"HOST:{id}/{SECRET}.log", "got.log")

    assert id in of_maya.out
    assert id in copied.out
    assert fetched.status != 0
    assert not (host.folder / "got.log").exists()
    told += [copied.out, copied.err, *(path.read_text() for path in host.folder.glob("*.log"))]
    assert not [one for one in told if SECRET in one or ANSWER in one]


async def watched(host: Host, ticket: Ticket) -> str:
    """What is printed to a customer who watches while all of it is said."""
    maya, connection = host.desk_of("maya"), await host.connects("ann")
    watching = await connection.create_process("watch --json")

    async def says(body: str) -> None:
        await maya.write(replying.reply, replying.Reply(ticket.reference, body, body))

    async def something() -> None:
        """Until the watch has begun, which tells what happens from then on."""
        for nth in range(10_000):
            await asyncio.to_thread(host.do, lambda nth=nth: says(f"{nth}"))
            await asyncio.sleep(0.05)

    begins = asyncio.create_task(something())
    told = [await watching.stdout.readline()]
    begins.cancel()
    wish = Wish(ticket.reference, add_copies=("ben@acme.example",))
    await asyncio.to_thread(host.do, lambda: maya.write(triage.change, wish))
    await asyncio.to_thread(host.do, lambda: said_among_us(host.served.reception, ticket))
    ben, last = host.desk_of("ben"), replying.Reply(ticket.reference, "I saw it too.", "last")
    await asyncio.to_thread(host.do, lambda: ben.write(replying.reply, last))
    while '"Ben' not in told[-1]:
        told.append(await watching.stdout.readline())
    connection.close()
    return "".join(told)
