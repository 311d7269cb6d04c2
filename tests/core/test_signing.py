"""Addresses that let one person answer: nobody reads them in what others write, whatever programs made of them."""

from __future__ import annotations

import pytest

from core.people import Person
from core.references import Reference
from core.signing import SigningKey, token, without_likely_tokens, without_tokens

KEY = SigningKey(1, "secret", 0)
TOKEN = token(KEY, Reference("K7M2Q9XR4T"), 7)
WORDS = (
    "help+da39a3ee5e6b4b0d3255bfef95601890afd80709@x.example",
    "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
    "+0000000000000000000000000000000000000000",
    "01" * 5000,
    "k7m2q9xr4t" * 500,
    "k7m2q9xr4tk7m2q9xr4tk7m2q9xr4tk7m2q9xr4tk7m2",
    "hmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
    "K7M2Q-9XR4T",
)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (f"help+{TOKEN}@desk.example", "help@desk.example"),
        (f"<MAILTO:HELP+{TOKEN.upper()}@DESK.EXAMPLE>", "<MAILTO:HELP@DESK.EXAMPLE>"),
        (f"help+{TOKEN}\n@desk.example", "help\n@desk.example"),
        (f"help+{TOKEN} (at) desk.example", "help (at) desk.example"),
        (f"help+{TOKEN}\u200b@desk.example", "help\u200b@desk.example"),
        (f"help=2B{TOKEN}=40desk.example", "help=40desk.example"),
        (f"help\\+{TOKEN}\\@desk.example", "help\\@desk.example"),
        (f"help&#43;{TOKEN}&#64;desk.example", "help&#64;desk.example"),
        (f"?to=help%2b{TOKEN}%40desk.example", "?to=help%40desk.example"),
        (f"?to=help%252B{TOKEN}%2540desk.example", "?to=help%2540desk.example"),
        (f"help%25252525252B{TOKEN}@desk.example", "help%25252525252B@desk.example"),
        (f"It is {TOKEN}.", "It is ."),
        (f"+{TOKEN}", ""),
    ],
)
def test_a_token_is_taken_out_wherever_it_stands(written: str, left: str) -> None:
    assert without_tokens(written, (KEY,)) == left
    assert TOKEN in without_tokens(written, (SigningKey(2, "other", 0),)).lower()


def test_also_between_other_letters() -> None:
    assert without_tokens(f"help2b{TOKEN}, {TOKEN}0k", (KEY,)) == "help2b, 0k"


@pytest.mark.parametrize("words", WORDS)
def test_what_is_no_token_stays(words: str) -> None:
    assert without_tokens(words, (KEY,)) == words
    assert without_likely_tokens(words) == words


def test_without_keys_what_looks_like_one_is_taken_out() -> None:
    person = Person(40_000, "ann@acme.example", "Ann")
    other = token(SigningKey(77, "other", 0), Reference("0000000000"), person.id)
    for written in (f"help+{other}@desk.example", f"It is {other.upper()}.", f"help%252B{other}%2540desk.example"):
        assert other not in without_likely_tokens(written).lower()
