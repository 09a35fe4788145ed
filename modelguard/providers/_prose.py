"""Sentences that retire models: for platforms that announce in prose and lists instead of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelguard.providers import PageRefused
from modelguard.providers._blocks import CODE, END, Block, Document, Kind, Text

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[^a-z])|\n{2,}")
RETIRED = re.compile(
    r"\b(?:deprecat(?:ed|ing|ion)|retir(?:ed|ing)|discontinued|sunset(?:ted)?"
    r"|removed from (?:the|our|available)|shut ?down"
    r"|no longer (?:be )?(?:available|accessible|supported))\b",
    re.IGNORECASE,
)


def sentences(text: Text) -> Iterator[Text]:
    """The sentences of a block, each with the line it starts at; code spans stay whole."""
    marked = text.marked
    at = 0
    for end in _SENTENCE_END.finditer(marked):
        if marked.count(CODE, 0, end.start()) == marked.count(END, 0, end.start()):
            yield _piece(text, at, end.start())
            at = end.end()
    yield _piece(text, at, len(marked))


def _piece(text: Text, start: int, end: int) -> Text:
    return Text(text.marked[start:end], text.links, text.line + text.marked.count("\n", 0, start))


def updates(page: Document) -> Iterator[tuple[Block, list[Block]]]:
    """Every dated entry of a change log: its label and its blocks. An entry without its end refuses the page."""
    opened: Block | None = None
    held: list[Block] = []
    for block in page.blocks:
        if block.kind in (Kind.UPDATE, Kind.END):
            if opened is not None:
                yield opened, held
            opened, held = (block if block.kind is Kind.UPDATE else None), []
        else:
            held.append(block)
    if opened is not None:
        raise PageRefused(f"the page is cut off inside the entry of line {opened.line}")
