"""What is put off happens, also on a machine that stands still for a moment."""

from __future__ import annotations

import asyncio
import time

import pytest
from textual.screen import Screen

from tests.tui.office import until
from tests.tui.stage import Stage
from tui.app import DeskApp
from tui.screens.desk_screen import DeskScreen
from tui.screens.opening import OpeningScreen
from tui.timers import SureTimers


class Machine:
    """Its clock leaps between any two looks that a timer called late takes at it."""

    def __init__(self) -> None:
        self.leaps = 0

    def time(self) -> float:
        task = asyncio.current_task()
        self.leaps += task is not None and task.get_name() == "late"
        return time.monotonic() + self.leaps


class Patient(Screen[None], SureTimers):
    """Waits for one timer."""


async def test_a_timer_that_is_late_when_it_begins_goes_off_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    gone_off: list[str] = []
    async with Stage(Patient).run_test() as pilot:
        monkeypatch.setattr("textual.timer._time.get_time", Machine().time)
        pilot.app.screen.set_timer(0.01, lambda: gone_off.append("late"), name="late")
        await until(pilot, lambda: gone_off == ["late"])


@pytest.mark.parametrize("kind", [DeskApp, OpeningScreen, DeskScreen])
def test_nothing_that_puts_something_off_forgets_it(kind: type[SureTimers]) -> None:
    assert kind.set_timer is SureTimers.set_timer
