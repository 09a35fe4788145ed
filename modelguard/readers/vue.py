"""Single-file components (Vue, Svelte, Astro): their scripts are TypeScript, the rest is markup."""

from __future__ import annotations

import re
from dataclasses import replace

from modelguard.readers import Reader, Wanted, xml
from modelguard.readers._js_lexer import tokens
from modelguard.readers._source import read_tokens
from modelguard.readers.typescript import TYPESCRIPT
from modelguard.text import SourceFile
from modelguard.types import Literal, Place, Reading, Span

_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*+)>(?P<body>(?:[^<]|<(?!/script))*+)", re.IGNORECASE)
_FENCE = re.compile(r"\A---\r?\n(?P<body>(?:[^\r\n]*+[\r\n]++)*?)---(?=[\r\n])")
_BOUND = re.compile(r"(?::|v-bind:)(?P<name>[\w.-]+)")
_STYLE = re.compile(r"<style\b(?:[^<]|<(?!/style))*+", re.IGNORECASE)


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Each script by the TypeScript reader, everything else as markup; offsets are the file's."""
    scripts = [match.span("body") for match in _SCRIPT.finditer(source.text)]
    if source.path.lower().endswith(".astro") and (fence := _FENCE.match(source.text)):
        scripts.insert(0, fence.span("body"))
    readings = [
        read_tokens(source, tokens(source.text, jsx=False, start=start, end=end), TYPESCRIPT, wanted)
        for start, end in scripts
    ]
    literals: list[Literal] = [literal for reading in readings for literal in reading.literals]
    hidden = [*scripts, *(match.span() for match in _STYLE.finditer(source.text))]
    literals.extend(
        _markup(_bound(literal))
        for literal in xml.read(source, wanted).literals
        if not any(start <= literal.span.start < end for start, end in hidden)
    )
    return Reading(
        tuple(literals),
        tuple(export for reading in readings for export in reading.exports),
        tuple(reference for reading in readings for reference in reading.references),
        problems=tuple(problem for reading in readings for problem in reading.problems),
    )


def _bound(literal: Literal) -> Literal:
    """An attribute that is an expression and nothing but a string: ``:model="'gpt-4o'"``."""
    found = _BOUND.fullmatch(literal.context.name or "") if literal.context.place is Place.ATTRIBUTE else None
    value = literal.value.strip()
    if not found or len(value) < 3 or value[0] not in "'`" or value[-1] != value[0] or value[0] in value[1:-1]:
        return literal
    start = literal.span.start + literal.value.index(value) + 1
    inner = Span(start, start + len(value) - 2)
    return replace(literal, value=value[1:-1], span=inner, context=replace(literal.context, name=found["name"]))


def _markup(literal: Literal) -> Literal:
    """Text of an element is prose here, not configuration."""
    if literal.context.place in (Place.CONFIG_VALUE, Place.TEXT) and literal.context.call is None:
        return replace(literal, context=replace(literal.context, place=Place.PROSE))
    return literal


READER = Reader(name="vue", suffixes=(".vue", ".svelte", ".astro", ".html", ".htm"), read=read)
