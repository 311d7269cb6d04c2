"""Keys that people give to things themself: they do it, and every hint, help and sentence names them."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.dom import DOMNode

from core.errors import NotUnderstood
from core.key_names import read_key
from core.keys_as_toml import read_toml
from core.opening import Form, open_ticket
from core.own_keys import OwnKeys
from core.setting_up import keep_keys
from tests.machine import HOUSE
from tests.tui.front_desk import FrontDesk, front_desk
from tui.app import DeskApp
from tui.key_table import classes, key_table, keymap, name_of, told
from tui.modals.help import Help
from tui.screens.inbox import InboxScreen
from tui.screens.my_tickets import MyTicketsScreen
from tui.screens.new_ticket import NewTicketScreen
from tui.screens.ticket import TicketScreen
from tui.widgets.composer import Composer
from tui.widgets.keys import OF_THE_APP, declared_keys, pressed_key, shown_key

EVERY: list[type[DOMNode]] = [*classes(), DeskApp]
MAYA, ANN = "maya@acme.example", "ann@acme.example"


@asynccontextmanager
async def with_keys(folder: Path, who: str, toml: str, *, kept: OwnKeys = ()) -> AsyncIterator[FrontDesk]:
    """The app of somebody with these keys, at a desk with one ticket of Ann's."""
    async with front_desk(folder) as front:
        ann, person = await front.reception.claimed(ANN), await front.reception.claimed(who)
        await ann.write(open_ticket, Form("VPN refuses my certificate", "Since noon.", "once", None))
        await person.write(keep_keys, kept or read_toml(toml, key_table()))
    async with front_desk(folder, who=who, size=(120, 36)) as front:
        yield front


# The bindings themselves


def test_every_told_binding_has_a_name_by_which_it_gets_another_key() -> None:
    bound = [(kind, one) for kind in EVERY for one in told(kind)]
    nameless = [(kind.__name__, one.key) for kind, one in bound if one.description and one.group and not one.id]

    assert len(bound) > 100
    assert nameless == []


def test_bindings_share_a_name_only_where_they_are_the_same_key_in_two_states() -> None:
    keys: dict[str, set[str]] = {}
    for one in (one for kind in EVERY for one in told(kind)):
        keys.setdefault(one.id or "", set()).add(one.key)

    assert {id: those for id, those in keys.items() if id and len(those) > 1} == {}


def test_no_name_is_the_beginning_of_another() -> None:
    """So that `ticket.take = "t"` and `[ticket]` can both be written in a file."""
    names = set(key_table().known)

    assert [name for name in names if any(other.startswith(f"{name}.") for other in names)] == []


def test_every_key_of_the_desk_can_be_written_by_people() -> None:
    for one in key_table().known.values():
        for key in one.keys:
            assert read_key(key) == key
            assert shown_key(pressed_key(key)) == key


@pytest.mark.parametrize("key", ["t", "J", "?", ",", "/", "-", "+", ".", "#", "0", "é", "esc", "pgdn", "ctrl+s", "f12"])
def test_what_people_write_is_what_textual_hears(key: str) -> None:
    assert shown_key(pressed_key(key)) == key


def test_the_table_knows_what_every_focused_part_can_do() -> None:
    here = {place.where for place in key_table().together}

    assert {"inbox", "ticket", "customer ticket", "my tickets", "new ticket", "queues", "people", "palette"} <= here
    assert {"app.keys", "app.commands"} <= set.intersection(*(set(place.ids) for place in key_table().together))
    assert any({"rows.mark", "ticket.take"} <= set(place.ids) for place in key_table().together)
    assert any(
        {"composer.send", "ticket.details"} <= set(place.ids) and place.in_text for place in key_table().together
    )


def test_sentences_ask_for_keys_that_exist() -> None:
    asked = {
        name
        for file in (HOUSE / "tui").rglob("*.py")
        for name in re.findall(r"""key_(?:of\(self, |for\()["']([\w.]+)["']""", file.read_text(encoding="utf-8"))
    }

    assert len(asked) > 15
    assert asked - set(key_table().known) == set()


