"""What somebody wants changed about a ticket; core/triage.py does it."""

from __future__ import annotations

from typing import NamedTuple

from core.references import Reference
from core.tickets import Priority, Status

NOBODY = "none"
NOBODY_TOO = "nobody"
"""What lists and commands print for it, typed as it stands there."""
ME = "me"


class Wish(NamedTuple):
    """What shall change; None leaves a property as it is.

    `assignee` is `me`, `none`, or the beginning of one colleague's name or e-mail. Copies are e-mail addresses; those
    that are removed are asked for no more either. `version` is the ticket as the
    author saw it: a conflict is only where the same property changed since, with `strictly` where anything did.
    """

    reference: Reference
    status: Status | None = None
    priority: Priority | None = None
    category: str | None = None
    assignee: str | None = None
    subject: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    add_copies: tuple[str, ...] = ()
    remove_copies: tuple[str, ...] = ()
    version: int | None = None
    strictly: bool = False
