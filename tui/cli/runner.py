"""Runs one command: reads the command line, does the verb, and turns every refusal into its sentence and exit status.

It serves the local shell and an SSH connection alike; a Door tells them apart.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

from core.errors import DeskError
from core.safe_text import safe_line
from tui.cli.door import Door
from tui.cli.here import Here
from tui.cli.options import NO_OPTIONS, HostedOptions, Options, behind_over_before, spelled_out
from tui.cli.paper import Paper
from tui.cli.verbs import command_tree

NOT_UNDERSTOOD = 2
NO_HOSTED_OPTIONS = HostedOptions()

Tokens = Annotated[str, Parameter(show=False, allow_leading_hyphen=True)]


async def run(argv: Sequence[str], door: Door) -> int:
    """The exit status of one command. Only what nobody expected, an interrupt or a closed pipe, comes out of here."""
    try:
        return await _carry_out(argv, door)
    except DeskError as error:
        _tell(door, error.sentence)
        return error.status
    except CycloptsError as error:
        _tell(door, f"{_one_line(error)} Add --help to see how it is written.")
        return NOT_UNDERSTOOD
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else NOT_UNDERSTOOD
    finally:
        await door.visit.leave()


async def _carry_out(argv: Sequence[str], door: Door) -> int:
    console = Paper(door.out, door.width)
    app = command_tree(local=door.is_local)
    app.meta.default(_launcher(app, door))
    result = await app.meta.run_async(
        spelled_out(argv),
        console=console,
        error_console=console,
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
    )
    return result if isinstance(result, int) else 0


def _launcher(app: App, door: Door) -> Callable[..., Awaitable[object]]:
    """The options before the verb are read here, those behind it by the verb itself."""

    async def launch(tokens: Sequence[str], options: Options | HostedOptions) -> object:
        command, bound, _ = app.parse_args(tokens)
        if "here" in bound.signature.parameters:
            behind = bound.arguments.get("here", NO_OPTIONS)
            bound.arguments["here"] = Here(door, behind_over_before(behind, options))
        result = command(*bound.args, **bound.kwargs)
        return await result if inspect.isawaitable(result) else result

    async def launch_here(*tokens: Tokens, options: Options = NO_OPTIONS) -> object:
        return await launch(tokens, options)

    async def launch_hosted(*tokens: Tokens, options: HostedOptions = NO_HOSTED_OPTIONS) -> object:
        return await launch(tokens, options)

    return launch_here if door.is_local else launch_hosted


def _one_line(error: CycloptsError) -> str:
    words = " ".join(str(error).split())
    return words if words.endswith((".", "?")) else f"{words}."


def _tell(door: Door, sentence: str) -> None:
    print(safe_line(sentence), file=door.err)
