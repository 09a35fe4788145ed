"""YAML read event by event: every scalar stays the text it is, every value knows its line.

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
    """Parse one YAML document. Raises NodeError for broken YAML, duplicate keys, aliases, deep nesting.

    Built from parser events, not from composed nodes: libyaml's composer recurses, and a file of
    200,000 brackets would bring the process down.
    """
    import yaml

    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            builder.take(event, type(event).__name__)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        last = max(len(text.splitlines()), 1)  # the end of the file counts as a line after the last
        raise NodeError(f"it is not YAML ({error.problem})", min(mark.line + 1, last) if mark else 1) from None
    except yaml.YAMLError as error:
        raise NodeError(f"it is not YAML ({type(error).__name__})", 1) from None
    return builder.document


_NO_KEY = object()


@dataclass(slots=True)
class _Frame:
    """A collection that is still open; ``key`` is the key whose value comes next."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: Any = _NO_KEY


class _Builder:
    """Plain data from a stream of parser events."""

    def __init__(self) -> None:
        self.document = Document(None)
        self._open: list[_Frame] = []
        self._documents = 0

    def take(self, event: Any, kind: str) -> None:
        """Take the next event; raise NodeError for what is no plain data."""
        line = event.start_mark.line + 1
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise NodeError("it holds a second YAML document", line)
        elif kind == "AliasEvent":
            raise NodeError("it uses a YAML alias (*name): write the value out", line)
        elif kind == "ScalarEvent":
            plain = event.style in (None, "") and event.value in _NULLS
            self._put(None if plain else event.value, line, scalar=event.value)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            value: dict[str, Any] | list[Any] = {} if kind == "MappingStartEvent" else []
            self._open.append(_Frame(value, self._put(value, line)))
            if len(self._open) > _DEEPEST:
                raise NodeError(f"it is nested deeper than {_DEEPEST} levels", line)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self._open.pop()

    def _put(self, value: Any, line: int, *, scalar: str | None = None) -> Path:
        """Put a key or a value where it belongs; its path."""
        if not self._open:
            self.document.value = value
            return self._note((), line)
        frame = self._open[-1]
        if isinstance(frame.value, list):
            frame.value.append(value)
            return self._note((*frame.path, len(frame.value) - 1), line)
        if frame.key is _NO_KEY:
            if scalar is None:
                raise NodeError("a key is no plain text", line)
            if scalar in frame.value:
                raise NodeError(f'the key "{scalar}" stands there twice', line)
            frame.key = scalar
            return self._note((*frame.path, scalar), line)
        frame.value[frame.key] = value
        path = (*frame.path, frame.key)
        frame.key = _NO_KEY
        return path

    def _note(self, path: Path, line: int) -> Path:
        self.document.lines[path] = line
        return path
