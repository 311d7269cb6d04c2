"""The SSH keys of one person: what they call each, its fingerprint, when it came and when it was used."""

from __future__ import annotations

from collections.abc import Callable

from core.safe_text import safe_name
from core.ssh_keys import SshKey
from tui.widgets.line import Line
from tui.widgets.rows import Rows
from tui.words import age

GAP = 2
WHEN = 9
FINGERPRINT = 50
USED_FROM = 76


class SshKeyList(Rows[SshKey]):
    """The newest first."""

    def __init__(self, now: Callable[[], int], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now

    def key_of(self, row: SshKey) -> str:
        return row.fingerprint

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key has no page to open."""
        return action != "open" and super().check_action(action, parameters)

    def words_of(self, row: SshKey) -> str:
        return row.key.comment

    def render_heads(self, width: int) -> Line:
        name, fingerprint = _columns(width)
        line = Line().cell("name", name, "muted").gap(GAP).cell("fingerprint", fingerprint, "muted").gap(GAP)
        line.cell("added", WHEN, "muted", right=True)
        return line.gap(GAP).cell("used", WHEN, "muted", right=True) if width >= USED_FROM else line

    def render_row(self, row: SshKey, width: int, *, selected: bool, focused: bool, marked: bool) -> Line:  # noqa: ARG002
        name, fingerprint = _columns(width)
        line = Line().cell(safe_name(row.key.comment) or row.key.kind, name, mark=self.glyphs.cut).gap(GAP)
        line.cell(row.fingerprint, fingerprint, "muted", mark=self.glyphs.cut).gap(GAP)
        line.cell(age(row.added_at, self._now()), WHEN, "muted", right=True)
        used = "never" if row.used_at is None else age(row.used_at, self._now())
        return line.gap(GAP).cell(used, WHEN, "muted", right=True) if width >= USED_FROM else line


def _columns(width: int) -> tuple[int, int]:
    """Cells of the name and of the fingerprint."""
    rest = width - 1 - GAP - (WHEN + GAP) * (2 if width >= USED_FROM else 1)
    fingerprint = min(FINGERPRINT, rest * 3 // 5)
    return min(rest - fingerprint, 40), fingerprint
