"""`mail held|release|discard|raw`: letters that came in and wait until an operator decides about them."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from core import quarantine
from core.collecting import mail_in
from core.deciding import bytes_of, take_in_hand
from core.desk import Desk
from core.entries import Attachment
from core.errors import NotUnderstood
from core.incoming import Incoming
from core.reading import look_at
from core.references import Reference, read_reference, shown
from tui.cli.as_json import Shape
from tui.cli.fetching import print_bytes
from tui.cli.here import ASKED, Inside
from tui.cli.options import Line, Word
from tui.cli.times import day_and_time, rfc3339

NEW = "new"
HEADS = ("letter", "came", "from", "seems to be about", "subject", "why")


async def held(
    *,
    oldest: Annotated[bool, Parameter(negative="", help="Begin with the oldest one.")] = False,
    here: Inside = ASKED,
) -> None:
    """List the letters that are held, the newest first, and why: 200 of them.

    For example:
      ttydesk mail held
      ttydesk mail held --oldest --json
    """
    desk = await here.desk()
    found = await desk.read(quarantine.held, oldest=oldest)
    here.output.listing(
        found,
        shape=shape,
        name=lambda one: one.name,
        heads=HEADS,
        cells=_cells,
        nothing="No letter is held.",
    )
    if len(found) == quarantine.HELD_SHOWN and (more := (await desk.read(mail_in)).held - len(found)) > 0:
        way = "`ttydesk mail held`" if oldest else "`ttydesk mail held --oldest`"
        here.output.warn(f"There are at least {more} more: {way} begins at the other end.")


async def release(
    letter: Annotated[Word, Parameter(help="Which, as `mail held` names it; also one that was thrown away.")],
    /,
    *,
    to: Annotated[
        Line | None,
        Parameter(
            metavar="ID|new",
            help="The ticket; without it the one that it seems to be about, or where none is a new one.",
        ),
    ] = None,
    here: Inside = ASKED,
) -> None:
    """Let a letter in, marked as not verified: an operator vouches for what it says, not for who wrote it.

    For example:
      ttydesk mail release 3f9a2c01
      ttydesk mail release 3f9a2c01 --to K7M2Q-9XR4T
      ttydesk mail release 3f9a2c01 --to new
    """
    desk = await here.desk()
    found = await take_in_hand(desk, letter, (await here.reception()).reads_letters)
    where = found.letter.reference if to is None else await _ticket(desk, to)
    name = found.letter.arrived.fingerprint
    ticket = await desk.write(quarantine.release, name, found.read, where)
    await here.done(desk, ticket, f"The letter is in {shown(ticket.reference)}, marked as not verified.")


async def discard(
    *letters: Annotated[
        Word, Parameter(name="LETTER", help="Which, as `mail held` names it; - reads names from standard input.")
    ],
    here: Inside = ASKED,
) -> int:
    """Throw held letters away. For 90 days `mail release` can still let them in.

    For example:
      ttydesk mail discard 3f9a2c01
      ttydesk mail held -q | ttydesk mail discard -
    """
    if not letters:
        raise NotUnderstood("Say which letter: its name, as `ttydesk mail held` lists it.", field="letter")
    desk = await here.desk()

    async def one(typed: str) -> None:
        gone = await desk.write(quarantine.discard, typed)
        if here.options.json:
            here.output.object(shape(gone))
        here.output.say(f"Thrown away. For 90 days `ttydesk mail release {gone.name}` lets it in after all.")

    return await here.each(await here.ids(letters), one)


async def raw(
    letter: Annotated[Word, Parameter(help="Which, by the beginning of its name.")], /, *, here: Inside = ASKED
) -> None:
    """Write a letter to standard output, byte for byte as it came.

    For example:
      ttydesk mail raw 3f9a2c01 > letter.eml
    """
    desk = await here.desk()
    if here.door.terminal:
        sentence = "These are the bytes as somebody sent them: pipe them on, like ttydesk mail raw NAME > letter.eml."
        raise NotUnderstood(sentence, field="letter")
    found = await desk.read(quarantine.incoming, letter)
    kept = bytes_of(found)
    await print_bytes(here.door, desk.files, Attachment("letter.eml", kept.size, "", kept.sha256), force=True)


async def _ticket(desk: Desk, typed: str) -> Reference | None:
    if typed.strip().lower() == NEW:
        return None
    return (await desk.read(look_at, read_reference(typed), newest=1)).ticket.reference


def shape(of: Incoming) -> Shape:
    return {
        "letter": of.name,
        "stage": of.stage.name.lower(),
        "came_at": rfc3339(of.came_at),
        "way": of.arrived.way.value,
        "from": of.author or of.arrived.sender or None,
        "subject": of.subject or None,
        "why": of.why or None,
        "id": None if of.reference is None else shown(of.reference),
        "size": of.arrived.raw.size,
    }


def _cells(of: Incoming) -> tuple[str, ...]:
    ticket = "" if of.reference is None else shown(of.reference)
    return of.name, day_and_time(of.came_at), of.author or of.arrived.sender, ticket, of.subject, of.why
