"""What an operator may set for the desk, and what a person may set for themself. Each is kept as text under its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple, TypeVar

from core import hours
from core.calendars import ALWAYS, DAY, HOUR, MINUTE, Calendar
from core.daily import Daily, read_daily, show_daily
from core.deadlines import HIGH, LOW, MEDIUM, URGENT, Target
from core.durations import duration_words, read_duration
from core.errors import NotUnderstood
from core.own_keys import OwnKeys, read_kept, show_kept
from core.people import read_email
from core.tickets import Priority
from core.way_in import WayIn, read_way_in, show_way_in

FIRST_CATEGORY = "General"
CATEGORIES = "desk.categories"
"""Written like a setting, `settings set desk.categories='Network, Billing'`, kept as rows that tickets point to."""
LETTER = "letter."
"""Before the name of a letter: the key under which the desk's own text of it is kept."""
CLOSES_AFTER_AT_LEAST = HOUR
"""Whoever has a resolved ticket gets a moment to say that it is not."""
UNDO_AT_MOST = 10 * MINUTE
"""A letter that leaves later is one that people miss."""


class Key(NamedTuple):
    """How a setting is written: its name, how its text is read and shown, and a sentence that says what it does."""

    name: str
    read: Callable[[str], Any]
    show: Callable[[Any], str]
    says: str
    set_by: str = ""
    """The command that sets it, where `settings set` can not check what is typed."""
    allowed: Callable[[Any], str] = lambda _: ""
    """What is wrong with a value that is typed now, or nothing; what a desk has kept already is read all the same."""


def _line(typed: str) -> str:
    line = " ".join(typed.split())
    if len(line) > 500:
        raise NotUnderstood("That is too long: 500 characters are enough for a setting.")
    return line


def _name(typed: str) -> str:
    if not (name := _line(typed)):
        raise NotUnderstood("A desk needs a name, like Acme Support.", field="name")
    return name


def _one_of(*words: str) -> Callable[[str], str]:
    def read(typed: str) -> str:
        if typed.strip().lower() not in words:
            raise NotUnderstood(f"It is one of {', '.join(words)}.")
        return typed.strip().lower()

    return read


def _address(typed: str) -> str:
    return read_email(typed) if typed.strip() else ""


def _server(typed: str) -> str:
    name = typed.strip().lower()
    if len(name.split()) > 1 or ";" in name or not name.isprintable():
        raise NotUnderstood("It is one word, like mx.example.com: what stands first in the header.")
    return _line(name)


def _read_target(typed: str) -> Target:
    respond, _, resolve = typed.partition("/")
    return Target(_read_promise(respond), _read_promise(resolve) if resolve.strip() else None)


def _read_promise(typed: str) -> int:
    """Working time that can be kept, and that ends on every calendar."""
    promise = read_duration(typed)
    if not MINUTE <= promise <= 365 * DAY:
        raise NotUnderstood("A promise is at least 1m and at most 365d.")
    return promise


def _show_target(target: Target) -> str:
    resolve = "" if target.resolve is None else f"/{duration_words(target.resolve)}"
    return duration_words(target.respond) + resolve


def _closes_late_enough(length: int) -> str:
    least = duration_words(CLOSES_AFTER_AT_LEAST)
    return "" if length >= CLOSES_AFTER_AT_LEAST else f"A resolved ticket stays open to an answer for {least} at least."


def _leaves_soon_enough(length: int) -> str:
    most = duration_words(UNDO_AT_MOST)
    return "" if length <= UNDO_AT_MOST else f"A letter waits {most} at most; 0s sends it at once."


