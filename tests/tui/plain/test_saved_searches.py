"""Searches that are kept under a name, line by line."""

from __future__ import annotations

from core.categories import rename_category
from core.saved_searches import Naming, save_search, saved_searches
from tests.tui.plain.caller import Caller


async def test_a_search_is_saved_found_again_and_removed(caller: Caller) -> None:
    maya = caller.office.maya
    heard = await caller.calls(
        maya, "saved\nsearch\nstatus:closed\nsave\n\nLong gone\nall\nb\nsaved\nlong gone\nb\nremove\n1\nq"
    )

    assert heard.starting("There is no saved search yet.")
    assert heard.said(
        "A saved search needs a name, like Waiting for parts.",
        "Long gone is saved: type saved at home to find it.",
        "1. Long gone: status:closed, shared",
    )
    assert len(heard.starting("Long gone, 1 ticket.")) == 1
    assert heard.said("Long gone is removed.")
    assert len(heard.starting("There is no saved search yet.")) == 2
    assert await maya.read(saved_searches) == ()


async def test_those_of_colleagues_name_them_and_only_operators_remove_them(caller: Caller) -> None:
    office = caller.office
    await office.jonas.write(save_search, Naming("[red]Cards", "card", shared=True))

    heard = await caller.calls(office.maya, "saved\n[red]Cards\nb\nremove\nq")
    assert heard.said("1. [red]Cards: card, of Jonas Weber")
    assert heard.starting("[red]Cards, 1 ticket.")
    assert heard.starting("There is no choice “remove”.")

    heard = await caller.calls(office.olga, "inbox\nsaved\nremove\n[red]Cards\nq")
    assert heard.said("[red]Cards is removed.")


async def test_one_that_asks_for_what_went_says_so(caller: Caller) -> None:
    office = caller.office
    await office.maya.write(save_search, Naming("Bills", "category:billing"))
    await office.olga.write(rename_category, "Billing", "Money")

    heard = await caller.calls(office.maya, "saved\nbills\nq")

    assert "no category “billing”" in heard.text


async def test_customers_keep_no_searches(caller: Caller) -> None:
    heard = await caller.calls(caller.office.ann, "saved\nsearch\nbadge\nsave\nq")

    assert len(heard.starting("There is no choice “save")) == 2
