"""Drafts and read marks on their way to the desk: the newest value of each place, at most once a second."""

from __future__ import annotations

import asyncio

import pytest

from core.errors import TryLater
from core.soft_state import SoftState


class Shelf:
    """Where the values arrive; `locked`: the desk is away. Writing waits while the `door` is shut."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.locked = False
        self.arrived = asyncio.Event()
        self.door = asyncio.Event()
        self.door.set()

    async def keep(self, value: str) -> None:
        if self.locked:
            raise TryLater("Try later.")
        await self.door.wait()
        self.kept.append(value)
        self.arrived.set()


@pytest.fixture
async def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def soft() -> SoftState:
    return SoftState(quiet=0.01, longest=0.05)


async def test_only_the_newest_value_of_a_place_is_written(shelf: Shelf, soft: SoftState) -> None:
    for word in ("H", "He", "Hello"):
        soft.put("draft", lambda word=word: shelf.keep(word))  # type: ignore[misc]
    soft.put("mark", lambda: shelf.keep("7"))
    await soft.flush()

    assert shelf.kept == ["Hello", "7"]


async def test_it_is_written_once_things_are_quiet(shelf: Shelf, soft: SoftState) -> None:
    soft.put("draft", lambda: shelf.keep("Hello"))
    assert shelf.kept == []
    await shelf.arrived.wait()

    assert shelf.kept == ["Hello"]


async def test_somebody_who_never_stops_typing_is_written_too(shelf: Shelf, soft: SoftState) -> None:
    nth = 0
    while not shelf.arrived.is_set():
        soft.put("draft", lambda nth=nth: shelf.keep(str(nth)))  # type: ignore[misc]
        nth += 1
        await asyncio.sleep(0.001)

    assert nth > 1


async def test_what_could_not_be_written_is_written_the_next_time(shelf: Shelf, soft: SoftState) -> None:
    shelf.locked = True
    soft.put("draft", lambda: shelf.keep("Hello"))
    await soft.flush()
    shelf.locked = False
    await soft.flush()
    await soft.flush()

    assert shelf.kept == ["Hello"]


async def test_a_newer_value_is_not_put_back_by_one_that_failed(shelf: Shelf, soft: SoftState) -> None:
    async def fails_while_one_types() -> None:
        soft.put("draft", lambda: shelf.keep("newer"))
        raise TryLater("Try later.")

    soft.put("draft", fails_while_one_types)
    await soft.flush()
    await soft.flush()

    assert shelf.kept == ["newer"]


async def test_what_the_desk_could_not_take_is_written_when_it_is_back(shelf: Shelf) -> None:
    soft = SoftState(quiet=0.01, longest=0.02)
    away = [True, True]

    async def keep() -> None:
        if away and away.pop():
            raise TryLater("The database does not answer.")
        await shelf.keep("Hello")

    soft.put("draft", keep)
    async with asyncio.timeout(10):
        await shelf.arrived.wait()

    assert shelf.kept == ["Hello"]


async def test_two_slow_rounds_do_not_wait_for_each_other(shelf: Shelf, soft: SoftState) -> None:
    shelf.door.clear()
    soft.put("draft", lambda: shelf.keep("one"))
    await asyncio.sleep(0.03)
    soft.put("mark", lambda: shelf.keep("two"))
    await asyncio.sleep(0.03)
    shelf.door.set()
    async with asyncio.timeout(30):
        await soft.flush()

    assert sorted(shelf.kept) == ["one", "two"]


async def test_flushing_waits_for_what_is_being_written(shelf: Shelf, soft: SoftState) -> None:
    shelf.door.clear()
    soft.put("draft", lambda: shelf.keep("Hello"))
    await asyncio.sleep(0.03)
    leaving = asyncio.create_task(soft.flush())
    await asyncio.sleep(0.01)
    assert not leaving.done()
    shelf.door.set()
    await leaving

    assert shelf.kept == ["Hello"]


async def test_a_screen_that_leaves_in_the_middle_of_it_takes_nothing_along(shelf: Shelf, soft: SoftState) -> None:
    shelf.door.clear()
    soft.put("draft", lambda: shelf.keep("Hello"))
    soft.put("mark", lambda: shelf.keep("7"))
    waiting = asyncio.create_task(soft.flush())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    shelf.door.set()
    await soft.flush()

    assert shelf.kept == ["Hello", "7"]
