"""The files of a letter, wherever programs put them and however they call them."""

from __future__ import annotations

import pytest

from core.tickets import FILES_AT_MOST
from mail.letter.limits import NotReadable
from tests.mail.letter.mailbag import base64, files, in_parts, letter, names, read

TEXT = "Content-Type: text/plain\n\nSee the plan."
PICTURE = f"Content-Type: image/png\nContent-ID: <plan>\nContent-Transfer-Encoding: base64\n\n{base64(b'PNG')}"


def named(headers: str) -> list[str]:
    return names(in_parts("mixed", TEXT, f"{headers}\n\nbytes"))


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ("Content-Type: text/plain; name=log.txt", "log.txt"),
        ('Content-Type: application/pdf\nContent-Disposition: attachment; filename="a; b.pdf"', "a; b.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf", "Größe.pdf"),
        (
            "Content-Disposition: attachment;\n filename*0*=utf-8''Gr%C3%B6;\n filename*1=sse;\n filename*2*=%2Epdf",
            "Grösse.pdf",
        ),
        ('Content-Disposition: attachment; filename="=?utf-8?Q?Gr=C3=B6=C3=9Fe=2Epdf?="', "Größe.pdf"),
        ('Content-Type: image/png; name="Größe.png"', "Größe.png"),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
        ('Content-Disposition: attachment; filename="C:\\\\temp\\\\x.bat"', "x.bat"),
        ("Content-Disposition: attachment; filename*=utf-8''..%2F.htaccess", "htaccess"),
        ("Content-Disposition: attachment; filename*=zlib''x%09y", "xy"),
        ("Content-Disposition: attachment", "text.txt"),
        ("Content-Type: image/png", "picture-1.png"),
        ("Content-Type: application/x-unheard", "file-1.bin"),
        ("Content-Type: application/ms-tnef; name=winmail.dat", "winmail.dat"),
        ("Content-Type: text/calendar; method=REQUEST", "invitation.ics"),
        ("Content-Type: message/rfc822", "letter.eml"),
        ("Content-Type: nonsense; name=a.b", "a.b"),
        (f"Content-Disposition: attachment; filename={'x' * 5000}.pdf", "x" * 200),
    ],
)
def test_a_file_is_called_as_its_sender_calls_it(headers: str, name: str) -> None:
    assert named(headers) == [name]


def test_files_are_found_wherever_a_program_puts_them() -> None:
    page = "Content-Type: text/html\n\n<p>See <img src=cid:plan></p>"
    related = f"Content-Type: multipart/related; boundary=R\n\n--R\n{page}\n--R\n{PICTURE}\n--R--\n"
    calendar = "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR"

    pasted = in_parts("alternative", TEXT, related, calendar)

    assert read(pasted).text == "See the plan."
    assert [(file.name, file.type, file.content) for file in files(pasted)] == [
        ("picture-1.png", "image/png", b"PNG"),
        ("invitation.ics", "text/calendar", b"BEGIN:VCALENDAR"),
    ]


def test_a_letter_within_a_letter_is_a_file_and_is_not_opened() -> None:
    within = "Content-Type: message/rfc822\n\nFrom: bob@acme.example\nSubject: old\n\n> It burned."

    raw = in_parts("mixed", TEXT, within)

    assert (read(raw).text, names(raw)) == ("See the plan.", ["letter.eml"])
    assert files(raw)[0].content.startswith(b"From: bob@acme.example\r\nSubject: old")


def test_a_letter_may_be_one_file_and_nothing_else() -> None:
    raw = letter(f"From: ann@acme.example\n{PICTURE}")

    assert (read(raw).text, names(raw)) == ("", ["picture-1.png"])


def test_files_that_are_too_many_are_named() -> None:
    raw = in_parts(
        "mixed", TEXT, *(f"Content-Type: image/png; name={nth}.png\n\nx" for nth in range(FILES_AT_MOST + 2))
    )

    assert len(files(raw)) == FILES_AT_MOST
    assert read(raw).unread == "Too much to keep: 20.png, 21.png."


def test_a_letter_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    raw = in_parts("mixed", TEXT, PICTURE)

    assert files(raw[: raw.index(b"UE5H") + 3])[0].content == b"PN"
    assert read(raw[: raw.index(b"plan.")]).text == "See the"


def test_borders_that_look_alike_are_told_apart() -> None:
    inner = "Content-Type: multipart/mixed; boundary=A-B\n\n--A-B\n\none\n--A-B--\n"
    raw = letter(f"Content-Type: multipart/mixed; boundary=A\n\n--A\n{inner}\n--A  \n\ntwo --A\n--A--\nnever")

    assert read(raw).text == "one\n\ntwo --A"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"X: " + b"x" * 70_000, "a header of more than 64 KiB"),
        (b"X: x\n" * 20_000, "more than 64 KiB of headers"),
        (in_parts("mixed", *["\nx"] * 300), "more than 200 parts"),
        (b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(10_000)), "deep"),
        (in_parts("mixed", "X: " + "x" * 70_000), "a header of more than 64 KiB"),
    ],
)
def test_a_letter_beyond_all_letters_is_not_read(raw: bytes, why: str) -> None:
    with pytest.raises(NotReadable, match=why):
        read(raw)
