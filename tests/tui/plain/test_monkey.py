"""Somebody types at random, hours on end: nothing breaks, and the way out is always there."""

from __future__ import annotations

import random

import pytest

from core.desk import Desk
from tests.tui.office import HOSTILE
from tests.tui.plain.caller import Caller

STEPS = 250
WORDS = """
read facts reply note take resolve assign status priority category tags attach save others next previous more later
earlier send waiting resolved drop confirm reopen yes no new find out all search views queues id inbox people audit
settings add role password enable mine late message subject customer name again solved ? b b b . . .. 1 1 1 2 2 3 4 5
6 7 8 9 10 11 12 0 99999999999999999999 vpn -vpn high Billing ann@acme.example line
"""
TYPED = WORDS.split()
ODD = ("", " ", HOSTILE, "\udcff\udcfe", "x" * 5000, "Dora <dora@field.example>", "“", "１", "²")


@pytest.mark.parametrize("who", ["maya", "ann", "olga", "guest"])
async def test_whatever_is_typed_the_desk_goes_on(caller: Caller, who: str) -> None:
    chance = random.Random(who)
    script = [chance.choice(ODD) if chance.random() < 0.05 else chance.choice(TYPED) for _ in range(STEPS)]
    desk: Desk | None = getattr(caller.office, who, None)

    heard = await caller.calls(desk, *(line or " " for line in script), ".", *["b"] * 8, "q")

    assert heard.status == 0
    assert heard.lines[-1] == "Goodbye."
