"""SSH keys on every engine: kept, used, dropped, and those that wait."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from core import ssh_keys, staffing
from core.errors import Refused, TryLater
from core.people import Via
from core.public_key import PublicKey, public_key
from storage.key_lines import key_line
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


async def test_an_sshd_is_told_the_keys_of_those_who_may_come_and_of_nobody_else(hall: Hall, url: str) -> None:
    pooled = f"{url}{'&' if '?' in url else '?'}pooler=127.0.0.1:1" if url.startswith("postgresql") else url
    await hall.maya.write(ssh_keys.add_key, a_key(1))
    await hall.ann.write(ssh_keys.add_key, a_key(2))
    came = await hall.reception.at(Via.SSH, "192.0.2.1").came_by(a_key(2).fingerprint)
    await hall.olga.write(staffing.disable_person, "maya@acme.example")

    assert key_line(pooled, a_key(2).fingerprint) == a_key(2).line
    assert (key_line(url, a_key(1).fingerprint), key_line(url, a_key(3).fingerprint)) == ("", "")
    assert came is not None
    assert (came[0].actor.person, came[0].actor.source) == (hall.ann.actor.person, "192.0.2.1")
    assert await hall.reception.came_by(a_key(1).fingerprint) is None


def test_an_sshd_is_told_in_a_sentence_why_there_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "old.db").touch(0o600)
    for name, why in (("none.db", "There is no desk at"), ("old.db", "Run `ttydesk db upgrade`")):
        with pytest.raises(Refused, match=re.escape(why)):
            key_line(f"sqlite:///{tmp_path}/{name}", a_key().fingerprint)
    with pytest.raises(TryLater, match="does not answer"):
        key_line("postgresql://desk@127.0.0.1:1/desk", a_key().fingerprint)


async def test_watchers_hear_of_a_key_that_goes(hall: Hall, opened: OpenedStore) -> None:
    await hall.maya.write(ssh_keys.add_key, a_key())
    told = asyncio.Event()
    end = opened.feed.subscribe(lambda _references: None, told.set)
    await hall.maya.write(ssh_keys.revoke_key, None)

    async with asyncio.timeout(30):
        await told.wait()
    end()
