"""YAML read at node level: every scalar stays the text it is, every value knows its line.

YAML 1.1 turns ``on`` into true, ``2024-08-06`` into a date and the second of two equal keys into the
only one. Nothing of that happens here: a schema decides what a text means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_DEEPEST = 50


class NodeError(ValueError):
    """YAML that cannot be taken as data; ``line`` counts from 1, the message is one clause."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


@dataclass(slots=True)
class Document:
    """Plain data and the line of each of its values, by path (keys and list positions)."""

    value: Any
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """Line of the value at ``path``, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Document:
    """Parse one YAML document. Raises NodeError for broken YAML, duplicate keys, aliases, deep nesting."""
    import yaml

    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = max(len(text.splitlines()), 1)  # the end of the file counts as a line after the last
        raise NodeError(f"it is not YAML ({error.problem})", min(mark.line + 1, last) if mark else 1) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NodeError(f"it is not YAML ({type(error).__name__})", 1) from None
    document = Document(None)
    document.value = None if node is None else _plain(node, (), document.lines, set())
    return document


def _plain(node: Any, path: Path, lines: dict[Path, int], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines[path] = line
    if len(path) > _DEEPEST:
        raise NodeError(f"it is nested deeper than {_DEEPEST} levels", line)
    if node.id == "scalar":
        return None if node.style is None and node.value in _NULLS else node.value
    if id(node) in seen:
        raise NodeError("it uses a YAML alias (*name): write the value out", line)
    seen.add(id(node))
    if node.id == "sequence":
        return [_plain(item, (*path, place), lines, seen) for place, item in enumerate(node.value)]
    found: dict[str, Any] = {}
    for key, value in node.value:
        if key.id != "scalar":
            raise NodeError("a key is no plain text", key.start_mark.line + 1)
        if key.value in found:
            raise NodeError(f'the key "{key.value}" stands there twice', key.start_mark.line + 1)
        found[key.value] = _plain(value, (*path, key.value), lines, seen)
        lines[(*path, key.value)] = key.start_mark.line + 1
    return found
