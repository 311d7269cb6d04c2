"""Where the words of a search stand in a text, whatever their case, accents and width."""

from __future__ import annotations

import pytest

from core.highlighting import holds_all, places
from core.query import read_query


def marked(text: str, typed: str) -> str:
    for first, last in reversed(places(text, read_query(typed).words)):
        text = f"{text[:first]}[{text[first:last]}]{text[last:]}"
    return text


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("The VPN is down, vpnd too", "vpn", "The [VPN] is down, vpnd too"),
        ("The VPN is down, vpnd too", "vp*", "The [VPN] is down, [vpnd] too"),
        ("It says ERR-4821.", "err-4821", "It says [ERR-4821]."),
        ("a login error, login", '"login error"', "a [login error], login"),
        ("Café ｖｐｎ", "cafe vpn", "[Café] [ｖｐｎ]"),
        ("東京都に", "京都", "東[京都]に"),
        ("vpn vpn", '"vpn vpn" vpn', "[vpn vpn]"),
        ("nothing", "vpn", "nothing"),
        ("", "vpn", ""),
    ],
)
def test_hits_are_found_where_they_stand(text: str, typed: str, shown: str) -> None:
    assert marked(text, typed) == shown


def test_all_words_have_to_stand_in_the_subject_or_the_message() -> None:
    wanted = read_query("vpn certificate").words
    assert holds_all(["VPN refuses", "my certificate"], wanted)
    assert not holds_all(["VPN refuses", "my cert"], wanted)
