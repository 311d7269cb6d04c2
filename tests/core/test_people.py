"""People: their addresses and names as they type them, and what an actor counts for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from core.errors import DeskError, NotUnderstood
from core.people import Actor, Role, Sender, Via, normal_email, read_address, read_email, read_name, read_role
from core.references import Reference
from tests.core.answers import answer_of
from tests.core.cast import ANN, BOB, OLGA, ann, bob, guest, olga, the_desk

ONE_TICKET = Reference("K7M2Q9XR4T")


@given(st.emails())
@effort(max_examples=40)
def test_every_address_that_mail_knows_is_taken_as_its_owner_writes_it(address: str) -> None:
    assert read_email(f" {address} ") == address


@pytest.mark.parametrize(
    "typed",
    ["ann@acme.example", "Ann.O'Kafor+desk@acme.example", "ann@localhost", "änn@müller.example", "伊昭傑@郵件.example"],
)
def test_an_address_keeps_its_letters(typed: str) -> None:
    assert read_email(typed) == typed


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_address_or_is_answered_with_what_one_looks_like(typed: str) -> None:
    address = answer_of(read_email, typed)

    if isinstance(address, DeskError):
        assert "like ann@example.com" in address.sentence
        assert address.field == "email"
        return
    for form in (address, normal_email(address)):
        assert form.count("@") == 1
        assert form.isprintable()
        assert not set(form) & set(' <>,;:"()[]\\')


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ann",
        "ann@",
        "@acme.example",
        "ann@acme@example",
        "ann@acme..example",
        "ann@.example",
        "ann @acme.example",
        "ann@acme.example, bob@acme.example",
        "ann@acme.example\nBcc: everyone@acme.example",
        "ann\u202e@acme.example",
        "ann\u200b@acme.example",
        "ann\x1b[2J@acme.example",
        "ann\udcff@acme.example",
        "<ann@acme.example>",
        "=?utf-8?b?YQ0KQmNjOiBhbGxAYWNtZS5leGFtcGxl?=@acme.example",
        "x" * 243 + "@acme.example",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read_email(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ann＠evil.example@acme.example",
        "ann，bob@acme.example",
        "ann@acme．．example",
        "＜ann@acme.example",
        "\ufdfa" * 20 + "@acme.example",
    ],
)
def test_an_address_that_turns_into_another_shape_when_it_is_compared_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read_email(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann@ACME.example", "ann@acme.EXAMPLE"),
        ("ａｎｎ@acme.example", "ann@acme.example"),
        ("a\u0308nn@acme.example", "änn@acme.example"),
        ("straße@acme.example", "STRASSE@acme.example"),
        (" ann@acme.example ", "ann@acme.example"),
    ],
)
def test_two_spellings_of_one_address_are_equal(one: str, other: str) -> None:
    assert normal_email(one) == normal_email(other)


@given(st.text(max_size=30).map(str.strip))
@example("aß\u0301")
def test_the_form_for_comparing_is_its_own(typed: str) -> None:
    once = normal_email(f"x{typed}x")

    assert normal_email(once) == once


@pytest.mark.parametrize(
    ("typed", "name", "email"),
    [
        ("Ann Okafor <ann@acme.example>", "Ann Okafor", "ann@acme.example"),
        ('  "Okafor, Ann"  <ann@acme.example> ', "Okafor, Ann", "ann@acme.example"),
        ("<ann@acme.example>", "ann", "ann@acme.example"),
        ("ann@acme.example", "ann", "ann@acme.example"),
        ("Ann\n Okafor<ann@acme.example>", "Ann Okafor", "ann@acme.example"),
        ("Ann <3 <ann@acme.example>", "Ann <3", "ann@acme.example"),
    ],
)
def test_a_person_is_named_with_their_address(typed: str, name: str, email: str) -> None:
    assert read_address(typed) == (name, email)


@pytest.mark.parametrize(
    "typed",
    ["", "Ann Okafor", "Ann <ann>", "Ann <>", "Ann ann@acme.example", "Ann <ann@acme.example> Okafor", " " * 100_000],
)
def test_a_person_without_an_address_is_refused(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        read_address(typed)


def test_a_name_is_one_line() -> None:
    assert read_name("  Ann\n\u2028 Okafor ") == "Ann Okafor"
    assert read_name("x" * 120) == "x" * 120


@pytest.mark.parametrize(("typed", "says"), [(" \n", "Say your full name"), ("x" * 121, "at most 120 .* has 121")])
def test_a_name_that_is_empty_or_too_long_is_refused(typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood, match=says) as refused:
        read_name(typed)
    assert refused.value.field == "name"


def test_a_role_is_read_from_its_word() -> None:
    assert [read_role(f" {role.word.upper()} ") for role in Role] == list(Role)
    with pytest.raises(NotUnderstood, match="customer, agent or operator"):
        read_role("boss")


def test_a_person_is_called_by_their_first_name() -> None:
    assert ANN.first_name == "Ann"
    assert replace(ANN, name="").first_name == ANN.email


def test_staff_have_the_rights_of_their_role() -> None:
    assert [actor.is_staff for actor in (guest, ann, bob, olga, the_desk)] == [False, False, True, True, False]
    assert [actor.is_operator for actor in (guest, ann, bob, olga, the_desk)] == [False, False, False, True, False]
    assert [actor.is_guest for actor in (guest, ann, bob, olga, the_desk)] == [True, False, False, False, False]


def test_whoever_is_disabled_or_came_by_an_id_and_an_address_has_no_rights_of_staff() -> None:
    for actor in (Actor(Via.TUI, replace(OLGA, active=False)), Actor(Via.TUI, OLGA, only=ONE_TICKET)):
        assert not actor.is_staff
        assert not actor.is_operator


@pytest.mark.parametrize(
    ("actor", "sender"),
    [
        (ann, Sender.VERIFIED),
        (bob, Sender.STAFF),
        (the_desk, Sender.DESK),
        (guest, Sender.UNVERIFIED),
        (Actor(Via.TUI, replace(ANN, verified=False)), Sender.UNVERIFIED),
        (Actor(Via.TUI, ANN, only=ONE_TICKET), Sender.UNVERIFIED),
        (Actor(Via.TUI, BOB, only=ONE_TICKET), Sender.UNVERIFIED),
    ],
)
def test_the_desk_says_how_sure_it_is_of_who_wrote(actor: Actor, sender: Sender) -> None:
    assert actor.sender is sender
