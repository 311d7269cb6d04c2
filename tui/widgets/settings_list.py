"""What is set for the desk as a list: groups of settings, each with its value in words; the categories are the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType

from core.reading import Notices
from core.safe_text import safe_name
from core.settings import CATEGORIES, DeskSettings, keys_of, shown_settings
from tui.widgets.keys import CHANGE
from tui.widgets.line import Line
from tui.widgets.rows import Rows

GROUP, LABEL, GAP = 12, 16, 2
NARROW = 60
"""Cells below which the columns are a little narrower."""
_PLACES = {
    "desk.name": ("desk", "name"),
    "desk.address": ("desk", "address"),
    "desk.contact": ("desk", "contact"),
    "desk.ssh": ("desk", "ssh"),
    "desk.hours": ("desk", "hours"),
    "target.urgent": ("promises", "urgent"),
    "target.high": ("promises", "high"),
    "target.medium": ("promises", "medium"),
    "target.low": ("promises", "low"),
    "ticket.close_after": ("tickets", "close after"),
    "ticket.reopen_within": ("tickets", "reopen within"),
    "reply.undo": ("tickets", "letter waits"),
    "lookup.proof": ("tickets", "proof of guests"),
    "mail.authserv": ("letters", "believed server"),
}
"""In which group a setting stands and what it is called there, in the order of the list."""
_CATEGORY_SAYS = "Tickets stand in it, and agents open it as a queue. The first one takes those that name none."


@dataclass(frozen=True, slots=True)
class Item:
    """A row: a setting by its key, or a category. `text` is its value as one types it, `value` as one reads it."""

    key: str
    group: str
    label: str
    text: str
    value: str
    says: str
    is_first: bool = False

    @property
    def is_category(self) -> bool:
        return self.key == CATEGORIES

    @property
    def name(self) -> str:
        """What it is called where it stands alone."""
        return self.value if self.is_category else self.label

    @property
    def is_promise(self) -> bool:
        """Whether it decides by when tickets are answered."""
        return self.key.startswith("target.") or self.key == "desk.hours"


def items(notices: Notices) -> Iterator[Item]:
    """Everything that an operator sets, in groups."""
    known, texts = keys_of(DeskSettings), shown_settings(notices.settings)
    group_before = ""
    for key in sorted(known, key=_order):
        group, label = _PLACES.get(key, ("others", key))
        yield Item(key, group, label, texts[key], _words(key, texts[key]), known[key][1].says, group != group_before)
        group_before = group
    for place, name in enumerate(notices.categories):
        yield Item(CATEGORIES, "categories", _nth(place + 1), name, safe_name(name), _CATEGORY_SAYS, place == 0)


def _order(key: str) -> int:
    return list(_PLACES).index(key) if key in _PLACES else len(_PLACES)


def _words(key: str, text: str) -> str:
    if key.startswith("target."):
        answer, _, solution = text.partition("/")
        return f"{answer} to answer" + (f", {solution} to solve" if solution else "")
    return "round the clock" if key == "desk.hours" and text == "24x7" else safe_name(text)


def _nth(place: int) -> str:
    ending = "th" if 10 < place % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


class SettingsList(Rows[Item]):
    """`enter` changes the setting under the cursor."""

    HEADS: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "change", id="settings.change", tooltip="change this setting", group=CHANGE),
    ]
    known_as = "the list of settings"

    def key_of(self, row: Item) -> str:
        return f"{row.key}\n{row.text}" if row.is_category else row.key

    def words_of(self, row: Item) -> str:
        return row.label

    def render_row(self, row: Item, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        less = 1 if width < NARROW else 0
        line = Line().cell(row.group if row.is_first else "", GROUP - less, "muted").gap(GAP - less)
        line.cell(row.label, LABEL - less, bold=selected).gap(GAP - less)
        value, hue = (row.value, "text") if row.value else ("nothing yet", "muted")
        return line.upto(value, max(width - line.cells - 1, 0), hue, mark=self.glyphs.cut)
