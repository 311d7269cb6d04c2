"""No text from people or the database is ever given to a widget as a `str`: Textual would read markup in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TUI = Path(__file__).resolve().parents[2] / "tui"

TAKES_MARKUP = frozenset(
    {"Static", "Label", "Button", "Checkbox", "RadioButton", "Option", "Selection", "Collapsible"}
) | {
    "Tab",
    "TabPane",
    "Link",
    "ListItem",
}
"""Widgets whose first argument is read as markup when it is a `str`."""
TITLES = frozenset({"border_title", "border_subtitle", "tooltip", "loading_message"})
KNOWN_SAFE = frozenset({"Content", "Text", "Strip", "Line"})


def name_of(call: ast.expr) -> str:
    if isinstance(call, ast.Attribute):
        return call.attr
    return call.id if isinstance(call, ast.Name) else ""


def is_literal(value: ast.expr) -> bool:
    """A text that stands in the code, or a value that is no `str`: made by Content, Text, Strip or Line."""
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.IfExp):
        return is_literal(value.body) and is_literal(value.orelse)
    return isinstance(value, ast.Call) and (
        name_of(value.func) in KNOWN_SAFE or name_of(getattr(value.func, "value", value.func)) in KNOWN_SAFE
    )


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "notify":
            if not any(word.arg == "markup" and getattr(word.value, "value", None) is False for word in node.keywords):
                yield node.lineno, "notify without markup=False"
        elif isinstance(node, ast.Call) and name_of(node.func) in TAKES_MARKUP and node.args:
            if not is_literal(node.args[0]):
                yield node.lineno, f"{name_of(node.func)} is given something that may be a str"
        elif isinstance(node, ast.Assign) and any(name_of(target) in TITLES for target in node.targets):
            if not is_literal(node.value):
                yield node.lineno, "a title is given something that may be a str"
        elif isinstance(node, ast.JoinedStr) and any(
            isinstance(part, ast.Constant) and "[/" in str(part.value) for part in node.values
        ):
            yield node.lineno, "an f-string that makes markup"


@pytest.mark.parametrize("file", sorted(TUI.rglob("*.py")), ids=lambda file: str(file.relative_to(TUI)))
def test_a_widget_is_given_content_never_a_str(file: Path) -> None:
    found = [f"{file.name}:{line} {what}" for line, what in faults(ast.parse(file.read_text()))]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "Static(subject)",
        "Label(f'{name} wrote')",
        "self.notify(error.sentence)",
        "self.border_title = ticket.subject",
        "Option(person.name, id='x')",
    ],
)
def test_the_look_into_the_syntax_tree_finds_what_it_looks_for(code: str) -> None:
    assert list(faults(ast.parse(code)))
