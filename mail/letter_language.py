"""What a text of a letter may say in Jinja2: it names facts, and asks about them with if, elif and else.

Everything else is refused before anything of it runs, also where it stands behind a condition: a loop, a figure or a
call of a few characters can take hours, or all the memory that there is.
"""

from __future__ import annotations

from collections.abc import Collection

from jinja2 import TemplateSyntaxError, nodes

FILTERS = frozenset({"capitalize", "lower", "title", "trim", "upper"})
NAMES_AT_MOST = 100
"""How often a text names a fact: each may be as long as a message."""
DEPTH_AT_MOST = 30
"""Of conditions within conditions: Python, which a text becomes, does not nest them without end."""
TOO_DEEP = "it has conditions too deep within each other"

_SAYS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter)
_ASKS = (
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Tuple,
    nodes.List,
)
_COMPARES = frozenset({"eq", "ne", "in", "notin"})


def permit(text: nodes.Template, facts: Collection[str]) -> None:
    """Raises TemplateSyntaxError, with the line, for what a text may not say."""
    names = 0
    waiting: list[tuple[nodes.Node, int]] = [(text, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEPTH_AT_MOST:
            raise TemplateSyntaxError(TOO_DEEP, node.lineno)
        _permit_one(node, facts)
        names += isinstance(node, nodes.Name)
        if names > NAMES_AT_MOST:
            raise TemplateSyntaxError(f"it names facts more than {NAMES_AT_MOST} times", node.lineno)
        waiting += [(below, depth + 1) for below in node.iter_child_nodes()]


def _permit_one(node: nodes.Node, facts: Collection[str]) -> None:
    if isinstance(node, nodes.Name) and node.name not in facts:
        raise TemplateSyntaxError(f"it names {node.name}, which is no fact", node.lineno)
    if not isinstance(node, (*_SAYS, *_ASKS)) or _is_more(node):
        raise TemplateSyntaxError("it holds more than names, and if, elif and else", node.lineno)


def _is_more(node: nodes.Node) -> bool:
    """Whether it is of a kind that a text may have, and still does more."""
    if isinstance(node, nodes.Filter):
        return node.name not in FILTERS or bool(node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
    if isinstance(node, nodes.Operand):
        return node.op not in _COMPARES
    return isinstance(node, nodes.Const) and not isinstance(node.value, str | bool)
