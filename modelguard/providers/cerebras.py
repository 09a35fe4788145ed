"""Cerebras: dated entries "Deprecated `id`". The one day is taken as the deprecation: the page does not say more.

Replacements are named by the page of a model in the docs, whose slug is no id: they go to the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Block
from modelguard.providers._dates import UnreadableDate
from modelguard.providers._dates import read as read_day
from modelguard.providers._guards import check
from modelguard.providers._ids import clean, is_id, is_model_like
from modelguard.providers._prose import sentences, updates
from modelguard.providers._read import document

PLATFORM = "cerebras"
_DEPRECATED = re.compile(r"\bdeprecated\b", re.IGNORECASE)
_NO_MODEL = re.compile(r"\b(?:parameter|endpoint|field|header|feature|mode)s?\b", re.IGNORECASE)
_MOVE = re.compile(r"\b(?:migrat|transition|switch|recommend)", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the deprecations page."""
    rows: list[Lifecycle] = []
    for label, blocks in updates(document(body)):
        rows += _entry(label, blocks)
    return check(rows)


def _entry(label: Block, blocks: list[Block]) -> Iterator[Lifecycle]:
    try:
        day = read_day(label.text.text).day
    except UnreadableDate as error:
        raise PageRefused(f"line {label.line}: '{error}' is no day of a known form") from None
    replacement, note = _advice(blocks)
    for block in blocks:
        for sentence in sentences(block.text):
            if not _DEPRECATED.search(sentence.outside) or _NO_MODEL.search(sentence.outside):
                continue
            for name in filter(is_model_like, sentence.codes):
                yield Lifecycle(
                    platform=PLATFORM,
                    id=name,
                    deprecated=day,
                    replacement=replacement,
                    note=note,
                    line=block.line,
                )


def _advice(blocks: list[Block]) -> tuple[tuple[str, ...], str | None]:
    """Ids that the entry recommends, and the docs pages it links to in their place."""
    for block in blocks:
        for sentence in sentences(block.text):
            if not _MOVE.search(sentence.outside):
                continue
            ids = tuple(dict.fromkeys(filter(is_model_like, sentence.codes)))
            pages = [(name, target.rstrip("/").rsplit("/", 1)[-1]) for name, target in block.text.links]
            named = [f"{clean(name)} ({slug})" for name, slug in pages if is_id(slug) and name in sentence.text]
            if ids or named:
                return ids, "use " + " or ".join(named) if named else None
    return (), None


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "deprecations",
            "https://inference-docs.cerebras.ai/support/deprecation.md",
            read,
            (("<update label",), ("deprecated",), ("cerebras", "a list of all deprecations")),
        ),
    ),
    hosts=("inference-docs.cerebras.ai",),
)
