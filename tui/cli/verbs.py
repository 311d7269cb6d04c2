"""The tree of commands: every verb, and whether it is for the machine that keeps the database only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from importlib import metadata

from cyclopts import App, Parameter

from tui.cli import (
    answering,
    bindings,
    changing,
    copies,
    following,
    held,
    keys,
    looking,
    mail,
    opening,
    receiving,
    searches,
    settings,
    staff,
    upkeep,
    watching,
)
from tui.cli.hosted import hosted

Handler = Callable[..., Awaitable[int | None]]


class Place(Enum):
    """Where a verb can be said: in a shell of the machine that keeps the database, or there and over SSH."""

    LOCAL = "local"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb, `people add` included, with what does it."""

    name: str
    does: Handler
    place: Place = Place.BOTH

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.name.split())


GROUPS = {
    "people": "Who works here and who is known.",
    "keys": "The SSH keys by which people come in.",
    "mail": "Letters that leave and come in.",
    "searches": "Queries that were saved under a name.",
    "settings": "What holds for the desk, and for you.",
    "db": "The database of the desk.",
}

VERBS = (
    Verb("init", opening.init, Place.LOCAL),
    Verb("demo", upkeep.demo, Place.LOCAL),
    Verb("new", opening.new),
    Verb("list", looking.list_tickets),
    Verb("show", looking.show),
    Verb("reply", answering.reply),
    Verb("note", answering.note),
    Verb("set", changing.set_fields),
    Verb("confirm", changing.confirm),
    Verb("reopen", changing.reopen),
    Verb("attach", answering.attach),
    Verb("fetch", answering.fetch),
    Verb("lookup", looking.lookup),
    Verb("watch", following.watch),
    Verb("queues", watching.queues),
    Verb("audit", looking.show_audit),
    Verb("people add", staff.add),
    Verb("people list", staff.list_people),
    Verb("people role", staff.change_role),
    Verb("people disable", staff.disable),
    Verb("people enable", staff.enable),
    Verb("people password", staff.password),
    Verb("keys add", keys.add),
    Verb("keys list", keys.list_keys),
    Verb("keys revoke", keys.revoke),
    Verb("keys authorized", keys.authorized, Place.LOCAL),
    Verb("searches list", searches.list_searches),
    Verb("searches save", searches.save),
    Verb("searches remove", searches.remove),
    Verb("settings show", settings.show),
    Verb("settings set", settings.change),
    Verb("settings rename-category", settings.rename_category),
    Verb("settings rotate-key", settings.rotate_key),
    Verb("mail status", mail.status),
    Verb("mail send", mail.send, Place.LOCAL),
    Verb("mail retry", mail.retry),
    Verb("mail receive", receiving.receive, Place.LOCAL),
    Verb("mail held", held.held),
    Verb("mail release", held.release),
    Verb("mail discard", held.discard),
    Verb("mail raw", held.raw),
    Verb("mail text", mail.text, Place.LOCAL),
    Verb("bindings", bindings.bindings),
    Verb("serve", upkeep.serve, Place.LOCAL),
    Verb("session", upkeep.session, Place.LOCAL),
    Verb("tick", upkeep.tick, Place.LOCAL),
    Verb("db upgrade", upkeep.upgrade, Place.LOCAL),
    Verb("db check", upkeep.check, Place.LOCAL),
    Verb("db backup", copies.backup, Place.LOCAL),
    Verb("db restore", copies.restore, Place.LOCAL),
    Verb("export", copies.export, Place.LOCAL),
    Verb("import", copies.bring_in, Place.LOCAL),
    Verb("db move-files", upkeep.move_files, Place.LOCAL),
)

HELP = """A help desk in the terminal. Without a verb it opens the app; with --plain alone, the same line by line.

Exit status: 0 done, 1 unexpected, 2 not understood, 3 no such thing, 4 changed meanwhile, 5 refused, 75 try later.
"""


def command_tree(*, local: bool) -> App:
    """The verbs that can be said here; where it is not local, the others do not exist."""
    app = _app("ttydesk", HELP)
    app.version, app.version_flags = _version, "--version"
    groups: dict[str, App] = {}
    for verb in VERBS:
        if verb.place is Place.LOCAL and not local:
            continue
        *group, word = verb.words
        if group and group[0] not in groups:
            groups[group[0]] = _app(group[0], GROUPS[group[0]])
            app.command(groups[group[0]])
        does = verb.does if local else hosted(verb.does)
        (groups[group[0]] if group else app).command(does, name=word)
    return app


def _app(name: str, help: str) -> App:
    defaults = Parameter(negative=(), show_default=False)
    return App(
        name=name,
        help=help,
        help_format="plaintext",
        help_flags="--help",
        version_flags=(),
        default_parameter=defaults,
    )


def _version() -> str:
    return metadata.version("ttydesk")
