"""Markdown, reStructuredText and plain text: prose, so a line with a wanted word is a mention."""

from __future__ import annotations

import re

from modelguard.readers import Reader, Wanted
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Reading, Span

_LINE = re.compile(r"[^\r\n]++")


def read(source: SourceFile, wanted: Wanted) -> Reading:
    """Each wanted line as prose, code blocks included: documentation never selects."""
    found = tuple(
        Literal(line.group(), Span(*line.span()), Context(Place.PROSE))
        for line in _LINE.finditer(source.text)
        if wanted(line.group())
    )
    return Reading(literals=found)


READER = Reader(
    prose=True,
    name="markdown",
    suffixes=(".md", ".mdx", ".markdown", ".rst", ".adoc", ".txt"),
    filenames=("readme", "changelog"),
    read=read,
    source_code=False,
    limit=5_000_000,
)
