"""The least that a Textual app can be: one widget with one word. What the start of the desk is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

WORD = "bare"


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static(WORD)


if __name__ == "__main__":
    Bare().run()
