"""Where somebody sits who looks at the app: at this machine, or at the other end of a connection."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import App
from textual.driver import Driver

from tui.gate import local_driver

if TYPE_CHECKING:
    from core.settings import DeskSettings
    from core.way_in import WayIn


class Seat(NamedTuple):
    """The driver of their terminal, and what that terminal says of itself. `reached`: where they came in over SSH; then
    files, browser and folders of the machine that runs the app are not theirs."""

    driver: type[Driver]
    environment: Mapping[str, str]
    reached: WayIn | None = None


def seat_here() -> Seat:
    return Seat(local_driver(), os.environ)


def is_hosted(app: App[Any]) -> bool:
    """Whether nothing of this machine may be offered: no file of its disk, and no folder to save in."""
    return _reached(app) is not None


def way_in(app: App[Any], settings: DeskSettings) -> WayIn | None:
    """How they come in again: as the desk says it, else where they reached it; None at this machine."""
    reached = _reached(app)
    if reached is None or settings.ssh is None:
        return reached
    return settings.ssh._replace(takes_files=reached.takes_files)


def _reached(app: App[Any]) -> WayIn | None:
    seat = getattr(app, "seat", None)
    return seat.reached if isinstance(seat, Seat) else None
