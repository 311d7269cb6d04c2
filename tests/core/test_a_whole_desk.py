"""A whole desk on the real store, used anyhow: it agrees with what the rules give on paper, and is whole after.

The paper is the pure functions of core/moving.py; tests/core/test_moving_anyhow.py compares them with a model.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from core.errors import DeskError, Refused
from core.listing import View
from core.moving import assigned, customer_spoke, moved, staff_answered, timed, woken
from core.people import Person
from core.references import Reference
from core.tickets import Priority, Status, Ticket
from storage.checking import check
from tests.core.answers import answer_of
from tests.core.cast import ANN, BOB, CARL, MAYA, PLAIN
from tests.core.desks import Desks, Visitor

OPEN, IN_PROGRESS, WAITING, RESOLVED, CLOSED = Status
THE_STORES = ("version", "public_version", "updated_at", "public_at")
FIGURED = [field.name for field in fields(Ticket) if field.name not in THE_STORES]
"""What the paper says of a ticket; versions and instants of change are the store's own."""

agents = st.sampled_from([BOB, MAYA])


class WholeDesk(RuleBasedStateMachine):
    furnished: Path

    tickets = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.furnished, self.folder / "desk")
        self.desk = Desks(self.folder / "desk")
        self.paper: dict[Reference, Ticket] = {}
        self.public: dict[Reference, list[str]] = {}
        self.notes: dict[Reference, list[str]] = {}
        self.touched: Reference | None = None

    def teardown(self) -> None:
        try:
            for reference, paper in self.paper.items():
                self._agrees(reference, paper)
            assert check(self.desk.store) == ()
        finally:
            self.desk.close()
            shutil.rmtree(self.folder)

    # What people do

    @rule(target=tickets, who=st.sampled_from([ANN, CARL]), priority=st.sampled_from(Priority))
    def somebody_asks(self, who: Person, priority: Priority) -> Reference:
        ticket = self.desk.of(who).opened(priority=priority)
        self.paper[ticket.reference] = ticket
        self.public[ticket.reference] = ["It burns."]
        self.notes[ticket.reference] = []
        return ticket.reference

    @rule(which=tickets, twice=st.booleans())
    def the_customer_writes(self, which: Reference, twice: bool) -> None:
        before, customer = self.paper[which], self._customer(which)
        key = customer.fresh_key()
        said = customer.replies(before, "Still burning.", key=key)
        if twice:
            assert customer.replies(before, "Still burning.", key=key) == said
        if said.reference != which:
            assert before.status is CLOSED
            self._goes_on(said, before, "Still burning.")
            return
        self._becomes(which, customer_spoke(before, self.desk.now - (1000 if twice else 0), PLAIN))
        self.public[which].append("Still burning.")

    @rule(which=tickets, who=agents, then=st.none() | st.sampled_from(Status))
    def an_agent_answers(self, which: Reference, who: Person, then: Status | None) -> None:
        agent, before = self.desk.of(who), self.paper[which]
        after = answer_of(staff_answered, before, agent.actor, then, self.desk.now + 1000, PLAIN)
        if isinstance(after, DeskError):
            with pytest.raises(type(after), match=f"^{re.escape(after.sentence)}$"):
                agent.replies(before, then=then)
            return
        agent.replies(before, "Try it now.", then=then)
        self._becomes(which, after)
        self.public[which].append("Try it now.")

    @rule(which=tickets, who=agents)
    def an_agent_leaves_a_note(self, which: Reference, who: Person) -> None:
        self.desk.of(who).notes(self.paper[which], "For us.")
        self.notes[which].append("For us.")
        self.touched = which

    @rule(which=tickets, who=agents, priority=st.sampled_from(Priority), tag=st.sampled_from(["vpn", "ca", "dns"]))
    def an_agent_sorts(self, which: Reference, who: Person, priority: Priority, tag: str) -> None:
        before = self.paper[which]
        tags = tuple(dict.fromkeys([*before.tags, tag]))
        self.desk.of(who).changes(before, priority=priority, add_tags=(tag,))
        after = replace(before, tags=tags, priority=priority)
        self._becomes(which, after if priority is before.priority else timed(after, PLAIN))

    @rule(which=tickets, who=agents, to=st.sampled_from(["me", "none", "bob", "maya"]))
    def an_agent_gives_it_to(self, which: Reference, who: Person, to: str) -> None:
        agent = self.desk.of(who)
        owner = agent.actor.person if to == "me" else None if to == "none" else self.desk.known(f"{to}@desk.example")
        agent.changes(self.paper[which], assignee=to)
        self._becomes(which, assigned(self.paper[which], owner, self.desk.now, PLAIN))

    @rule(which=tickets, who=agents, to=st.sampled_from(Status))
    def an_agent_sets_the_status(self, which: Reference, who: Person, to: Status) -> None:
        agent, before = self.desk.of(who), self.paper[which]
        after = answer_of(moved, before, to, agent.actor, self.desk.now + 1000, PLAIN)
        if isinstance(after, DeskError):
            with pytest.raises(type(after), match=f"^{re.escape(after.sentence)}$"):
                agent.changes(before, status=to)
            return
        agent.changes(before, status=to)
        self._becomes(which, after)

    @rule(which=tickets)
    def the_customer_says_that_it_is_solved(self, which: Reference) -> None:
        customer, before = self._customer(which), self.paper[which]
        customer.confirms(before)
        self._becomes(which, moved(before, CLOSED, customer.actor, self.desk.now, PLAIN))

    @rule(which=tickets)
    def the_customer_reopens(self, which: Reference) -> None:
        customer, before = self._customer(which), self.paper[which]
        if before.status is WAITING:
            with pytest.raises(Refused):
                customer.reopens(before)
            return
        back = customer.reopens(before)
        if back.reference != which:
            assert before.status is CLOSED
            self._goes_on(back, before, f"This goes on from {which[:5]}-{which[5:]}, which was closed.")
        elif not before.status.is_active:
            self._becomes(which, woken(before, self.desk.now, PLAIN))

    @rule(minutes=st.integers(1, 6 * 24 * 60) | st.integers(28 * 24 * 60, 33 * 24 * 60))
    def time_passes(self, minutes: int) -> None:
        until = self.desk.now + minutes * 60_000
        while (did := self.desk.time_passes(until)).told or did.warned or did.closed:
            pass  # one that was warned late is closed in the next round
        for reference, paper in self.paper.items():
            self.paper[reference] = self._woken(paper)
            self._agrees(reference, self.paper[reference])

    # What follows on paper

    def _woken(self, paper: Ticket) -> Ticket:
        """What was told and closed until now: one thing in each round, until there is nothing more to do."""
        while paper.wake_at <= self.desk.now:
            if paper.status is RESOLVED and paper.notices:
                paper = moved(paper, CLOSED, self.desk.itself().actor, self.desk.now, PLAIN)
            elif paper.status is RESOLVED:
                paper = timed(replace(paper, notices=1), PLAIN)
            else:
                paper = timed(replace(paper, notices=1 + (paper.due <= self.desk.now)), PLAIN)
        return paper

    def _goes_on(self, new: Ticket, old: Ticket, body: str) -> None:
        assert (new.follows, new.status, new.requester) == (old.reference, OPEN, old.requester)
        self.paper[new.reference] = self.desk.of(BOB).sees(new)
        self.public[new.reference] = [body]
        self.notes[new.reference] = []
        self._agrees(old.reference, old)

    def _becomes(self, which: Reference, after: Ticket) -> None:
        self.paper[which] = after
        self.touched = which

    def _customer(self, which: Reference) -> Visitor:
        return self.desk.of(self.paper[which].requester)

    def _agrees(self, reference: Reference, paper: Ticket) -> None:
        stored = self.desk.of(BOB).sees(paper)
        assert {name: getattr(stored, name) for name in FIGURED} == {name: getattr(paper, name) for name in FIGURED}
        customer = self._customer(reference)
        assert customer.reads(paper) == self.public[reference]
        staff_reads = self.desk.of(BOB).reads(paper)
        assert sorted(staff_reads) == sorted(self.public[reference] + self.notes[reference])

    @invariant()
    def the_store_agrees_with_the_paper(self) -> None:
        if self.touched is not None:
            self._agrees(self.touched, self.paper[self.touched])
            self.touched = None

    @invariant()
    def the_lists_hold_what_they_are_named_for(self) -> None:
        held = {
            View.WAITING: {WAITING},
            View.RESOLVED: {RESOLVED},
            View.ACTIVE: {OPEN, IN_PROGRESS},
            View.NOT_CLOSED: set(Status) - {CLOSED},
        }
        for view, statuses in held.items():
            there = {reference for reference, paper in self.paper.items() if paper.status in statuses}
            assert set(self.desk.of(BOB).lists(view)) == there


def test_a_desk_that_is_used_anyhow_stays_whole(furnished: Path) -> None:
    WholeDesk.furnished = furnished
    run_state_machine_as_test(
        WholeDesk,
        settings=effort(max_examples=8, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
