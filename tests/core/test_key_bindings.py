"""Keys of one's own: how they are written, what is refused with which sentence, and what must not share a key."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import NotUnderstood, SignInNeeded
from core.key_bindings import KeyTable, Known, Together, clashes, fitting
from core.key_names import FUNCTION, NAMED, read_key, read_keys, types_something
from core.keys_as_toml import LONGEST, lines_of, read_toml, write_toml
from core.own_keys import OwnKeys, read_kept, show_kept
from core.setting_up import change_mine, keep_keys, mine
from core.settings import PersonalSettings
from tests.core.cast import ANN, BOB
from tests.core.desks import Desks

KNOWN = (
    Known("list.take", ("t",), "take it", ("list",)),
    Known("list.next", ("j", "down"), "next", ("list",)),
    Known("list.stop", ("esc",), "stop", ("list",)),
    Known("text.send", ("ctrl+s",), "send", ("answer",), in_text=True),
    Known("text.close", ("esc",), "close", ("answer",), in_text=True),
    Known("back", ("q",), "back, or quit", ("list", "answer")),
    Known("other.take", ("x",), "take another", ("somewhere else",)),
)
TABLE = KeyTable(
    {one.id: one for one in KNOWN},
    (
        Together("list", ("list.take", "list.next", "list.stop", "back"), {"tab": "next field"}),
        Together("answer", ("text.send", "text.close", "back"), {"ctrl+a": "line start"}, in_text=True),
        Together("somewhere else", ("other.take",), {}),
    ),
)


def refused(text: str) -> str:
    with pytest.raises(NotUnderstood) as refusal:
        read_toml(text, TABLE)
    return refusal.value.sentence


# One key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("t", "t"),
        ("J", "J"),
        ("?", "?"),
        (",", ","),
        ("+", "+"),
        ("é", "é"),
        ("F2", "f2"),
        ("escape", "esc"),
        ("Enter", "enter"),
        ("pagedown", "pgdn"),
        ("delete", "del"),
        ("Ctrl+S", "ctrl+s"),
        ("ctrl+left", "ctrl+left"),
        ("shift+tab", "shift+tab"),
    ],
)
def test_a_key_is_written_as_it_is_typed(typed: str, key: str) -> None:
    assert read_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("ctrl+i", "A terminal sends ctrl\\+i as tab"),
        ("ctrl+m", "ctrl\\+m as enter"),
        ("ctrl+h", "ctrl\\+h as backspace"),
        ("ctrl+[", "ctrl\\+\\[ as esc"),
        ("ctrl+b", "the key of tmux"),
        ("ctrl+enter", "Not every terminal sends ctrl\\+enter"),
        ("ctrl+1", "Not every terminal sends ctrl\\+1"),
        ("alt+x", "Not every terminal sends alt\\+x"),
        ("ctrl+shift+x", "Not every terminal sends"),
        ("shift+j", "like J"),
        ("shift+f2", "Not every terminal sends shift\\+f2"),
        ("f13", "Not every terminal sends f13"),
        ("hello", "Not every terminal sends hello"),
        ("\x1b", "can not be a key"),
        ("\u0301", "can not be a key"),
        ("\u202e", "can not be a key"),
        ("ctrl+", "Not every terminal"),
    ],
)
def test_what_can_not_be_typed_everywhere_is_refused(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says):
        read_key(typed)


def test_several_keys_stand_with_blanks_between_them() -> None:
    assert read_keys(" j  down j ") == ("j", "down")
    with pytest.raises(NotUnderstood, match="It needs a key"):
        read_keys("  ")


def test_what_types_something_is_no_key_for_who_writes() -> None:
    assert not any(map(types_something, [*FUNCTION, "esc", "ctrl+s"]))
    assert all(map(types_something, ["t", "J", "?", *(name for name in NAMED if name != "esc")]))


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_key_or_a_sentence(typed: str) -> None:
    try:
        key = read_key(typed)
    except NotUnderstood:
        return
    assert read_key(key) == key


# A file


def test_a_file_gives_what_differs_from_the_desk() -> None:
    assert read_toml('list.take = "z"\nback = "q"\nlist.next = "n down"', TABLE) == (
        ("list.next", ("n", "down")),
        ("list.take", ("z",)),
    )


@pytest.mark.parametrize(
    "text",
    ['"list.take" = "z"', '[list]\ntake = "z"', 'list = {take = "z"}', "# mine\r\n\r\nlist . take = 'z' # why\r\n"],
)
def test_a_file_may_be_written_in_every_way_of_toml(text: str) -> None:
    assert read_toml(text, TABLE) == (("list.take", ("z",)),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('\nlist.tke = "z"', "line 2: there is nothing called list.tke. Did you mean list.take?"),
        ('zebra = "z"', "line 1: there is nothing called zebra. `ttydesk bindings` lists all there are."),
        ('[list]\n\n\ntake = "ctrl+i"', "line 4: list.take: A terminal sends ctrl+i as tab. Take ctrl+ and another"),
        ('text.send = "z"', "line 1: text.send works while you type, so z can not be its key. Take a function key, or"),
        ('text.send = "enter"', "line 1: text.send works while you type, so enter can not be its key."),
        ("list.take = 5", 'line 1: write the keys of list.take between quotes, like "t" or "j down".'),
        ('list.take = ["a", "b"]', "line 1: write the keys of list.take between quotes"),
        ('list.take = ""', "line 1: list.take: It needs a key"),
        ('back = "b"\nlist.take = z', 'line 2: write an id and its keys, like ticket.take = "t".'),
        ('back = "b"\nback = "c"', 'line 2: write an id and its keys, like ticket.take = "t". It is given twice.'),
        ('back = "b', "line 1: write an id"),
        ("\x00", "line 1: write an id"),
        ("a = " + "[" * 5000, "line 1: write an id"),
        ("a = " + "9" * 5000, "line 1: write an id"),
        ('[[list]]\ntake = "z"', "line 1: there is nothing called list."),
        ("#" * (LONGEST + 1), "That is too long for a list of keys."),
    ],
)
def test_every_mistake_is_told_with_its_line(text: str, says: str) -> None:
    assert refused(text).startswith(says)


def test_two_things_in_one_place_do_not_have_one_key() -> None:
    assert refused('# mine\nlist.take = "n"\n\nlist.next = "n"') == (
        "lines 2 and 4: n is given to list.take and to list.next, which both work in “list”. "
        "Give one of them another key."
    )
    assert refused('list.take = "q"') == (
        "line 1: q is the key of back (back, or quit) in “list”. "
        "Take another key for list.take, or give back another one too."
    )
    assert "line 2: tab can not be the key of list.take: it means “next field” in “list”" in refused(
        '\nlist.take = "tab"'
    )
    assert "line 1: ctrl+a can not be the key of text.send" in refused('text.send = "ctrl+a"')


@pytest.mark.parametrize(
    "text",
    [
        'list.take = "x"',  # the other one is somewhere else
        'list.take = "q"\nback = "t"',  # they change places
        'list.take = "ctrl+a"',  # that is taken only where somebody types
        'text.close = "f4"\nlist.stop = "f4"',  # the desk gives both one key
        'list.next = "down j"',
    ],
)
def test_one_key_for_two_is_fine_where_only_one_can_be_meant(text: str) -> None:
    assert read_toml(text, TABLE)


def test_the_file_to_start_from_has_everything_and_changes_nothing() -> None:
    start = write_toml((), TABLE)
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in start.splitlines())

    assert tomllib.loads(start) == {}
    assert read_toml(start, TABLE) == read_toml(uncommented, TABLE) == ()
    assert set(lines_of(uncommented)) == set(TABLE.known)


signs = st.sampled_from(['"', "\\", "#", "=", ":", ",", ".", "z", "J", "f2", "ctrl+g", "é"])
own_keys = st.dictionaries(
    st.sampled_from(["list.take", "other.take", "back"]), st.lists(signs, min_size=1, max_size=3, unique=True)
).map(lambda found: tuple(sorted((id, tuple(keys)) for id, keys in found.items())))


@given(own_keys)
def test_what_is_written_reads_back(own: OwnKeys) -> None:
    assert read_kept(show_kept(own)) == own
    if next(clashes(own, TABLE, {}), None) is None:
        assert read_toml(write_toml(own, TABLE), TABLE) == own


# After an upgrade, and as settings


def test_what_fits_no_more_is_left_out_and_told() -> None:
    own = (("back", ("t",)), ("list.gone", ("g",)), ("other.take", ("y",)), ("text.send", ("z",)))
    fits, says = fitting(own, TABLE)

    assert fits == (("other.take", ("y",)),)
    assert says.startswith("Your keys for back, list.gone, text.send do not fit any more:")
    assert fitting(fits, TABLE) == (fits, "")


def test_keys_are_kept_for_each_person_and_given_up_again(desk: Desks) -> None:
    own = (("list.take", ("z", ":")),)

    assert desk.of(ANN).does(keep_keys, own).keys == own
    assert desk.of(ANN).asks(mine).keys == own
    assert desk.of(BOB).asks(mine) == PersonalSettings()
    assert desk.of(ANN).does(keep_keys, ()).keys == ()
    with pytest.raises(SignInNeeded):
        desk.guest().does(keep_keys, own)


def test_keys_are_not_set_unchecked(desk: Desks) -> None:
    with pytest.raises(NotUnderstood, match=r"keys: `ttydesk bindings --from FILE` sets them and checks each\."):
        desk.of(ANN).does(change_mine, {"keys": "list.take:z"})
