"""Fetching letters from a mailbox: each is kept for good before the mailbox is told that it was seen.

Of what lies there when the desk comes first, letters that nobody has read are taken; later ones by their UID, which
grows, read or not. Nothing is ever deleted there. A letter that can not be taken is flagged, and the next ones are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial

from core.collecting import Collected, TooLarge, keep_place, mailbox_place, tell_trouble
from core.desk import Desk
from core.errors import DeskError
from core.incoming import LETTER_AT_MOST
from mail.imap import FLAGGED, SEEN, Away, Line, NotGiven, Opened
from mail.mailbox import MailboxServer

AT_ONCE = 20
"""Letters between two times that it is written down how far the desk has read."""
TRIES = 3
LOOKS = 60.0
"""Seconds between two looks, where the server tells of no news in between."""

Take = Callable[[bytes], Awaitable[bool]]
"""Keeps a letter for good; whether it is new. Raises TooLarge, and DeskError where the desk takes none now."""
MayGoOn = Callable[[], Awaitable[bool]]
"""Asked before each letter: whether this process still looks after the mailbox."""


class Collector:
    """One mailbox over one line, and how far it is read. `desk` is that of the desk itself."""

    def __init__(self, desk: Desk, server: MailboxServer, line: Line, take: Take, may_go_on: MayGoOn) -> None:
        self._desk = desk
        self._name = server.name
        self._line = line
        self._take = take
        self._may_go_on = may_go_on
        self._mishaps: list[Exception] = []

    async def watch(self, told: Callable[[Collected], None]) -> None:
        """Look whenever something came, and once a minute, as long as this process may. Raises Away, DeskError."""
        while await self._may_go_on():
            told(await self.look())
            if not await self._line.ask(partial(self._line.talk.idle, LOOKS)):
                await asyncio.sleep(LOOKS)

    async def look(self) -> Collected:
        """Take all that is there and was not taken yet. Raises Away, DeskError."""
        opened = await self._line.ask(self._line.talk.open)
        place = await self._desk.read(mailbox_place, self._name)
        self._mishaps.clear()
        if place.uidvalidity == opened.uidvalidity:
            new, last = await self._later(opened, place.last_uid)
        else:
            new, last = await self._first(opened)
        said = "" if last != place.last_uid else place.trouble
        if (trouble := _left_there(await self._line.ask(self._line.talk.left_behind))) != said:
            await self._desk.write(tell_trouble, self._name, trouble)
        return Collected(new, trouble, mishaps=tuple(self._mishaps))

    async def _later(self, opened: Opened, last: int) -> tuple[int, int]:
        new = 0
        for batch in _batches(await self._line.ask(partial(self._line.talk.after, last))):
            if (taken := await self._batch(opened, batch)) is None:
                break
            await self._desk.write(keep_place, self._name, opened.uidvalidity, batch[-1])
            await self._seen(taken)
            new, last = new + sum(taken.values()), batch[-1]
        return new, last

    async def _first(self, opened: Opened) -> tuple[int, int]:
        """It is not written down how far the desk has read before all of it is read: what others have read already
        would be taken for new."""
        new, last = 0, opened.uidnext - 1
        for batch in _batches(await self._line.ask(self._line.talk.unseen)):
            if (taken := await self._batch(opened, batch)) is None:
                return new, 0
            await self._seen(taken)
            new, last = new + sum(taken.values()), max(last, batch[-1])
        await self._desk.write(keep_place, self._name, opened.uidvalidity, last)
        return new, last

    async def _batch(self, opened: Opened, uids: Sequence[int]) -> dict[int, bool] | None:
        """Those that were taken, each with whether it is new; None where somebody else goes on with it."""
        taken: dict[int, bool] = {}
        for uid in uids:
            if not await self._may_go_on():
                return None
            if (is_new := await self._one(opened, uid)) is not None:
                taken[uid] = is_new
        return taken

    async def _one(self, opened: Opened, uid: int) -> bool | None:
        """None for a letter that is gone, or is left there with a flag."""
        for _ in range(TRIES):
            try:
                size = await self._line.ask(partial(self._line.talk.size, uid))
                if size is not None and size > LETTER_AT_MOST:
                    break
                raw = await self._line.ask(partial(self._line.talk.letter, uid))
                return None if raw is None else await self._take(raw)
            except TooLarge:
                break
            except DeskError:
                raise
            except NotGiven:
                continue
            except Away:
                await self._open_again(opened)
            except Exception as error:  # noqa: BLE001  the letters behind it shall come all the same
                self._mishaps.append(error)
        await self._line.ask(partial(self._line.talk.mark, [uid], FLAGGED))
        return None

    async def _open_again(self, opened: Opened) -> None:
        if (await self._line.ask(self._line.talk.open)).uidvalidity != opened.uidvalidity:
            raise Away("The mailbox is another one than a moment ago.")

    async def _seen(self, taken: dict[int, bool]) -> None:
        if taken:
            await self._line.ask(partial(self._line.talk.mark, list(taken), SEEN))


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (uids[start : start + AT_ONCE] for start in range(0, len(uids), AT_ONCE))


def _left_there(letters: int) -> str:
    if not letters:
        return ""
    which = "1 letter lies" if letters == 1 else f"{letters} letters lie"
    return f"{which} there unseen and flagged: too large, or not to be fetched. Look at them there."
