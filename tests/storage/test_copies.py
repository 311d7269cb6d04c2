"""A desk that is written down is the same desk wherever it is made again, on either engine."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from core.copies import Kind
from core.errors import Refused
from core.signing_in import remember
from storage.checking import check
from storage.files import BlobFiles
from storage.files_in_folder import FolderRoom
from storage.opened import OpenedStore
from storage.opening import open_store
from tests.storage.copies import lines_of, made_of
from tests.storage.hall import Hall, reception_of
from tests.storage.server import Server
from tests.storage.worked_on import spoil, worked_on

__all__ = ["worked_on"]

ANN, SECRET = "ann@acme.example", "correct horse battery"

Opens = Callable[[str], OpenedStore]


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, url: str, place: Path) -> Iterator[str]:
    """A database of the other engine, in which nothing is yet."""
    if not url.startswith("sqlite:"):
        yield f"sqlite:///{place}/elsewhere/desk.db"
        return
    server: Server = request.getfixturevalue("server")
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture
def opens() -> Iterator[Opens]:
    """Opens a desk for the length of a test."""
    kept: list[OpenedStore] = []

    def opens(url: str) -> OpenedStore:
        kept.append(open_store(url))
        return kept[-1]

    yield opens
    for one in kept:
        one.close_now()


async def test_it_is_the_same_desk_on_every_engine(worked_on: Hall, elsewhere: str, opens: Opens) -> None:
    lines = lines_of(worked_on.opened)

    copied = made_of(lines, elsewhere)

    assert (copied.tickets, copied.files, copied.missing) == (2, 1, ())
    there = opens(elsewhere)
    assert check(there) == ()
    assert there.desk_id == worked_on.opened.desk_id
    assert lines_of(there) == lines


async def test_work_goes_on_there(worked_on: Hall, elsewhere: str, opens: Opens) -> None:
    made_of(lines_of(worked_on.opened), elsewhere)
    there = opens(elsewhere)
    reception = reception_of(there, worked_on.clock)
    maya, ann = await reception.claimed("maya@acme.example"), await reception.claimed(ANN)

    await worked_on.says(maya, await worked_on.opens(ann, "One more"), "We look at it.")

    assert {"Another subject", "One more"} <= set(await worked_on.subjects(maya, words="err-4821"))
    assert await worked_on.subjects(ann, words="look") == ["One more"]
    assert check(there) == ()


async def test_people_sign_in_there_and_only_a_backup_remembers_who_is_signed_in(
    worked_on: Hall, place: Path, opens: Opens
) -> None:
    await worked_on.reception.choose_password(worked_on.ann, SECRET)
    token = await worked_on.ann.write(remember)
    kinds = {kind: f"sqlite:///{place}/{kind}/desk.db" for kind in Kind}
    for kind, url in kinds.items():
        made_of(lines_of(worked_on.opened, kind), url)
    there = {kind: reception_of(opens(url), worked_on.clock) for kind, url in kinds.items()}

    assert (await there[Kind.EXPORT].sign_in(ANN, SECRET)).desk.actor.person == worked_on.ann.actor.person
    assert await there[Kind.EXPORT].remembered(token) is None
    assert await there[Kind.BACKUP].remembered(token) is not None


async def test_a_ticket_that_follows_a_later_one_finds_it(worked_on: Hall, elsewhere: str, opens: Opens) -> None:
    spoil(
        worked_on,
        "UPDATE tickets SET follows = (SELECT reference FROM tickets WHERE id = 2), merged_into = 2 WHERE id = 1",
    )
    lines = lines_of(worked_on.opened)

    made_of(lines, elsewhere)

    assert lines_of(opens(elsewhere)) == lines


async def test_what_drifted_is_not_carried(worked_on: Hall, elsewhere: str, opens: Opens) -> None:
    spoil(
        worked_on,
        "UPDATE counters SET tickets = 99",
        "UPDATE participants SET closed = NOT closed",
        "UPDATE tickets SET last_message = 0, last_public = 0",
    )
    made_of(lines_of(worked_on.opened), elsewhere)
    assert check(opens(elsewhere)) == ()


def path_of(files: BlobFiles, digest: str) -> Path:
    assert isinstance(files.room, FolderRoom)
    return files.room.path_of(digest)


async def test_files_that_are_lost_are_named_and_all_the_rest_is_kept(
    worked_on: Hall, elsewhere: str, opens: Opens
) -> None:
    files = worked_on.opened.files
    (whole,) = files.digests()
    path_of(files, whole).write_bytes(b"changed on the disk")
    changed = made_of(lines_of(worked_on.opened), elsewhere)
    path_of(files, whole).unlink()
    gone = made_of(lines_of(worked_on.opened), elsewhere, replace=True)

    assert (changed.missing, changed.files) == (gone.missing, gone.files) == (("vpn.log",), 0)
    (finding,) = check(opens(elsewhere))
    assert finding.startswith("The bytes of vpn.log are missing")


async def test_where_somebody_is_at_home_nothing_is_made_unless_they_are_replaced(
    worked_on: Hall, elsewhere: str, opens: Opens
) -> None:
    before = lines_of(worked_on.opened)
    made_of(before, elsewhere)
    await worked_on.opens(worked_on.ben, "Came later")
    later = lines_of(worked_on.opened)

    with pytest.raises(Refused, match="--replace"):
        made_of(later, elsewhere)
    there = opens(elsewhere)
    assert lines_of(there) == before
    there.close_now()

    made_of(later, elsewhere, replace=True)
    assert lines_of(opens(elsewhere)) == later


async def test_what_fails_at_its_end_leaves_the_desk_that_was_there(
    worked_on: Hall, elsewhere: str, opens: Opens
) -> None:
    before = lines_of(worked_on.opened)
    made_of(before, elsewhere)
    await worked_on.opened.files.put(io.BytesIO(b"later"), at_most=5)
    spoil(worked_on, "UPDATE people SET name = 'Somebody else'")

    with pytest.raises(Exception, match="ends in line"):
        made_of(lines_of(worked_on.opened)[:-10], elsewhere, replace=True)

    there = opens(elsewhere)
    assert (lines_of(there), check(there)) == (before, ())


def of_an_older_program(lines: bytes, version: str) -> bytes:
    """As it would have been written then: letters had other columns, nothing was signed, and none came in."""
    head, *rows, last = map(json.loads, lines.splitlines())
    rows = [as_it_was(row) for row in rows if row.get("table") != "signing_keys"]
    before = b"".join(json.dumps(row).encode() + b"\n" for row in (head | {"tables": version}, *rows))
    counted = {table: count for table, count in last["end"].items() if table != "signing_keys"}
    return before + json.dumps({"end": counted, "sha256": sha256(before).hexdigest()}).encode() + b"\n"


def as_it_was(line: dict[str, Any]) -> dict[str, Any]:
    if line.get("table") in ("people", "entries"):
        since_then = ("undeliverable", "quoted", "digest_at")
        return line | {"row": {name: value for name, value in line["row"].items() if name not in since_then}}
    if line.get("table") != "outbox":
        return line
    kept = {name: value for name, value in line["row"].items() if name not in ("tries", "ended_at", "answer", "by_id")}
    return line | {"row": kept | {"claimed_by": None, "claimed_until": 0, "attempts": 0}}


def what_was_known(lines: bytes) -> list[Any]:
    """Its rows; what signs is made anew, and who did what letters tell of was not kept then."""
    rows = [json.loads(line) for line in lines.splitlines()[:-1]]
    for row in rows:
        if row.get("table") == "outbox":
            row["row"]["by_id"] = None
    return [row for row in rows if row.get("table") != "signing_keys"]


async def test_a_copy_of_an_older_program_is_brought_up_to_date(worked_on: Hall, elsewhere: str, opens: Opens) -> None:
    lines = lines_of(worked_on.opened, Kind.BACKUP)

    made_of(of_an_older_program(lines, "0001"), elsewhere)

    there = opens(elsewhere)
    assert check(there) == ()
    assert what_was_known(lines_of(there, Kind.BACKUP)) == what_was_known(lines)
