"""How one reaches the desk over SSH, as commands that can be pasted."""

from __future__ import annotations

import pytest

from core.errors import NotUnderstood
from core.references import Reference
from core.way_in import WayIn, read_user, read_way_in, show_way_in

ID = Reference("K7M2Q9XR4T")


def test_the_commands_are_ready_to_be_pasted() -> None:
    way = WayIn("desk.acme.example")

    assert way.opens(ID) == "ssh -t help@desk.acme.example K7M2Q-9XR4T"
    assert way.puts(ID) == "scp FILE help@desk.acme.example:K7M2Q-9XR4T/"
    assert way.gets(ID, "vpn.log") == "scp help@desk.acme.example:K7M2Q-9XR4T/vpn.log ."
    assert way.gets(ID, "it's $HOME.log") == """scp 'help@desk.acme.example:K7M2Q-9XR4T/it'"'"'s $HOME.log' ."""
    assert way.gets_all(ID) == "scp -r help@desk.acme.example:K7M2Q-9XR4T ."


def test_ports_and_numbers_of_version_six_are_written_as_each_program_wants_them() -> None:
    way = WayIn("::1", 8022, "desk")

    assert way.opens(ID) == "ssh -t -p 8022 desk@::1 K7M2Q-9XR4T"
    assert way.puts(ID) == "scp -P 8022 FILE desk@[::1]:K7M2Q-9XR4T/"


def test_where_scp_does_not_work_a_command_does() -> None:
    way = WayIn("desk.acme.example", takes_files=False)

    assert way.puts(ID) == "ssh help@desk.acme.example attach K7M2Q-9XR4T - --name FILE < FILE"
    assert way.gets(ID, "my log") == """ssh help@desk.acme.example fetch K7M2Q-9XR4T ''"'"'my log'"'"'' > 'my log'"""
    assert way.gets_all(ID) == ""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("desk.acme.example", "help@desk.acme.example"),
        (" support@desk:2222 ", "support@desk:2222"),
        ("[2001:db8::1]:8022", "help@[2001:db8::1]:8022"),
        ("", ""),
    ],
)
def test_an_operator_says_where_the_desk_is_reached(typed: str, shown: str) -> None:
    assert show_way_in(read_way_in(typed)) == shown
    assert read_way_in(shown) == read_way_in(typed)


def test_whoever_came_by_another_name_comes_by_it_again() -> None:
    assert read_user("support") == "support"
    assert [read_user(name) for name in ("", "-l", "a b", "$(id)", "x" * 65)] == ["help"] * 5


@pytest.mark.parametrize(
    "typed", ["-oProxyCommand=id", "a b", "desk:0", "desk:99999", "x@y@z", "desk;id", "::1", "@desk"]
)
def test_what_no_ssh_would_reach_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="what people type behind ssh"):
        read_way_in(typed)
