"""Read YAML into nodes from the parser's events: no value is constructed, no tag is obeyed.

Events come from libyaml one at a time, so nesting and aliases are counted before anything can grow;
libyaml's own composer brings the process down at 100,000 levels, and merging aliases can take
exponential time. What stands before a broken place is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from modelguard.readers._nodes import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from modelguard.readers._strings import clean
from modelguard.readers._templates import MARK, masked
from modelguard.types import Problem, Span

MAX_ALIASES = 1_000
"""Aliases in one file (SPEC section 12)."""
MAX_ALIASED = 300
"""Characters of a value that is looked at again where an alias repeats it; no model id is longer."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSAFE_TAG = "tag:yaml.org,2002:python/"
_INDICATORS = {"'": 1, '"': 1}
_PROPERTIES = re.compile(r"(?:[&!]\S*+\s*+)*+")
_NOT_TEXT = re.compile(r"(?:[-+]?[\d.][\d_.,eE+-]*|true|false|yes|no|on|off|null|~|)", re.IGNORECASE)


@dataclass(slots=True)
class Stream:
    """What a YAML text holds: the root of each document, and what could not be read.

    ``broken`` is the offset from which the text is not YAML, if there is one.
    """

    roots: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: int | None = None


@dataclass(slots=True)
class _Builder:
    text: str
    original: str
    offset: int
    stream: Stream
    stack: list[Mapping | Sequence] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)
    anchors: dict[str, Scalar] = field(default_factory=dict)
    aliases: int = 0

    def attach(self, node: Node) -> None:
        if not self.stack:
            self.stream.roots.append(node)
            return
        holder = self.stack[-1]
        if isinstance(holder, Sequence):
            holder.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = node if isinstance(node, Scalar) else Scalar("", node.span, text=False)
        else:
            self.keys[-1] = None
            holder.entries.append((key, node))

    def open(self, node: Mapping | Sequence) -> None:
        self.attach(node)
        self.stack.append(node)
        self.keys.append(None)

    def close(self) -> None:
        self.stack.pop()
        self.keys.pop()

    def scalar(self, event: Any) -> Scalar:
        """The node of a scalar event, its span without quotes and block indicators."""
        start, end = event.start_mark.index, event.end_mark.index
        if event.anchor or event.tag:  # the mark stands at the anchor, the value after it
            start = _PROPERTIES.match(self.text, start, end).end()  # type: ignore[union-attr]
        if event.style in _INDICATORS:
            start, end = start + 1, max(end - 1, start + 1)
        elif event.style in ("|", ">"):
            start, end = _block(self.text, start, end)
        raw = self.original[start:end]
        span = Span(start + self.offset, end + self.offset)
        text = event.style is not None or not _NOT_TEXT.fullmatch(event.value)
        value = raw if MARK in event.value else event.value
        return Scalar(clean(value), span, exact=raw == value, text=text)

    def alias(self, anchor: str, here: Span) -> Scalar:
        """What stands for ``*anchor``: the single value that the anchor names, where it stands itself."""
        known = self.anchors.get(anchor)
        return known if known and len(known.value) <= MAX_ALIASED else Scalar("", here, text=False)


def parse(text: str, start: int = 0, end: int | None = None, *, template: bool = False) -> Stream:
    """Read ``text[start:end]``; spans are offsets into ``text``. Linear, never raises.

    Of a ``template`` the values are the text that makes them.
    """
    stream = Stream()
    part = original = text[start:end] if start or end is not None else text
    if template:
        part = masked(part)
    if match := _CONTROL.search(part):
        place = Span(start + match.start(), start + match.start())
        stream.problems.append(Problem("a control character stands in it: remove the character", span=place))
        part = _CONTROL.sub(" ", part)
    builder = _Builder(part, original, start, stream)
    last = 0
    try:
        for event in _events(part):
            last = max(last, event.start_mark.index)
            if problem := _take(builder, event):
                stream.problems.append(problem)
                if problem.limit:
                    return stream
    except RecursionError:
        stream.problems.append(Problem("it is nested too deep: flatten it", limit="nesting"))
    except Exception as error:  # YAMLError, and what libyaml's binding lets through on odd input
        _broken(stream, error, last, start)
    return stream


def _events(text: str) -> Iterator[Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(text, Loader=loader)


def _take(builder: _Builder, event: Any) -> Problem | None:
    """Add one event to the tree; a problem with a limit ends the reading."""
    kind = type(event).__name__
    here = Span(event.start_mark.index + builder.offset, event.start_mark.index + builder.offset)
    problem = None
    if (tag := getattr(event, "tag", None)) and tag.startswith(_UNSAFE_TAG):
        problem = Problem("it asks for a Python object, which is never built: remove the tag", span=here)
    if kind == "ScalarEvent":
        scalar = builder.scalar(event)
        builder.attach(scalar)
        if event.anchor:
            builder.anchors[event.anchor] = scalar
    elif kind in ("MappingStartEvent", "SequenceStartEvent"):
        if len(builder.stack) >= MAX_DEPTH:
            message = f"it is nested more than {MAX_DEPTH} levels deep: flatten it"
            return Problem(message, span=here, limit="nesting")
        builder.open(Mapping(span=here) if kind == "MappingStartEvent" else Sequence(span=here))
    elif kind in ("MappingEndEvent", "SequenceEndEvent"):
        builder.close()
    elif kind == "AliasEvent":
        builder.aliases += 1
        if builder.aliases > MAX_ALIASES:
            return Problem(f"it has more than {MAX_ALIASES:,} aliases: write them out", span=here, limit="aliases")
        builder.attach(builder.alias(event.anchor, here))
    return problem


def _broken(stream: Stream, error: Exception, last: int, start: int) -> None:
    mark = getattr(error, "problem_mark", None)
    index = mark.index if mark is not None else last
    what = getattr(error, "problem", None) or "it cannot be parsed"
    place = Span(start + index, start + index)
    message = f"it is not valid YAML ({clean(str(what))[:100]}): correct this line, quoting the value may be enough"
    stream.problems.append(Problem(message, span=place))
    stream.broken = start + min(index, last if mark is None else index)


def _block(text: str, start: int, end: int) -> tuple[int, int]:
    """Span of the body of a block scalar: after its header line, without outer blanks."""
    newline = text.find("\n", start, end)
    if newline < 0:
        return end, end
    body = text[newline + 1 : end]
    first = newline + 1 + len(body) - len(body.lstrip())
    return min(first, end), max(min(first, end), newline + 1 + len(body.rstrip()))
