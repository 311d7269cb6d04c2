"""The text of a letter, in whatever form, character set and coding it comes."""

from __future__ import annotations

import quopri

import pytest

from core.people import Person
from core.references import Reference
from core.signing import SigningKey, reply_address
from core.tickets import BODY_AT_MOST
from mail.letter.body import ENCRYPTED, LONG
from mail.letter.html_text import text_of_html
from mail.letter.reading import TOO_LONG
from tests.mail.letter.mailbag import base64, files, in_parts, letter, names, read, said

HEAD = b"From: ann@acme.example\nContent-Type: text/plain"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "Größe 漢字 😀"),
        ("iso-8859-1", "Größe"),
        ("us-ascii", "plain"),
        ("windows-1252", "“€ 100”"),
        ("ISO-2022-JP", "山田です"),
        ("GB18030", "打印机着火了"),
        ("gb2312", "打印机"),
        ("Shift_JIS", "プリンタ"),
        ("euc-kr", "프린터"),
        ("ks_c_5601-1987", "프린터"),
        ("koi8-r", "Принтер горит"),
        ("big5", "印表機"),
        ("utf-7", "Größe"),
        ("utf-16", "Größe"),
        ('"UTF-8"', "Größe"),
        ("cp-850", "Größe"),
    ],
)
def test_each_character_set_is_read(charset: str, text: str) -> None:
    codec = {"ks_c_5601-1987": "cp949", '"UTF-8"': "utf-8", "cp-850": "cp850"}.get(charset, charset)
    raw = HEAD + b"; charset=" + charset.encode() + b"\nContent-Transfer-Encoding: base64\n\n"

    assert read(raw + base64(text.encode(codec)).encode()).text == text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (b"", "Größe".encode(), "Größe"),
        (b"", "Größe".encode("cp1252"), "Größe"),
        (b"", "山田".encode("iso-2022-jp"), "山田"),
        (b"; charset=us-ascii", "“Größe”".encode(), "“Größe”"),
        (b"; charset=iso-8859-1", "“€”".encode("cp1252"), "“€”"),
        (b"; charset=gb2312", "镕".encode("gb18030"), "镕"),
        (b"; charset=unknown-8bit", "Größe".encode(), "Größe"),
        (b"; charset=unicode_escape", rb"\x41", r"\x41"),
        (b"; charset=zlib_codec", b"x", "x"),
        (b"; charset=idna", b"xn--a", "xn--a"),
        (b"; charset=rot13", b"abc", "abc"),
        (b"; charset=utf-8", b"a\xffb", "a\ufffdb"),
        (b"; charset=utf-8", b"a\x00b", "a\ufffdb"),
        (b"; charset=" + b"x" * 5000, b"abc", "abc"),
    ],
)
def test_what_a_letter_says_of_its_character_set_is_a_hint(head: bytes, body: bytes, text: str) -> None:
    assert read(HEAD + head + b"\n\n" + body).text == text


def test_codings_are_undone_as_far_as_they_go() -> None:
    coded = HEAD + b"; charset=utf-8\nContent-Transfer-Encoding: "

    assert read(coded + b"quoted-printable\n\n" + quopri.encodestring("Größe = 1\n".encode())).text == "Größe = 1"
    assert read(coded + b"Quoted-Printable\n\na=\n=3Db =ZZ").text == "a=b =ZZ"
    assert read(coded + b"base64\n\nSXQgYnVybnMu").text == "It burns."
    assert read(coded + b"base64\n\nSXQgYn!Vybn\nM\n").text == "It burns"
    assert read(coded + b"x-uuencode\n\nbegin 644 x\n#0V%T\n`\nend\n").text == "Cat"
    assert read(coded + b"x-nothing\n\nIt burns.").text == "It burns."


def test_lines_that_were_cut_for_the_way_are_whole_again() -> None:
    flowed = HEAD + b"; format=flowed\n\nIt burns \nin the hall.\n\n>> old \n>> words\n> less \nnew\n-- \nAnn"
    assert read(flowed).text == "It burns in the hall.\n\n>> old words\n> less\nnew"
    assert read(flowed).quoted == "--\nAnn"
    assert read(HEAD + b"; format=flowed; delsp=yes\n\nin the \nhall \n  way\n").text == "in thehall  way".replace(
        "  ", " "
    )


def test_of_two_forms_the_plain_one_is_read() -> None:
    plain, page = "Content-Type: text/plain\n\nPlain.", "Content-Type: text/html\n\n<p>Page.</p>"

    assert read(in_parts("alternative", plain, page)).text == "Plain."
    assert read(in_parts("alternative", page, plain)).text == "Plain."
    assert read(in_parts("alternative", plain.replace("Plain.", " \n"), page)).text == "Page."
    assert names(in_parts("alternative", plain, page)) == []


def test_a_page_becomes_text() -> None:
    page = """<html><head><title>No</title><style>p {color: red}</style><script>alert(1)</script></head><body>
<p>It <b>burns</b> &amp; smokes.</p><ul><li>one</li><li>two</li></ul>
<table><tr><td>a</td><td>b</td></tr></table>
<p>See <a href="https://acme.example/x">the plan</a> or <a href="https://acme.example/">https://acme.example</a>,
<a href="mailto:ann@acme.example">ann@acme.example</a>, <a href="javascript:alert(1)">this</a>.</p>
<img src="https://spy.example/pixel.png" alt="">
<!-- never -->
</body></html>"""

    text = text_of_html(page)

    assert "It burns & smokes." in text
    assert "* one" in text
    assert "See the plan <https://acme.example/x> or https://acme.example, ann@acme.example, this." in text
    for unseen in ("No", "color", "alert", "spy", "never"):
        assert unseen not in text


