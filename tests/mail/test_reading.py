"""The process that reads letters: it keeps their files, and no letter keeps it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest

from core.errors import NotFound, TryLater
from core.incoming import LETTER_AT_MOST, Mailbox
from core.store import Blob
from mail.reading import BROKE, LEFT_AFTER, TOO_LONG, NotReadable, Reader, TookTooLong
from storage.files import BlobFiles
from tests.mail.letter.mailbag import base64, in_parts, said
from tests.mail.reading_room import PLAIN, kept, nothing_in, poisoned

LOOPS = "any(iter(int, 1))"
DIES = "import os; os._exit(3)"
DIES_SLOWLY = "import os, time; os.close(3); time.sleep(0.3); os._exit(7)"
GROWS = "bytearray(1 << 40)"
LIES = "import os; os.write(3, b'\\xff' * 99)"
"""Where its answers go."""


pytestmark = pytest.mark.usefixtures("folders")


async def test_a_letter_is_read_and_its_files_are_kept(files: BlobFiles, reader: Reader, folders: Path) -> None:
    picture = f'Content-Type: image/png; name="../plan.png"\nContent-Transfer-Encoding: base64\n\n{base64(b"PNG")}'
    raw = in_parts("mixed", "Content-Type: text/plain\n\nSee the plan.", picture)

    letter = await reader.read(files, await kept(files, raw))

    assert (letter.author, letter.text) == (Mailbox("", "ann@acme.example"), "See the plan.")
    (plan,) = letter.attachments
    assert (plan.name, plan.type, plan.size) == ("plan.png", "image/png", 3)
    content = BytesIO()
    await files.copy(plan.sha256, content)
    assert content.getvalue() == b"PNG"
    assert nothing_in(folders)


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
@pytest.mark.parametrize(
    ("does", "seconds", "says", "status"),
    [
        (LOOPS, 0.2, TOO_LONG, -signal.SIGKILL),
        (LOOPS, 60.0, TOO_LONG, -getattr(signal, "SIGXCPU", 0)),
        (DIES, 60.0, BROKE, 3),
        (DIES_SLOWLY, 60.0, BROKE, 7),
        (LIES, 60.0, BROKE, -signal.SIGKILL),
    ],
)
async def test_a_letter_that_keeps_or_breaks_the_process_is_given_up_and_the_next_is_read(
    files: BlobFiles, does: str, seconds: float, says: str, status: int
) -> None:
    async with Reader(command=poisoned(does), letter_seconds=seconds) as reader:
        with pytest.raises(NotReadable) as refused:
            await reader.read(files, await kept(files, said("poison")))
        assert (refused.value.sentence, reader.ended_by) == (says, status)
        assert isinstance(refused.value, TookTooLong) == (seconds < 1)

        assert (await reader.read(files, await kept(files, PLAIN))).text == "It burns."


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
async def test_a_letter_that_takes_all_memory_is_refused(files: BlobFiles) -> None:
    async with Reader(command=poisoned(GROWS)) as reader:
        with pytest.raises(NotReadable, match="memory"):
            await reader.read(files, await kept(files, said("poison")))

        assert (await reader.read(files, await kept(files, PLAIN))).text == "It burns."


async def test_the_process_ends_with_the_reader_and_knows_no_secrets(
    files: BlobFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTYDESK_SMTP_PASSWORD", "staple the horse")
    tells = "raise it.NotReadable(str(os.environ))"
    async with Reader(command=poisoned(f"import os; {tells}")) as reader:
        with pytest.raises(NotReadable) as told:
            await reader.read(files, await kept(files, said("poison")))
        assert "staple" not in told.value.sentence
        assert reader.ended_by is None

    assert reader.ended_by is not None


async def test_a_process_that_died_meanwhile_is_started_anew(files: BlobFiles) -> None:
    async with Reader(command=poisoned("os.getpid()")) as reader:
        raw = await kept(files, PLAIN)
        await reader.read(files, raw)
        assert reader.process is not None
        os.kill(reader.process, signal.SIGKILL)

        letters = await asyncio.gather(*(reader.read(files, raw) for _ in range(3)))

        assert [letter.text for letter in letters] == ["It burns."] * 3


async def test_a_desk_that_waits_no_longer_leaves_no_process(files: BlobFiles, folders: Path) -> None:
    async with Reader(command=poisoned(LOOPS)) as reader:
        raw = await kept(files, said("poison"))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.8):
                await reader.read(files, raw)

        assert reader.ended_by == -signal.SIGKILL
        assert nothing_in(folders)


async def test_what_a_desk_left_that_was_killed_is_swept_when_the_next_one_starts(folders: Path) -> None:
    left, new, others = (folders / name for name in ("ttydesk-letter-left", "ttydesk-letter-new", "something-else"))
    for folder in (left, new, others):
        folder.mkdir()
        (folder / "letter").write_bytes(PLAIN)
    (folders / "ttydesk-letter-link").symlink_to(others)
    for folder in (left, others):
        os.utime(folder, (0, time.time() - LEFT_AFTER - 1))

    async with Reader():
        assert (left.exists(), new.exists(), (others / "letter").exists()) == (False, True, True)
    for folder in (new, others):
        shutil.rmtree(folder)
    (folders / "ttydesk-letter-link").unlink()


async def test_what_is_not_there_or_does_not_start_is_said(files: BlobFiles, reader: Reader) -> None:
    with pytest.raises(NotFound):
        await reader.read(files, Blob("0" * 64, 7))
    with pytest.raises(NotReadable, match="more than 30 MB"):
        await reader.read(files, Blob("0" * 64, LETTER_AT_MOST + 1))
    for wrong in (["/nowhere/python"], [sys.executable, "-c", ""]):
        async with Reader(command=wrong) as broken:
            with pytest.raises(TryLater):
                await broken.read(files, await kept(files, PLAIN))
