"""What an operator sets for the desk and what people set for themselves: read, shown, refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendars import DAY, HOUR, MINUTE
from core.deadlines import Target
from core.errors import DeskError, NotUnderstood
from core.settings import DeskSettings, PersonalSettings, keys_of, read_setting, read_settings, shown_settings
from core.tickets import Priority
from tests.core.answers import answer_of

KINDS: list[type[DeskSettings] | type[PersonalSettings]] = [DeskSettings, PersonalSettings]
promises = st.integers(1, 365 * 24 * 60).map(lambda minutes: minutes * MINUTE)
lengths = st.integers(0, 3650 * 24 * 60).map(lambda minutes: minutes * MINUTE)
closings = st.integers(60, 3650 * 24 * 60).map(lambda minutes: minutes * MINUTE)
undos = st.integers(0, 600).map(lambda seconds: seconds * 1000)
words = st.text(alphabet="abcÄ 1-", min_size=1, max_size=40).map(str.split).filter(bool).map(" ".join)


@given(
    st.builds(
        DeskSettings,
        name=words,
        address=st.sampled_from(["", "help@desk.example"]),
        contact=words,
        lookup_proof=st.sampled_from(["auto", "code", "pair"]),
        close_after=closings,
        reopen_within=lengths,
        reply_undo=undos,
        urgent=st.builds(Target, promises, st.none() | promises),
        low=st.builds(Target, promises, st.none() | promises),
    )
)
def test_settings_read_back_as_they_are_shown(settings: DeskSettings) -> None:
    texts = shown_settings(settings)

    assert read_settings(DeskSettings, texts) == settings
    assert {key: read_setting(DeskSettings, key, text) for key, text in texts.items()} == texts


@given(st.sampled_from([(kind, key) for kind in KINDS for key in keys_of(kind)]), st.text(max_size=30))
def test_whatever_is_typed_is_kept_in_its_own_form_or_answered_with_a_sentence(
    where: tuple[Any, str], typed: str
) -> None:
    kind, key = where
    kept = answer_of(read_setting, kind, key, typed)

    if isinstance(kept, DeskError):
        assert kept.sentence.startswith(f"{key}: ")
        assert kept.field == key
    else:
        assert read_setting(kind, key, kept) == kept


@pytest.mark.parametrize("kind", KINDS)
def test_every_setting_says_what_it_does(kind: type[DeskSettings] | type[PersonalSettings]) -> None:
    for key, (_, setting) in keys_of(kind).items():
        assert setting.name == key
        assert setting.says.endswith(".")


def test_the_desk_has_the_settings_that_were_ordered() -> None:
    assert list(shown_settings(DeskSettings()))[:8] == [
        "desk.name",
        "desk.address",
        "desk.contact",
        "desk.ssh",
        "lookup.proof",
        "ticket.close_after",
        "ticket.reopen_within",
        "reply.undo",
    ]
    assert shown_settings(DeskSettings())["desk.hours"] == "24x7"
    assert (DeskSettings().close_after, DeskSettings().reopen_within, DeskSettings().reply_undo) == (
        4 * DAY,
        30 * DAY,
        15_000,
    )


def test_the_promises_are_those_that_were_ordered() -> None:
    promised = {priority.word: DeskSettings().target(priority).respond // HOUR for priority in Priority}

    assert promised == {"urgent": 1, "high": 4, "medium": 24, "low": 48}
    assert all(DeskSettings().target(priority).resolve is None for priority in Priority)


def test_what_was_never_set_keeps_its_default() -> None:
    settings = read_settings(DeskSettings, {"desk.name": "Acme", "a.setting.of.a.later.version": "7"})

    assert settings == DeskSettings(name="Acme")


def test_a_promise_has_an_answer_and_perhaps_a_solution() -> None:
    assert read_setting(DeskSettings, "target.high", " 240m / 2d ") == "4h/2d"
    assert read_setting(DeskSettings, "target.high", "4h/") == "4h"


def test_a_ticket_may_close_soon_never_be_reopened_and_a_letter_leave_at_once() -> None:
    for key, typed in (("ticket.close_after", "1h"), ("ticket.reopen_within", "0s"), ("reply.undo", "0s")):
        assert read_setting(DeskSettings, key, typed) == typed
    assert read_setting(DeskSettings, "reply.undo", "600s") == "10m"


def test_a_length_that_a_desk_has_kept_already_is_read_though_nobody_could_set_it_now() -> None:
    assert read_settings(DeskSettings, {"ticket.close_after": "0s", "reply.undo": "2h"}).close_after == 0


def test_an_unknown_setting_of_the_desk_is_answered_with_every_one_there_is() -> None:
    with pytest.raises(NotUnderstood, match=r"reply\.undo.* desk\.hours, desk\.categories\.$"):
        read_setting(DeskSettings, "desk.category", "Network")
    with pytest.raises(NotUnderstood, match=r"keys\.$"):
        read_setting(PersonalSettings, "desk.categories", "Network")


def test_a_setting_is_one_line() -> None:
    assert read_setting(DeskSettings, "desk.contact", " Call\n 555 ") == "Call 555"
    assert read_setting(PersonalSettings, "theme", " Dark ") == "dark"


@pytest.mark.parametrize(
    ("kind", "key", "typed", "says"),
    [
        (DeskSettings, "desk.colour", "red", "There is no setting desk.colour. There are: desk.name, desk.address"),
        (PersonalSettings, "desk.name", "Acme", "There is no setting desk.name. There are: theme, glyphs"),
        (DeskSettings, "desk.name", "  ", "desk.name: A desk needs a name"),
        (DeskSettings, "desk.contact", "x" * 501, "desk.contact: That is too long: 500 characters"),
        (DeskSettings, "desk.address", "the helpdesk", "desk.address: That is not an e-mail address"),
        (DeskSettings, "lookup.proof", "none", "lookup.proof: It is one of auto, code, pair."),
        (DeskSettings, "ticket.close_after", "soon", "ticket.close_after: A length of time looks like"),
        (DeskSettings, "ticket.close_after", "0s", "ticket.close_after: A resolved ticket stays open to an"),
        (DeskSettings, "ticket.close_after", "59m", "ticket.close_after: A resolved ticket stays open to an"),
        (DeskSettings, "reply.undo", "601s", "reply.undo: A letter waits 10m at most; 0s sends it at once."),
        (DeskSettings, "target.high", "/2d", "target.high: A length of time looks like"),
        (DeskSettings, "target.high", "4h/2d/3d", "target.high: A length of time looks like"),
        (DeskSettings, "target.high", "0s", "target.high: A promise is at least 1m and at most 365d."),
        (DeskSettings, "target.high", "4h/366d", "target.high: A promise is at least 1m and at most 365d."),
        (DeskSettings, "desk.hours", "never", "desk.hours: “never” is not a day"),
        (PersonalSettings, "theme", "pink", "theme: It is one of auto, dark, light, contrast, mono."),
        (PersonalSettings, "after_reply", "", "after_reply: It is one of next, stay, list."),
    ],
)
def test_a_wrong_value_is_answered_with_what_is_right(kind: Any, key: str, typed: str, says: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_setting(kind, key, typed)
    assert refused.value.sentence.startswith(says)
    assert refused.value.field == key
