"""Whatever somebody presses, clicks, pastes and resizes: nothing breaks, nothing is lost, and there is a way back.

TTYDESK_MONKEY_STEPS=10000 plays longer; TTYDESK_MONKEY_SEED plays again what a failure names.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from storage.checking import check
from storage.opening import open_store
from tests.tui.front_desk import NOON
from tests.tui.monkey import Monkey
from tests.tui.monkey_drafts import look_for_it, write
from tests.tui.monkey_mouse import ACTS
from tests.tui.office import _filled
from tests.tui.sitting import Wrong, gives_passwords, sitting
from tui.mishaps import LOG_FILE

pytestmark = pytest.mark.usefixtures("frames")

STEPS = int(os.environ.get("TTYDESK_MONKEY_STEPS", "150"))
SEED = os.environ.get("TTYDESK_MONKEY_SEED", "1")
FIRST_RUN = "first run"
ROLES = {"guest": "", "customer": "ann", "agent": "maya", "operator": "olga", FIRST_RUN: ""}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of its own: what is saved and logged stays there."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "notes.txt").write_text("one\ntwo\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(home)
    return tmp_path


@pytest.mark.parametrize("role", ROLES)
async def test_a_monkey_breaks_nothing_loses_nothing_and_always_finds_the_way_back(house: Path, role: str) -> None:
    clock, chance = [NOON], random.Random(f"{SEED} {role}")
    desk = await desk_for(role, house, clock)
    monkey = Monkey(chance, [*ACTS, (4, write)])
    try:
        while monkey.done < STEPS:
            clock[0] += 1
            async with sitting(desk, ROLES[role], clock, random.Random(chance.random())) as at:
                await look_for_it(monkey, at)
                await monkey.plays(at, STEPS)
        assert logged(house) == []
        assert faults(desk) == ()
    except Exception as error:
        steps = "\n".join(monkey.steps)
        raise Wrong(f"TTYDESK_MONKEY_SEED={SEED}\n\n{error}\n\nThe last steps:\n{steps}") from error


async def desk_for(role: str, house: Path, clock: list[int]) -> Path:
    """A desk at work; for the first run none."""
    desk = house / "desk"
    if role == FIRST_RUN:
        desk.mkdir(mode=0o700)
    else:
        shutil.copytree(await _filled(), desk)
        await gives_passwords(desk, clock)
    return desk


def logged(house: Path) -> list[str]:
    return [log.read_text() for log in house.rglob(LOG_FILE)]


def faults(desk: Path) -> tuple[str, ...]:
    """What `ttydesk db check` finds."""
    opened = open_store(f"sqlite:///{desk / 'desk.db'}")
    try:
        return check(opened)
    finally:
        opened.close_now()
