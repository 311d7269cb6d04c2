"""Where somebody sits who looks at the app: at this machine, or at the other end of a connection."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.driver import Driver

from tui.gate import local_driver


@dataclass(frozen=True, slots=True)
class Seat:
    """The driver of their terminal, and what that terminal says of itself. `is_hosted`: files, browser and folders of
    the machine that runs the app are not theirs."""

    driver: type[Driver]
    environment: Mapping[str, str]
    is_hosted: bool = False


def seat_here() -> Seat:
    return Seat(local_driver(), os.environ)


def is_hosted(app: App[Any]) -> bool:
    """Whether nothing of this machine may be offered: no file of its disk, and no folder to save in."""
    seat = getattr(app, "seat", None)
    return isinstance(seat, Seat) and seat.is_hosted