KEY = re.compile(r"[Pp]ress \S|(?<![\w.])(?:esc|enter|backspace|ctrl\+[a-z]|f(?:[1-9]|1[0-2]))(?= [a-z]|$)")
NO_BINDINGS_OF_OURS = {"backspace takes a letter away", "esc", "f6", "f7"}
"""Keys of Textual's own fields, and their names in tables."""


def test_no_sentence_writes_a_key_itself() -> None:
    """It asks `key_of`, because the person may have given another one."""
    written = {
        f"{file.name}: {text}"
        for room in ("screens", "modals", "widgets")
        for file in (HOUSE / "tui" / room).rglob("*.py")
        for text in _sentences(file)
        if KEY.search(text) and text not in NO_BINDINGS_OF_OURS
    }

    assert written == set()


def _sentences(file: Path) -> Iterator[str]:
    """Every text in a file that is neither a remark nor part of a binding."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    others: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            others.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Binding":
            others.update(ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in others:
            yield node.value


def test_whoever_has_no_keys_of_their_own_changes_nothing() -> None:
    assert keymap(()) == {}


def test_what_shares_a_key_is_told_too_so_that_it_keeps_its_own() -> None:
    told_to_textual = keymap((("ticket.take", ("z",)),))

    assert told_to_textual["ticket.take"] == "z"
    assert keymap((("ticket.leave", ("z",)),))["composer.close"] == "escape"
    assert keymap((("back", (",",)),))["back"] == "comma"


def test_a_panel_in_which_one_types_can_always_be_left() -> None:
    with pytest.raises(NotUnderstood, match=r"line 1: .*panel\.close"):
        read_toml('panel.close = "Z"', key_table())


# In the app


async def test_a_key_of_ones_own_does_it_and_the_old_one_does_nothing(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'ticket.take = "z"') as front:
        await front.sees("VPN refuses", "z take")
        await front.presses("t")
        await front.pilot.pause()
        assert "t take" not in front.words
        assert front.told == ""
        await front.presses("z")
        await front.until(lambda: "Taken" in front.told or "yours" in front.told)


async def test_two_may_change_places(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'ticket.reply = "i"\nticket.note = "r"') as front:
        await front.sees("VPN refuses")
        await front.presses("r")
        await front.comes_to(TicketScreen)
        await front.sees("INTERNAL NOTE")


async def test_the_composer_sends_with_a_key_of_ones_own_in_both_its_states(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'composer.send = "f10"\ncomposer.note = "ctrl+t"') as front:
        await front.sees("VPN refuses")
        await front.presses("r")
        await front.comes_to(TicketScreen)
        await front.until(lambda: front.one(Composer).is_open)
        await front.sees("f10 send", "ctrl+t make it a note", "f3 status after", "esc close, keep draft")
        await front.presses("ctrl+t")
        await front.sees("f10 save note", "ctrl+t make it a reply")
        await front.types("The chain ran out.")
        await front.presses("f10")
        await front.until(lambda: "Note saved" in front.told)


async def test_help_and_palette_name_the_keys_of_the_person(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'ticket.take = "z"\napp.keys = "f12"\nback = "Z"') as front:
        await front.sees("VPN refuses", "f12 keys")
        await front.presses("f12")
        await front.comes_to(Help)
        assert re.search(r"\bz +take it: it becomes yours", front.words)
        assert re.search(r"\bZ +quit", front.words)
        await front.presses("escape")
        await front.comes_to(InboxScreen)
        await front.presses("ctrl+p")
        await front.types("take it")
        await front.until(lambda: re.search(r"Take it: it becomes yours +z\b", front.words))


async def test_hints_stand_in_the_order_in_which_they_always_stood(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'rows.open = "O enter"\nticket.assign = "A"') as front:
        await front.sees("VPN refuses")
        await front.until(lambda: "O open   r reply   t take   e resolve   A assign" in front.lines[-1])


async def test_sentences_name_the_key_of_the_person(tmp_path: Path) -> None:
    async with with_keys(tmp_path, ANN, 'mine.search = "f"\nmine.end_search = "f4"\nmine.new = "N"') as front:
        await front.comes_to(MyTicketsScreen)
        await front.presses("f")
        await front.types("zebra")
        await front.presses("enter")
        await front.sees("No ticket matches.", "Press f and try fewer", "f4 goes back to your tickets")


async def test_the_views_show_the_keys_that_open_them(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'inbox.view.2 = "m"') as front:
        await front.sees("m Mine", "3 Unassigned")
        await front.presses("m")
        await front.sees("yours, next deadline first")


async def test_a_letter_that_is_a_key_in_lists_is_typed_in_a_text(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'ticket.take = "z"') as front:
        await front.sees("VPN refuses")
        await front.presses("r")
        await front.comes_to(TicketScreen)
        await front.until(lambda: front.one(Composer).is_open)
        await front.presses("z", "z")
        await front.sees("zz")


async def test_keys_that_fit_no_more_are_told_and_the_others_work(tmp_path: Path) -> None:
    kept = (("bygone.thing", ("b",)), ("ticket.take", ("z",)), ("ticket.tags", ("r",)))
    async with with_keys(tmp_path, MAYA, "", kept=kept) as front:
        await front.sees("VPN refuses")
        await front.until(lambda: "Your keys for bygone.thing, ticket.tags do not fit any more" in front.told)
        await front.presses("escape")
        await front.sees("z take")


async def test_who_signs_out_takes_their_keys_along(tmp_path: Path) -> None:
    async with with_keys(tmp_path, ANN, 'mine.new = "N"') as front:
        await front.sees("N new ticket")
        await front.presses("Q")
        await front.sees("n  Open a ticket")


def test_what_works_on_every_screen_is_bound_by_the_app() -> None:
    assert DeskApp.BINDINGS == OF_THE_APP


async def test_the_palette_says_which_keys_are_ones_own_and_how_to_set_them(tmp_path: Path) -> None:
    async with with_keys(tmp_path, MAYA, 'ticket.take = "z f4"') as front:
        await front.sees("VPN refuses")
        await front.presses("ctrl+p")
        await front.types("your keys")
        await front.sees("ttydesk bindings")
        await front.presses("enter")
        await front.sees("z f4", "take it: it becomes yours, not t", "ttydesk bindings --from keys.toml")
        await front.presses("escape")
        await front.comes_to(InboxScreen)


async def test_who_has_none_of_their_own_is_told_so_and_a_guest_has_none(tmp_path: Path) -> None:
    async with with_keys(tmp_path, ANN, "") as front:
        await front.presses("ctrl+p")
        await front.types("your keys")
        await front.presses("enter")
        await front.sees("Everything has the desk's own key.")
    async with front_desk(tmp_path) as front:
        await front.presses("ctrl+p")
        await front.types("your keys")
        await front.sees("No command has this name.")


async def test_whatever_has_the_focus_the_table_knows_what_works_then(tmp_path: Path) -> None:
    """It looks at the classes; here the app itself is asked."""
    async with with_keys(tmp_path, MAYA, "") as front:
        await front.sees("VPN refuses")
        for keys in ((), ("tab",), ("slash",), ("escape",), ("question_mark",), ("escape",), ("enter",), ("r",)):
            await front.presses(*keys)
            await front.pilot.pause()
            assert works_here(front), (keys, front.screen, front.screen.focused)
        await front.presses("escape", "n")
        await front.comes_to(NewTicketScreen)
        for _ in range(6):
            await front.presses("tab")
            assert works_here(front), front.screen.focused


def works_here(front: FrontDesk) -> bool:
    """Whether the table says that all this is to be had at once."""
    start = front.screen.focused or front.screen
    ids = {id for node in start.ancestors_with_self for id in declared_keys(type(node))}
    places = [place for place in key_table().together if place.where == name_of(type(front.screen))]
    return any(ids <= set(place.ids) for place in places)
