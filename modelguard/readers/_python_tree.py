"""``ast`` as gate and index: parse one file within limits and find the nodes at given offsets.

Only the branches that hold a wanted offset are walked, all offsets at once and without recursion, so
that the cost follows the number of hits and not the size of the file, and no depth can hurt.
"""

from __future__ import annotations

import ast
import bisect
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from modelguard.readers._python_parse import parse_module
from modelguard.text import SourceFile
from modelguard.types import Problem

MAX_DEPTH = 200
"""Nesting beyond this is a problem, not a tree (SPEC section 12)."""

Position = tuple[int, int]
"""Line from 1 and UTF-8 column from 0, as ``ast`` counts."""


@dataclass(slots=True, eq=False)
class Link:
    """A node of the tree together with the way up: ``field`` is its place in ``parent``'s node."""

    node: ast.AST
    parent: Link | None = None
    field: str = ""
    depth: int = 0

    def child(self, node: ast.AST, field: str) -> Link:
        """The link to ``node``, which is (somewhere) below this one."""
        return Link(node, self, field, self.depth + 1)

    def up(self) -> Iterable[Link]:
        """This link and all above it, innermost first."""
        link: Link | None = self
        while link is not None:
            yield link
            link = link.parent


@dataclass(slots=True)
class Tree:
    """A parsed file and the way between its offsets and its nodes."""

    source: SourceFile
    module: ast.Module
    ascii: bool

    def offset(self, line: int, column: int) -> int:
        """Code-point offset of an ``ast`` position."""
        if self.ascii:
            return self.source.starts[line - 1] + column
        return self.source.offset_utf8(line, column)

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Offset of the first character of ``node``."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Offset just after the last character of ``node``."""
        return self.offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)

    def position(self, offset: int) -> Position:
        """The ``ast`` position of a code-point offset."""
        line = bisect.bisect_right(self.source.starts, offset)
        start = self.source.starts[line - 1]
        if self.ascii:
            return line, offset - start
        return line, len(self.source.text[start:offset].encode("utf-8", "surrogatepass"))

    def locate(self, offsets: Sequence[int]) -> list[tuple[int, Link]]:
        """The innermost node at each offset (sorted), f-strings counting as one node."""
        return locate(self.module, [self.position(offset) for offset in offsets], offsets)


def parse(source: SourceFile) -> Tree | Problem:
    """The tree of ``source``, or why there is none. Never raises."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = parse_module(source)
    except SyntaxError as error:
        return Problem(f"it is not valid Python: {error.msg}", line=error.lineno or 1)
    except (RecursionError, MemoryError):
        return Problem(f"it nests deeper than {MAX_DEPTH} levels", line=1, limit="nesting")
    except ValueError as error:
        reason = "it holds a null byte" if "null" in str(error) else "it holds a value Python refuses"
        return Problem(f"it is not valid Python: {reason}", line=1)
    return Tree(source, module, source.text.isascii())


def locate(
    module: ast.AST, positions: Sequence[Position], labels: Sequence[int], *, root: Link | None = None
) -> list[tuple[int, Link]]:
    """The innermost node at each of the sorted ``positions``, each with its label."""
    found: list[tuple[int, Link]] = []
    stack: list[tuple[Link, int, int]] = [(root or Link(module), 0, len(positions))]
    while stack:
        link, low, high = stack.pop()
        claimed = [] if isinstance(link.node, ast.JoinedStr) else _children(link, positions, low, high)
        stack.extend(claimed)
        if sum(right - left for _, left, right in claimed) < high - low:
            taken = {index for _, left, right in claimed for index in range(left, right)}
            found.extend((labels[index], link) for index in range(low, high) if index not in taken)
    found.sort(key=lambda item: item[0])
    return found


def _children(link: Link, positions: Sequence[Position], low: int, high: int) -> list[tuple[Link, int, int]]:
    """The children that hold one of ``positions[low:high]``; no position lies in two of them."""
    claimed = []
    left_over = high - low
    stack = [link]
    while stack:
        parent = stack.pop()
        for name in parent.node._fields:
            value = getattr(parent.node, name, None)
            if isinstance(value, ast.AST):
                nodes: Sequence[Any] = (value,)
            elif type(value) is list and value:
                nodes = value
                if len(nodes) > 8 * (high - low) and name == "body":
                    nodes = _statements_at(nodes, positions[low:high])
            else:
                continue
            for node in nodes:
                if not isinstance(node, ast.AST):
                    continue
                if not hasattr(node, "lineno"):
                    # arguments, comprehension, match_case and withitem have no position of their own.
                    if node._fields:
                        stack.append(parent.child(node, name))
                    continue
                left, right = _held(node, positions, low, high)
                if left < right:
                    claimed.append((parent.child(node, name), left, right))
                    left_over -= right - left
                    if not left_over:
                        return claimed
    return claimed


def _held(node: Any, positions: Sequence[Position], low: int, high: int) -> tuple[int, int]:
    """The stretch of ``positions[low:high]`` that lies in ``node``; an empty one where none does."""
    left = bisect.bisect_left(positions, _first(node), low, high)
    end = (node.end_lineno, node.end_col_offset)
    if left == high or positions[left] >= end:
        return left, left
    return left, bisect.bisect_left(positions, end, left, high)


def _statements_at(body: Sequence[Any], positions: Sequence[Position]) -> list[Any]:
    """The few statements of a long ``body`` that can hold one of ``positions``."""
    places = {bisect.bisect_right(body, position, key=_first) - 1 for position in positions}
    return [body[place] for place in sorted(places) if place >= 0]


def _first(node: ast.AST) -> Position:
    """Where ``node`` begins, its decorators included."""
    decorators = getattr(node, "decorator_list", None)
    if decorators:
        return decorators[0].lineno, decorators[0].col_offset
    return node.lineno, node.col_offset  # type: ignore[attr-defined]
