"""Eight processes edit the same few tickets: no edit is lost, and whoever was overtaken is told by what."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from core import staffing
from core.people import Role
from core.reading import look_at
from core.references import Reference
from storage.checking import check
from storage.opening import open_store
from tests.storage.hall import hall_of

EDITORS = 8
EDITS = int(os.environ.get("TTYDESK_EDITS", "6"))
"""Of each editor; 300 are tried by hand."""
TICKETS = 3

Told = dict[str, Any]


async def test_no_edit_is_lost_and_whoever_was_overtaken_is_told_by_what(url: str) -> None:
    opened = open_store(url, create=True)
    hall = await hall_of(opened)
    names = [f"editor{nth}" for nth in range(EDITORS)]
    for name in names:
        await hall.olga.write(staffing.add_person, name.title(), f"{name}@acme.example", Role.AGENT)
    before = {(ticket := await hall.opens(hall.ann)).reference: ticket for _ in range(TICKETS)}

    told = all_edit(url, names, *before)

    assert len(told) == EDITORS * EDITS
    overtaken = [one for one in told if not one["did"]]
    for one in overtaken:
        assert one["since"]
        assert one["since"][-1] == one["now"]
        assert f"to {one['now']}" in one["sentence"]
    for reference, ticket in before.items():
        view = await hall.maya.read(look_at, reference, newest=EDITORS * EDITS + 10)
        saved = [one for one in told if one["did"] and one["ticket"] == reference]
        assert sorted(one["version"] for one in saved) == list(range(ticket.version + 1, view.ticket.version + 1))
        notes = [entry.body for entry in view.thread.entries if "editor" in entry.body]
        assert sorted(notes) == sorted(one["text"] for one in saved if one["did"] == "note")
        assert list(subjects(view.thread.entries)) == [
            (one["saw"], one["text"]) for one in sorted(saved, key=by_version) if one["did"] == "subject"
        ]
    assert check(opened) == ()
    await opened.close()
    print(figures(told))


def all_edit(url: str, names: list[str], *references: Reference) -> list[Told]:
    """Let everybody edit at once, and give what each was told."""
    argv = [sys.executable, "-m", "tests.storage.editing_together", url, ",".join(names), str(EDITS), *references]
    run = subprocess.run(argv, stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def by_version(one: Told) -> int:
    return int(one["version"])


def subjects(entries: Any) -> Iterator[tuple[str, str]]:
    """From what to what each change went; each began where the one before it ended."""
    found = [change for entry in entries for change in entry.changes if change.what == "subject"]
    assert all(one.after == next.before for one, next in pairwise(found))
    return ((change.before, change.after) for change in found)


def figures(told: list[Told]) -> dict[str, object]:
    """For whoever runs the large one by hand, with -s."""
    seconds = sorted(one["seconds"] for one in told)
    count: defaultdict[str, int] = defaultdict(int)
    for one in told:
        count[one["did"] or "overtaken"] += 1
    return dict(count) | {"median": seconds[len(seconds) // 2], "slowest": seconds[-1]}
