"""Who may do what: every standing, every verb, every kind of ticket, against a table that is written here once more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import DeskError, NotFound, Refused, SignInNeeded
from core.people import Actor, Person, Via
from core.permission import TABLE, Standing, Verb, may, no_such_ticket, permit, standing
from core.references import Reference
from core.tickets import Ticket
from tests.core.cast import ANN, BOB, CARL, MAYA, OLGA, a_ticket

HERS = a_ticket(requester=ANN)
HIS_TOO = a_ticket(requester=CARL, participants=(ANN,))
OTHERS = a_ticket(requester=CARL)
BOBS = a_ticket(requester=BOB)
MAYAS_TOO = a_ticket(requester=CARL, participants=(MAYA,))
ELSEWHERE = replace(HERS, reference=Reference("0000000000"))


def _tui(person: Person | None = None, *, only: Reference | None = None, may_write: bool = True) -> Actor:
    return Actor(Via.TUI, person, only=only, may_write=may_write)


HERE = HERS.reference
DISABLED = replace(ANN, active=False)
DISABLED_AGENT = replace(BOB, active=False)

# Who asks, about which ticket (None: about the desk), and as what the desk takes them.
CASES: dict[str, tuple[Actor, Ticket | None, Standing]] = {
    "a guest": (_tui(), None, Standing.GUEST),
    "a guest at a ticket": (_tui(), HERS, Standing.GUEST),
    "a customer": (_tui(ANN), None, Standing.STRANGER),
    "a customer at her ticket": (_tui(ANN), HERS, Standing.OWNER),
    "a customer who was copied": (_tui(ANN), HIS_TOO, Standing.OWNER),
    "a customer at somebody else's ticket": (_tui(ANN), OTHERS, Standing.STRANGER),
    "an unverified customer at her ticket": (_tui(replace(ANN, verified=False)), HERS, Standing.OWNER),
    "by pair": (_tui(ANN, only=HERE), HERS, Standing.HOLDER),
    "by pair as one who was copied": (_tui(ANN, only=HERE), HIS_TOO, Standing.HOLDER),
    "by pair, only to read": (_tui(ANN, only=HERE, may_write=False), HERS, Standing.READER),
    "by pair at the desk": (_tui(ANN, only=HERE), None, Standing.GUEST),
    "by pair at another ticket of hers": (_tui(ANN, only=HERE), ELSEWHERE, Standing.GUEST),
    "by pair at a ticket that is no more hers": (_tui(ANN, only=HERE), OTHERS, Standing.GUEST),
    "by pair with the address of an agent": (_tui(BOB, only=HERE), BOBS, Standing.HOLDER),
    "by pair with the address of an agent who was copied": (_tui(MAYA, only=HERE), MAYAS_TOO, Standing.HOLDER),
    "by pair with the address of an operator": (_tui(OLGA, only=HERE), a_ticket(requester=OLGA), Standing.HOLDER),
    "by pair with the address of an agent, elsewhere": (_tui(BOB, only=HERE), OTHERS, Standing.GUEST),
    "a disabled customer": (_tui(DISABLED), None, Standing.GUEST),
    "a disabled customer at her ticket": (_tui(DISABLED), HERS, Standing.GUEST),
    "a disabled customer by pair": (_tui(DISABLED, only=HERE), HERS, Standing.GUEST),
    "a disabled agent": (_tui(DISABLED_AGENT), None, Standing.GUEST),
    "a disabled agent at a ticket": (_tui(DISABLED_AGENT), OTHERS, Standing.GUEST),
    "a disabled agent at his own ticket": (_tui(DISABLED_AGENT), BOBS, Standing.GUEST),
    "an agent": (_tui(BOB), None, Standing.AGENT),
    "an agent at a ticket": (_tui(BOB), OTHERS, Standing.AGENT),
    "an agent at his own ticket": (_tui(BOB), BOBS, Standing.AGENT),
    "an agent who was copied": (_tui(MAYA), MAYAS_TOO, Standing.AGENT),
    "an operator": (_tui(OLGA), None, Standing.OPERATOR),
    "an operator at a ticket": (_tui(OLGA), OTHERS, Standing.OPERATOR),
    "the desk": (Actor(Via.CLI, is_desk=True), None, Standing.DESK),
    "the desk at a ticket": (Actor(Via.CLI, is_desk=True), OTHERS, Standing.DESK),
}

# The columns: guest, reader, holder, stranger, owner, agent, operator, desk. A cross: may.
ORDERED = {
    Verb.OPEN: "xxxxxxx.",
    Verb.LOOK_UP: "xxxxxxx.",
    Verb.SEE: ".xx.xxxx",
    Verb.FETCH: ".xx.xxxx",
    Verb.REPLY: "..x.xxx.",
    Verb.ATTACH: "..x.xxx.",
    Verb.CONFIRM: "..x.xxx.",
    Verb.REOPEN: "..x.xxx.",
    Verb.SEE_OWN: "...xxxx.",
    Verb.NOTE: ".....xx.",
    Verb.CHANGE: ".....xxx",
    Verb.OPEN_FOR: ".....xx.",
    Verb.SEE_ALL: ".....xxx",
    Verb.SEE_QUEUES: ".....xx.",
    Verb.SAVE_SEARCH: ".....xx.",
    Verb.MANAGE_PEOPLE: "......x.",
    Verb.SEE_SETTINGS: "......x.",
    Verb.SET: "......x.",
    Verb.SEE_AUDIT: "......x.",
    Verb.LOOK_AFTER_MAIL: "......xx",
}
COLUMNS = list(Standing)


def _ordered(as_what: Standing, verb: Verb) -> bool:
    return ORDERED[verb][COLUMNS.index(as_what)] == "x"


def test_every_verb_has_its_row_and_every_standing_its_column() -> None:
    assert set(ORDERED) == set(Verb)
    assert set(TABLE) == set(Standing)
    assert all(len(row) == len(COLUMNS) for row in ORDERED.values())
    assert {as_what for _, _, as_what in CASES.values()} == set(Standing)


@pytest.mark.parametrize("who", CASES)
def test_everybody_is_taken_for_what_they_are(who: str) -> None:
    actor, ticket, as_what = CASES[who]

    assert standing(actor, ticket) is as_what


@pytest.mark.parametrize("verb", Verb, ids=lambda verb: verb.value)
@pytest.mark.parametrize("who", CASES)
def test_everybody_may_do_what_was_ordered_and_hears_the_right_refusal_else(who: str, verb: Verb) -> None:
    actor, ticket, as_what = CASES[who]
    allowed = _ordered(as_what, verb)

    assert may(actor, verb, ticket) is allowed
    if allowed:
        permit(actor, verb, ticket)
        return
    with pytest.raises(DeskError) as refused:
        permit(actor, verb, ticket)
    assert type(refused.value) is _refusal(as_what, ticket)
    assert refused.value.sentence.endswith(".")


def _refusal(as_what: Standing, ticket: Ticket | None) -> type[DeskError]:
    """A ticket that one may not see does not exist; whoever is nobody yet signs in; the others hear a plain no."""
    if ticket is not None and not _ordered(as_what, Verb.SEE):
        return NotFound
    return SignInNeeded if as_what is Standing.GUEST else Refused


def test_a_ticket_of_somebody_else_and_an_id_that_was_never_given_are_answered_alike() -> None:
    with pytest.raises(NotFound) as refused:
        permit(_tui(ANN), Verb.REPLY, OTHERS)

    assert refused.value.sentence == no_such_ticket().sentence
    assert refused.value.field == no_such_ticket().field


def test_an_operator_may_do_all_that_an_agent_may() -> None:
    assert TABLE[Standing.AGENT] <= TABLE[Standing.OPERATOR]


def test_who_came_by_an_id_and_an_address_only_to_read_hears_how_to_write() -> None:
    with pytest.raises(Refused, match="To answer, prove that the address is yours"):
        permit(_tui(ANN, only=HERE, may_write=False), Verb.REPLY, HERS)


def test_refusals_carry_the_status_that_a_command_ends_with() -> None:
    assert (NotFound.status, Refused.status, SignInNeeded.status) == (3, 5, 5)
