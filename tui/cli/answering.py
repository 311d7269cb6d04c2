"""`reply`, `note`, `attach`, `fetch`: adding to a ticket's conversation, and getting its files."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from core import replying
from core.attaching import Upload
from core.attaching import attach as add_files
from core.desk import Desk
from core.errors import Refused
from core.reading import file_named, look_at
from core.references import Reference, shown
from core.replying import Reply
from core.safe_text import safe_name
from core.tickets import Status, Ticket, read_status
from tui.cli import as_json, fetching
from tui.cli.here import ASKED, Inside
from tui.cli.messages import STDIN
from tui.cli.options import FileName, Line, Word
from tui.words import size

Email = Annotated[Line | None, Parameter(help="The e-mail of its customer, instead of signing in.")]
Code = Annotated[Line | None, Parameter(help="The code that was mailed to that address, where one is asked for.")]
Once = Annotated[Line | None, Parameter(metavar="KEY", help="The same key makes a second sending harmless.")]
IfVersion = Annotated[
    Line | None, Parameter(metavar="N", help="Only if the ticket still has this version; else it ends with 4.")
]


async def reply(
    id: Word,
    /,
    *,
    status: Annotated[Line | None, Parameter(help="What the ticket becomes, like waiting or resolved.")] = None,
    attach: Annotated[list[FileName] | None, Parameter(metavar="FILE", help="A file; may be said again.")] = None,
    email: Email = None,
    code: Code = None,
    once: Once = None,
    if_version: IfVersion = None,
    here: Inside = ASKED,
) -> None:
    """Answer a ticket. The message comes from standard input or your editor.

    For example:
      echo 'Which version?' | ttydesk reply K7M2Q-9XR4T --status waiting
      ttydesk reply K7M2Q-9XR4T --email ann@acme.example < answer.txt
    """
    then = None if status is None else read_status(status)
    version = here.version(if_version)
    desk, reference = await here.writing_desk_for(id, email, code)
    if then is not None and not desk.actor.is_staff:
        raise Refused("The status follows from your answer: leave --status away.", field="status")
    async with here.message(desk, reference, attach or ()) as written:
        said = Reply(reference, written.body, here.key(once), version, then, written.attachments, version is not None)
        ticket = await desk.write(replying.reply, said)
    await here.done(desk, ticket, _sent(desk, reference, ticket))


def _sent(desk: Desk, reference: Reference, ticket: Ticket) -> str:
    if not ticket.reference.startswith(reference):
        return f"{shown(reference)} was closed too long ago, so your answer opened {shown(ticket.reference)}."
    if not desk.actor.is_staff:
        return f"Your answer is in {shown(ticket.reference)}."
    return f"Reply sent to {safe_name(ticket.requester.name)}. {shown(ticket.reference)} is {_state(ticket)}."


def _state(ticket: Ticket) -> str:
    return "waiting for the customer" if ticket.status is Status.WAITING else ticket.status.word


async def note(
    id: Word,
    /,
    *,
    attach: Annotated[list[FileName] | None, Parameter(metavar="FILE", help="A file; may be said again.")] = None,
    once: Once = None,
    if_version: IfVersion = None,
    here: Inside = ASKED,
) -> None:
    """Leave an internal note: only your team sees it. It comes from standard input or your editor.

    For example:
      echo 'Same as last week: the CA expired.' | ttydesk note K7M2Q-9XR4T
    """
    version = here.version(if_version)
    desk, reference = await here.desk_for(id, None)
    async with here.message(desk, reference, attach or ()) as written:
        said = Reply(
            reference,
            written.body,
            here.key(once),
            version,
            attachments=written.attachments,
            strictly=version is not None,
        )
        ticket = await desk.write(replying.note, said)
    await here.done(desk, ticket, "Note saved. Only your team sees it.")


async def attach(
    id: Word,
    file: Annotated[FileName, Parameter(help="A file; - reads standard input.")],
    /,
    *,
    name: Annotated[Line | None, Parameter(help="What it is called in the ticket.")] = None,
    email: Email = None,
    code: Code = None,
    once: Once = None,
    if_version: IfVersion = None,
    here: Inside = ASKED,
) -> None:
    """Add a file to a ticket, without a message.

    For example:
      ttydesk attach K7M2Q-9XR4T trace.log
      journalctl -u vpn | ttydesk attach K7M2Q-9XR4T - --name vpn.log
    """
    version = here.version(if_version)
    desk, reference = await here.writing_desk_for(id, email, code)
    await desk.read(look_at, reference, newest=1)  # a wrong ID is told before 20 MB are stored
    stored = await here.upload(desk, file, name)
    ticket = await desk.write(add_files, Upload(reference, (stored,), here.key(once), version))
    kept = (await desk.read(files_of, ticket.reference)).kept_as(stored)
    renamed = "" if kept == stored.name else f" as {kept}"
    await here.done(desk, ticket, f"{stored.name} ({size(stored.size)}) is in {shown(ticket.reference)}{renamed}.")


async def fetch(
    id: Word,
    name: Annotated[Word, Parameter(help="The name of the file in the ticket.")],
    file: Annotated[
        FileName | None, Parameter(help="Where to; - is standard output; without it the same name.")
    ] = None,
    /,
    *,
    force: Annotated[bool, Parameter(help="Overwrite a file that is there.")] = False,
    email: Email = None,
    here: Inside = ASKED,
) -> None:
    """Get a file of a ticket. What is there already is not overwritten.

    For example:
      ttydesk fetch K7M2Q-9XR4T trace.log
      ttydesk fetch K7M2Q-9XR4T trace.log - | less
    """
    desk, reference = await here.desk_for(id, email)
    found = await desk.read(file_named, reference, name)
    if file == STDIN or (file is None and not here.door.is_local):
        await fetching.print_bytes(here.door, desk.files, found, force=force)
        return
    saved = await fetching.save(desk.files, found, file, force=force)
    if here.options.json:
        here.output.object(as_json.attachment(found) | {"saved": str(saved)})
    here.output.say(f"Saved {saved} ({size(found.size)}).")
