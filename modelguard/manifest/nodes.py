"""YAML at node level: text in, a tree of nodes with spans out; no value is guessed and no duplicate lost.

Nodes are built from the parser's events without recursion, so depth and aliases are counted before
anything can grow. Positions come from the event's character index: the parser's own line numbers take
NEL and LS for line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from modelguard.text import SourceFile
from modelguard.types import Span, record
from modelguard.wording import shown

MAX_DEPTH = 200
MAX_ALIASES = 1_000
MAX_EXPANDED = 1_000_000
"""Values a document may have once every alias is written out."""

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in "str int float bool null map seq timestamp".split())
_UNPRINTABLE = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Kind(StrEnum):
    """What a node is, in the words of a message."""

    TEXT = "text"
    NOTHING = "nothing"
    LIST = "a list"
    MAPPING = "a mapping"


@dataclass(slots=True, eq=False)
class Node:
    """One value. ``span`` is the value without its quotes.

    ``items`` of a list, ``pairs`` of a mapping (merge keys resolved, first of a duplicate kept).
    ``plain`` is unquoted; ``exact`` says that the span's characters are the value. ``size`` counts the
    values below with aliases written out, ``depth`` the levels.
    """

    kind: Kind
    span: Span
    value: str = ""
    plain: bool = False
    exact: bool = False
    items: list[Node] = field(default_factory=list)
    pairs: dict[str, tuple[Node, Node]] = field(default_factory=dict)
    size: int = 1
    depth: int = 1

    def get(self, key: str) -> Node | None:
        """The value of ``key`` in a mapping."""
        pair = self.pairs.get(key)
        return pair[1] if pair else None


_SECOND = "a second YAML document starts here: keep one document in the file"
_NO_ITEMS: list[Node] = []
_NO_PAIRS: dict[str, tuple[Node, Node]] = {}
"""Shared by all texts, which have neither: never filled."""


@record
class Fault:
    """What is wrong with a document, where. ``limit`` names a limit that was exceeded."""

    message: str
    span: Span
    limit: str | None = None


@record
class Document:
    """The root node, or ``None`` where nothing could be read, and every fault on the way.

    ``broken`` says that the text is no YAML, or is over a limit, so that the nodes are not all there.
    """

    root: Node | None
    faults: tuple[Fault, ...] = ()
    broken: bool = False


class _Stop(Exception):
    """Reading ends here: the fault is not one that can be stepped over."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Node
    anchor: str | None
    key: Node | None = None
    merges: list[Node] = field(default_factory=list)


def read(file: SourceFile) -> Document:
    """Every node of the first document of ``file``. Never raises."""
    if file.problem:
        start = file.offset(file.problem.line or 1, 1)
        return Document(None, (Fault(file.problem.message, Span(start, start)),), broken=True)
    return _Composer(file.text).document()


