"""Prompt files with YAML front matter (``.prompty``, ``.prompt``): settings above, prose below."""

from __future__ import annotations

import re

from modelguard.readers import Reader, Wanted
from modelguard.readers import _environment as environment
from modelguard.readers._config import Emitter, Facts
from modelguard.readers._yaml_nodes import parse
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Problem, Reading, Span

_FRONT = re.compile(r"\A\s*---[ \t]*(?:\r\n|\r|\n)")
_END = re.compile(r"(?<![^\r\n])---[ \t]*(?=[\r\n]|\Z)")
_LINE = re.compile(r"[^\r\n]++")


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Values of the front matter, then each wanted line of the prompt as prose."""
    text, body, start = source.text, 0, 0
    literals: list[Literal] = []
    problems: tuple[Problem, ...] = ()
    if front := _FRONT.match(text):
        end = _END.search(text, front.end())
        start, stop = front.end(), end.start() if end else len(text)
        stream = parse(text, start, stop)
        facts = Facts(environment=environment.of_path(source.path))
        for root in stream.roots:
            literals.extend(Emitter(text, wanted, facts).emit(root))
        problems, body = tuple(stream.problems), end.end() if end else len(text)
    for line in _LINE.finditer(text, body):
        if wanted(line.group()):
            literals.append(Literal(line.group(), Span(*line.span()), Context(Place.PROSE)))
    return Reading(literals=tuple(literals), problems=problems)


READER = Reader(name="prompty", suffixes=(".prompty", ".prompt"), read=read, source_code=False, limit=1_000_000)
