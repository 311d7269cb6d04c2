"""The people of Acme Support: who works there and who writes to it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from core.calendars import DAY, HOUR
from core.people import Person, Role
from tui.demo.names import FAMILY, FIRST_CUSTOMERS, GIVEN, GUESTS_HOUSE, ORGANISATIONS

CUSTOMERS = 200
GUESTS = 12


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person, and when the desk came to know them."""

    person: Person
    joined_at: int


OLGA = Person(1, "operator@demo.example", "Olga Petrov", Role.OPERATOR)
MAYA = Person(2, "agent@demo.example", "Maya Lind", Role.AGENT)
JONAS = Person(3, "jonas.weber@acme.example", "Jonas Weber", Role.AGENT)
PRIYA = Person(4, "priya.nair@acme.example", "Priya Nair", Role.AGENT)
SAM = Person(5, "sam.cole@acme.example", "Sam Cole", Role.AGENT)
ELENA = Person(6, "elena.rossi@acme.example", "Elena Rossi", Role.AGENT)
MAREK = Person(7, "marek.horak@acme.example", "Marek Horák", Role.AGENT)
ANN = Person(8, "customer@demo.example", "Ann Okafor")

STAFF = (OLGA, MAYA, JONAS, PRIYA, SAM, ELENA, MAREK)
AGENTS = STAFF[1:]
_ANNS_HOUSE = 0
_GIVEN, _FAMILY = GIVEN.split(), FAMILY.split()


def _customers() -> tuple[tuple[Person, int | None], ...]:
    """Each with the place of their house; None for guests."""
    found: list[tuple[Person, int | None]] = [(ANN, _ANNS_HOUSE)]
    for name, local, house in FIRST_CUSTOMERS:
        found.append((Person(ANN.id + len(found), f"{local}@{ORGANISATIONS[house][1]}", name), house))
    for nth in range(CUSTOMERS - len(found)):
        number, name = ANN.id + len(found), _name(nth)
        is_guest = len(found) >= CUSTOMERS - GUESTS
        place = nth % len(ORGANISATIONS)
        address = f"{_plain(name)}@{GUESTS_HOUSE if is_guest else ORGANISATIONS[place][1]}"
        found.append((Person(number, address, name, verified=not is_guest), None if is_guest else place))
    return tuple(found)


def _name(nth: int) -> str:
    """The two lists have no common divisor, so no name comes twice."""
    return f"{_GIVEN[nth % len(_GIVEN)]} {_FAMILY[nth * 5 % len(_FAMILY)]}"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower().replace("ø", "o"))
    return "".join(letter for letter in letters if letter.isascii()).replace(" ", ".")


_HOUSES = _customers()
CUSTOMER_PEOPLE: tuple[Person, ...] = tuple(person for person, _ in _HOUSES)
OTHERS: tuple[Person, ...] = CUSTOMER_PEOPLE[1:]
"""Those who tell the stories behind the first page: Ann's own tickets are on it, every one."""
_HOUSE_OF = {person.id: house for person, house in _HOUSES}
_NAMED = {person.email.partition("@")[0]: person for person in (*STAFF, *CUSTOMER_PEOPLE)}


def named(local: str) -> Person:
    """Whoever has this address before the @."""
    return _NAMED[local]


def house_of(person: Person) -> str:
    house = _HOUSE_OF[person.id]
    return person.name if house is None else ORGANISATIONS[house][0]


@cache
def colleagues_of(person: Person) -> tuple[Person, ...]:
    """The others of their house; for a guest anybody, as nobody knows where a guest works."""
    house = _HOUSE_OF[person.id]
    return tuple(
        other for other, theirs in _HOUSES if other.id != person.id and other.verified and house in (None, theirs)
    )


def newcomers(now: int) -> tuple[Newcomer, ...]:
    """All of them, numbered from 1 without a gap, known before their first ticket."""
    everybody = (*STAFF, *CUSTOMER_PEOPLE)
    return tuple(Newcomer(person, now - 400 * DAY + person.id * 30 * HOUR) for person in everybody)