class _Composer:
    """Turns events into nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, Node | None] = {}
        self.aliases = 0
        self.root: Node | None = None
        self.documents = 0

    def document(self) -> Document:
        import yaml

        broken = True
        try:
            for event in _events(self.text):
                self._take(event)
            broken = False
        except _Stop as stop:
            self.faults.append(stop.fault)
            broken = stop.fault.message != _SECOND
        except yaml.reader.ReaderError:
            self.faults.append(self._unprintable())
        except yaml.MarkedYAMLError as error:
            self.faults.append(self._not_yaml(error))
        except yaml.YAMLError:
            self.faults.append(Fault("it is not YAML", Span(0, 0)))
        return Document(self.root, tuple(self.faults), broken)

    def _take(self, event: Any) -> None:
        name = type(event).__name__
        if name == "ScalarEvent":
            self._add(self._scalar(event), event.anchor)
        elif name == "AliasEvent":
            self._add(self._alias(event), None)
        elif name in ("MappingStartEvent", "SequenceStartEvent"):
            self._start(event, Kind.MAPPING if name[0] == "M" else Kind.LIST)
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            self._end(event)
        elif name == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                span = Span(event.start_mark.index, event.start_mark.index)
                raise _Stop(Fault(_SECOND, span))

    def _scalar(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        plain = not event.style
        if event.style in ("'", '"'):
            start, end = start + 1, max(end - 1, start + 1)
        span = Span(start, end)
        self._check_tag(event, span)
        value: str = event.value
        if plain and value in _NULLS and event.tag is None:
            return Node(Kind.NOTHING, span, value, True, False, _NO_ITEMS, _NO_PAIRS)
        return Node(Kind.TEXT, span, value, plain, self.text[start:end] == value, _NO_ITEMS, _NO_PAIRS)

    def _alias(self, event: Any) -> Node:
        span = Span(event.start_mark.index, event.end_mark.index)
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise _Stop(Fault(f"it has over {MAX_ALIASES:,} YAML aliases", span, "aliases"))
        if event.anchor not in self.anchors:
            self.faults.append(Fault("this alias names an anchor that is not defined before it", span))
            return Node(Kind.NOTHING, span)
        node = self.anchors[event.anchor]
        if node is None:
            raise _Stop(Fault("this alias stands inside the value it names and would never end", span))
        return node

    def _start(self, event: Any, kind: Kind) -> None:
        span = Span(event.start_mark.index, event.end_mark.index)
        self._check_tag(event, span)
        if len(self.open) >= MAX_DEPTH:
            raise _Stop(_too_deep(span))
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append(_Open(Node(kind, span), event.anchor))

    def _end(self, event: Any) -> None:
        done = self.open.pop()
        node = done.node
        node.span = Span(node.span.start, max(event.end_mark.index, node.span.start))
        for merged in done.merges:
            for key, pair in merged.pairs.items():
                node.pairs.setdefault(key, pair)
        self._add(node, done.anchor)

    def _add(self, node: Node, anchor: str | None) -> None:
        """Put a finished node where it belongs: root, list item, key or value."""
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        self._grow(parent.node, node)
        if parent.node.kind is Kind.LIST:
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            self._pair(parent, parent.key, node)
            parent.key = None

    def _grow(self, parent: Node, child: Node) -> None:
        parent.size += child.size
        if child.depth >= parent.depth:
            parent.depth = child.depth + 1
        if parent.size > MAX_EXPANDED:
            limit = f"its aliases write out to over {MAX_EXPANDED:,} values"
            raise _Stop(Fault(limit, child.span, "aliases"))
        if len(self.open) + child.depth > MAX_DEPTH:
            raise _Stop(_too_deep(child.span))

    def _pair(self, parent: _Open, key: Node, value: Node) -> None:
        if key.kind is Kind.TEXT and key.plain and key.value == "<<":
            self._merge(parent, value)
        elif key.kind not in (Kind.TEXT, Kind.NOTHING):
            self.faults.append(Fault(f"a key must be text, this one is {key.kind}", key.span))
        elif key.value in parent.node.pairs:
            line = self.text.count("\n", 0, parent.node.pairs[key.value][0].span.start) + 1
            self.faults.append(
                Fault(f"duplicate key {shown(key.value)}, first given at line {line}: keep one of the two", key.span)
            )
        else:
            parent.node.pairs[key.value] = (key, value)

    def _merge(self, parent: _Open, value: Node) -> None:
        sources = value.items if value.kind is Kind.LIST else [value]
        for source in sources:
            if source.kind is Kind.MAPPING:
                parent.merges.append(source)
            else:
                self.faults.append(Fault(f"`<<` merges mappings, this is {source.kind}", source.span))

    def _check_tag(self, event: Any, span: Span) -> None:
        if event.tag and event.tag != "!" and event.tag not in _TAGS:
            self.faults.append(Fault("a YAML tag has no meaning in a manifest: remove it", span))

    def _unprintable(self) -> Fault:
        found = _UNPRINTABLE.search(self.text)
        at = found.start() if found else 0
        code = f"U+{ord(self.text[at]):04X}" if found else "unknown"
        return Fault(f"it is not YAML: the character {code} is not allowed, remove it", Span(at, at))

    def _not_yaml(self, error: Any) -> Fault:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index, len(self.text)) if mark else 0
        problem = str(error.problem or "it cannot be parsed")
        tab = self.text[at : at + 1] == "\t"
        return Fault(f"it is not YAML: {_advice(problem, tab=tab)}", Span(at, at))


def _events(text: str) -> Iterator[Any]:
    import yaml

    return yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _too_deep(span: Span) -> Fault:
    return Fault(f"it is nested over {MAX_DEPTH} levels deep", span, "depth")


def _advice(problem: str, *, tab: bool) -> str:
    """The parser's words, and what to do about the common ones."""
    if tab or "tab character" in problem:
        return "a tab cannot indent, use spaces"
    if "cannot start any token" in problem:
        return f"{problem}, put the value in quotes"
    if "mapping values are not allowed" in problem:
        return f"{problem}, put a text that holds `: ` in quotes, or mend the indentation"
    return f"{problem}, mend this line or the one before"
