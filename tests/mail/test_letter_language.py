"""A text of the desk's own says and asks little, so that no letter takes longer, or more room, than a letter does."""

from __future__ import annotations

import pytest

from core.errors import NotUnderstood
from core.letters import Subject
from mail.wording import FACTS, check_text, standard_text, word


@pytest.mark.parametrize("letter", Subject)
def test_what_ttydesk_says_itself_may_be_said(letter: Subject) -> None:
    check_text(standard_text(letter))


def test_a_text_asks_about_what_it_names() -> None:
    text = """{{ id }}

{% if status == "waiting" and owner != "" %}{{ owner|upper }} waits.{% elif status in ("open", "closed") %}Ours.{%
 else %}{{ "Solved" if status == "resolved" else "?" }}{% endif %}"""
    check_text(text)

    said = [word(Subject.STATUS, text, dict.fromkeys(FACTS, "x") | {"status": one}, "").text for one in
            ("waiting", "open", "resolved")]  # fmt: skip

    assert said == ["X waits.\n", "Ours.\n", "Solved\n"]


@pytest.mark.parametrize(
    ("asks", "says"),
    [
        ('{{ "a" * 300000000 }}', "line 3: it holds more than names"),
        ('{{ "%0999999999d" % 1 }}', "line 3: it holds more than names"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}", "line 3: it holds more"),
        ('{% if owner == "Maya" %}\n{{ 9 ** 9 ** 9 }}\n{% endif %}', "line 4: it holds more than names"),
        ("{{ desk|center(900000000) }}", "line 3: it holds more than names"),
        ("{{ desk.join(desk) }}", "line 3: it holds more than names"),
        ('{% include "letter.html" %}', "line 3: it holds more than names"),
        ("{% set desk = owner %}", "line 3: it holds more than names"),
        ('{% if "a" == "b" %}{{ nobody }}{% endif %}', "line 3: it names nobody, which is no fact"),
        ("{% if desk", "line 3: "),
        ("{{ message }}" * 101, "it names facts more than 100 times"),
        ("{% if desk %}" * 200 + "{% endif %}" * 200, "conditions too deep within each other"),
        ("{{ " + "not " * 4_000 + "desk }}", "conditions too deep within each other"),
    ],
)
def test_what_could_go_on_for_ever_is_refused_and_said_nowhere(asks: str, says: str) -> None:
    text = f"Hello\n\n{asks}\n"

    with pytest.raises(NotUnderstood) as refusal:
        check_text(text)
    kept = word(Subject.STATUS, text, dict.fromkeys(FACTS, "x"), "")

    assert says in refusal.value.sentence
    assert "It may name desk, contact" in refusal.value.sentence
    assert kept == word(Subject.STATUS, "", dict.fromkeys(FACTS, "x"), "")
