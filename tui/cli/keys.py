"""`keys add|list|revoke|authorized`: the SSH keys by which people come in."""

from __future__ import annotations

import asyncio
from typing import Annotated

from cyclopts import Parameter

from core import ssh_keys
from core.errors import NotUnderstood
from core.public_key import LINE_AT_MOST, WHAT_IT_IS, read_public_key
from core.ssh_keys import SshKey
from tui.cli.as_json import Shape
from tui.cli.here import ASKED, STDIN, Here, Inside
from tui.cli.messages import read_some
from tui.cli.options import FileName, Word
from tui.cli.times import day_and_time, rfc3339
from tui.local_files import beginning_of
from tui.words import plural

HEADS = ("e-mail", "fingerprint", "kind", "added", "used", "comment")


async def add(
    email: Annotated[Word, Parameter(help="Whose it is: your own e-mail, or for operators anybody's.")],
    file: Annotated[FileName, Parameter(help="The public half, like ~/.ssh/id_ed25519.pub; - is standard input.")],
    /,
    *,
    here: Inside = ASKED,
) -> None:
    """Give somebody a key: whoever has its private half comes in over SSH without a password.

    For example:
      ttydesk keys add ann@acme.example - < ~/.ssh/id_ed25519.pub
    """
    key = read_public_key(await _text(here, file))
    desk = await here.desk()
    _tell(here, (await desk.write(ssh_keys.add_key, key, email),), "lets them in now.")


async def list_keys(
    email: Annotated[Word | None, Parameter(help="Whose; without it yours.")] = None,
    /,
    *,
    here: Inside = ASKED,
) -> None:
    """List the keys of somebody, the newest first.

    For example:
      ttydesk keys list
      ttydesk keys list maya@acme.example
    """
    desk = await here.desk()
    here.output.listing(
        await desk.read(ssh_keys.keys_of, email),
        shape=_shape,
        name=lambda one: one.fingerprint,
        heads=HEADS,
        cells=_cells,
        nothing="There is no key yet: `ttydesk keys add EMAIL FILE`.",
    )


async def revoke(
    email: Annotated[Word, Parameter(help="Whose it is: your own e-mail, or for operators anybody's.")],
    fingerprint: Annotated[Word | None, Parameter(help="Which, like SHA256:Hx3…, or a beginning of it.")] = None,
    /,
    *,
    all: Annotated[bool, Parameter(help="All of them.")] = False,
    here: Inside = ASKED,
) -> None:
    """Take keys away. Whoever is there by one of them is sent out at once.

    For example:
      ttydesk keys revoke maya@acme.example SHA256:Hx3kP
      ttydesk keys revoke maya@acme.example --all
    """
    if all == (fingerprint is not None):
        raise NotUnderstood("Say the fingerprint of one key, or --all.", field="fingerprint")
    desk = await here.desk()
    gone = await desk.write(ssh_keys.revoke_key, fingerprint, email)
    _tell(here, gone, "lets nobody in any more.")


async def authorized(
    fingerprint: Annotated[Word, Parameter(help="Of the key that somebody shows, whole: %f of an sshd.")],
    /,
    *,
    here: Inside = ASKED,
) -> None:
    """What an sshd of this machine is told of a key, for its AuthorizedKeysCommand: nothing where it lets nobody in.

    For example:
      AuthorizedKeysCommand /usr/local/bin/ttydesk keys authorized %f
    """
    line = here.upkeep.authorized(here.options, fingerprint)
    if here.options.json:
        here.output.object({"fingerprint": fingerprint, "line": line})
    elif line:
        here.output.line(line)


async def _text(here: Here, path: str) -> str:
    at_most = LINE_AT_MOST + 1
    if path == STDIN:
        given = await read_some(here.door, at_most)
    else:
        given = await asyncio.to_thread(beginning_of, path, at_most)
    try:
        return given.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUnderstood(WHAT_IT_IS, field="key") from None


def _tell(here: Here, keys: tuple[SshKey, ...], what: str) -> None:
    if here.output.is_for_people and len(keys) == 1:
        here.output.say(f"{keys[0].fingerprint} {what}")
    elif here.output.is_for_people:
        here.output.say(f"{plural(len(keys), 'key')} revoked." if keys else "There was no key.")
    else:
        here.output.listing(keys, shape=_shape, name=lambda one: one.fingerprint, heads=HEADS, cells=_cells)


def _shape(one: SshKey) -> Shape:
    return {
        "email": one.person.email,
        "fingerprint": one.fingerprint,
        "kind": one.key.kind,
        "comment": one.key.comment,
        "added_at": rfc3339(one.added_at),
        "used_at": None if one.used_at is None else rfc3339(one.used_at),
    }


def _cells(one: SshKey) -> tuple[str, ...]:
    used = "" if one.used_at is None else day_and_time(one.used_at)
    return one.person.email, one.fingerprint, one.key.kind, day_and_time(one.added_at), used, one.key.comment
