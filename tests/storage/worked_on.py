"""A desk on which something of everything happened, and ways to spoil it."""

from __future__ import annotations

import io

import pytest

from core.entries import Attachment
from core.settling import Settling, confirm
from core.tickets import Status
from tests.storage.hall import Hall


@pytest.fixture
async def worked_on(hall: Hall) -> Hall:
    """A desk on which something of everything happened."""
    return await work_on(hall)


async def work_on(hall: Hall) -> Hall:
    blob = await hall.opened.files.put(io.BytesIO(b"log"), at_most=3)
    file = Attachment("vpn.log", blob.size, "text/plain", blob.sha256)
    ticket = await hall.opens(hall.ann, "Żółw 東京都", "vpn ERR-4821", files=(file,))
    await hall.says(hall.maya, ticket, then=Status.WAITING)
    await hall.notes(hall.jonas, ticket)
    await hall.changes(hall.maya, ticket, subject="Another subject", add_tags=("vpn",))
    await hall.says(hall.ann, ticket, "Thanks.")
    closed = await hall.opens(hall.ben)
    await hall.ben.write(confirm, Settling(closed.reference))
    return hall


def spoil(hall: Hall, *statements: str) -> None:
    for statement in statements:
        hall.opened.store.write_now(lambda connection, sql=statement: connection.exec_driver_sql(sql))  # type: ignore[misc]
