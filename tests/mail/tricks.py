"""Every trick that is known by which a letter looks as if somebody else had written it, each by its name."""

from __future__ import annotations

from collections.abc import Callable

from core.references import shown
from tests.core.cast import ANN, BOB, CARL, OLGA
from tests.core.mailbag import ADDRESS, SERVER
from tests.mail.forgeries import KNOWN, MALLORY, WORDS, Scene, named, passes, raw

Made = Callable[[Scene], bytes]
Trick = tuple[str, str, Made]
"""How it is called, what becomes of it, and how the letter is made."""

TO = f"To: {ADDRESS}"
EVIL = f"From: {MALLORY}"
HELD, NOTE, ANOTHER = "held", "a note", "another ticket"
OF_EVIL = passes("evil.example")


def found(results: str) -> str:
    """What the desk's own mail server writes on top of a letter."""
    return f"Authentication-Results: {SERVER}; {results}"


def about(scene: Scene) -> str:
    return f"Subject: [{shown(scene.ticket.reference)}]"


def with_id(*headers: str) -> Made:
    """A letter with the ID of Ann's ticket in its subject."""
    return lambda scene: raw(*headers, TO, about(scene))


def to_hers(*headers: str) -> Made:
    """A letter to the address that was made for Ann."""
    return lambda scene: raw(*headers, f"To: {scene.mine}")


def to_bobs(*headers: str) -> Made:
    return lambda scene: raw(*headers, f"To: {scene.bobs}")


