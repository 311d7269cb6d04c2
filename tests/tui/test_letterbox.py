"""Where letters are handed over: at this machine alone, and at a socket that is the desk's own."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest

from core.errors import NotUnderstood, Refused
from tui.letterbox import bound, read_place
from tui.ssh.address import Address


@pytest.mark.parametrize("typed", ["127.0.0.1:2424", "[::1]:2424", "localhost:0"])
def test_an_address_of_this_machine_takes_letters(typed: str) -> None:
    assert isinstance(read_place(typed), Address)


@pytest.mark.parametrize("typed", ["0.0.0.0:24", ":24", "mail.acme.example:24", "unix:lmtp", "unix:", "/run/lmtp", ""])
def test_no_other_place_does(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read_place(typed)


def test_a_socket_is_for_its_owner_and_the_group_of_its_folder_and_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "lmtp"

    with bound(path) as at:
        assert (at.family, stat.S_IMODE(path.stat().st_mode)) == (socket.AF_UNIX, 0o660)

    assert not path.exists()


def test_a_socket_is_taken_over_from_a_process_that_was_killed_and_from_no_other(tmp_path: Path) -> None:
    path = tmp_path / "lmtp"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as killed:
        killed.bind(str(path))

    with bound(path) as at:
        at.listen()
        with pytest.raises(Refused, match="already"), bound(path):
            pass
        assert path.is_socket()


def test_what_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lmtp"
    path.write_text("a letter to my aunt")

    with pytest.raises(Refused, match="is no socket"), bound(path):
        pass
    assert path.read_text() == "a letter to my aunt"


def test_a_folder_that_anybody_may_write_to_is_no_place_unless_each_keeps_what_is_theirs(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(Refused, match="chmod o-w"), bound(tmp_path / "lmtp"):
        pass

    tmp_path.chmod(0o1777)
    with bound(tmp_path / "lmtp"):
        pass


@pytest.mark.parametrize("name", ["no/such/folder/lmtp", "x" * 200])
def test_a_place_that_can_not_be_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="Name another place"), bound(tmp_path / name):
        pass


def test_an_address_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        place = Address("127.0.0.1", other.getsockname()[1])
        with pytest.raises(Refused, match="Name another place"), bound(place):
            pass
