"""A short list on a panel to pick one from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from tui.widgets.line import Line
from tui.widgets.pick import Pick
from tui.widgets.rows import Rows

T = TypeVar("T")
GAP = 3
AT_MOST = 12
"""Lines; a longer list scrolls."""


class PickList(Rows[Pick[T]]):
    """Keys, glyphs, labels and details in columns."""

    HEADS: ClassVar[bool] = False
    IN_PANEL: ClassVar[bool] = True

    def __init__(self, picks: Sequence[Pick[T]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.picks = list(picks)
        self.measure()
        self.styles.height = max(min(len(self.picks), AT_MOST), 1)

    def measure(self) -> None:
        """Which columns there are, and how wide the labels."""
        self._labels = max((Line(pick.label).cells for pick in self.picks), default=0)
        self._has_keys = any(pick.key for pick in self.picks)
        self._has_glyphs = any(pick.glyph for pick in self.picks)

    def on_mount(self) -> None:
        self.show(self.picks)

    def key_of(self, row: Pick[T]) -> str:
        return f"{row.label}\n{row.detail}\n{row.key}"

    def render_row(self, row: Pick[T], width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        line = Line()
        if self._has_keys:
            line.cell(row.key, 3, bold=True)
        if self._has_glyphs:
            line.cell(getattr(self.glyphs, row.glyph) if row.glyph else "", 2, row.hue)
        labels = min(self._labels, max(width - line.cells - 1, 0))
        line.cell(row.label, labels, row.hue, mark=self.glyphs.cut)
        return line.gap(GAP).upto(row.detail, width - line.cells - 1, "muted", mark=self.glyphs.cut)

    def narrow(self, typed: str) -> None:
        """Show what has the typed words in it; what begins with them comes first."""
        wanted = typed.casefold().split()
        fitting = [pick for pick in self.picks if all(word in _text(pick) for word in wanted)]
        first = wanted[0] if wanted else ""
        fitting.sort(key=lambda pick: not pick.label.casefold().startswith(first))
        self.show(fitting)
        if fitting:
            self.select(self.key_of(fitting[0]))


def _text(pick: Pick[T]) -> str:
    return f"{pick.label} {pick.detail}".casefold()
