"""A verb as it is said over SSH: without the options that would name a file or a desk of the server.

Where a file may stand, only `-` is taken: standard input and output are theirs who ask.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, get_args, get_type_hints

from cyclopts import Parameter

from core.errors import NotUnderstood
from tui.cli.options import FileName, HostedOptions

STREAM = "-"
ONLY_STREAMS = "Over SSH there are no files of the server. Say - for standard input or output."
_IS_FILE = next(one for one in get_args(FileName) if isinstance(one, Parameter))


def hosted(does: Callable[..., Awaitable[int | None]]) -> Callable[..., Awaitable[int | None]]:
    """The same verb for somebody at the other end of a connection."""
    hints, signature = get_type_hints(does, include_extras=True), inspect.signature(does)
    files = {name for name, hint in hints.items() if _names_files(hint)}
    gone = {name for name in files if _takes_several(hints[name])}
    kept = [
        one.replace(annotation=HostedOptions if name == "here" else hints[name])
        for name, one in signature.parameters.items()
        if name not in gone
    ]

    @wraps(does)
    async def said(*words: Any, **options: Any) -> int | None:
        given = signature.bind_partial(*words, **options).arguments
        if any(given.get(name) not in (None, STREAM) for name in files):
            raise NotUnderstood(ONLY_STREAMS, field="file")
        return await does(*words, **options)

    said.__doc__ = "\n".join(line for line in (does.__doc__ or "").splitlines() if not gone & set(_options_in(line)))
    said.__annotations__ = {one.name: one.annotation for one in kept}
    said.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
    return said


def _options_in(line: str) -> list[str]:
    return [word.removeprefix("--") for word in line.split() if word.startswith("--")]


def _names_files(hint: Any) -> bool:
    return hint is _IS_FILE or any(_names_files(part) for part in _parts(hint))


def _takes_several(hint: Any) -> bool:
    """`--attach FILE`: not even standard input can be said several times."""
    return getattr(hint, "__origin__", None) is list or any(_takes_several(part) for part in _parts(hint))


def _parts(hint: Any) -> tuple[Any, ...]:
    return (*get_args(hint), *getattr(hint, "__metadata__", ()))
