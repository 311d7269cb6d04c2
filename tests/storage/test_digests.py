"""However many processes look at once, a digest is posted once."""

from __future__ import annotations

import asyncio

from sqlalchemy import func, select

from core.calendars import DAY, MINUTE
from core.letters import Subject
from core.setting_up import change_mine
from core.waking import Round, wake
from storage.opening import open_store
from storage.schema import outbox
from tests.storage.hall import hall_of, reception_of

DIGESTS = select(func.count()).where(outbox.c.subject == Subject.DIGEST.value)
DAYS = 3


async def test_two_processes_post_it_once(url: str) -> None:
    opened, beside = open_store(url, create=True), None
    hall = await hall_of(opened)
    for desk in (hall.olga, hall.maya, hall.jonas):
        await desk.write(change_mine, {"digest": "08:00"})
    try:
        beside = open_store(url)
        other = reception_of(beside, hall.clock, luck=5).the_desk_itself()
        for _ in range(DAYS):
            hall.later(DAY - MINUTE)
            rounds: list[Round] = await asyncio.gather(
                *(desk.write(wake) for desk in (hall.reception.the_desk_itself(), other) for _ in range(4))
            )
            assert max(one.digests for one in rounds) == 3
        posted = opened.store.write_now(lambda connection: connection.execute(DIGESTS).scalar_one())
    finally:
        await opened.close()
        if beside is not None:
            await beside.close()

    assert posted == 3 * DAYS
