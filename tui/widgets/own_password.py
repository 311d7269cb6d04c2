"""A password that somebody chooses for themself: typed twice, because nobody sees it."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical

from core.errors import NotUnderstood
from core.signing_in import PASSWORD_AT_LEAST, PASSWORD_AT_MOST, read_password
from tui.widgets.form import Field


class OwnPassword(Vertical):
    """Two fields, `password` and `again`."""

    DEFAULT_CSS = "OwnPassword { height: auto; }"

    def compose(self) -> ComposeResult:
        hint = f"{PASSWORD_AT_LEAST} characters or more: a few words do well"
        yield Field("Password", id="password", hint=hint, password=True, max_length=2 * PASSWORD_AT_MOST)
        yield Field("Password again", id="again", password=True, max_length=2 * PASSWORD_AT_MOST)

    @property
    def value(self) -> str:
        return self.query_one("#password", Field).value

    def checks(self) -> dict[str, Callable[[], object]]:
        """By field; each raises NotUnderstood."""
        return {"password": lambda: read_password(self.value), "again": self._same}

    def _same(self) -> None:
        if self.query_one("#again", Field).value != self.value:
            raise NotUnderstood("That is not the same password. Type it once more.", field="again")
