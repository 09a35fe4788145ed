"""Java ``.properties``: dotted names, continuation lines, ``${NAME:default}``."""

from __future__ import annotations

import re

from modelguard.readers import Reader, Wanted, _lines
from modelguard.readers import _environment as environment
from modelguard.readers._strings import default_of
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading, Span

_LINE = re.compile(
    r"(?<![^\r\n])[ \t\f]*+(?:[#!](?P<comment>[^\r\n]*)"
    r"|(?P<name>(?:[^\s=:#!\\]|\\[^\r\n])(?:[^\s=:\\]|\\[^\r\n])*+)(?:[ \t\f]*+[=:][ \t\f]*+|[ \t\f]++)"
    r"(?P<value>(?:[^\\\r\n]|\\(?:\r\n|[\s\S]))*+))"
)


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Every wanted value; the dots of a name are its path."""
    settings: list[_lines.Setting] = []
    found: list[Literal] = []
    for match in _LINE.finditer(source.text):
        if match["comment"] is not None:
            if wanted(match["comment"]):
                found.append(Literal(match["comment"], Span(*match.span("comment")), Context(Place.COMMENT)))
        else:
            settings.append(_setting(match))
    where = environment.of_path(source.path)
    found.extend(_lines.literals(source.text, settings, wanted, environment=where))
    return Reading(literals=tuple(found))


def _setting(match: re.Match[str]) -> _lines.Setting:
    *path, name = match["name"].split(".")
    value = match["value"].rstrip()
    span = Span(match.start("value"), match.start("value") + len(value))
    if inner := default_of(value, span.start):
        span = inner[1]
    return _lines.Setting(name, Span(*match.span("name")), span, tuple(path)[:30])


READER = Reader(name="properties", suffixes=(".properties",), read=read, source_code=False, limit=1_000_000)
