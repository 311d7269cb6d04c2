"""`mail receive`: a letter that a mail server hands over, as to the command of an alias."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from core.errors import NotUnderstood
from core.incoming import LETTER_AT_MOST
from tui.cli.here import ASKED, Inside
from tui.cli.options import Line

FIRST_LINE = 1024
"""Bytes that a mail server may put before a letter, to say from whom it came."""


async def receive(
    *,
    sender: Annotated[
        Line | None,
        Parameter(name="--from", metavar="ADDRESS", help="From whom it came, as its envelope says; '<>' is nobody."),
    ] = None,
    recipient: Annotated[
        Line, Parameter(name="--to", metavar="ADDRESS", help="To which address it came, as its envelope says.")
    ] = "",
    here: Inside = ASKED,
) -> None:
    """Take in a letter from standard input, for aliases and filters. Ends with 0 once it is kept for good.

    Ends with 75 for whatever may pass, so that the mail server tries again, and with 5 for a letter that is too large.

    For example:
      ttydesk mail receive --from ann@acme.example < letter.eml
    """
    if not here.door.piped:
        raise NotUnderstood("A letter comes on standard input: ttydesk mail receive < letter.eml")
    with here.upkeep.ended_by_signals():
        raw = await here.door.read(LETTER_AT_MOST + FIRST_LINE)
        if not raw.strip():
            raise NotUnderstood("Standard input is empty: a letter comes on it.")
        is_new = await here.upkeep.receive(here.options, raw, _told(sender), recipient.strip())
    if here.options.json:
        here.output.object({"new": is_new})
    if here.door.terminal:
        here.output.say("The letter is kept." if is_new else "This letter was here before.")


def _told(sender: str | None) -> str:
    """Mail servers that name nobody as the sender give an empty word."""
    return "" if sender is None else sender.strip() or "<>"
