"""A sender may be killed at any step of the conversation: each letter arrives, and twice only under one Message-ID."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle

from sqlalchemy import select

from core.opening import Form, open_ticket
from core.replying import Reply, reply
from core.sending import HOLDS, Fate
from storage.schema import outbox
from tests.mail.conftest import Posting
from tests.mail.post_office import PostOffice

ROUNDS = int(os.environ.get("TTYDESK_KILL_ROUNDS", "3"))
STEPS = ("DATA", "MAIL again", "RCPT", "MAIL", "EHLO")
"""Before each of these is answered; at DATA the letter was taken, and at the second MAIL one may be recorded or not."""


@dataclass
class Killer:
    """Kills the sender at one step; `after` so many letters that went well."""

    office: PostOffice
    process: asyncio.subprocess.Process | None = None
    step: str = ""
    after: int = 0
    seen: Counter[str] = field(default_factory=Counter)

    def reached(self, step: str) -> None:
        self.seen[step] += 1
        named = "MAIL again" if step == "MAIL" and self.seen[step] > 1 else step
        wanted = self.step in (step, named) and (step == "EHLO" or self.seen[step] > self.after)
        if wanted and self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)


async def test_a_sender_that_is_killed_loses_no_letter_and_sends_none_under_another_id(posting: Posting) -> None:
    hall, office = posting.hall, posting.office
    killer = Killer(office)
    office.reached = killer.reached
    url = f"sqlite:///{hall.opened.store.engine.path}"  # type: ignore[attr-defined]
    killed = 0
    for nth, step in zip(range(ROUNDS), cycle(STEPS), strict=False):
        ticket = await hall.ann.write(open_ticket, Form(f"Ticket {nth}", "It broke.", f"opens {nth}"))
        await hall.maya.write(reply, Reply(ticket.reference, "Try again.", f"answers {nth}"))
        hall.later(HOLDS)  # what the one before had taken up may leave again
        killer.step, killer.after, killer.seen = step, nth % 3, Counter()
        killed += await sent_by_a_process(killer, url, office.url, hall.clock[0]) == -signal.SIGKILL

    while await unsent(posting):
        await posting.round(HOLDS)

    posted = await posted_ids(posting)
    arrived = Counter(str(letter["Message-ID"]) for letter in office.letters)
    assert killed >= ROUNDS * 3 // 5
    assert set(arrived) == posted
    assert arrived.total() - len(arrived) <= killed


async def sent_by_a_process(killer: Killer, url: str, smtp: str, now: int) -> int:
    script = [sys.executable, "-m", "tests.mail.sending_until_killed", url, smtp, str(now)]
    killer.process = await asyncio.create_subprocess_exec(*script)
    return await killer.process.wait()


async def unsent(posting: Posting) -> bool:
    return bool(await posted_ids(posting, Fate.WAITS))


async def posted_ids(posting: Posting, fate: Fate | None = None) -> set[str]:
    wanted = select(outbox.c.message_id)
    if fate is not None:
        wanted = wanted.where(outbox.c.state == int(fate))
    rows = await asyncio.to_thread(posting.hall.opened.store.write_now, lambda one: one.execute(wanted).scalars().all())
    return set(rows)
