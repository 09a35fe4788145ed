"""The cells of a notebook as text, with the way from a character of a cell to the character of the file."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from modelguard.readers._nodes import Mapping, Node, Scalar, Sequence
from modelguard.types import Span, record

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_MAGIC = re.compile(
    r"([ \t]*(?:[\w.,* ]+=[ \t]*)?)((?:![ \t]*\S|%%?[A-Za-z]|\?\S)[^\r\n]*|[^\s#'\"=()]+\?{1,2}[ \t]*$)"
)
_PYTHON_MAGICS = re.compile(
    r"%%(?:time|timeit|capture|prun|debug|python3?|py|memit|mprun|script python|write(?:file|_and_run) .*\.py\b)"
)
_FOREIGN = re.compile(
    r"%%(?:(?P<shell>bash|sh|script[ \t]+(?:bash|sh))\b|(?P<sql>bigquery|sql)\b|"
    r"writefile[ \t]+(?:-a[ \t]+)?['\"]?(?P<file>[^\s'\"]+))[^\n]*\n"
)
_READERS = {
    "yaml": "yaml", "yml": "yaml", "json": "json", "jsonl": "json", "toml": "toml", "sh": "shell", "env": "dotenv",
    "ts": "typescript", "js": "typescript", "jsx": "typescript", "tsx": "typescript", "ini": "ini", "go": "go",
    "tf": "hcl",
}  # fmt: skip
_WHOLE = {
    "typescript": ("typescript", "cell.ts"), "javascript": ("typescript", "cell.ts"), "deno": ("typescript", "cell.ts"),
    "c#": ("csharp", "cell.cs"), "csharp": ("csharp", "cell.cs"), ".net-csharp": ("csharp", "cell.cs"),
    "kotlin": ("kotlin", "cell.kt"), "java": ("java", "cell.java"), "go": ("go", "cell.go"),
    "ruby": ("ruby", "cell.rb"), "rust": ("rust", "cell.rs"), "swift": ("swift", "cell.swift"),
}  # fmt: skip
"""Languages whose notebooks are read by a reader of their own, and what a module of theirs is called."""
_OTHER_LANGUAGES = frozenset(
    "r julia scala java javascript typescript deno kotlin c c++ c# f# csharp fsharp .net-csharp .net-fsharp "
    ".net-powershell powershell pwsh bash sh shell zsh sql ruby go rust matlab octave sas stata haskell lua perl php "
    "swift html markdown text ocaml clojure elixir erlang dart wolfram mathematica".split()
)
MAX_OUTPUT = 100_000
"""Longer outputs are not read: nobody selects a model in them."""


@dataclass(slots=True)
class Mapped:
    """Decoded text and, in ascending order, where its stretches begin in the file."""

    text: str = ""
    _parts: list[str] = field(default_factory=list)
    _here: list[int] = field(default_factory=list)
    _there: list[int] = field(default_factory=list)
    _length: int = 0

    def add(self, piece: str, offset: int) -> None:
        """Append ``piece``, whose characters stand in the file from ``offset`` on."""
        self._here.append(self._length)
        self._there.append(offset)
        self._parts.append(piece)
        self._length += len(piece)

    def close(self) -> Mapped:
        """Join what was added."""
        self.text = "".join(self._parts)
        return self

    def offset(self, index: int) -> int:
        """The file's offset of the character at ``index`` of :attr:`text`."""
        place = bisect.bisect_right(self._here, index) - 1
        return self._there[place] + index - self._here[place] if place >= 0 else 0

    def span(self, span: Span) -> Span:
        """The file's span of a span of :attr:`text`."""
        if span.end <= span.start:
            return Span(self.offset(span.start), self.offset(span.start))
        return Span(self.offset(span.start), self.offset(span.end - 1) + 1)


@dataclass(slots=True)
class Cell:
    """One cell: its number from 1, its kind and its text."""

    number: int
    kind: str
    mapped: Mapped
    node: Mapping


