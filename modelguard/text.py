"""The one place that knows bytes, encodings, lines and columns.

Only LF, CRLF and CR end a line: form feed, NEL and the Unicode separators do not, whatever
``str.splitlines`` thinks. Columns count code points from 1 and never count a byte-order mark.
"""

from __future__ import annotations

import bisect
import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from modelguard.types import Location, Problem, Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(slots=True)
class SourceFile:
    """One file: its bytes, its text and the way between the two.

    ``path`` is relative to the root of the run, with forward slashes; ``text`` is without the
    byte-order mark and keeps every line end as it is. ``problem`` is set, and ``text`` holds what
    could be decoded (undecodable bytes as U+FFFD), where the encoding is broken; such a file is
    never edited.
    """

    path: str
    data: bytes
    text: str
    encoding: str
    bom: bytes = b""
    problem: Problem | None = None
    _starts: list[int] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, path: str, data: bytes) -> SourceFile:
        """Decode ``data``: byte-order mark, else a PEP 263 cookie in Python, else UTF-8. Never raises."""
        bom, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", "utf-8"))
        if not bom and path.lower().endswith((".py", ".pyi", ".pyw")):
            encoding = _cookie(data) or encoding
        body = data[len(bom) :]
        problem = None
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError) as error:
            line = body[: getattr(error, "start", 0)].count(b"\n") + 1
            problem = Problem(f"it is not valid {encoding.upper()}: save it as UTF-8", line=line, limit="encoding")
            text = body.decode("utf-8", "replace")
        return cls(path, data, text, encoding, bom, problem)

    @classmethod
    def read(cls, root: Path, path: str) -> SourceFile:
        """Read ``root / path``. Raises OSError where the file cannot be read."""
        return cls.of(path, (root / path).read_bytes())

    @property
    def starts(self) -> Sequence[int]:
        """Offset of the first character of each line."""
        if not self._starts:
            if "\r" in self.text:
                self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
            else:
                self._starts = [0, *accumulate(len(line) + 1 for line in self.text.split("\n")[:-1])]
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a code-point offset."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Code-point offset of a line and column (both from 1); clamped to the file."""
        starts = self.starts
        line = min(max(line, 1), len(starts))
        return min(starts[line - 1] + max(column, 1) - 1, len(self.text))

    def offset_utf8(self, line: int, byte_column: int) -> int:
        """Code-point offset of an ``ast`` position: line from 1, column in UTF-8 bytes from 0."""
        start = self.starts[min(max(line, 1), len(self.starts)) - 1]
        stretch = self.text[start : start + byte_column]
        if not stretch.isascii():
            stretch = stretch.encode("utf-8", "surrogatepass")[:byte_column].decode("utf-8", "ignore")
        return start + len(stretch)

    def location(self, span: Span, cell: int | None = None) -> Location:
        """Where ``span`` stands."""
        return Location(self.path, *self.position(span.start), *self.position(span.end), cell)

    def line_text(self, line: int) -> str:
        """The text of one line (from 1) without its line end."""
        starts = self.starts
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Byte offsets of ``span`` in :attr:`data`. Only for files without a ``problem``."""
        start = len(self.bom) + len(self.text[: span.start].encode(self.encoding))
        return start, start + len(self.text[span.start : span.end].encode(self.encoding))


def _cookie(data: bytes) -> str | None:
    """Encoding that a PEP 263 comment in the first two lines names."""
    for line in re.split(rb"\r\n|\r|\n", data[:1024], maxsplit=2)[:2]:
        if match := _COOKIE.match(line):
            return match.group(1).decode("ascii", "replace").lower()
        if line.strip() and not line.lstrip().startswith(b"#"):
            return None
    return None
