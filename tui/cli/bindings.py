"""`bindings`: which key does what in the app, and keys of one's own."""

from __future__ import annotations

import asyncio
from typing import Annotated

from cyclopts import Parameter

from core import setting_up
from core.errors import NotUnderstood, Refused
from core.key_bindings import KeyTable, Known, fitting
from core.keys_as_toml import LONGEST, read_toml, write_toml
from core.own_keys import OwnKeys
from tui.cli.as_json import Shape
from tui.cli.here import ASKED, STDIN, Here, Inside
from tui.cli.messages import read_some
from tui.cli.options import FileName
from tui.local_files import beginning_of
from tui.words import plural


async def bindings(
    *,
    toml: Annotated[bool, Parameter(help="Print them as a file to start from.")] = False,
    from_: Annotated[
        FileName | None,
        Parameter(name="--from", metavar="FILE", help="Keep the keys of this file; - is standard input."),
    ] = None,
    reset: Annotated[bool, Parameter(help="Give up your own keys.")] = False,
    here: Inside = ASKED,
) -> None:
    """Show which key does what, or give keys of your own to things.

    For example:
      ttydesk bindings
      ttydesk bindings --toml > keys.toml
      ttydesk bindings --from keys.toml
    """
    from tui.key_table import key_table

    table = key_table()
    if sum((toml, from_ is not None, reset)) > 1:
        raise NotUnderstood("Say one of --toml, --from and --reset.")
    if reset:
        await _keep(here, (), table)
    elif from_ is not None:
        await _keep(here, read_toml(await _text(here, from_), table), table)
    elif toml:
        for line in write_toml(await _own(here, table), table).splitlines():
            here.output.line(line)
    else:
        _print(here, table, await _own(here, table))


async def _own(here: Here, table: KeyTable) -> OwnKeys:
    """Those of whoever is known here; nobody has to be."""
    try:
        desk = await here.known_desk()
    except Refused as error:
        if here.options.as_:
            raise
        here.output.warn(f"Keys as they come, because no desk could be asked for yours. {error.sentence}")
        return ()
    own, says = fitting((await desk.read(setting_up.mine)).keys if desk else (), table)
    if says:
        here.output.warn(says)
    return own


async def _keep(here: Here, own: OwnKeys, table: KeyTable) -> None:
    await (await here.desk()).write(setting_up.keep_keys, own)
    if here.options.json:
        _print(here, table, own)
    elif own:
        them = "it" if len(own) == 1 else "them"
        here.output.say(f"Kept: {plural(len(own), 'key')} of your own. The app has {them} when you come in next.")
    else:
        here.output.say("Everything has the desk's own key again.")


async def _text(here: Here, path: str) -> str:
    """What stands in a file, or on standard input. Raises NotUnderstood where nothing does, as behind a failed pipe."""
    at_most = LONGEST + 1  # a longer one is told from it
    if path == STDIN:
        given = await read_some(here.door, at_most)
    else:
        given = await asyncio.to_thread(beginning_of, path, at_most)
    if not given.strip():
        raise NotUnderstood("Nothing came, so your keys stay. `ttydesk bindings --reset` gives them up.")
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUnderstood("That is no text. `ttydesk bindings --toml` prints a list of keys to start from.") from None


def _print(here: Here, table: KeyTable, own: OwnKeys) -> None:
    now = table.keys(own)
    here.output.listing(
        list(table.known.values()),
        shape=lambda one: _shape(one, now[one.id]),
        name=lambda one: one.id,
        heads=("id", "keys", "default", "does", "where"),
        cells=lambda one: _cells(one, now[one.id]),
    )


def _shape(one: Known, keys: tuple[str, ...]) -> Shape:
    return {"id": one.id, "keys": list(keys), "default": list(one.keys), "does": one.does, "where": list(one.where)}


def _cells(one: Known, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The default is told where it is another."""
    default = "" if keys == one.keys else " ".join(one.keys)
    return (one.id, " ".join(keys), default, one.does, ", ".join(one.where))
