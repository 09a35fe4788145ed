"""The libcst node of one string, for edits: only the statement that holds it is parsed.

libcst is 14 to 33 times slower than ``ast`` and can bring the process down on deep nesting, so it is
given one statement that ``ast`` accepted and whose depth is within :data:`MAX_DEPTH`.
"""

from __future__ import annotations

import ast
import textwrap
from typing import TYPE_CHECKING

from modelguard.readers._python_scope import statement
from modelguard.readers._python_tree import Tree, parse
from modelguard.text import SourceFile
from modelguard.types import Problem, Span

if TYPE_CHECKING:
    import libcst

MAX_DEPTH = 100
"""Deepest statement, in ``ast`` levels, that is handed to libcst."""


def string_node(source: SourceFile, span: Span) -> libcst.SimpleString | None:
    """The one plain string token whose text between the quotes stands at ``span``.

    ``None`` where there is none, where several parts make up the string, or where the statement is too
    deep for libcst: such a place is not edited.
    """
    tree = parse(source)
    if isinstance(tree, Problem):
        return None
    text = _statement_text(tree, span)
    if text is None:
        return None
    wanted = source.text[span.start : span.end]
    found = [node for node in _strings(text) if node.raw_value == wanted]
    return found[0] if found else None


def _statement_text(tree: Tree, span: Span) -> str | None:
    """The statement around ``span`` with its decorators, without its indentation."""
    located = tree.locate([max(span.start - 1, 0)])
    if not located:
        return None
    node = statement(located[0][1]).node
    if not isinstance(node, ast.stmt) or _depth(node) > MAX_DEPTH:
        return None
    decorators = getattr(node, "decorator_list", [])
    line_start = tree.source.starts[min([node.lineno, *(item.lineno for item in decorators)]) - 1]
    return textwrap.dedent(tree.source.text[line_start : tree.end(node)]) + "\n"


def _depth(node: ast.AST) -> int:
    deepest, pending = 0, [(node, 1)]
    while pending:
        here, depth = pending.pop()
        deepest = max(deepest, depth)
        pending.extend((child, depth + 1) for child in ast.iter_child_nodes(here))
    return deepest


def _strings(text: str) -> list[libcst.SimpleString]:
    import libcst
    from libcst import matchers

    try:
        module = libcst.parse_module(text)
        found = matchers.findall(module, matchers.SimpleString())
    except (libcst.ParserSyntaxError, RecursionError, ValueError):
        return []
    return [node for node in found if isinstance(node, libcst.SimpleString)]
