"""A desk with its people, whose letters go to a mail server of the test; and a reader of letters."""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from core import receiving
from core.filing import file_letter
from core.incoming import Arrived, Incoming, LetterRead, Way
from core.reception import Reception
from core.sending import Delivered
from core.setting_up import change_settings
from mail.reading import Reader
from mail.sending import send_letters
from mail.smtp import read_server
from storage.files import BlobFiles
from storage.files_in_folder import FolderRoom
from storage.opening import open_store
from tests.mail.post_office import PostOffice, post_office, text_of
from tests.storage.hall import Hall, hall_of

ADDRESS = "help@desk.example"


@dataclass
class Posting:
    """The desk, its people, and the mail server."""

    hall: Hall
    office: PostOffice

    async def round(self, length: int = 60_000) -> Delivered:
        """After this time, everything that may leave left."""
        self.hall.later(length)
        desk, server = self.hall.reception.the_desk_itself(), read_server(self.office.url)
        return await send_letters(desk, server, self.hall.opened.passwords, always)

    def code(self) -> str:
        """The code of the newest letter that brings one."""
        found = re.findall(r"^ *(\d{4} \d{4})$", text_of(self.office.letters[-1]), re.MULTILINE)
        return str(found[0])


async def bring(hall: Hall, read: LetterRead) -> Incoming:
    """A letter that says this came in, and was filed."""
    return await came(hall.reception, read, hall.key().encode())


async def came(reception: Reception, read: LetterRead, raw: bytes) -> Incoming:
    desk = reception.the_desk_itself()
    blob = await desk.files.put(BytesIO(raw), at_most=len(raw))
    await desk.write(receiving.keep, Arrived(sha256(raw).hexdigest(), blob, Way.LMTP))
    taken = await desk.write(receiving.take_in)
    assert taken is not None
    return await desk.write(file_letter, taken.number, read)


async def always() -> bool:
    return True


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    (tmp_path / "desk").mkdir(mode=0o700)
    opened = open_store(f"sqlite:///{tmp_path}/desk/desk.db", create=True)
    hall = await hall_of(opened)
    await hall.olga.write(
        change_settings, {"desk.address": ADDRESS, "desk.ssh": "help@desk.example", "desk.contact": "Or ring 42."}
    )
    yield hall
    await opened.close()


@pytest.fixture
async def posting(hall: Hall) -> AsyncIterator[Posting]:
    async with post_office() as office:
        yield Posting(hall, office)


@pytest.fixture
def files(tmp_path: Path) -> BlobFiles:
    return BlobFiles(lambda: FolderRoom(tmp_path / "files"))


@pytest.fixture
async def reader() -> AsyncIterator[Reader]:
    async with Reader() as reader:
        yield reader


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where letters have theirs while they are read, of this test alone."""
    (place := tmp_path / "letters").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place
