"""Runs one command: reads the command line, does the verb, and turns every refusal into its sentence and exit status.

It serves the local shell and an SSH connection alike; a Door tells them apart.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import get_ident
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter, UnusedCliTokensError

from core.errors import DeskError
from core.safe_text import safe_line
from tui.cli.door import Door
from tui.cli.here import Here
from tui.cli.options import NO_OPTIONS, HostedOptions, Options, behind_over_before, spelled_out
from tui.cli.paper import Paper
from tui.cli.verbs import VERBS, command_tree

NOT_UNDERSTOOD = 2
NO_HOSTED_OPTIONS = HostedOptions()
WORDS_ALONE = frozenset(verb.name for verb in VERBS if len(verb.words) == 1)
"""Where one of these comes first, no option stands before the verb; looking for some takes longer than the rest."""
TREES_KEPT = 64

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
    command, bound = _understood(argv, door)
    result = command(*bound.args, **bound.kwargs)
    if inspect.isawaitable(result):
        result = await result
    return result if isinstance(result, int) else 0


def _understood(argv: Sequence[str], door: Door) -> tuple[Callable[..., object], inspect.BoundArguments]:
    """What does the command and what it is given; where it is asked about, that is the help."""
    tree, tokens, options = _tree(door.is_local, get_ident()), spelled_out(argv), NO_OPTIONS
    if not tokens or tokens[0] not in WORDS_ALONE:
        command, bound = _read(tree.meta, tokens, door)
        if command not in (_before_the_verb, _before_the_verb_hosted):
            return command, bound
        tokens, options = bound.arguments.get("tokens", ()), bound.arguments.get("options", NO_OPTIONS)
    command, bound = _read(tree, tokens, door)
    if "here" in bound.signature.parameters:
        behind = bound.arguments.get("here", NO_OPTIONS)
        bound.arguments["here"] = Here(door, behind_over_before(behind, options))
    return command, bound


def _read(tree: App, tokens: Sequence[str], door: Door) -> tuple[Callable[..., object], inspect.BoundArguments]:
    paper = Paper(door.out, door.width)
    command, bound, _ = tree.parse_args(
        list(tokens), console=paper, error_console=paper, exit_on_error=False, print_error=False
    )
    return command, bound


@lru_cache(TREES_KEPT)
def _tree(local: bool, thread: int) -> App:
    """One for each thread, for it keeps where it is while it reads; making it takes longer than most commands."""
    del thread
    tree = command_tree(local=local)
    tree.meta.default(_before_the_verb if local else _before_the_verb_hosted)
    return tree


def _before_the_verb(*tokens: Tokens, options: Options = NO_OPTIONS) -> None:
    """The options before the verb are read by these parameters, those behind it by the verb itself."""


def _before_the_verb_hosted(*tokens: Tokens, options: HostedOptions = NO_HOSTED_OPTIONS) -> None:
    """The same over SSH."""


def _one_line(error: CycloptsError) -> str:
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        return _too_many(error.unused_tokens)
    words = " ".join(str(error).split())
    return words if words.endswith((".", "?")) else f"{words}."


def _too_many(words: Sequence[str]) -> str:
    first = f"“{safe_line(words[0])}” is a word too many."
    return f"{first} A text of several words stands in quotes, like --subject 'No sound'."


def _tell(door: Door, sentence: str) -> None:
    print(safe_line(sentence), file=door.err)
