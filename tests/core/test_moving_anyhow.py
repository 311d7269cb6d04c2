"""A ticket moved anyhow keeps its rules: compared with a model that counts quarter hours instead of keeping clocks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.calendars import DAY, HOUR, MINUTE
from core.deadlines import NEVER, Target
from core.errors import Refused
from core.hours import read_hours
from core.moving import assigned, customer_spoke, moved, staff_answered, timed, woken
from core.people import Actor, Person
from core.settings import DeskSettings
from core.tickets import Party, Priority, Status
from tests.core.cast import BOB, MAYA, a_ticket, ann, bob, maya, the_desk
from tests.core.test_tickets import LETTERS, ORDERED
from tests.core.times import MONDAY

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
QUARTER = 15 * MINUTE
ROUND_THE_CLOCK = DeskSettings(high=Target(4 * HOUR, 10 * HOUR), urgent=Target(HOUR, HOUR))
OFFICE = replace(ROUND_THE_CLOCK, calendar=read_hours("mon-fri 09:00-12:00 13:00-17:00"))


def works(settings: DeskSettings, instant: int) -> bool:
    """Whether the desk works in the quarter hour that begins now; said here a second time, for comparison."""
    if settings is ROUND_THE_CLOCK:
        return True
    days, rest = divmod(instant - MONDAY, DAY)
    return days % 7 < 5 and rest // HOUR in (9, 10, 11, 13, 14, 15, 16)


class Model:
    """What DESIGN section 3 says in the simplest words: who has it, and how many quarter hours were worked on it."""

    def __init__(self) -> None:
        self.status = OPEN
        self.owner: Person | None = None
        self.answer: int | None = 0
        self.solution = 0
        self.reopens = 0
        self.settled_at: int | None = None

    def becomes(self, status: Status, now: int) -> None:
        if status is self.status:
            return
        if self.status in (RESOLVED, CLOSED) and status not in (RESOLVED, CLOSED):
            self.reopens += 1
        self.settled_at = now if status in (RESOLVED, CLOSED) else None
        self.status = status

    def wakes(self, now: int) -> None:
        if self.status is CLOSED:
            self.owner = None
        self.answer = self.answer or 0
        self.becomes(IN_PROGRESS if self.owner else OPEN, now)


class AnyTicket(RuleBasedStateMachine):
    """Every rule does the same to the ticket and to the model."""

    @initialize(settings=st.sampled_from([ROUND_THE_CLOCK, OFFICE]), priority=st.sampled_from(Priority))
    def opened(self, settings: DeskSettings, priority: Priority) -> None:
        self.settings = settings
        self.now = MONDAY + 8 * HOUR
        self.ticket = a_ticket(opened=self.now, priority=priority, settings=settings)
        self.model = Model()
        self.deadline = self.ticket.due
        self.told: set[int] = set()

    @rule(quarters=st.integers(1, 6 * 24 * 4))
    def time_passes(self, quarters: int) -> None:
        for _ in range(quarters):
            if self.model.status in (OPEN, IN_PROGRESS) and works(self.settings, self.now):
                self.model.solution += 1
                if self.model.answer is not None:
                    self.model.answer += 1
            self.now += QUARTER

    @rule()
    def the_customer_writes(self) -> None:
        self.ticket = customer_spoke(self.ticket, self.now, self.settings)
        self.model.answer = self.model.answer or 0
        if self.model.status not in (OPEN, IN_PROGRESS):
            self.model.wakes(self.now)

    @precondition(lambda self: self.model.status in (RESOLVED, CLOSED))
    @rule()
    def the_customer_reopens(self) -> None:
        self.ticket = woken(self.ticket, self.now, self.settings)
        self.model.wakes(self.now)

    @rule(agent=st.sampled_from([bob, maya]), then=st.none() | st.sampled_from(Status))
    def an_agent_answers(self, agent: Actor, then: Status | None) -> None:
        to = then or (IN_PROGRESS if self.model.status is OPEN else self.model.status)
        if then is OPEN or not self._ordered(to, Party.AGENT):
            with pytest.raises(Refused):
                staff_answered(self.ticket, agent, then, self.now, self.settings)
            return
        self.ticket = staff_answered(self.ticket, agent, then, self.now, self.settings)
        self.model.answer = None
        self.model.owner = self.model.owner or agent.person
        self.model.becomes(to, self.now)

    @rule(actor=st.sampled_from([ann, bob, maya, the_desk]), to=st.sampled_from(Status))
    def somebody_sets_the_status(self, actor: Actor, to: Status) -> None:
        if not self._ordered(to, self.ticket.party(actor)):
            with pytest.raises(Refused):
                moved(self.ticket, to, actor, self.now, self.settings)
            return
        if to is IN_PROGRESS and self.model.owner is None and not actor.is_staff:
            return  # what wakes it looks for an owner first: see the_customer_writes
        self.ticket = moved(self.ticket, to, actor, self.now, self.settings)
        if to is not self.model.status and actor.is_staff and to in (IN_PROGRESS, RESOLVED):
            self.model.owner = self.model.owner or actor.person
        if to is OPEN:
            self.model.owner = None
        self.model.becomes(to, self.now)

    @rule(owner=st.sampled_from([None, BOB, MAYA]))
    def it_is_given_to(self, owner: Person | None) -> None:
        self.ticket = assigned(self.ticket, owner, self.now, self.settings)
        self.model.owner = owner
        if self.model.status in (OPEN, IN_PROGRESS):
            self.model.becomes(IN_PROGRESS if owner else OPEN, self.now)

    @rule(priority=st.sampled_from(Priority))
    def its_priority_changes(self, priority: Priority) -> None:
        self.ticket = timed(replace(self.ticket, priority=priority), self.settings)

    @precondition(lambda self: self.ticket.wake_at <= self.now)
    @rule()
    def time_looks_at_it(self) -> None:
        """As waking does it: tell once of each deadline, warn, close."""
        if self.ticket.status is RESOLVED and self.ticket.notices:
            self.ticket = moved(self.ticket, CLOSED, the_desk, self.now, self.settings)
            self.model.becomes(CLOSED, self.now)
            return
        notice = 2 if self.now >= self.ticket.due else 1
        if self.ticket.status is not RESOLVED:
            assert notice not in self.told, "told twice of one deadline"
            self.told.add(notice)
        self.ticket = timed(replace(self.ticket, notices=notice), self.settings)

    def _ordered(self, to: Status, party: Party) -> bool:
        cell = ORDERED[self.model.status][to]
        return cell == "=" or LETTERS[party] in cell

    @invariant()
    def status_and_owner_are_as_the_model_says(self) -> None:
        assert (self.ticket.status, self.ticket.assignee) == (self.model.status, self.model.owner)
        assert (self.ticket.reopens, self.ticket.settled_at) == (self.model.reopens, self.model.settled_at)

    @invariant()
    def open_is_nobodys_and_work_is_somebodys(self) -> None:
        if self.ticket.status.is_active:
            assert (self.ticket.status is OPEN) == (self.ticket.assignee is None)

    @invariant()
    def what_is_left_is_the_promise_less_what_was_worked(self) -> None:
        target = self.settings.target(self.ticket.priority)
        self._left(self.ticket.respond_by, target.respond, self.model.answer)
        self._left(self.ticket.resolve_by, target.resolve, self.model.solution)

    def _left(self, by: int | None, promised: int | None, worked: int | None) -> None:
        if self.model.status not in (OPEN, IN_PROGRESS) or promised is None or worked is None:
            assert by is None
            return
        assert by is not None
        left = promised - worked * QUARTER
        if left <= 0:
            assert by <= self.now
        else:
            assert by > self.now
            assert sum(QUARTER for at in range(self.now, by, QUARTER) if works(self.settings, at)) == left

    @invariant()
    def the_instants_agree_with_each_other(self) -> None:
        ticket = self.ticket
        deadlines = [by for by in (ticket.respond_by, ticket.resolve_by) if by is not None]
        assert ticket.due == min(deadlines, default=NEVER)
        assert ticket.soon_at <= ticket.due
        if ticket.status.is_active:
            assert ticket.wake_at == (ticket.soon_at, ticket.due, NEVER)[ticket.notices]
        elif ticket.status is RESOLVED and ticket.settled_at is not None:
            assert ticket.wake_at == ticket.settled_at + (4 - (ticket.notices == 0)) * DAY
        else:
            assert ticket.wake_at == NEVER
        if ticket.due != self.deadline:
            self.deadline = ticket.due
            self.told.clear()

    @invariant()
    def working_the_instants_out_again_changes_nothing(self) -> None:
        assert timed(self.ticket, self.settings) == self.ticket


TestAnyTicket = AnyTicket.TestCase
TestAnyTicket.settings = effort(max_examples=60, stateful_step_count=30)