def test_pages_that_are_none_are_read_all_the_same() -> None:
    for page in (
        "",
        " ",
        "<",
        "<p",
        "&",
        "&#0;&#xd800;",
        "<!--",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<![CDATA[x",
        "<p>" + "\n" * 200_000,
    ):
        assert text_of_html(page) is not None
    assert text_of_html("no tags at all") == "no tags at all"
    assert "deep" in text_of_html("<div>" * 10_000 + "deep")
    assert "deep" in text_of_html("<blockquote>" * 10_000 + "deep")


def test_a_page_is_read_without_its_looks() -> None:
    page = '<p style="padding-left: 99em">It <b style="Display : none">never</b>burns.<p style="white-space: pre">Now.'

    assert text_of_html(page).split() == ["It", "burns.", "Now."]
    assert not text_of_html(page).startswith(" ")
    assert text_of_html("<p>It burns.</p>" * 50_000).startswith("It burns.\n")


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr>" + "<td>x" * 201,
        "<table><tr>" + "<td>x" * 150 + "<tr><td>y" * 150,
        "<table><tr><td>" + "<table><tr>" + "<td>x" * 150 + "<tr><td>y" * 150,
        "<table>" + "<tr><td>x" * 2501,
        "<table><tr>" + "<td>x" * 150 + "<br>" * 2000,
        "<table><tr>" + "<td>x" * 150 + "<td><pre>" + "y\n" * 2000,
        "<ol>" + "<li>x" * 5001,
    ],
)
def test_a_page_whose_tables_have_no_end_is_read_without_its_form(page: str) -> None:
    assert text_of_html(page).split("\n")[:2] == ["x", "x"]


def test_tables_of_ordinary_size_keep_their_form() -> None:
    row = "<tr><td><p>a</p></td><td><table><tr><td>b</td><td>c</td></tr></table></td></tr>"

    assert text_of_html(f"<table>{row * 300}</table><ul>{'<li>d</li>' * 2000}</ul>").startswith("a  b  c\n")


def test_no_more_than_three_pages_of_a_letter_keep_their_form() -> None:
    page = "Content-Type: text/html\n\n<table><tr><td>a</td><td>b</td></tr></table>"

    assert read(in_parts("mixed", *[page] * 5)).text == "\n\n".join(["a  b"] * 3 + ["a\nb"] * 2)
    assert read(in_parts("alternative", *[page] * 5)).text == "a\nb"
    long = "Content-Type: text/html\n\n" + "<p>It burns." * 80_000
    assert LONG in read(in_parts("mixed", long, long)).unread


def test_an_older_letter_is_looked_for_where_new_ones_end() -> None:
    older = "\nOn Mon, 23 Nov 2026 at 10:15, Bob wrote:\nIt burns."

    assert read(said("It still burns.\n" * 390 + older)).quoted
    assert not read(said("It still burns.\n" * 400 + older)).quoted
    assert not read(said(("It still burns. " * 12 + "\n") * 390 + older)).quoted


def test_what_is_too_long_to_be_read_whole_is_said_to_be() -> None:
    for kind, line in (("plain", "It burns.\n"), ("html", "<p>It burns.\n")):
        letter = read(in_parts("alternative", f"Content-Type: text/{kind}\n\n" + line * 300_000))
        assert letter.text.startswith("It burns.\n")
        assert LONG in letter.unread


def test_an_empty_letter_is_a_letter() -> None:
    for raw in (
        b"",
        b"\n",
        b"From: ann@acme.example",
        b"From: ann@acme.example\n\n",
        b"Content-Type: multipart/mixed\n\n",
    ):
        assert (read(raw).text, read(raw).quoted, files(raw)) == ("", "", [])


def test_what_has_no_room_in_a_message_comes_as_a_file() -> None:
    whole = "\n".join(["It burns, and burns."] * 10_000)

    letter = read(said(whole))

    assert whole.startswith(letter.text)
    assert BODY_AT_MOST - 100 < len(letter.text) <= BODY_AT_MOST
    assert letter.unread == TOO_LONG
    ((name, kind, content),) = files(said(whole))
    assert (name, kind, content.decode()) == ("message.txt", "text/plain", whole)


def test_nobody_reads_in_that_file_what_lets_its_author_answer() -> None:
    reference, ann = Reference("K7M2Q9XR4T"), Person(7, "ann@acme.example", "Ann")
    signed = reply_address("help@desk.example", SigningKey(1, "secret", 0), reference, ann)
    quoted = f"It burns.\n\n> To: {signed}\n" + "> It burns, and burns.\n" * 10_000

    ((_, _, content),) = files(said(quoted + "\nNo.\n" + "Still.\n" * 10_000))

    assert b"> To: help@desk.example\n" in content


def test_what_is_signed_is_read_and_what_is_encrypted_is_said_to_be() -> None:
    text = "Content-Type: text/plain\n\nSigned."
    signature = "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----"
    sealed = "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----"
    version = "Content-Type: application/pgp-encrypted\n\nVersion: 1"

    assert (read(in_parts("signed", text, signature)).text, names(in_parts("signed", text, signature))) == (
        "Signed.",
        ["signature.asc"],
    )
    assert read(in_parts("encrypted", version, sealed)).unread == ENCRYPTED
    assert names(in_parts("encrypted", version, sealed)) == ["pgp-version.txt", "encrypted.asc"]
    smime = letter("From: a@x.example\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nxyz")
    assert (read(smime).unread, names(smime)) == (ENCRYPTED, ["smime.p7m"])
