"""`init`, `new`: a desk begins, a ticket begins."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from core.desk import Desk
from core.opening import Form, open_ticket
from core.people import read_address
from core.references import shown
from core.settings import DeskSettings, read_setting
from core.tickets import Priority, Ticket, read_priority
from tui.cli.here import ASKED, Here, Inside
from tui.cli.options import FileName, Line
from tui.cli.visiting import chosen_password, who
from tui.promised import mailed_to
from tui.words import promise


async def init(
    *,
    name: Annotated[Line, Parameter(help="The name of the desk.")],
    operator: Annotated[Line, Parameter(help="Its first operator, like 'Ann Okafor <ann@acme.example>'.")],
    here: Inside = ASKED,
) -> None:
    """Make a desk: its database, its name and its first operator.

    On a terminal it asks for the operator's password; without one it sets none.

    For example:
      ttydesk init --name 'Acme Support' --operator 'Ann <ann@acme.example>'
    """
    desk_name = read_setting(DeskSettings, "desk.name", name)
    person, email = read_address(operator)
    reception = await here.reception(create=True)
    password = await _password(here) if not await reception.is_set_up() else None
    await reception.set_up(desk_name, person, email, password)
    if here.options.json:
        here.output.object({"name": desk_name, "operator": {"name": person, "email": email}})
    here.output.say(f"{desk_name} is set up, and {who(person, email)} is its operator.")


async def _password(here: Here) -> str | None:
    if here.door.ask is None:
        return None
    here.output.warn("Choose the operator's password.")
    return chosen_password(here.door.ask, here.output.warn)


async def new(
    *,
    subject: Annotated[Line, Parameter(help="In a few words, what is wrong.")],
    category: Annotated[Line | None, Parameter(help="Where it belongs; without it the first category.")] = None,
    priority: Annotated[Line | None, Parameter(help="low, medium, high or urgent; without it medium.")] = None,
    name: Annotated[Line | None, Parameter(help="Your name, or the customer's for whom you open it.")] = None,
    email: Annotated[Line | None, Parameter(help="Your e-mail, or the customer's for whom you open it.")] = None,
    attach: Annotated[list[FileName] | None, Parameter(metavar="FILE", help="A file; may be said again.")] = None,
    once: Annotated[Line | None, Parameter(metavar="KEY", help="The same key makes a second sending harmless.")] = None,
    here: Inside = ASKED,
) -> None:
    """Open a ticket; prints its ID. The message comes from standard input or your editor.

    Without an account, say --name and --email.

    For example:
      ttydesk new --subject 'VPN refuses me' --priority high --attach vpn.log
      ttydesk new --subject 'No sound' --name Bo --email bo@acme.example < a.txt
    """
    wanted = Priority.MEDIUM if priority is None else read_priority(priority)
    desk = await _opener(here, email)
    async with here.message(desk, attached=attach or ()) as written:
        form = Form(subject, written.body, here.key(once), category, wanted, name, email, written.attachments)
        ticket = await desk.write(open_ticket, form)
    if here.door.terminal or here.options.json:
        mailed = await mailed_to(await here.reception(), desk, ticket)
        await here.done(desk, ticket, _we_have_it(ticket, here.now(), mailed))
    else:
        here.output.line(shown(ticket.reference))


async def _opener(here: Here, email: str | None) -> Desk:
    """Whoever is signed in; a guest where somebody says their e-mail instead."""
    if email is None:
        return await here.desk()
    return await here.known_desk() or (await here.reception()).guest()


def _we_have_it(ticket: Ticket, now: int, mailed: str) -> str:
    answer = "" if ticket.respond_by is None else f" Answer by {promise(ticket.respond_by, now)}."
    return f"We have it. Your ticket ID is {shown(ticket.reference)}.{answer}{mailed and f' By mail {mailed}.'}"
