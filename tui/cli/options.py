"""What may stand on a command line: the options of every verb, and the kinds of words that verbs take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, TypeAlias

from cyclopts import Parameter, Token

from core.errors import NotUnderstood
from core.safe_text import safe_line


def _text(kind: object, tokens: Sequence[Token]) -> str:
    """A value as text: bytes of the command line that are no UTF-8 become a visible replacement."""
    del kind
    return tokens[-1].value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _word(kind: object, tokens: Sequence[Token]) -> str:
    """A word that may begin with one hyphen; two are an option that this verb does not have."""
    typed = _text(kind, tokens)
    _refuse_option(typed)
    return typed


def _path(kind: object, tokens: Sequence[Token]) -> str:
    """A path keeps its bytes as they came, so that every file can be named."""
    del kind
    typed = tokens[-1].value
    _refuse_option(typed)
    return typed


def _refuse_option(typed: str) -> None:
    if typed.startswith("--"):
        raise NotUnderstood(f"There is no option {safe_line(typed)} here: add --help to see those there are.")


Word: TypeAlias = Annotated[str, Parameter(allow_leading_hyphen=True, converter=_word)]
"""An ID, a word of a query, a name: it stands alone."""
Line: TypeAlias = Annotated[str, Parameter(allow_leading_hyphen=True, converter=_text)]
"""The value of an option, whatever it begins with."""
FileName: TypeAlias = Annotated[str, Parameter(allow_leading_hyphen=True, converter=_path)]


GROUP = "Options of every verb"


@Parameter(name="*", group=GROUP)
@dataclass(frozen=True, slots=True, kw_only=True)
class HostedOptions:
    """Those that exist over SSH, where the connection says which desk and who."""

    json: Annotated[bool, Parameter(help="Print JSON for programs: one object, or one in each line.")] = False
    quiet: Annotated[bool, Parameter(help="Print IDs only; -q is the same.")] = False


@Parameter(name="*", group=GROUP)
@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """They may stand before the verb or behind it; behind wins."""

    db: Annotated[
        Line | None,
        Parameter(metavar="URL", help="Which desk: sqlite:///folder/desk.db, postgresql://user@host/db (TTYDESK_DB)."),
    ] = None
    as_: Annotated[
        Line | None, Parameter(name="--as", metavar="EMAIL", help="Who you are (TTYDESK_AS); the audit keeps it.")
    ] = None
    json: Annotated[bool, Parameter(help="Print JSON for programs: one object, or one in each line.")] = False
    quiet: Annotated[bool, Parameter(help="Print IDs only; -q is the same.")] = False


NO_OPTIONS = Options()


def behind_over_before(behind: Options | HostedOptions, before: Options | HostedOptions) -> Options:
    """The options behind the verb, and where they are silent those that stood before it."""
    said: dict[str, Any] = {
        one.name: getattr(behind, one.name, None) or getattr(before, one.name, one.default) for one in fields(Options)
    }
    return Options(**said)


def spelled_out(tokens: Sequence[str]) -> list[str]:
    """`-q` and `-h` in full.

    Were they known to the parser, it would take `-quick` for a bundle of short options and not for a word.
    """
    full = {"-q": "--quiet", "-h": "--help"}
    ended = tokens.index("--") if "--" in tokens else len(tokens)
    return [full.get(token, token) for token in tokens[:ended]] + list(tokens[ended:])


def read_figure(typed: str, name: str, least: int, most: int) -> int:
    """A whole number of an option. Raises NotUnderstood."""
    try:
        figure = int(typed)
    except ValueError:
        figure = least - 1
    if not least <= figure <= most:
        raise NotUnderstood(f"{name} is a figure from {least:,} to {most:,}.", field=name)
    return figure
