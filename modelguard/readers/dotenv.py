"""Environment files: ``NAME=value`` with ``export``, quotes, ``${NAME:-default}`` and values over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.readers import Reader, Wanted, _lines
from modelguard.readers import _environment as environment
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading, Span

_ENTRY = re.compile(
    r"""
    (?<![^\r\n])[ \t]*+
    (?: \#(?P<comment>[^\r\n]*)
      | (?:export[ \t]+)?+(?P<name>[A-Za-z_][\w.-]*+)[ \t]*+[=:][ \t]*+
        (?: "(?P<double>(?:[^"\\]|\\.)*+)"
          | '(?P<single>[^']*+)'
          | `(?P<back>[^`]*+)`
          | (?P<bare>[^\r\n]*)
        )
        (?:[ \t]*+\#(?P<after>[^\r\n]*))?
    )
    """,
    re.VERBOSE | re.DOTALL,
)
_TAIL = re.compile(r"[ \t]+#.*$", re.DOTALL)
_DEFAULT = re.compile(r"\$\{(\w+):?[-=]([^${}]*)\}")


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """All settings, a name that is given twice included; an odd line costs that line only."""
    found = list(scan(source.text, 0, len(source.text), wanted, environment.of_path(source.path)))
    return Reading(literals=tuple(found))


def scan(text: str, start: int, end: int, wanted: Wanted, where: str | None) -> Iterator[Literal]:
    """Literals of the environment file that stands in ``text[start:end]``."""
    settings: list[_lines.Setting] = []
    for match in _ENTRY.finditer(text, start, end):
        for part in ("comment", "after"):
            if match[part] and wanted(match[part]):
                yield Literal(match[part], Span(*match.span(part)), Context(Place.COMMENT))
        if match["name"]:
            group = next(name for name in ("double", "single", "back", "bare") if match[name] is not None)
            settings.extend(_settings(text, match, group))
            if group == "bare" and (tail := _TAIL.search(match["bare"])) and wanted(tail.group()):
                begin = match.start("bare") + tail.start()
                yield Literal(tail.group(), Span(begin, match.end("bare")), Context(Place.COMMENT))
    yield from _lines.literals(text, settings, wanted, deployed="dotenv", environment=where)


def _settings(text: str, match: re.Match[str], group: str) -> Iterator[_lines.Setting]:
    begin, end = match.span(group)
    if group == "bare":
        value = _TAIL.sub("", match["bare"]).rstrip()
        end = begin + len(value)
    key = Span(*match.span("name"))
    if default := _DEFAULT.fullmatch(text, begin, end):
        begin, end = default.span(2)
    yield _lines.Setting(match["name"], key, Span(begin, end))


READER = Reader(
    name="dotenv",
    suffixes=(".env",),
    filenames=(
        ".env*",
        "*.env.example",
        "*.env.sample",
        "*.env.template",
        "*.env.local",
        "*.env.dist",
        "*.env.tpl",
        "*.env.tmpl",
        "*.env.*",
        "env.example",
        "env.sample",
        "env.template",
        "env.dist",
        "env-example",
        ".flaskenv",
        ".dev.vars*",
    ),
    read=read,
    source_code=False,
    limit=1_000_000,
)
