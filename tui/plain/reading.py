"""Reading a conversation page by page: the newest entries first, then those before; a long message in pieces."""

from __future__ import annotations

from core import reading
from core.entries import Entry
from core.references import Reference
from tui.plain.talk import AT_ONCE, Back, Choice
from tui.plain.ticket_words import entry_lines
from tui.plain.visitor import Visitor
from tui.words import plural

ENTRIES = 10
"""Of one page; its lines come in pieces."""

READ_ON, EARLIER, LATER, QUOTED = "more", "earlier", "later", "quoted"


class Conversation:
    """The conversation of one ticket as it is being read. Pages are remembered by the entry that they stand before."""

    def __init__(self, visitor: Visitor, reference: Reference) -> None:
        self._visitor = visitor
        self._reference = reference
        self._before: list[int | None] = [None]
        self._earlier, self._first = 0, 0
        self._quotes, self._with_quotes = False, False
        """Whether something is quoted on this page, and whether that is printed as well."""
        self._left: list[str] = []
        """Lines of this page that were not printed yet."""

    async def stay(self) -> None:
        """Until somebody goes back, or has read everything there is."""
        await self._turn()
        while choices := self._choices():
            try:
                await self._go(await self._visitor.talk.choose("The conversation.", choices))
            except Back:
                return
        self._visitor.talk.say("That was all of it.")

    def _choices(self) -> list[Choice[str]]:
        choices = [Choice(READ_ON, "go on in this page", READ_ON)] if self._left else []
        if self._earlier:
            choices.append(Choice(EARLIER, f"the {_entries(min(self._earlier, ENTRIES))} before these", EARLIER))
        if len(self._before) > 1:
            choices.append(Choice(LATER, "the entries after these", LATER))
        if self._quotes and not self._with_quotes:
            choices.append(Choice(QUOTED, "the same entries, with what letters quote", QUOTED))
        return choices

    async def _go(self, where: str) -> None:
        if where == READ_ON:
            self._print_piece()
            return
        self._with_quotes = where == QUOTED
        if where == EARLIER:
            self._before.append(self._first)
        elif where == LATER:
            self._before.pop()
        await self._turn()

    async def _turn(self) -> None:
        """Read the page and print its first piece."""
        before, desk = self._before[-1], self._visitor.desk
        if before is None:
            thread = (await desk.read(reading.look_at, self._reference, newest=ENTRIES)).thread
        else:
            thread = await desk.read(reading.earlier, self._reference, before, limit=ENTRIES)
        self._earlier = thread.earlier
        self._first = thread.entries[0].id if thread.entries else 0
        first, last = thread.earlier + 1, thread.earlier + len(thread.entries)
        which = f"Entry {last}." if first == last else f"Entries {first} to {last}, the oldest first."
        self._visitor.talk.say(which)
        self._quotes = any(entry.quoted for entry in thread.entries)
        actor, with_quotes = self._visitor.actor, self._with_quotes
        self._left = [line for one in thread.entries for line in entry_lines(one, actor, with_quotes=with_quotes)]
        self._print_piece()

    def _print_piece(self) -> None:
        self._visitor.talk.print_lines(self._left[:AT_ONCE])
        del self._left[:AT_ONCE]
        if self._left:
            self._visitor.talk.say(f"{plural(len(self._left), 'line')} of this page to come.")


def _entries(number: int) -> str:
    return "entry" if number == 1 else f"{number} entries"


def print_entries(visitor: Visitor, entries: tuple[Entry, ...]) -> None:
    """Entries at the opening of a ticket; of much text only the beginning."""
    lines = [line for entry in entries for line in entry_lines(entry, visitor.actor)]
    visitor.talk.print_lines(lines[:AT_ONCE])
    if len(lines) > AT_ONCE:
        visitor.talk.say(f"{plural(len(lines) - AT_ONCE, 'line')} more: read shows all of it.")
