"""Filling the places of a story: names, rooms, figures. All of one ticket agree with each other."""

from __future__ import annotations

from core.people import Person
from tui.demo.draws import Draw
from tui.demo.people import colleagues_of, house_of
from tui.demo.story import Story

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_PLACES = ("home", "the train", "the hotel", "the warehouse", "our second office", "the airport", "a customer's office")
_TOWNS = ("Lisbon", "Bergen", "Graz", "Leeds", "Porto", "Ghent", "Aarhus", "Turin", "Malmö", "Cork", "Lyon", "Utrecht")
_ROOMS = (
    "room 1.04",
    "room 2.11",
    "room 3.20",
    "the large meeting room",
    "the workshop",
    "the reading room",
    "ward 2",
    "the canteen",
    "the east wing",
    "the archive",
    "the print room",
    "hall B",
)
_HOSTS = ("files-2", "intranet", "orders", "booking", "print-3", "cad-1", "rota", "archive", "shop-test", "reports")
_DOMAIN = "acme.example"

Values = dict[str, str]


def values_of(story: Story, customer: Person, draw: Draw) -> Values:
    """What stands in the places; {agent} is whoever answers just then."""
    colleague = draw.one_of(colleagues_of(customer))
    values = {
        "first": customer.first_name,
        "colleague": colleague.first_name,
        "colleague_full": colleague.name,
        "org": house_of(customer),
        "day": draw.one_of(_DAYS),
        "place": draw.one_of(_PLACES),
        "town": draw.one_of(_TOWNS),
        "room": draw.one_of(_ROOMS),
        "host": f"{draw.one_of(_HOSTS)}.{_DOMAIN}",
    }
    return values | _figures(draw) | {name: draw.one_of(choices) for name, choices in story.choices.items()}


def _figures(draw: Draw) -> Values:
    return {
        "floor": str(draw.between(1, 6)),
        "count": str(draw.between(3, 28)),
        "ip": f"192.0.2.{draw.between(4, 250)}",  # RFC 5737: an address for examples
        "asset": f"NB-{draw.between(1000, 9899)}",
        "version": f"{draw.between(2, 9)}.{draw.below(12)}.{draw.below(6)}",
        "invoice": str(draw.between(20100, 24999)),
        "amount": f"EUR {draw.between(1, 19)},{draw.between(100, 999)}.00",
        "order": f"PO-{draw.between(70000, 79999)}",
        "ext": str(draw.between(200, 899)),
    }


def worded(texts: tuple[str, ...], nth: int, values: Values) -> str:
    """The wording that goes with the others in place `nth`, with its places filled."""
    return texts[nth % len(texts)].format_map(values)


BEGUN = (
    "Thank you, {first}. I have it and look into it now.",
    "Thank you for the clear description, {first}. I am on it and write as soon as I know more.",
    "Hello {first}, this is {agent}. I see what you mean, and I am asking the colleague who knows this best.",
    "Thank you, {first}. I have to ask the supplier, and you hear from me when they answer.",
    "Good that you write, {first}. It is on my list for today; you need not do anything for now.",
)
ASKED_AGAIN = (
    "Is there any news?",
    "Just asking how it stands, there is no hurry.",
    "Do you need anything else from me?",
    "{colleague} asks me every day. Is there something that I can tell?",
    "I am out of the office from {day}, {colleague} can answer for me.",
)
TRY_IT = (
    "Have a look, and tell me whether all is well for you now.",
    "Please look and write me a word.",
    "Does it look right on your side too?",
)
THANKED = (
    "All good now, thank you.",
    "Yes, that was it. Thank you for the quick help, {agent}.",
    "All is well here, thanks a lot.",
    "Perfect, just what we needed.",
    "Yes, it does. You can close this.",
    "Looked at it with {colleague}, and it is fine. Thank you.",
)
