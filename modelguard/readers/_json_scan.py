"""Read JSON, JSON with comments and JSON5 into nodes with positions. Never raises, never recurses.

Comments, trailing commas, single quotes, bare words (``NaN``) and missing commas are no reason to stop:
what a person meant is clear, and the file is not ours to judge.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from modelguard.readers._nodes import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from modelguard.readers._strings import clean
from modelguard.types import Problem, Span

_TOKEN = re.compile(
    r"""
    (?: "(?P<double>[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+)(?P<closed>"?)
      | (?P<mark>[{}\[\]:,])
      | (?P<word>[^\s{}\[\]:,"'/]++|/(?![/*]))
      | '(?P<single>[^'\\\r\n]*+(?:\\.[^'\\\r\n]*+)*+)(?P<shut>'?)
      | (?P<comment>//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    ) \s*+
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)


@dataclass(slots=True)
class Scan:
    """What stood in the text: comments (spans of their words), the first problem, and the roots.

    There are several roots where texts were glued together.
    """

    roots: list[Node] = field(default_factory=list)
    comments: list[Span] = field(default_factory=list)
    problem: Problem | None = None
    _stack: list[Mapping | Sequence] = field(default_factory=list)
    _keys: list[Scalar | None] = field(default_factory=list)
    _waiting: Scalar | None = None
    too_deep: bool = False

    def fail(self, message: str, offset: int, limit: str | None = None) -> None:
        """Keep the first thing that is wrong."""
        if self.problem is None:
            self.problem = Problem(message, span=Span(offset, offset), limit=limit)

    def open(self, node: Mapping | Sequence) -> None:
        """Go into a mapping or a list; beyond the limit everything goes into the innermost one."""
        if len(self._stack) >= MAX_DEPTH:
            self.fail(f"it is nested more than {MAX_DEPTH} levels deep: flatten it", node.span.start, "nesting")
            self.too_deep = True
            return
        self._attach(node)
        self._stack.append(node)
        self._keys.append(None)

    def close(self, kind: type[Mapping] | type[Sequence], offset: int) -> None:
        """Leave the innermost mapping or list."""
        if self.too_deep:
            return
        self.flush()
        if not self._stack or not isinstance(self._stack[-1], kind):
            self.fail("a bracket closes nothing: check the brackets before it", offset)
            return
        self._stack.pop()
        self._keys.pop()

    def scalar(self, node: Scalar) -> None:
        """A value, or a key if a colon follows."""
        self.flush()
        self._waiting = node

    def colon(self) -> None:
        """What was waiting is a key."""
        if self._keys and self._waiting is not None and isinstance(self._stack[-1], Mapping):
            self._keys[-1] = self._waiting
        self._waiting = None

    def flush(self) -> None:
        """What was waiting is a value."""
        if self._waiting is not None:
            node, self._waiting = self._waiting, None
            self._attach(node)

    def finish(self, offset: int) -> None:
        """The text ends here."""
        self.flush()
        if self._stack and not self.too_deep:
            self.fail("it ends inside a bracket: close it", offset)

    def _attach(self, node: Node) -> None:
        self.flush()
        if not self._stack:
            if not self.roots or not isinstance(node, Scalar):
                self.roots.append(node)
            return
        holder = self._stack[-1]
        if isinstance(holder, Sequence):
            holder.items.append(node)
            return
        key, self._keys[-1] = self._keys[-1], None
        holder.entries.append((key or Scalar("", node.span, text=False), node))


def scan(text: str, start: int = 0, end: int | None = None) -> Scan:
    """Read ``text[start:end]``. Linear in its length."""
    end = len(text) if end is None else end
    out = Scan()
    for match in _TOKEN.finditer(text, start, end):
        kind = match.lastgroup
        if kind == "mark":
            _mark(out, match["mark"], match.start())
        elif kind in ("closed", "shut"):
            inner = "double" if kind == "closed" else "single"
            if not match[kind]:
                out.fail("a string does not end on its line: close the quote", match.start())
            out.scalar(_string(match[inner], Span(*match.span(inner))))
        elif kind == "comment":
            out.comments.append(Span(match.start() + 2, match.end("comment")))
        else:
            out.scalar(Scalar(match["word"], Span(*match.span("word")), text=False))
    out.finish(end)
    return out


def _mark(out: Scan, mark: str, offset: int) -> None:
    match mark:
        case "{":
            out.open(Mapping(span=Span(offset, offset + 1)))
        case "[":
            out.open(Sequence(span=Span(offset, offset + 1)))
        case "}":
            out.close(Mapping, offset)
        case "]":
            out.close(Sequence, offset)
        case ":":
            out.colon()
        case _:
            out.flush()


def _string(raw: str, span: Span) -> Scalar:
    if "\\" not in raw:
        return Scalar(raw, span)
    try:
        value = str(json.loads(f'"{raw}"', strict=False))
    except ValueError:
        value = _ESCAPE.sub(lambda match: match.group(1)[-1:], raw)
    return Scalar(clean(value), span, exact=False)
