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
_VALUE = r"""(?P<value>[A-Za-z0-9][^\s"'`;|&<>(){}\\,$]{0,300})"""
_GIVEN = (
    # [MODEL]="x" of an associative array, $Model = 'x' of PowerShell
    r"""(?:\[(?P<item>[A-Za-z_]\w{0,80})\]=|(?<![\w.-])\$?(?P<name>[A-Za-z_][\w:]{0,80})[ \t]+=[ \t]*)["']%s["']""",
    # MODEL ?= x of a Makefile, @model = x of a file of requests
    r"""(?<![^\r\n])[ \t]*@?(?:export[ \t]+)?(?P<name>[A-Za-z_]\w{0,80})[ \t]*[?:+]*=[ \t]*%s[ \t]*$""",
    # setx MODEL x, azd env set MODEL x
    r"""\b(?:setx?|setenv|env[ \t]+set)(?:[ \t]+-[\w-]+)*[ \t]+(?P<name>[A-Za-z_]\w{0,80})[ \t]+["']?%s""",
    # model: x in a document for another program
    r"""(?<![^\r\n])[ \t]*(?:-[ \t]+)?(?P<name>[\w.-]{0,40}model[\w.-]{0,40}):[ \t]+["']?%s["']?[ \t]*$""",
)
_ASSIGNED = tuple(re.compile(pattern % _VALUE) for pattern in _GIVEN)
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
    for option in options(text, start, end, script=True):
        value = text[option.span.start : option.span.end]
        if wanted(value):
            seen.add(option.span.start)
            yield Literal(value, option.span, Context(option.place, option.name))
    for pattern in _ASSIGNED:
        for match in pattern.finditer(text, start, end):
            begin, stop = match.span("value")
            if begin not in seen and wanted(text[begin:stop]):
                seen.add(begin)
                name = match.groupdict().get("item") or match["name"]
                yield Literal(text[begin:stop], Span(begin, stop), Context(Place.ASSIGNMENT, name))
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
    suffixes=(".sh", ".bash", ".zsh", ".ksh", ".fish", ".ps1", ".bat", ".cmd", ".mk", ".just", ".http", ".rest"),
    filenames=("makefile", "gnumakefile", "justfile", "procfile", ".bashrc", ".zshrc", ".profile"),
    read=read,
)
