"""`people add|list|role|disable|enable|password`: who works here and who is known."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from core import staffing
from core.desk import Desk
from core.errors import NotUnderstood
from core.people import Person, Role, read_address, read_role
from tui.cli import as_json, columns
from tui.cli.here import ASKED, Here, Inside
from tui.cli.options import Line, Word
from tui.cli.visiting import who
from tui.one_time import add_with_password, new_password
from tui.words import plural

HEADS = ("name", "e-mail", "role", "state", "signed in")


async def add(
    address: Annotated[Word, Parameter(help="Name and e-mail, like 'Ann Okafor <ann@acme.example>'.")],
    /,
    *,
    role: Annotated[Line, Parameter(help="customer, agent or operator.")],
    password: Annotated[bool, Parameter(help="Print a one-time password, also where nobody looks.")] = False,
    here: Inside = ASKED,
) -> None:
    """Add a person. On a terminal, or with --password, prints a one-time password that is valid for three days.

    For example:
      ttydesk people add 'Maya Lind <maya@acme.example>' --role agent
    """
    wanted = read_role(role)
    name, email = read_address(address)
    desk = await here.desk()
    given = new_password() if password or here.door.terminal else None
    if given is None:
        person = await desk.write(staffing.add_person, name, email, wanted)
    else:
        hash = await (await here.reception()).passwords.hash(given)
        person = await desk.write(add_with_password, name, email, wanted, hash)
    _tell(here, person, f"{who(person.name, person.email)} is {_a(person.role)} now.", given)


async def list_people(
    beginning: Annotated[Word, Parameter(help="How their name or e-mail begins.")] = "",
    /,
    *,
    role: Annotated[Line | None, Parameter(help="Only from this role on: customer, agent or operator.")] = None,
    here: Inside = ASKED,
) -> None:
    """List people by name; with whether they are disabled, and when they signed in with their password last.

    For example:
      ttydesk people list --role agent
    """
    least = Role.CUSTOMER if role is None else read_role(role)
    desk = await here.desk()
    people = await desk.read(staffing.list_people, least, beginning)
    last = await desk.read(staffing.last_sign_ins, people)
    here.output.listing(
        people,
        shape=lambda one: as_json.known_member(one, last.get(one.id)),
        name=lambda one: one.email,
        heads=HEADS,
        cells=lambda one: columns.of_person(one, last.get(one.id)),
    )


async def change_role(
    email: Word,
    role: Annotated[Word, Parameter(help="customer, agent or operator.")],
    /,
    *,
    here: Inside = ASKED,
) -> None:
    """Change what somebody is to the desk.

    For example:
      ttydesk people role maya@acme.example operator
    """
    wanted = read_role(role)
    desk = await here.desk()
    person = await desk.write(staffing.set_role, email, wanted)
    _tell(here, person, f"{who(person.name, person.email)} is {_a(person.role)} now.")


async def disable(
    email: Word,
    /,
    *,
    hand_back: Annotated[bool, Parameter(help="Give their tickets to nobody, so that colleagues find them.")] = False,
    here: Inside = ASKED,
) -> None:
    """End somebody's access at once. What they wrote stays, and so do their tickets unless they are handed back.

    For example:
      ttydesk people disable maya@acme.example
      ttydesk people disable maya@acme.example --hand-back
    """
    desk = await here.desk()
    person = await desk.write(staffing.disable_person, email)
    handed = await _hand_back(desk, email) if hand_back else 0
    held = await desk.read(staffing.tickets_held, email)
    if here.options.json:
        here.output.object(as_json.member(person) | {"handed_back": handed, "tickets_held": held})
        return
    _tell(here, person, f"{who(person.name, person.email)} can not sign in any more.")
    if handed:
        here.output.say(f"{plural(handed, 'ticket')} {'was' if handed == 1 else 'were'} handed back to nobody.")
    if held:
        here.output.say(f"{plural(held, 'ticket is', 'tickets are')} still theirs: --hand-back gives them to nobody.")


async def _hand_back(desk: Desk, email: str) -> int:
    handed = 0
    while True:
        some = await desk.write(staffing.hand_back, email)
        handed += some.tickets
        if not some.more:
            return handed


async def enable(email: Word, /, *, here: Inside = ASKED) -> None:
    """Give back the access of somebody who was disabled. Their password ended: `people password` gives a new one.

    For example:
      ttydesk people enable maya@acme.example
    """
    desk = await here.desk()
    person = await desk.write(staffing.enable_person, email)
    _tell(here, person, f"{who(person.name, person.email)} has access again, as {person.role.word}.")


async def password(
    email: Word,
    /,
    *,
    password: Annotated[bool, Parameter(help="Print it also where nobody looks.")] = False,
    here: Inside = ASKED,
) -> None:
    """Give somebody a one-time password that is valid for three days; the first sign-in asks for one's own.

    For example:
      ttydesk people password maya@acme.example
    """
    if not password and not here.door.terminal:
        raise NotUnderstood("The password would not go to a terminal: add --password if that is meant.")
    desk = await here.desk()
    given = new_password()
    hash = await (await here.reception()).passwords.hash(given)
    person = await desk.write(staffing.give_password, email, hash)
    _tell(here, person, f"{who(person.name, person.email)} has a new password.", given)


def _tell(here: Here, person: Person, sentence: str, given: str | None = None) -> None:
    if here.options.json:
        here.output.object(as_json.member(person) | ({} if given is None else {"password": given}))
    elif here.options.quiet:
        here.output.line(person.email if given is None else given)
    else:
        here.output.say(sentence)
        if given is not None:
            here.output.say(f"One-time password, valid for three days: {given}")


def _a(role: Role) -> str:
    return f"{'a' if role is Role.CUSTOMER else 'an'} {role.word}"
