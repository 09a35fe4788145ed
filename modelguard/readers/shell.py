"""Shell scripts: options of commands, assignments, defaults of expansions, JSON bodies of ``curl``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers import Reader, Wanted
from modelguard.readers._commands import options
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading, Span

_LINE = re.compile(r"[^\r\n]++")
_COMMENT = re.compile(r"(?:^|(?<=[ \t;]))#[^\r\n]*$")
_COMPARED = re.compile(r"""(?:==?|!=|=~)[ \t]+["']?(?P<value>[A-Za-z0-9][\w.:/@-]{1,200})["']?[ \t]*\]""")
_CASE = re.compile(r"""^[ \t]*(?P<value>["']?[A-Za-z0-9][\w.:/@*|"' -]{1,200}?)\)""")


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Lines are read one by one; only lines with a wanted string cost more than a look."""
    found: list[Literal] = []
    for line in _LINE.finditer(source.text):
        if wanted(line.group()):
            found.extend(_line(source.text, line.start(), line.end(), wanted))
    return Reading(literals=tuple(found))


def _line(text: str, start: int, end: int, wanted: Wanted) -> Iterator[Literal]:
    if comment := _COMMENT.search(text[start:end]):
        begin = start + comment.start() + 1
        if wanted(text[begin:end]):
            yield Literal(text[begin:end], Span(begin, end), Context(Place.COMMENT))
        end = start + comment.start()
    seen: set[int] = set()
    for option in options(text, start, end):
        value = text[option.span.start : option.span.end]
        if wanted(value):
            seen.add(option.span.start)
            yield Literal(value, option.span, Context(option.place, option.name))
    for pattern in (_COMPARED, _CASE):
        for match in pattern.finditer(text, start, end):
            begin, stop = match.span("value")
            if begin not in seen and wanted(text[begin:stop]):
                seen.add(begin)
                yield Literal(text[begin:stop], Span(begin, stop), Context(Place.COMPARISON))
    if not seen and wanted(text[start:end]):
        yield Literal(text[start:end], Span(start, end), Context(Place.TEXT))


READER = Reader(
    name="shell",
    suffixes=(".sh", ".bash", ".zsh", ".ksh", ".fish", ".ps1", ".bat", ".cmd", ".mk", ".just"),
    filenames=("makefile", "gnumakefile", "justfile", "procfile", ".bashrc", ".zshrc", ".profile"),
    read=read,
)
