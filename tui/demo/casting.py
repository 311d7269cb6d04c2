"""Who tells which story: from a number and a course to a scene, the same one always."""

from __future__ import annotations

from functools import cache

from core.people import Person, Via
from core.tickets import Priority
from tui.demo.acting import Scene
from tui.demo.courses import Course, Step
from tui.demo.draws import Draw
from tui.demo.people import AGENTS, MAYA, OTHERS, colleagues_of, house_of
from tui.demo.stories import STORIES
from tui.demo.story import ACCOUNTS, BILLING, HARDWARE, NETWORK, OTHER, Story
from tui.demo.wording import values_of

_SHARES = (ACCOUNTS,) * 36 + (NETWORK,) * 28 + (HARDWARE,) * 20 + (BILLING,) * 10 + (OTHER,) * 6
"""Of a hundred tickets, how many come in each category."""
_DOORS = (Via.TUI,) * 8 + (Via.MAIL,) * 7 + (Via.SSH,) * 3 + (Via.CLI,) * 2
_UNSURE = 8
"""Of a hundred customers, how many choose another priority than the desk does; and as many another category."""
_FAR_EAST = "Mori Trading Tokyo"


def cast(
    number: int,
    course: Course,
    draw: Draw,
    *,
    category: str | None = None,
    owner: Person | None = None,
    priority: Priority | None = None,
) -> Scene:
    """A scene without its times. What is not given is drawn."""
    story = story_of(category or draw.one_of(_SHARES), number)
    nth = draw.between(1 if story.once else 0, len(story.opening) - 1)
    subject = draw.one_of(subjects_of(story, nth))
    customer = _customer(story.subjects[subject], draw)
    owner = owner or draw.one_of(AGENTS)
    colleague = draw.one_of([agent for agent in AGENTS if agent not in (owner, MAYA)])
    meant = story.priority if priority is None else priority
    others = colleagues_of(customer)
    return Scene(
        story=story,
        nth=nth,
        subject=subject,
        course=course,
        times=(),
        priority=meant,
        customer=customer,
        owner=owner,
        colleague=colleague,
        values=values_of(story, customer, draw),
        via=draw.one_of(_DOORS) if customer.verified else Via.TUI,
        told_as=_told_as(story, meant, course, draw),
        tags=story.tags,
        others=(draw.one_of(others),) if customer.verified and draw.happens(7) else (),
        phrase=draw.below(60),
    )


def story_of(category: str, number: int) -> Story:
    """The stories of a category take turns."""
    stories = _stories(category)
    return stories[number % len(stories)]


@cache
def _stories(category: str) -> tuple[Story, ...]:
    return tuple(story for story in STORIES if story.category == category)


def subjects_of(story: Story, nth: int) -> tuple[int, ...]:
    """The places of the subjects that go with the opening in place `nth`."""
    count, openings = len(story.subjects), len(story.opening)
    return tuple(place for place in range(count) if place % openings == nth) or (nth % count,)


def _customer(subject: str, draw: Draw) -> Person:
    """Some write more often than others; who writes in another script sits in Tokyo."""
    if any(letter >= "\u2e80" for letter in subject):
        return draw.one_of(_far_east())
    return OTHERS[draw.early(0, len(OTHERS) - 1) if draw.happens(40) else draw.below(len(OTHERS))]


@cache
def _far_east() -> tuple[Person, ...]:
    return tuple(person for person in OTHERS if house_of(person) == _FAR_EAST)


def _told_as(story: Story, meant: Priority, course: Course, draw: Draw) -> tuple[Priority, str]:
    """What the customer chose; whoever takes the ticket puts it right."""
    priority, category = meant, story.category
    if Step.TAKE in course and draw.happens(_UNSURE):
        priority = Priority.MEDIUM if meant is not Priority.MEDIUM else Priority.LOW
    if Step.TAKE in course and draw.happens(_UNSURE):
        category = OTHER
    return priority, category
