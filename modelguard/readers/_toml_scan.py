"""Read TOML into nodes with positions, line by line: one bad line costs that line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from modelguard.readers._nodes import MAX_DEPTH, Mapping, Node, Scalar, Sequence
from modelguard.readers._strings import clean
from modelguard.types import Problem, Span

_TOKEN = re.compile(
    r'''
      """\r?\n?(?P<text>(?:[^"\\]|\\.|"(?!""))*+)(?:"{3,5})?
    | \'\'\'\r?\n?(?P<raw>(?:[^']|'(?!''))*+)(?:'{3,5})?
    | "(?P<basic>(?:[^"\\\r\n]|\\[^\r\n])*+)"?
    | '(?P<literal>[^'\r\n]*+)'?
    | \#(?P<comment>[^\r\n]*+)
    | (?P<newline>\r\n|\r|\n)
    | (?P<mark>[\[\]{},=.])
    | (?P<word>[^\s\[\]{},=."'\#]++)
    ''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n\s*|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "e": "\x1b"}
_BAD_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\[^btnfreuUx\"\\\s]")


@dataclass(slots=True)
class Scan:
    """The root table, the comments and the first problem of one TOML text."""

    root: Mapping = field(default_factory=Mapping)
    comments: list[Span] = field(default_factory=list)
    problem: Problem | None = None


@dataclass(slots=True)
class _Cursor:
    """Where the scanner stands: the table it fills and the open arrays and inline tables."""

    out: Scan
    table: Mapping
    keys: list[Scalar] = field(default_factory=list)
    open: list[tuple[Mapping | Sequence, list[Scalar]]] = field(default_factory=list)
    value: bool = False
    header: int = 0

    def scalar(self, node: Scalar) -> None:
        """A key or a value, whichever is expected here."""
        if self.header:
            self.keys.append(node)
        elif self.open and isinstance(self.open[-1][0], Sequence):
            self.open[-1][0].items.append(node)
        elif self.value:
            self.put(node)
        else:
            self.keys.append(node)

    def put(self, node: Node) -> None:
        """Give the pending keys their value, in the innermost table."""
        holder = self.open[-1][0] if self.open else self.table
        keys, self.keys, self.value = self.keys, [], False
        if isinstance(holder, Sequence):
            holder.items.append(node)
        elif keys:
            table = _descend(holder, keys[:-1])
            table.entries.append((keys[-1], node))

    def push(self, node: Mapping | Sequence) -> None:
        """Open an array or an inline table as a value."""
        self.put(node)
        if len(self.open) < MAX_DEPTH - 50:
            self.open.append((node, []))
        elif self.out.problem is None:
            message = f"it is nested more than {MAX_DEPTH} levels deep: flatten it"
            self.out.problem = Problem(message, span=node.span, limit="nesting")

    def pop(self, kind: type[Mapping] | type[Sequence]) -> None:
        """Close the innermost array or inline table."""
        if self.open and isinstance(self.open[-1][0], kind):
            self.open.pop()
            self.keys, self.value = [], False

    def newline(self) -> None:
        """Outside brackets a line ends a setting."""
        if not self.open:
            self.keys, self.value = [], False
        self.header = 0


def _descend(table: Mapping, keys: list[Scalar]) -> Mapping:
    for key in keys[: MAX_DEPTH // 4]:
        last = next((node for name, node in reversed(table.entries) if name.value == key.value), None)
        if isinstance(last, Sequence) and last.items:
            last = last.items[-1]
        if not isinstance(last, Mapping):
            last = Mapping(span=key.span)
            table.entries.append((key, last))
        table = last
    return table


def scan(text: str, start: int = 0, end: int | None = None) -> Scan:
    """Read ``text[start:end]``. Linear, never raises."""
    out = Scan()
    cursor = _Cursor(out, out.root)
    fresh = True
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind = match.lastgroup or ""
        if kind == "comment":
            out.comments.append(Span(*match.span("comment")))
        elif kind == "newline":
            cursor.newline()
            fresh = True
            continue
        elif kind == "mark":
            _mark(cursor, match, fresh)
        else:
            cursor.scalar(_scalar(out, match, kind))
        fresh = False
    return out


def _mark(cursor: _Cursor, match: re.Match[str], fresh: bool) -> None:
    mark, here = match.group(), Span(match.start(), match.start())
    if mark == "=":
        cursor.value = True
    elif mark == "," and cursor.open:
        cursor.keys, cursor.value = [], False
    elif mark == "[" and not cursor.open and not cursor.value and (fresh or cursor.header):
        cursor.header += 1
        cursor.keys = []
    elif mark == "]" and cursor.header:
        _header(cursor)
    elif mark == "[":
        cursor.push(Sequence(span=here))
    elif mark == "{":
        cursor.push(Mapping(span=here))
    elif mark in "]}":
        cursor.pop(Sequence if mark == "]" else Mapping)


def _header(cursor: _Cursor) -> None:
    """A table header ends: ``[a.b]`` opens a table, ``[[a.b]]`` a new one in a list."""
    if not cursor.keys:
        return
    keys, cursor.keys = cursor.keys, []
    parent = _descend(cursor.out.root, keys[:-1])
    cursor.table = Mapping(span=keys[-1].span)
    if cursor.header == 1:
        cursor.table = _descend(parent, keys[-1:])
    else:
        last = next((node for name, node in parent.entries if name.value == keys[-1].value), None)
        if isinstance(last, Sequence):
            last.items.append(cursor.table)
        else:
            parent.entries.append((keys[-1], Sequence([cursor.table], keys[-1].span)))


def _scalar(out: Scan, match: re.Match[str], kind: str) -> Scalar:
    raw, span = match[kind], Span(*match.span(kind))
    if kind in ("raw", "literal", "word") or "\\" not in raw:
        return Scalar(raw, span, text=kind != "word")
    if _BAD_ESCAPE.search(raw) and out.problem is None:
        out.problem = Problem("a string holds an escape that TOML does not know: use single quotes", span=span)
    return Scalar(clean(_ESCAPE.sub(_unescape, raw)), span, exact=False)


def _unescape(match: re.Match[str]) -> str:
    if digits := match.group(1) or match.group(2):
        number = int(digits, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(match.group(3) or "", match.group(3) or "")
