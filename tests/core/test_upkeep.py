"""What the desk forgets by itself, and what it keeps."""

from __future__ import annotations

import pytest

from core.errors import Refused
from core.opening import Form, open_ticket
from core.upkeep import prune
from tests.core.cast import ANN
from tests.core.desks import Desks
from tests.core.times import at


def test_a_key_is_recognised_for_a_week_and_then_forgotten(desk: Desks) -> None:
    form = Form("VPN", "It refuses my certificate.", "one key")
    desk.now = at("Mon 09:00")
    first = desk.of(ANN).does(open_ticket, form)
    desk.now = at("day 6 09:00")
    desk.itself().does(prune)
    again = desk.of(ANN).does(open_ticket, form)
    desk.now = at("day 9 10:00")
    desk.itself().does(prune)
    anew = desk.of(ANN).does(open_ticket, form)

    assert again.reference == first.reference
    assert anew.reference != first.reference


def test_the_feed_goes_on_counting_where_it_was(desk: Desks) -> None:
    desk.of(ANN).opened(at="Mon 09:00")
    before = desk.of(ANN).asks(lambda tx, _actor: tx.position())
    desk.now = at("day 9 10:00")
    desk.itself().does(prune)

    assert desk.of(ANN).asks(lambda tx, _actor: tx.position()) == before


def test_a_customer_can_not_make_the_desk_forget(desk: Desks) -> None:
    with pytest.raises(Refused):
        desk.of(ANN).does(prune)