def _setting(
    key: str,
    default: Any,
    says: str,
    read: Callable[[str], Any] = _line,
    show: Callable[[Any], str] = str,
    set_by: str = "",
    allowed: Callable[[Any], str] = lambda _: "",
) -> Any:
    return field(default=default, metadata={"key": Key(key, read, show, says, set_by, allowed)})


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """What holds for the whole desk. The order here is the order in which `settings show` prints it."""

    name: str = _setting("desk.name", "Help desk", "The name of the desk, on every screen and letter.", _name)
    address: str = _setting(
        "desk.address", "", "The e-mail address that letters come from and answers go to.", _address
    )
    contact: str = _setting("desk.contact", "", "How else to reach the desk, shown on Welcome and in the help.")
    ssh: WayIn | None = _setting(
        "desk.ssh",
        None,
        "What people type behind ssh to come in, like help@desk.example.com; empty is the address that they reached.",
        read_way_in,
        show_way_in,
    )
    lookup_proof: str = _setting(
        "lookup.proof",
        "auto",
        "What a guest needs to write in a ticket found by ID and e-mail: code, pair, or auto (a code once mail works).",
        _one_of("auto", "code", "pair"),
    )
    close_after: int = _setting(
        "ticket.close_after",
        4 * DAY,
        "How long a resolved ticket stays open to an answer.",
        read_duration,
        duration_words,
        allowed=_closes_late_enough,
    )
    reopen_within: int = _setting(
        "ticket.reopen_within",
        30 * DAY,
        "How long a customer may reopen a closed ticket.",
        read_duration,
        duration_words,
    )
    reply_undo: int = _setting(
        "reply.undo",
        15_000,
        "How long the letter of a reply waits before it leaves.",
        read_duration,
        duration_words,
        allowed=_leaves_soon_enough,
    )
    authserv: str = _setting(
        "mail.authserv",
        "",
        "Your mail server as it names itself in the Authentication-Results of letters that come in: only what it says"
        " proves who wrote one.",
        _server,
    )
    urgent: Target = _setting(
        "target.urgent", URGENT, "First answer / solution promised for urgent.", _read_target, _show_target
    )
    high: Target = _setting(
        "target.high", HIGH, "First answer / solution promised for high.", _read_target, _show_target
    )
    medium: Target = _setting(
        "target.medium", MEDIUM, "First answer / solution promised for medium.", _read_target, _show_target
    )
    low: Target = _setting("target.low", LOW, "First answer / solution promised for low.", _read_target, _show_target)
    calendar: Calendar = _setting(
        "desk.hours",
        ALWAYS,
        "When the desk works: 24x7, or like “mon-fri 09:00-12:00 13:00-17:00; zone Europe/Berlin; off 2026-12-25”.",
        hours.read_hours,
        hours.show_hours,
    )

    def target(self, priority: Priority) -> Target:
        return {
            Priority.URGENT: self.urgent,
            Priority.HIGH: self.high,
            Priority.MEDIUM: self.medium,
            Priority.LOW: self.low,
        }[priority]


@dataclass(frozen=True, slots=True)
class PersonalSettings:
    """What follows a person from machine to machine."""

    theme: str = _setting(
        "theme", "auto", "dark, light, contrast, mono, or auto.", _one_of("auto", "dark", "light", "contrast", "mono")
    )
    glyphs: str = _setting("glyphs", "auto", "unicode, ascii, or auto.", _one_of("auto", "unicode", "ascii"))
    after_reply: str = _setting(
        "after_reply", "next", "What follows a reply: next ticket, stay, or list.", _one_of("next", "stay", "list")
    )
    letters: str = _setting(
        "letters",
        "all",
        "Which letters you get: all, mine (about what is yours), or none.",
        _one_of("all", "mine", "none"),
    )
    digest: Daily | None = _setting(
        "digest",
        None,
        "For who works here: a letter a day with what is late, due and new: off, a time like 08:00, or mon-fri 08:00.",
        read_daily,
        show_daily,
    )
    keys: OwnKeys = _setting(
        "keys", (), "Keys that you gave to things yourself.", read_kept, show_kept, "ttydesk bindings --from FILE"
    )


def same_promises(one: DeskSettings, other: DeskSettings) -> bool:
    """Whether every deadline is the same under both."""
    promises = [(each.calendar, each.close_after, *(each.target(p) for p in Priority)) for each in (one, other)]
    return promises[0] == promises[1]


def keys_of(settings: type[DeskSettings] | type[PersonalSettings]) -> dict[str, tuple[str, Key]]:
    """Every key with the field that holds it."""
    return {one.metadata["key"].name: (one.name, one.metadata["key"]) for one in fields(settings)}


S = TypeVar("S", DeskSettings, PersonalSettings)


def read_settings(kind: type[S], stored: Mapping[str, str]) -> S:
    """Settings from their stored texts; what was never set keeps its default."""
    known = keys_of(kind)
    return replace(kind(), **{known[key][0]: known[key][1].read(text) for key, text in stored.items() if key in known})


def read_setting(kind: type[DeskSettings] | type[PersonalSettings], key: str, typed: str) -> str:
    """One setting, checked, in the form in which it is stored. Raises NotUnderstood, naming the keys there are."""
    known = keys_of(kind)
    if key not in known:
        names = [*known, CATEGORIES] if kind is DeskSettings else list(known)
        raise NotUnderstood(f"There is no setting {key}. There are: {', '.join(names)}.", field=key)
    setting = known[key][1]
    if setting.set_by:
        raise NotUnderstood(f"{key}: `{setting.set_by}` sets them and checks each.", field=key)
    try:
        value = setting.read(typed)
        if wrong := setting.allowed(value):
            raise NotUnderstood(wrong)
        return setting.show(value)
    except NotUnderstood as error:
        raise NotUnderstood(f"{key}: {error.sentence}", field=key) from None


def shown_settings(settings: DeskSettings | PersonalSettings) -> dict[str, str]:
    """Every key with its present value as text."""
    return {key: setting.show(getattr(settings, name)) for key, (name, setting) in keys_of(type(settings)).items()}
