"""SSH keys on every engine: kept, used, dropped, and those that wait."""

from __future__ import annotations

import asyncio

from core import ssh_keys
from core.people import Via
from core.public_key import PublicKey, public_key
from storage.opened import OpenedStore
from tests.storage.hall import Hall


def a_key(nth: int = 1) -> PublicKey:
    parts = (b"ssh-ed25519", bytes([nth]) * 32)
    return public_key(b"".join(len(part).to_bytes(4, "big") + part for part in parts), f"käy {nth}")


async def test_a_key_is_kept_with_its_owner_and_when_it_was_used(hall: Hall) -> None:
    await hall.maya.write(ssh_keys.add_key, a_key(1))
    hall.later(1000)
    newer = await hall.maya.write(ssh_keys.add_key, a_key(2))
    came = await hall.reception.came_with(a_key(1))

    kept = await hall.maya.read(ssh_keys.keys_of)

    assert came is not None
    assert came.actor.person == hall.maya.actor.person
    assert kept[0] == newer
    assert [(one.key.comment, one.used_at) for one in kept] == [("käy 2", None), ("käy 1", hall.clock[0])]


async def test_the_last_who_wants_a_key_remembered_is_who_it_waits_for(hall: Hall) -> None:
    here = hall.reception.at(Via.SSH, "192.0.2.1")
    for email in ("ann@acme.example", "maya@acme.example"):
        await (await here.claimed(email)).write(ssh_keys.remember_offered, a_key())

    desk = await here.came_with(a_key())

    assert desk is not None
    assert desk.actor.person == hall.maya.actor.person
    assert await hall.ann.read(ssh_keys.keys_of) == ()


async def test_watchers_hear_of_a_key_that_goes(hall: Hall, opened: OpenedStore) -> None:
    await hall.maya.write(ssh_keys.add_key, a_key())
    told = asyncio.Event()
    end = opened.feed.subscribe(lambda _references: None, told.set)
    await hall.maya.write(ssh_keys.revoke_key, None)

    async with asyncio.timeout(30):
        await told.wait()
    end()
