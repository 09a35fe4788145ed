"""Whether edited Python says what it said before: the syntax tree of the file, then the concrete tree of
each edited statement.

``ast`` compares the meaning of the whole file. ``libcst``, which keeps every blank, quote and comment,
compares the statements that were edited; it is only given statements that ``ast`` accepted and whose
depth is within :data:`MAX_DEPTH`, since it can bring the process down.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from modelguard.readers._python_tree import Tree, parse
from modelguard.text import SourceFile
from modelguard.types import Edit, Problem, record

if TYPE_CHECKING:
    from libcst import Module

MAX_DEPTH = 100
"""Deepest statement, in ``ast`` levels, that is handed to libcst."""
_MORE = "the edit would change more than the id"
_TOKENS = ("SimpleString", "FormattedStringText", "TemplatedStringText")


@record
class _Stretch:
    """One statement of the old and of the new text, and the edits in it."""

    old: str
    new: str
    edits: tuple[Edit, ...]


def differs(old: SourceFile, new: SourceFile, edits: Sequence[Edit]) -> str | None:
    """Why ``new`` is not ``old`` but for ``edits`` inside its strings, or None where it is."""
    before, after = parse(old), parse(new)
    if isinstance(before, Problem):
        return before.message
    if isinstance(after, Problem):
        return "it could not be read after the edit"
    changed = {old.text[edit.span.start : edit.span.end]: edit.text for edit in edits}
    if not same_tree(before.module, after.module, changed):
        return _MORE
    return next((why for stretch in _stretches(before, edits) if (why := _differs(stretch))), None)


def same_tree(before: ast.AST, after: ast.AST, changed: Mapping[str, str]) -> bool:
    """Same nodes in the same order; a string may differ only by an old id that became its new one."""
    pending: list[tuple[Any, Any]] = [(before, after)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, ast.AST):
            pending.extend((getattr(one, name, None), getattr(other, name, None)) for name in one._fields)
        elif isinstance(one, list):
            if len(one) != len(other):
                return False
            pending.extend(zip(one, other, strict=True))
        elif repr(one) != repr(other) and not _became(one, other, changed):  # repr tells 0.0 from -0.0
            return False
    return True


def _became(one: object, other: object, changed: Mapping[str, str]) -> bool:
    if isinstance(one, bytes) and isinstance(other, bytes):
        one, other = one.decode("latin-1"), other.decode("latin-1")
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return renamed(one, other, changed)


def renamed(one: str, other: str, changed: Mapping[str, str]) -> bool:
    """Whether ``other`` is ``one`` with old ids, wherever some of them stand, written as their new ones.

    Both texts are read side by side: at each place they agree, or an old id stands here and its new one there.
    """
    pending, seen = [(0, 0)], set[tuple[int, int]]()
    while pending:
        left, right = pending.pop()
        if (left, right) in seen:
            continue
        seen.add((left, right))
        if left == len(one) and right == len(other):
            return True
        for old, new in changed.items():
            if old and one.startswith(old, left) and other.startswith(new, right):
                pending.append((left + len(old), right + len(new)))
        if left < len(one) and right < len(other) and one[left] == other[right]:
            pending.append((left + 1, right + 1))
    return False


def _stretches(tree: Tree, edits: Sequence[Edit]) -> Iterator[_Stretch]:
    """The statement around each edit, with all the edits in it; one without edits where it is too deep."""
    located = dict(tree.locate(sorted({edit.span.start for edit in edits})))
    found: dict[tuple[int, int], list[Edit]] = {}
    for edit in edits:
        link = located.get(edit.span.start)
        nodes = [above.node for above in link.up() if isinstance(above.node, ast.stmt)] if link else []
        found.setdefault(_bounds(tree, nodes), []).append(edit)
    for (start, end), inside in found.items():
        old = tree.source.text[start:end]
        yield _Stretch(old, "".join(_replaced(old, start, inside)), tuple(inside) if end else ())


def _bounds(tree: Tree, nodes: Sequence[ast.stmt]) -> tuple[int, int]:
    """The smallest statement that can be read by itself: an ``else: x = 1`` needs its ``if``."""
    for node in nodes:
        if _depth(node) > MAX_DEPTH:
            break
        line = min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", []))])
        start, end = tree.source.starts[line - 1], tree.end(node)
        if _module(tree.source.text[start:end]) is not None:
            return start, end
    return 0, 0


def _replaced(text: str, start: int, edits: Sequence[Edit]) -> Iterator[str]:
    at = 0
    for edit in sorted(edits, key=lambda item: item.span):
        yield text[at : edit.span.start - start]
        yield edit.text
        at = edit.span.end - start
    yield text[at:]


def _differs(stretch: _Stretch) -> str | None:
    if not stretch.edits:
        return f"its statement nests deeper than {MAX_DEPTH} levels or cannot be read by itself"
    before, after = _module(stretch.old), _module(stretch.new)
    if before is None or after is None:
        return "the edited statement could not be read"
    tokens = _changed_tokens(before, after)
    if tokens is None or len(tokens) > len(stretch.edits):
        return _MORE
    changed = {edit.text for edit in stretch.edits}
    return None if all(any(new in token for new in changed) for token in tokens) else _MORE


def _module(text: str) -> Module | None:
    """The concrete tree of one statement, which must give its text back as it was."""
    import libcst

    for wrapped in _wrappings(text):
        try:
            module = libcst.parse_module(wrapped)
        except (libcst.ParserSyntaxError, RecursionError, ValueError):
            continue
        return module if module.code == wrapped else None
    return None


def _wrappings(text: str) -> Iterator[str]:
    """An indented statement stands in a block of its own, one after a semicolon in a line of its own."""
    if text[:1] not in (" ", "\t", "\f"):
        yield text
    yield f"if x:\n{text}"
    yield f"async def x():\n while x:\n  {text.lstrip()}"
    yield text.lstrip()


def _changed_tokens(before: Module, after: Module) -> list[str] | None:
    """The new texts of the string tokens that differ; ``None`` where anything else does."""
    changed = []
    pending: list[tuple[Any, Any]] = [(before, after)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return None
        if is_dataclass(one) and not isinstance(one, type):
            if type(one).__name__ in _TOKENS and one.value != other.value:  # type: ignore[attr-defined]
                if _quotes(one) != _quotes(other):
                    return None
                changed.append(str(other.value))
                continue
            pending.extend((getattr(one, item.name), getattr(other, item.name)) for item in fields(one))
        elif isinstance(one, (list, tuple)):
            if len(one) != len(other):
                return None
            pending.extend(zip(one, other, strict=True))
        elif isinstance(one, (str, int, bool, type(None))) and one != other:
            return None
    return changed


def _quotes(token: Any) -> tuple[str, str]:
    if type(token).__name__ != "SimpleString":
        return "", ""
    return token.prefix, token.quote


def _depth(node: ast.AST) -> int:
    deepest, pending = 0, [(node, 1)]
    while pending:
        here, depth = pending.pop()
        deepest = max(deepest, depth)
        pending.extend((child, depth + 1) for child in ast.iter_child_nodes(here))
    return deepest
