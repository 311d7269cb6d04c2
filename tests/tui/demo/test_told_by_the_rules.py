"""Every sample ticket went the way that the desk's own rules allow, and is where they put it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import groupby
from pathlib import Path

import pytest

from core.entries import Kind, read_body
from core.listing import Query, View
from core.moving import timed
from core.people import Actor, Role, Sender, Via
from core.reading import counts, page
from core.tickets import MOVES, Party, Status, read_status, read_subject
from storage.checking import check
from storage.filling import fill
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.tui.demo.retelling import Retelling
from tests.tui.demo.samples import NOON, desk_of, tickets_of
from tui.demo.shifting import SampleTicket
from tui.demo.telling import SampleEntry
from tui.demo.terms import SETTINGS

ALL = tickets_of(2000)


def test_threads_have_one_to_twelve_entries_in_order_of_time() -> None:
    lengths = {len(one.entries) for one in ALL}
    assert lengths == set(range(1, 13))
    for one in ALL:
        after = [entry.after for entry in one.entries]
        assert after == sorted(after)
        assert after[0] == 0


def test_every_thread_begins_with_a_message_of_the_requester() -> None:
    for one in ALL:
        first = one.entries[0]
        assert (first.kind, first.author, first.via.value) == (Kind.PUBLIC, one.ticket.requester, one.ticket.source)


def test_subjects_and_messages_are_such_as_the_desk_takes() -> None:
    for one in ALL:
        assert read_subject(one.ticket.subject) == one.ticket.subject
        for entry in one.entries:
            assert (entry.kind is Kind.EVENT) == bool(entry.changes)
            assert entry.kind is Kind.EVENT or read_body(entry.body) == entry.body


def _party(one: SampleTicket, entry: SampleEntry) -> Party:
    if entry.author is None:
        return Party.DESK
    return Party.AGENT if entry.author.is_staff else Party.CUSTOMER


def test_every_move_of_every_ticket_is_in_the_table_of_moves() -> None:
    for one in ALL:
        status = Status.OPEN
        for entry in one.entries:
            for change in entry.changes:
                if change.what == "status":
                    assert change.before == status.word
                    to = read_status(change.after or "")
                    spoke = any(other.version == entry.version and other.kind is Kind.PUBLIC for other in one.entries)
                    parties = {_party(one, entry), Party.DESK} if spoke else {_party(one, entry)}
                    assert parties & MOVES[status, to]
                    status = to
        assert status is one.ticket.status


def test_the_last_state_is_what_the_rules_work_out() -> None:
    for one in ALL:
        assert timed(one.ticket, SETTINGS) == one.ticket


def test_versions_ascend_and_the_last_one_is_the_tickets() -> None:
    for one in ALL:
        versions = [entry.version for entry in one.entries]
        assert versions == sorted(versions)
        assert versions[0] == 2
        assert versions[-1] <= one.ticket.version
        public = {entry.version for entry in one.entries if entry.public}
        assert one.ticket.public_version == 1 + len(public)


def test_staff_write_as_staff_and_guests_as_unverified() -> None:
    entries = [(entry, entry.author) for one in ALL for entry in one.entries]
    senders = {(author.is_staff, author.verified, entry.sender) for entry, author in entries if author}
    assert senders == {
        (True, True, Sender.STAFF),
        (False, True, Sender.VERIFIED),
        (False, False, Sender.UNVERIFIED),
    }
    assert all(one.ticket.proved == one.ticket.requester.verified for one in ALL)


def test_a_resolved_ticket_has_an_owner_and_an_open_one_has_none() -> None:
    for one in ALL:
        assert one.ticket.status is not Status.OPEN or one.ticket.assignee is None
        assert one.ticket.status not in (Status.IN_PROGRESS, Status.RESOLVED) or one.ticket.assignee is not None
        assert one.ticket.assignee is None or one.ticket.assignee.role is Role.AGENT


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[OpenedStore]:
    opened = open_store(f"sqlite:///{tmp_path / 'desk.db'}", create=True)
    yield opened
    await opened.close()


async def test_a_filled_desk_passes_the_check_and_shows_the_figures(empty: OpenedStore) -> None:
    fill(empty, desk_of(500))
    maya = Actor(Via.TUI, desk_of(500).agent)
    assert check(empty) == ()
    figures = await empty.store.read(lambda tx: counts(tx, maya, NOON))
    assert (figures.views[View.NEXT], figures.views[View.LATE], figures.views[View.WAITING]) == (23, 3, 14)
    found = await empty.store.read(lambda tx: page(tx, maya, Query(View.NEXT), NOON))
    assert [row.unread for row in found.rows[:9]] == [True, False, False, True, False, True, False, False, True]


def _some() -> Iterator[SampleTicket]:
    """Those of the first page, and some of every course behind it."""
    tickets = tickets_of(500)
    courses = groupby(sorted(tickets, key=_course), key=_course)
    for _, alike in courses:
        yield next(alike)


def _course(one: SampleTicket) -> tuple[str, ...]:
    kinds = (entry.kind.value for entry in one.entries)
    return (*kinds, one.ticket.status.code, one.ticket.due_state(NOON).value)


async def test_done_again_by_hand_each_ticket_comes_out_the_same(empty: OpenedStore) -> None:
    retelling = await Retelling.begin(empty, desk_of(500))
    for one in _some():
        ticket, entries = await retelling.of(one, NOON)
        assert ticket == one.ticket
        assert entries == one.entries
