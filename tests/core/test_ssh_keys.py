"""SSH keys of people: whose they are, how one becomes somebody's, and how that ends."""

from __future__ import annotations

import pytest

from core import ssh_keys
from core.auditing import AuditQuery, audit
from core.errors import NotFound, NotUnderstood, Refused, SignInNeeded
from core.people import Via
from core.public_key import PublicKey, public_key
from core.staffing import disable_person
from tests.core.cast import BOB, MAYA, OLGA
from tests.core.desks import Desks
from tests.core.times import at

LAPTOP = "192.0.2.1"


def a_key(nth: int = 1) -> PublicKey:
    parts = (b"ssh-ed25519", bytes([nth]) * 32)
    return public_key(b"".join(len(part).to_bytes(4, "big") + part for part in parts), f"key {nth}")


def deeds(desk: Desks) -> list[str]:
    return [deed.what for deed in desk.of(OLGA).asks(audit, AuditQuery())]


def test_one_adds_a_key_of_ones_own_and_comes_in_with_it(desk: Desks) -> None:
    maya = desk.of(MAYA)
    added = maya.does(ssh_keys.add_key, a_key())

    assert maya.asks(ssh_keys.keys_of) == (added,)
    assert desk.guest().does(ssh_keys.came_with, a_key()) == added.person
    (kept,) = maya.asks(ssh_keys.keys_of)
    assert (kept.key.comment, kept.used_at) == ("key 1", desk.now)
    assert "key added" in deeds(desk)


def test_adding_it_again_changes_nothing_and_nobody_else_gets_it(desk: Desks) -> None:
    first = desk.of(MAYA).does(ssh_keys.add_key, a_key())

    assert desk.of(MAYA).does(ssh_keys.add_key, a_key()) == first
    with pytest.raises(Refused, match="Somebody else has this key"):
        desk.of(BOB).does(ssh_keys.add_key, a_key())


def test_only_operators_look_after_the_keys_of_others(desk: Desks) -> None:
    with pytest.raises(Refused):
        desk.of(BOB).does(ssh_keys.add_key, a_key(), MAYA.email)
    with pytest.raises(Refused):
        desk.of(BOB).asks(ssh_keys.keys_of, MAYA.email)
    with pytest.raises(SignInNeeded):
        desk.guest().does(ssh_keys.add_key, a_key())

    added = desk.of(OLGA).does(ssh_keys.add_key, a_key(), MAYA.email.upper())
    assert added.person.email == MAYA.email
    with pytest.raises(Refused):
        desk.of(BOB).does(ssh_keys.revoke_key, None, MAYA.email)
    with pytest.raises(NotFound):
        desk.of(OLGA).asks(ssh_keys.keys_of, "nobody@desk.example")


def test_a_revoked_key_lets_nobody_in_and_whoever_came_with_it_may_not_stay(desk: Desks) -> None:
    maya = desk.of(MAYA)
    for nth in (1, 2):
        maya.does(ssh_keys.add_key, a_key(nth))
    assert maya.asks(ssh_keys.still_fits, a_key())

    gone = maya.does(ssh_keys.revoke_key, a_key().fingerprint[:20])

    assert [one.fingerprint for one in gone] == [a_key().fingerprint]
    assert desk.guest().does(ssh_keys.came_with, a_key()) is None
    assert not maya.asks(ssh_keys.still_fits, a_key())
    assert maya.asks(ssh_keys.still_fits, a_key(2))
    assert maya.asks(ssh_keys.still_fits, None)
    assert "key revoked" in deeds(desk)


def test_a_beginning_that_fits_several_keys_or_none_is_told(desk: Desks) -> None:
    maya = desk.of(MAYA)
    for nth in (1, 2):
        maya.does(ssh_keys.add_key, a_key(nth))

    for typed in ("SHA256:", "", "SHA256:nothing"):
        with pytest.raises((NotFound, NotUnderstood)):
            maya.does(ssh_keys.revoke_key, typed)
    assert len(maya.does(ssh_keys.revoke_key, None)) == 2
    assert maya.asks(ssh_keys.keys_of) == ()


def test_whoever_is_disabled_comes_in_with_no_key_until_they_are_back(desk: Desks) -> None:
    desk.of(MAYA).does(ssh_keys.add_key, a_key())
    desk.of(OLGA).does(disable_person, MAYA.email)

    assert desk.guest().does(ssh_keys.came_with, a_key()) is None
    assert not desk.of(MAYA).asks(ssh_keys.still_fits, None)


def test_an_offered_key_waits_and_becomes_theirs_when_it_has_signed(desk: Desks) -> None:
    maya, laptop = desk.of(MAYA, source=LAPTOP, via=Via.SSH), desk.guest(LAPTOP)
    maya.does(ssh_keys.remember_offered, a_key())

    assert maya.asks(ssh_keys.keys_of) == ()
    assert laptop.asks(ssh_keys.may_come_with, a_key(), desk.now) is not None
    assert laptop.does(ssh_keys.came_with, a_key()) is not None
    assert [one.fingerprint for one in maya.asks(ssh_keys.keys_of)] == [a_key().fingerprint]


def test_it_waits_ten_minutes_and_for_the_same_place(desk: Desks) -> None:
    desk.of(MAYA, source=LAPTOP, via=Via.SSH).does(ssh_keys.remember_offered, a_key())

    assert desk.guest("198.51.100.7").does(ssh_keys.came_with, a_key()) is None
    later = at("Mon 09:10") + 1
    assert desk.guest(LAPTOP).asks(ssh_keys.may_come_with, a_key(), later) is None


def test_a_key_that_somebody_has_is_not_waited_for(desk: Desks) -> None:
    desk.of(BOB).does(ssh_keys.add_key, a_key())

    with pytest.raises(Refused, match="Somebody has this key already"):
        desk.of(MAYA, source=LAPTOP, via=Via.SSH).does(ssh_keys.remember_offered, a_key())


def test_there_is_an_end_to_how_many_keys_somebody_has(desk: Desks) -> None:
    maya = desk.of(MAYA)
    for nth in range(ssh_keys.KEYS_AT_MOST):
        maya.does(ssh_keys.add_key, a_key(nth))

    with pytest.raises(Refused, match="at most 50 keys"):
        maya.does(ssh_keys.add_key, a_key(200))