REPORT = "\r\n".join(
    (
        *("--x", "", "Sorry", "--x", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; x", ""),
        *(f"Final-Recipient: rfc822; {ANN.email}", "Action: failed", "Status: 5.1.1", "--x--"),
    )
)
IN_PARTS = "Content-Type: multipart/mixed; boundary=x"
OF_REPORT = "Content-Type: multipart/report; report-type=delivery-status; boundary=x"


WHO_WROTE: list[Trick] = [
    ("two From headers", HELD, to_hers(EVIL, named(ANN))),
    ("two From headers, hers first", HELD, to_hers(named(ANN), EVIL)),
    ("two From headers, one in capitals", HELD, to_hers(named(ANN), f"FROM: {MALLORY}")),
    ("two From headers, one with a space before its colon", HELD, to_hers(named(ANN), f"From : {MALLORY}")),
    ("two addresses in From", HELD, to_hers(f"From: {ANN.email}, {MALLORY}")),
    ("two addresses in From, by a semicolon", HELD, to_hers(f"From: {MALLORY}; {ANN.email}")),
    ("a group", HELD, to_hers(f"From: Friends: {ANN.email};")),
    ("a group of nobody, then her", HELD, to_hers(f"From: Undisclosed:;, {ANN.email}")),
    ("a route", HELD, to_hers(f"From: <@evil.example:{ANN.email}>")),
    ("no From", HELD, to_hers(f"Sender: {ANN.email}")),
    ("an empty From", HELD, to_hers("From: ")),
    ("From is <>", HELD, to_hers("From: <>")),
    ("her address as a name", NOTE, to_hers(f"From: {ANN.email} <{MALLORY}>")),
    ("her address as a quoted name", NOTE, to_hers(f'From: "{ANN.email}" <{MALLORY}>')),
    ("her address as a comment", NOTE, to_hers(f"From: {MALLORY} ({ANN.email})")),
    ("her address as a comment before", NOTE, to_hers(f"From: ({ANN.email}) {MALLORY}")),
    ("a comment within a comment", NOTE, to_hers(f"From: (( {ANN.email} ) \\) {ANN.email}) <{MALLORY}>")),
    ("a bracket that closes nothing", HELD, to_hers(f"From: {ANN.email})<{MALLORY}>")),
    ("a bracket that opens nothing", HELD, to_hers(f"From: {ANN.email}(<{MALLORY}>")),
    ("a square bracket", HELD, to_hers(f"From: {ANN.email}]<{MALLORY}> <{ANN.email}>")),
    ("a quote that is not closed", HELD, to_hers(f'From: "{ANN.email}<{MALLORY}>')),
    ("two in pointed brackets", HELD, to_hers(f"From: <{ANN.email}> <{MALLORY}>")),
    ("one behind pointed brackets", HELD, to_hers(f"From: <{MALLORY}> {ANN.email}")),
    ("pointed brackets that are not closed", HELD, to_hers(f"From: <{ANN.email}")),
    ("two signs", HELD, to_hers(f"From: {ANN.email}@evil.example")),
    ("a quoted local part", HELD, to_hers('From: "ann@acme.example"@evil.example')),
    ("an encoded word in place of an address", HELD, to_hers("From: =?utf-8?q?ann=40acme=2Eexample?=")),
    ("an encoded word in pointed brackets", HELD, to_hers("From: Ann <=?utf-8?q?ann=40acme=2Eexample?=>")),
    ("an encoded word that ends a name", NOTE, to_hers(f"From: =?utf-8?q?=3Cann=40acme.example=3E=2C?= <{MALLORY}>")),
    ("an encoded word with a line end", HELD, to_hers(f"From: =?utf-8?q?x=0D=0AFrom:_{ANN.email}?= <{MALLORY}>")),
    ("an encoded word with a null byte", NOTE, to_hers(f"From: =?utf-8?q?{ANN.email}=00?= <{MALLORY}>")),
    ("a null byte behind her address", HELD, to_hers(f"From: {ANN.email}\0 <{MALLORY}> x")),
    ("a null byte within her address", HELD, to_hers("From: ann\0@acme.example")),
    ("a null byte before a domain", HELD, to_hers(f"From: {ANN.email}\0.evil.example")),
    ("a header whose name has a null byte", HELD, to_hers(f"From\0: {ANN.email}")),
    ("a carriage return alone", HELD, to_hers(f"From: {MALLORY}\rFrom: {ANN.email}")),
    ("a folded From with another below", HELD, to_hers(f"From: {MALLORY},\r\n\t{ANN.email}")),
    ("a From folded within its address", HELD, to_hers("From: ann@acme.\r\n example")),
    ("a From that begins with a fold", NOTE, to_hers(f"From:\r\n {ANN.email}\r\n <{MALLORY}>")),
    ("a fold of nothing but spaces", HELD, to_hers(f"From: {MALLORY}\r\n \r\nFrom: {ANN.email}")),
    (
        "a second From below what is no header",
        NOTE,
        lambda scene: raw(EVIL, f"To: {scene.mine}", "no header", named(ANN)),
    ),
    (
        "Sender, Reply-To and Resent-From are hers",
        NOTE,
        to_hers(
            EVIL,
            *(f"{one}: {ANN.email}" for one in ("Sender", "Reply-To", "Resent-From", "X-Original-From", "Return-Path")),
        ),
    ),
    ("a letter in Cyrillic that looks like hers", NOTE, to_hers("From: \u0430nn@acme.example")),
    ("wide letters", HELD, with_id("From: \uff41nn@acme.example", passes("acme.example"))),
    ("something after a plus", NOTE, to_hers("From: ann+x@acme.example")),
    ("the desk itself", HELD, to_hers(f"From: {ADDRESS}")),
    ("an address of the desk with a plus", HELD, lambda scene: raw(f"From: {scene.mine}", f"To: {scene.mine}")),
]

WHO_SAYS_SO: list[Trick] = [
    (
        "a server whose name is ours in other letters",
        HELD,
        with_id(passes("acme.example", server="mx.des\u212a.example"), named(ANN)),
    ),
    ("nobody", HELD, with_id(named(ANN))),
    ("another server", HELD, with_id(passes("acme.example", server="mx.evil.example"), named(ANN))),
    (
        "a server whose name begins like ours",
        HELD,
        with_id(passes("acme.example", server=f"{SERVER}.evil.example"), named(ANN)),
    ),
    ("a server whose name ends like ours", HELD, with_id(passes("acme.example", server=f"x.{SERVER}"), named(ANN))),
    ("a forged second header", HELD, with_id(OF_EVIL, passes("acme.example"), named(ANN))),
    (
        "a forged second header below a failure",
        HELD,
        with_id(passes("acme.example", result="fail"), passes("acme.example"), named(ANN)),
    ),
    ("a forged header below one without results", HELD, with_id(found("none"), passes("acme.example"), named(ANN))),
    (
        "a forged header below one that can not be read",
        HELD,
        with_id(found(";=; dmarc"), passes("acme.example"), named(ANN)),
    ),
    (
        "a forged header below a very long one",
        HELD,
        with_id(f'{OF_EVIL} reason="{"x" * 9000}"', passes("acme.example"), named(ANN)),
    ),
    (
        "a comment",
        HELD,
        with_id(found("dmarc=fail (dmarc=pass header.from=acme.example) header.from=acme.example"), named(ANN)),
    ),
    (
        "a comment that is not closed",
        HELD,
        with_id(found("dkim=fail (x; dmarc=pass header.from=acme.example"), named(ANN)),
    ),
    ("a reason", HELD, with_id(found('dkim=fail reason="; dmarc=pass header.from=acme.example"'), named(ANN))),
    (
        "the name of a sender",
        HELD,
        with_id(found('spf=pass smtp.mailfrom="a; dmarc=pass header.from=acme.example"@evil.example'), named(ANN)),
    ),
    ("SPF alone", HELD, with_id(passes("acme.example", method="spf"), named(ANN))),
    ("SPF for her address", HELD, with_id(passes(ANN.email, method="spf"), named(ANN))),
    ("DKIM of another domain", HELD, with_id(passes("evil.example", method="dkim"), named(ANN))),
    ("DKIM of a domain below hers", HELD, with_id(passes("x.acme.example", method="dkim"), named(ANN))),
    ("DKIM of the domain above all", HELD, with_id(passes("example", method="dkim"), named(ANN))),
    ("DKIM of a domain that ends like hers", HELD, with_id(passes("me.example", method="dkim"), named(ANN))),
    ("DKIM of nothing", HELD, with_id(passes("", method="dkim"), named(ANN))),
    (
        "DKIM passes and DMARC fails",
        HELD,
        with_id(found("dkim=pass header.d=acme.example; dmarc=fail header.from=acme.example"), named(ANN)),
    ),
    ("DMARC for the domain in her name", HELD, with_id(OF_EVIL, f"From: {MALLORY} <{ANN.email}>")),
    ("DMARC for a domain that begins like hers", HELD, with_id(passes("acme.example.evil.example"), named(ANN))),
    (
        "ARC",
        HELD,
        with_id(f"ARC-Authentication-Results: i=1; {SERVER}; dmarc=pass header.from=acme.example", named(ANN)),
    ),
    ("X-Authentication-Results", HELD, with_id("X-" + passes("acme.example"), named(ANN))),
    ("a header in the text", HELD, lambda scene: raw(named(ANN), about(scene), text=passes("acme.example"))),
    (
        "a header below what is no header",
        HELD,
        lambda scene: raw(named(ANN), about(scene), "no header", passes("acme.example")),
    ),
    ("a header folded into another", HELD, with_id(f"X-Note: x\r\n {passes('acme.example')}", named(ANN))),
    (
        "a header of a part",
        HELD,
        lambda scene: raw(
            named(ANN), about(scene), IN_PARTS, text=f"--x\r\n{passes('acme.example')}\r\n\r\n{WORDS}\r\n--x--"
        ),
    ),
]

WAYS_IN: list[Trick] = [
    ("her address in Cc only", NOTE, lambda scene: raw(EVIL, TO, f"Cc: {scene.mine}")),
    ("her address in Bcc only", NOTE, lambda scene: raw(EVIL, TO, f"Bcc: {scene.mine}")),
    ("her address in Resent-To", NOTE, lambda scene: raw(EVIL, TO, f"Resent-To: {scene.mine}")),
    ("her address in Delivered-To", NOTE, lambda scene: raw(EVIL, TO, f"Delivered-To: {scene.mine}")),
    ("her address in X-Original-To", NOTE, lambda scene: raw(EVIL, TO, f"X-Original-To: {scene.mine}")),
    ("her address in a group", NOTE, lambda scene: raw(EVIL, f"To: us: {scene.mine};")),
    ("her address in capitals", NOTE, lambda scene: raw(EVIL, f"To: {scene.mine.upper()}")),
    (
        "her address at another domain",
        NOTE,
        lambda scene: raw(EVIL, f"To: {scene.mine.partition('@')[0]}@evil.example"),
    ),
    ("her address as a name", ANOTHER, lambda scene: raw(EVIL, f'To: "{scene.mine}" <{ADDRESS}>')),
    ("her address in the text", ANOTHER, lambda scene: raw(EVIL, TO, text=scene.mine)),
    ("her address in the subject", ANOTHER, lambda scene: raw(EVIL, TO, f"Subject: {scene.mine}")),
    ("a signature that is wrong, as her", ANOTHER, lambda scene: raw(named(ANN), f"To: {scene.forged}")),
    (
        "half of her address",
        ANOTHER,
        lambda scene: raw(named(ANN), f"To: {scene.mine.partition('@')[0][:-6]}@desk.example"),
    ),
    (
        "her address, then more",
        ANOTHER,
        lambda scene: raw(named(ANN), f"To: {scene.mine.partition('@')[0]}00@desk.example"),
    ),
    ("Carl's, as Ann", ANOTHER, lambda scene: raw(named(ANN), f"To: {scene.carls_own}")),
    (
        "Carl's of his ticket, as Carl, with the ID of hers",
        ANOTHER,
        lambda scene: raw(EVIL, f"To: {scene.carls_own}", about(scene)),
    ),
    ("Carl's before hers, as Ann", ANOTHER, lambda scene: raw(named(ANN), f"To: {scene.carls_own}, {scene.mine}")),
    ("hers before Carl's, as Carl", NOTE, lambda scene: raw(named(CARL), f"To: {scene.mine}, {scene.carls_own}")),
    ("her letter, as Carl", NOTE, lambda scene: raw(named(CARL), TO, f"In-Reply-To: {scene.letter_to_ann}")),
    (
        "his letter of another ticket, as Ann",
        ANOTHER,
        lambda scene: raw(named(ANN), TO, f"In-Reply-To: {scene.letter_to_carl}"),
    ),
    ("a letter that she wrote, as her", HELD, lambda scene: raw(named(ANN), TO, f"In-Reply-To: {KNOWN}")),
    (
        "a letter that she wrote, far back",
        HELD,
        lambda scene: raw(named(ANN), TO, f"References: {KNOWN} <x@evil.example>"),
    ),
    ("a guessed letter of ours", ANOTHER, lambda scene: raw(named(ANN), TO, f"In-Reply-To: <{'0' * 32}@desk.example>")),
    (
        "a letter of ours but for its case",
        ANOTHER,
        lambda scene: raw(named(ANN), TO, f"In-Reply-To: {scene.letter_to_ann.upper()}"),
    ),
    (
        "the Message-ID of one of ours",
        HELD,
        lambda scene: raw(named(ANN), f"To: {scene.mine}", f"Message-ID: {scene.letter_to_ann}"),
    ),
    ("an automatic answer to her address", NOTE, to_hers(named(ANN), "Auto-Submitted: auto-replied")),
    (
        "a delivery report about a guessed letter",
        HELD,
        lambda scene: raw("From: mailer-daemon@evil.example", TO, about(scene), OF_REPORT, text=REPORT),
    ),
    ("a list, with the ID", HELD, with_id(named(ANN), "List-Id: <x.evil.example>", passes("acme.example"))),
    ("the ID as an agent", HELD, with_id(named(BOB))),
    ("the ID as an agent whom the server proves", NOTE, with_id(passes("desk.example"), named(BOB))),
    ("an agent's address, unproved", HELD, to_bobs(named(BOB))),
    (
        "an agent's address, proved by another server",
        HELD,
        to_bobs(passes("desk.example", server="mx.evil.example"), named(BOB)),
    ),
    ("an agent's address, as the operator", HELD, to_bobs(named(OLGA))),
    ("an agent's address, as Ann", HELD, to_bobs(named(ANN))),
    ("an agent's address, by a stranger whom the server proves", NOTE, to_bobs(OF_EVIL, EVIL)),
    ("the customer's address, as an agent", HELD, to_hers(named(BOB))),
    ("the customer's address, as an agent whom the server proves", NOTE, to_hers(passes("desk.example"), named(BOB))),
    ("strangers in Cc, by somebody with her address", NOTE, to_hers(EVIL, f"Cc: {CARL.email}, x@evil.example")),
]
