"""No text from people or the database is ever given to a widget as a `str`: Textual would read markup in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TUI = Path(__file__).resolve().parents[2] / "tui"

TAKES_MARKUP = frozenset({"Static", "Label", "Button", "Checkbox", "RadioButton", "Selection", "Collapsible"}) | {
    "Tab",
    "TabPane",
    "Link",
    "ListItem",
}
"""Widgets whose first argument is read as markup when it is a `str`."""
TITLES = frozenset({"border_title", "border_subtitle", "tooltip", "loading_message"})
KNOWN_SAFE = frozenset({"Content", "Text", "Strip", "Line", "lines"})


def name_of(call: ast.expr) -> str:
    if isinstance(call, ast.Attribute):
        return call.attr
    return call.id if isinstance(call, ast.Name) else ""


def is_literal(value: ast.expr, drawn: frozenset[str]) -> bool:
    """A text that stands in the code, or a value that is no `str`: made by Content, Text, Strip or Line."""
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.IfExp):
        return is_literal(value.body, drawn) and is_literal(value.orelse, drawn)
    return isinstance(value, ast.Call) and bool((KNOWN_SAFE | drawn) & set(names_along(value)))


def names_along(chain: ast.expr) -> Iterator[str]:
    """The names in `Line("a").upto(b, 4).content()`, from the end to the beginning."""
    while isinstance(chain, ast.Call | ast.Attribute):
        if isinstance(chain, ast.Attribute):
            yield chain.attr
            chain = chain.value
        else:
            chain = chain.func
    if isinstance(chain, ast.Name):
        yield chain.id


def drawn_in(tree: ast.AST) -> frozenset[str]:
    """The functions of a file that say they give Content."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return frozenset(one.name for one in functions if one.returns is not None and name_of(one.returns) in KNOWN_SAFE)


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    drawn = drawn_in(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "notify":
            if not any(word.arg == "markup" and getattr(word.value, "value", None) is False for word in node.keywords):
                yield node.lineno, "notify without markup=False"
        elif isinstance(node, ast.Call) and name_of(node.func) in TAKES_MARKUP and node.args:
            if not is_literal(node.args[0], drawn):
                yield node.lineno, f"{name_of(node.func)} is given something that may be a str"
        elif isinstance(node, ast.Assign) and any(name_of(target) in TITLES for target in node.targets):
            if not is_literal(node.value, drawn):
                yield node.lineno, "a title is given something that may be a str"
        elif isinstance(node, ast.JoinedStr) and any("[/" in str(getattr(part, "value", "")) for part in node.values):
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
        "ListItem(person.name)",
    ],
)
def test_the_look_into_the_syntax_tree_finds_what_it_looks_for(code: str) -> None:
    assert list(faults(ast.parse(code)))
