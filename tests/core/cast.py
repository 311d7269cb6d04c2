"""The people of the tests, and a ticket between them: Ann asks, Bob and Maya answer, Olga runs the desk."""

from __future__ import annotations

from core.deadlines import Clock
from core.moving import timed
from core.people import Actor, Person, Role, Via
from core.references import Reference
from core.settings import DeskSettings
from core.tickets import Priority, Status, Ticket

ANN = Person(1, "ann@acme.example", "Ann Okafor")
CARL = Person(2, "carl@acme.example", "Carl Novak")
BOB = Person(3, "bob@desk.example", "Bob Stone", Role.AGENT)
MAYA = Person(4, "maya@desk.example", "Maya Lind", Role.AGENT)
OLGA = Person(5, "olga@desk.example", "Olga Berg", Role.OPERATOR)

ann, carl, bob, maya, olga = (Actor(Via.TUI, person) for person in (ANN, CARL, BOB, MAYA, OLGA))
guest = Actor(Via.TUI, source="nobody's machine")
the_desk = Actor(Via.CLI, is_desk=True)

PLAIN = DeskSettings()
"""The settings of a desk that nobody changed: 24x7, and the targets it was ordered with."""


def a_ticket(
    status: Status = Status.OPEN,
    *,
    opened: int = 0,
    requester: Person = ANN,
    priority: Priority = Priority.MEDIUM,
    assignee: Person | None = None,
    participants: tuple[Person, ...] = (),
    settings: DeskSettings = PLAIN,
) -> Ticket:
    """A ticket with its clocks as `opening` would start them, in this status from the beginning."""
    clock = Clock(opened) if status.is_active else Clock(opened).paused(opened)
    return timed(
        Ticket(
            reference=Reference("K7M2Q9XR4T"),
            subject="The printer is on fire",
            category="General",
            priority=priority,
            status=status,
            requester=requester,
            created_at=opened,
            updated_at=opened,
            public_at=opened,
            source="tui",
            assignee=assignee,
            participants=participants,
            respond=clock,
            resolve=clock,
            settled_at=opened if status.is_settled else None,
        ),
        settings,
    )
