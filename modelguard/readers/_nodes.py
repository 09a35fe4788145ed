"""A tree of configuration values with positions, whatever format they were written in.

YAML, JSON, TOML, HCL and the structures inside them (:mod:`modelguard.readers._structures`) all become
these three nodes; :mod:`modelguard.readers._config` turns the tree into literals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from modelguard.types import Span

MAX_DEPTH = 200
"""Levels of nesting that are read (SPEC section 12)."""


_NOWHERE = Span(0, 0)


@dataclass(slots=True)
class Scalar:
    """A single value. ``span`` is without quotes; ``text`` is false for numbers, booleans and null.

    ``dynamic``: parts that are not known are ``{}`` in ``value``. ``refers``: ``value`` is the name of what
    holds the value, no value itself.
    """

    value: str
    span: Span
    exact: bool = True
    text: bool = True
    dynamic: bool = False
    refers: bool = False


@dataclass(slots=True)
class Mapping:
    """Keys and values in file order; a key written twice stands twice."""

    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    span: Span = _NOWHERE
    repeated: bool = False

    def get(self, name: str) -> Node | None:
        """The value of ``name``, or ``None``."""
        return next((value for key, value in self.entries if key.value == name), None)

    def scalar(self, *names: str) -> str | None:
        """The text of the first of ``names`` that holds a single value, or ``None``."""
        for name in names:
            if isinstance(node := self.get(name), Scalar) and not node.refers:
                return node.value
        return None

    def mapping(self, name: str) -> Mapping | None:
        """The mapping under ``name``, or ``None``."""
        return node if isinstance(node := self.get(name), Mapping) else None


@dataclass(slots=True)
class Sequence:
    """Items in file order."""

    items: list[Node] = field(default_factory=list)
    span: Span = _NOWHERE


Node = Scalar | Mapping | Sequence


def scalars(node: Node) -> Iterator[Scalar]:
    """Every single value and key below ``node``, in no promised order."""
    pending: list[Node] = [node]
    while pending:
        match pending.pop():
            case Scalar() as scalar:
                yield scalar
            case Mapping(entries=entries):
                pending.extend(key for key, _ in entries)
                pending.extend(value for _, value in entries)
            case Sequence(items=items):
                pending.extend(items)


def dig(node: Node | None, *names: str) -> Node | None:
    """The value at a path of keys, or ``None``."""
    for name in names:
        if not isinstance(node, Mapping):
            return None
        node = node.get(name)
    return node
