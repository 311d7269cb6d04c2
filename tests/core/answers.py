"""What a desk answers, whatever it is: the result or the refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from core.errors import DeskError

P = ParamSpec("P")
R = TypeVar("R")


def answer_of(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | DeskError:
    """The result of the work, or its refusal as a value, for tests that know only what must hold of either."""
    try:
        return work(*args, **kwargs)
    except DeskError as refusal:
        return refusal
