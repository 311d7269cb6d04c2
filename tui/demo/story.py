"""A story: one kind of request as customers and agents tell it, with places for names and figures.

Places like {first} or {invoice} are filled from tui/demo/wording.py, or from the story's own `choices`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.tickets import Priority

NETWORK, ACCOUNTS, HARDWARE, BILLING, OTHER = "Network", "Accounts", "Hardware", "Billing", "Other"
CATEGORIES = (NETWORK, ACCOUNTS, HARDWARE, BILLING, OTHER)


@dataclass(frozen=True, slots=True)
class Story:
    """Each text has one or several wordings, and those in the same place belong together.

    `once`: the first wording is about one certain event, and only one ticket on the first page tells it.
    `file` comes with the opening, `later` with the customer's answer to the question.
    """

    name: str
    category: str
    priority: Priority
    subjects: tuple[str, ...]
    opening: tuple[str, ...]
    question: tuple[str, ...]
    details: tuple[str, ...]
    note: tuple[str, ...]
    solution: tuple[str, ...]
    again: tuple[str, ...]
    mended: tuple[str, ...]
    tags: tuple[str, ...] = ()
    once: bool = False
    file: str | None = None
    later: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