def cells(root: Mapping, text: str) -> Iterator[Cell]:
    """The cells of a notebook, those of the old format 3 included."""
    found = root.get("cells")
    nodes: list[Node] = list(found.items) if isinstance(found, Sequence) else []
    sheets = root.get("worksheets")
    for sheet in sheets.items if isinstance(sheets, Sequence) else ():
        inner = sheet.get("cells") if isinstance(sheet, Mapping) else None
        nodes.extend(inner.items if isinstance(inner, Sequence) else ())
    for number, node in enumerate(nodes, 1):
        if isinstance(node, Mapping):
            source = node.get("source") or node.get("input")
            yield Cell(number, node.scalar("cell_type") or "", mapped(source, text), node)


def mapped(source: Node | None, text: str) -> Mapped:
    """The text of a ``source``: one string, or a list of lines."""
    out = Mapped()
    items: list[Node] = source.items if isinstance(source, Sequence) else [source] if source is not None else []
    for item in items:
        if isinstance(item, Scalar) and item.text:
            _decode(out, text, item.span)
    return out.close()


def _decode(out: Mapped, text: str, span: Span) -> None:
    last = span.start
    for match in _ESCAPE.finditer(text, span.start, span.end):
        if match.start() > last:
            out.add(text[last : match.start()], last)
        code, letter = match.groups()
        out.add(chr(int(code, 16)) if code else _SIMPLE.get(letter, letter), match.start())
        last = match.end()
    if span.end > last:
        out.add(text[last : span.end], last)


def blanked(text: str, start: int, end: int) -> str:
    """Text of the file with escapes blanked, so that its length stays."""
    return _ESCAPE.sub(lambda match: " " * len(match.group()), text[start:end])


def python_text(cell: str) -> str | None:
    """A code cell with magics and shell lines turned to ``0``; ``None`` where it is another language."""
    stripped = cell.lstrip()
    if stripped.startswith("%%") and not _PYTHON_MAGICS.match(stripped):
        return None
    lines, going_on = [], False
    for line in re.split(r"(?<=\n)", cell):
        body = line.rstrip("\r\n")
        match = _MAGIC.match(body)
        if going_on:
            lines.append(" " * len(body) + line[len(body) :])
        elif match:
            lines.append(match.group(1) + "0".ljust(len(body) - match.end(1)) + line[len(body) :])
        else:
            lines.append(line)
        going_on = (going_on or match is not None) and body.endswith("\\")
    return "".join(lines)


@record
class Foreign:
    """The body of a cell that another reader reads: ``reader`` is its name, None for SQL; ``start`` its offset."""

    reader: str | None
    path: str
    start: int


def foreign(cell: str) -> Foreign | None:
    """What a cell's magic says of its language: a shell, a file that is written, SQL."""
    match = _FOREIGN.match(cell.lstrip())
    if match is None:
        return None
    start = len(cell) - len(cell.lstrip()) + match.end()
    if match["shell"]:
        return Foreign("shell", "cell.sh", start)
    if match["sql"]:
        return Foreign(None, "cell.sql", start)
    name = match["file"].rsplit("/", 1)[-1]
    reader = _READERS.get(name.rsplit(".", 1)[-1].lower())
    return Foreign(reader, name, start) if reader else None


def reader_of(language: str) -> tuple[str, str] | None:
    """The reader of the cells of a notebook in ``language``, and the name of a module of it; None for Python."""
    return _WHOLE.get(language)


def is_python(language: str) -> bool:
    """Whether a notebook of ``language`` may hold Python; kernels have names of their own."""
    return not language or "python" in language or language not in _OTHER_LANGUAGES


def output_texts(cell: Cell) -> Iterator[Scalar]:
    """The readable texts among a cell's outputs; pictures and very long ones left out."""
    outputs = cell.node.get("outputs")
    pending: list[Node] = list(outputs.items) if isinstance(outputs, Sequence) else []
    while pending:
        match pending.pop():
            case Scalar(text=True) as scalar if scalar.span.end - scalar.span.start <= MAX_OUTPUT:
                yield scalar
            case Mapping(entries=entries):
                pending.extend(value for key, value in entries if not key.value.startswith(("image/", "metadata")))
            case Sequence(items=items):
                pending.extend(items)
