"""A desk with its people, whose letters go to a mail server of the test; and a reader of letters."""

from __future__ import annotations

import re
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

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
        return await send_letters(desk, server, self.hall.opened.passwords, _always)

    def code(self) -> str:
        """The code of the newest letter that brings one."""
        found = re.findall(r"^ *(\d{4} \d{4})$", text_of(self.office.letters[-1]), re.MULTILINE)
        return str(found[0])


async def _always() -> bool:
    return True


@pytest.fixture
async def posting(tmp_path: Path) -> AsyncIterator[Posting]:
    (tmp_path / "desk").mkdir(mode=0o700)
    opened = open_store(f"sqlite:///{tmp_path}/desk/desk.db", create=True)
    hall = await hall_of(opened)
    await hall.olga.write(
        change_settings, {"desk.address": ADDRESS, "desk.ssh": "help@desk.example", "desk.contact": "Or ring 42."}
    )
    async with post_office() as office:
        yield Posting(hall, office)
    await opened.close()


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
