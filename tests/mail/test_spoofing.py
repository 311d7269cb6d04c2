"""Who pretends to be somebody else: nothing is said in another's name, nobody is let in, nothing moves, nobody hears a
word of the ticket. Every trick by its name, then every name with every proof and every way to the ticket."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from core.people import Sender
from tests.core.cast import ANN, BOB, CARL, OLGA
from tests.core.desks import furnish
from tests.core.mailbag import ADDRESS
from tests.mail.forgeries import KNOWN, MALLORY, Scene, named, passes, raw
from tests.mail.tricks import TO, WAYS_IN, WHO_SAYS_SO, WHO_WROTE, Made, Trick, about, to_bobs, to_hers, with_id


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("desk")
    furnish(folder)
    scene = Scene(folder)
    yield scene
    scene.desk.close()
    shutil.rmtree(folder)


def tricks(named: list[Trick]) -> pytest.MarkDecorator:
    values = [pytest.param(became, made, id=name) for name, became, made in named]
    return pytest.mark.parametrize(("became", "made"), values)


@tricks(WHO_WROTE)
def test_who_wrote_it_is_one_address_or_nobody(scene: Scene, became: str, made: Made) -> None:
    came = scene.brings(made(scene))
    assert (came.harm, came.what) == ([], became)


@tricks(WHO_SAYS_SO)
def test_who_says_so_is_the_desks_own_server_or_nobody(scene: Scene, became: str, made: Made) -> None:
    came = scene.brings(made(scene))
    assert (came.harm, came.what) == ([], became)


@tricks(WAYS_IN)
def test_what_leads_to_a_ticket_lets_nobody_else_in(scene: Scene, became: str, made: Made) -> None:
    came = scene.brings(made(scene))
    assert (came.harm, came.what) == ([], became)


def test_what_is_not_forged_is_said(scene: Scene) -> None:
    """So that the others are not held for something else."""
    hers = {(ANN.email, Sender.VERIFIED)}
    assert scene.brings(to_hers(named(ANN))(scene)).spoke == hers
    assert scene.brings(with_id(passes("acme.example"), named(ANN))(scene)).spoke == hers
    assert scene.brings(to_bobs(passes("desk.example"), named(BOB))(scene)).spoke == {(BOB.email, Sender.STAFF)}


WAYS: dict[str, Callable[[Scene], str]] = {
    "no way": lambda _: TO,
    "an address that nobody signed": lambda scene: f"To: {scene.forged}",
    "Ann's address": lambda scene: f"To: {scene.mine}",
    "Ann's address by a retired key": lambda scene: f"To: {scene.retired}",
    "Bob's address": lambda scene: f"To: {scene.bobs}",
    "Carl's address of his own ticket": lambda scene: f"To: {scene.carls_own}",
    "a letter to Ann": lambda scene: f"References: {scene.letter_to_ann} <1@evil.example>",
    "a letter of Ann": lambda _: f"References: {KNOWN}",
    "the ID": about,
}
NEW = ("no way", "an address that nobody signed")
HERS_ALONE = "a letter of Ann"
ONLY_ANN_HAS = ("Ann's address", "Ann's address by a retired key", "a letter to Ann")
CARLS = "Carl's address of his own ticket"


def may_speak(who: str, way: str, *, proved: bool) -> set[tuple[str, Sender]]:
    """As whom, by what the desk promises."""
    if who == ADDRESS:
        return set()
    if way in NEW or (way == HERS_ALONE and who in (CARL.email, MALLORY)):
        return {(who, Sender.VERIFIED)} if proved else set()
    if (who == ANN.email and way != CARLS and (proved or way in ONLY_ANN_HAS)) or (who, way) == (CARL.email, CARLS):
        return {(who, Sender.VERIFIED)}
    return {(who, Sender.STAFF)} if (who, way, proved) == (BOB.email, "Bob's address", True) else set()


@pytest.mark.parametrize("who", [ANN.email, CARL.email, MALLORY, BOB.email, OLGA.email, ADDRESS])
def test_every_name_with_every_proof_by_every_way(scene: Scene, who: str) -> None:
    domain = who.partition("@")[2]
    said_by_servers = {
        "nobody": (),
        "our server": (passes(domain), passes("evil.example")),
        "our server that it is not": (passes(domain, result="fail"), passes(domain)),
    }
    for (way, made), (proof, headers) in product(WAYS.items(), said_by_servers.items()):
        proved = proof == "our server"
        came = scene.brings(raw(*headers, f"From: {who}", made(scene), f"Cc: {CARL.email}, x@evil.example"))
        case, may = (way, proof), may_speak(who, way, proved=proved)
        assert (case, came.spoke) == (case, may)
        assert (case, came.harm if not may else []) == (case, [])
        assert (case, came.after.participants != ()) == (case, proved and bool(may) and came.what == "said")
        assert (case, {CARL.email} >= {one.email for one in came.after.participants}) == (case, True)
