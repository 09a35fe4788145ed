"""INI files: ``name = value`` in sections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers import Reader, Wanted, _lines
from modelguard.readers import _environment as environment
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading, Span

_LINE = re.compile(
    r"(?<![^\r\n])[ \t]*+(?:[#;](?P<comment>[^\r\n]*)|\[(?P<section>[^\]\r\n]*)\]"
    r"|(?P<name>[^\s=:#;\[][^=:\r\n]*?)[ \t]*[=:][ \t]*(?P<value>[^\r\n]*))"
)


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Every wanted value with its section."""
    settings: list[_lines.Setting] = []
    found: list[Literal] = []
    section: tuple[str, ...] = ()
    for match in _LINE.finditer(source.text):
        if match["section"] is not None:
            section = (match["section"].strip(),)
        elif match["comment"] is not None:
            found.extend(_comment(match, wanted))
        else:
            settings.append(_setting(match, section))
    where = environment.of_path(source.path)
    found.extend(_lines.literals(source.text, settings, wanted, environment=where))
    return Reading(literals=tuple(found))


def _comment(match: re.Match[str], wanted: Wanted) -> Iterator[Literal]:
    if wanted(match["comment"]):
        yield Literal(match["comment"], Span(*match.span("comment")), Context(Place.COMMENT))


def _setting(match: re.Match[str], section: tuple[str, ...]) -> _lines.Setting:
    value = re.split(r"[ \t][#;]", match["value"], maxsplit=1)[0].rstrip()
    begin = match.start("value")
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        begin, value = begin + 1, value[1:-1]
    return _lines.Setting(match["name"], Span(*match.span("name")), Span(begin, begin + len(value)), section)


READER = Reader(
    name="ini",
    suffixes=(".ini", ".cfg", ".conf", ".editorconfig"),
    filenames=(".npmrc", ".pylintrc"),
    read=read,
    source_code=False,
    limit=1_000_000,
)
