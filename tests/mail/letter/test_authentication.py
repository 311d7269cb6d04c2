"""What the mail servers on a letter's way found out about it, as each of the usual ones writes it."""

from __future__ import annotations

import pytest

from core.incoming import AuthResult, AuthResults
from tests.mail.letter.mailbag import letter, read, said

GMAIL = """mx.google.example;
       dkim=pass header.i=@acme.example header.s=s1 header.b="Ab/c+1x=";
       spf=pass (google.example: domain of ann@acme.example designates 192.0.2.1 as permitted sender)
       smtp.mailfrom=ann@acme.example;
       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=acme.example"""
OPENDKIM = (
    "mx.desk.example; dkim=pass (2048-bit key; unprotected) header.d=acme.example header.i=@acme.example"
    ' header.b="q/w="; dkim-atps=neutral'
)
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=acme.example; dkim=pass (signature was verified)"
    " header.d=acme.example;dmarc=pass action=none header.from=acme.example;compauth=pass reason=100"
)
RSPAMD = (
    "mx.desk.example;\n\tdkim=pass header.d=acme.example header.s=mail header.b=abcDEF12;"
    '\n\tdmarc=fail reason="SPF not aligned (relaxed)" header.from=Acme.Example. (policy=none);\n\tarc=none'
)


def checks(*headers: str) -> tuple[AuthResults, ...]:
    return read(
        said("Hello", *(f"Authentication-Results: {header}".replace("\n", "\n ") for header in headers))
    ).authentication


def results(header: str) -> list[tuple[str, str, str]]:
    (found,) = checks(header)
    return [(one.method, one.result, one.domain) for one in found.results]


def test_each_server_is_said_with_what_it_found_from_the_top() -> None:
    assert [found.server for found in checks(GMAIL, OPENDKIM, "MX.Desk.Example 1; none")] == [
        "mx.google.example",
        "mx.desk.example",
        "mx.desk.example",
    ]
    assert results(GMAIL) == [
        ("dkim", "pass", "acme.example"),
        ("spf", "pass", "acme.example"),
        ("dmarc", "pass", "acme.example"),
    ]
    assert results(OPENDKIM) == [("dkim", "pass", "acme.example"), ("dkim-atps", "neutral", "")]
    assert results(RSPAMD) == [("dkim", "pass", "acme.example"), ("dmarc", "fail", "acme.example"), ("arc", "none", "")]
    assert results("mx.desk.example 1; none") == []


@pytest.mark.parametrize(
    ("said_so", "domain"),
    [
        ("dkim=pass header.i=ann@sub.acme.example header.d=acme.example", "acme.example"),
        ("dkim=pass header.d=acme.example header.d=evil.example", "acme.example"),
        ("dkim=pass header.i=@sub.acme.example", "sub.acme.example"),
        ("dkim=pass HEADER.D=ACME.example", "acme.example"),
        ("dkim=pass smtp.d=acme.example", ""),
        ("dkim=pass", ""),
        ("dmarc=pass header.from=xn--gre-6ka8i.example", "xn--gre-6ka8i.example"),
        ("spf=pass smtp.mailfrom=bob@acme.example", "acme.example"),
        ("spf=pass smtp.helo=mx.acme.example", ""),
        ("iprev=pass policy.iprev=192.0.2.1", ""),
    ],
)
def test_a_result_is_about_the_domain_that_it_names(said_so: str, domain: str) -> None:
    assert [found for *_, found in results(f"mx.desk.example; {said_so}")] == [domain]


@pytest.mark.parametrize(
    "header",
    [
        "mx.desk.example",
        "mx.desk.example; dkim",
        "mx.desk.example; dkim=pass header.d=acme.example; (",
        "mx.desk.example; dkim=pass header.d=acme.example) x",
        'mx.desk.example; spf=pass smtp.mailfrom="a\x00"; dkim=pass header.d=acme.example',
        "mx.desk.example 2; dkim=pass header.d=acme.example",
        "mx.desk.example; " + "(" * 300 + "; dkim=pass header.d=acme.example " + ")" * 300,
        "mx.desk.example; dkim=pass header.d=acme.example " + "x.y=z " * 1000,
        '"mx.desk.example"; dkim=pass header.d=acme.example',
        "mx.desk.example(of ours) x; dkim=pass header.d=acme.example",
    ],
)
def test_what_can_not_be_read_stands_in_its_place_without_results(header: str) -> None:
    below = "mx.desk.example; dkim=pass header.d=evil.example"

    assert checks(header, below) == (
        AuthResults("mx.desk.example", ()),
        AuthResults("mx.desk.example", (AuthResult("dkim", "pass", "evil.example"),)),
    )


def test_what_names_no_server_is_of_none() -> None:
    assert [found.server for found in checks("", ";", MICROSOFT, "(nobody); dkim=pass")] == ["", "", "spf=pass", ""]


def test_nobody_smuggles_a_result_into_the_words_of_a_server() -> None:
    for words in (
        'smtp.mailfrom="x; dkim=pass header.d=bank.example"@evil.example',
        'smtp.mailfrom="x\\"; dkim=pass header.d=bank.example"@evil.example',
        "(x; dkim=pass header.d=bank.example) smtp.mailfrom=evil.example",
        "(x \\) ; dkim=pass header.d=bank.example) smtp.mailfrom=evil.example",
        'reason="x; dkim=pass header.d=bank.example" smtp.mailfrom=evil.example',
        "smtp.mailfrom=größe; dkim=pass header.d=bank.example",
        '(größe ; dkim=pass header.d=bank.example "',
    ):
        assert "bank.example" not in str(results(f"mx.desk.example; spf=fail {words}")), words


def test_a_header_that_other_programs_take_for_none_is_not_believed() -> None:
    forged = "Authentication-Results : mx.desk.example; dkim=pass header.d=bank.example"

    assert read(said("Hello", forged)).authentication == ()
    assert read(said("Hello", "From : eve@acme.example")).author is None
    assert read(letter("From : eve@acme.example\n\nHello")).author is None
    assert read(letter("From: eve@acme.example\nSubject : It burns\n\nHello")).subject == "It burns"


def test_only_the_first_ten_are_read() -> None:
    assert len(checks(*["mx.desk.example; none"] * 50)) == 10


def test_a_header_that_is_all_brackets_is_read_too() -> None:
    for poison in ("(" * 4000, '"' * 4000, "a.b=c " * 600, "; a=b" * 700, "\\" * 4000, "header.d=" * 400):
        assert [found.server for found in checks(f"mx.desk.example; dkim=pass {poison}")] == ["mx.desk.example"]
