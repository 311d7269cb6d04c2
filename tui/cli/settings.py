"""`settings show|set|rename-category|rotate-key`: what holds for the desk, and with --mine what somebody set for
themself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter

from core import categories, reading, setting_up, signing
from core.desk import Desk
from core.errors import NotUnderstood
from core.promising import promised
from core.safe_text import safe_line
from core.settings import CATEGORIES, DeskSettings, PersonalSettings, keys_of, shown_settings
from core.tickets import Priority
from tui.cli.here import ASKED, Here, Inside
from tui.cli.options import Word
from tui.words import promise

HOURS = "desk.hours"
CATEGORIES_SAY = "The categories of tickets, between commas; the first is the default."

Mine = Annotated[bool, Parameter(help="Your own settings instead of the desk's.")]


async def show(*, mine: Mine = False, here: Inside = ASKED) -> None:
    """Show the settings of the desk, or your own.

    For example:
      ttydesk settings show
      ttydesk settings show --mine --json
    """
    await _print(here, await here.desk(), mine=mine)


async def change(
    *pairs: Annotated[Word, Parameter(name="KEY=VALUE", help="A setting and its new value.")],
    mine: Mine = False,
    here: Inside = ASKED,
) -> None:
    """Change settings of the desk, or your own; all of them or none.

    For example:
      ttydesk settings set desk.name='Acme Support' ticket.close_after=7d
      ttydesk settings set desk.categories='General, Network, Billing'
      ttydesk settings set --mine theme=light
    """
    typed = _read(pairs)
    desk = await here.desk()
    if mine:
        await desk.write(setting_up.change_mine, typed)
    else:
        await desk.write(setting_up.change_settings, typed)
    await _print(here, desk, mine=mine, only=None if here.options.json else typed)
    if not mine and (meant := [one for one in Priority if HOURS in typed or f"target.{one.word}" in typed]):
        here.output.say(_promised((await desk.read(reading.notices)).settings, meant, here.now()))


async def rename_category(
    old: Annotated[Word, Parameter(name="CATEGORY", help="The name that it has.")],
    new: Annotated[Word, Parameter(name="NAME", help="The name that it gets.")],
    /,
    *,
    here: Inside = ASKED,
) -> None:
    """Give a category another name; its tickets stay in it.

    For example:
      ttydesk settings rename-category Network 'Network and Wi-Fi'
    """
    desk = await here.desk()
    renamed = await desk.write(categories.rename_category, old, new)
    await _print(here, desk, mine=False, only=None if here.options.json else {CATEGORIES: ", ".join(renamed)})


async def rotate_key(*, here: Inside = ASKED) -> None:
    """Sign the reply addresses of letters with a new key. What an older one signed stays known.

    For example:
      ttydesk settings rotate-key
    """
    key = await (await here.desk()).write(signing.rotate_key)
    if here.options.json:
        here.output.object({"key": key.number})
    here.output.say(f"Letters are signed with key {key.number} from now on.")


def _promised(settings: DeskSettings, meant: Sequence[Priority], now: int) -> str:
    """By when tickets are answered now: hours are easily typed otherwise than they were meant."""
    zone = None if settings.calendar.never_closes else ZoneInfo(settings.calendar.zone)
    by = [
        f"{one.priority.word} by {promise(one.answer, now, zone)}"
        for one in promised(settings, now)
        if one.priority in meant
    ]
    return f"What comes now is answered: {', '.join(by)}{'' if zone is None else f' ({zone})'}."


def _read(pairs: Sequence[str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or key in typed:
            raise NotUnderstood(f"{safe_line(pair)} is not clear: write each setting once, like ticket.close_after=7d.")
        typed[key.strip()] = value
    if not typed:
        raise NotUnderstood("Say which setting, like ticket.close_after=7d. `ttydesk settings show` lists them.")
    return typed


async def _print(here: Here, desk: Desk, *, mine: bool, only: Mapping[str, str] | None = None) -> None:
    values, says = await (_own(desk) if mine else _of_desk(desk))
    if here.options.json:
        here.output.object(values)
        return
    rows = [(key, value, says[key]) for key, value in values.items() if only is None or key in only]
    here.output.listing(
        rows, shape=lambda row: {row[0]: row[1]}, name=lambda row: row[0], heads=("key", "value", ""), cells=list
    )


async def _own(desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    return shown_settings(await desk.read(setting_up.mine)), _sentences(PersonalSettings)


async def _of_desk(desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    values = shown_settings(await desk.read(setting_up.settings_of_desk))
    categories = (await desk.read(reading.notices)).categories
    return values | {CATEGORIES: ", ".join(categories)}, _sentences(DeskSettings) | {CATEGORIES: CATEGORIES_SAY}


def _sentences(kind: type[DeskSettings] | type[PersonalSettings]) -> dict[str, str]:
    return {key: setting.says for key, (_, setting) in keys_of(kind).items()}
