"""xAI: the migration page of a retirement. One effective day in the prose, one table of redirects.

Retired slugs keep resolving: requests are rerouted, do not fail, and cost what the target costs. xAI has no
list of deprecations; its models page says nothing of retirements and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Document, Kind, Text
from modelguard.providers._dates import find
from modelguard.providers._guards import check
from modelguard.providers._ids import is_model_like, models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, names, records

PLATFORM = "xai"
_LAYOUT = Layout(
    roles={
        "model": names("model being retired", "retired model", "deprecated model", "model"),
        "replacement": names("redirect target*", "recommended replacement", "replacement"),
    },
    required=names("model", "replacement"),
)
_RETIRED = re.compile(r"will be retired|are retired|have been retired|were retired", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of a migration page: the table, and what only the list above it names."""
    page = document(body)
    when = _effective(page)
    rows: list[Lifecycle] = []
    for record in records(page, (_LAYOUT,)):
        target, note = replacements_in(record["replacement"])
        for name in models_in(record["model"]):
            rows.append(_row(name, when, target, note, record.line, record.anchor))
    if not rows:
        raise PageRefused("the table of redirects is missing")
    known = {row.id for row in rows}
    fallback = _redirect(page)
    for name, line in _list(page):
        if name not in known:
            rows.append(_row(name, when, fallback, None, line, None))
    return check(rows)


def _row(name: str, when: date, target: tuple[str, ...], note: str | None, line: int, anchor: str | None) -> Lifecycle:
    return Lifecycle(
        platform=PLATFORM,
        id=name,
        retires=when,
        date_kind="exact",
        replacement=target,
        after="rerouted" if target else None,
        rerouted_to=target[0] if target else None,
        note=note,
        line=line,
        anchor=anchor,
    )


def _effective(page: Document) -> date:
    """The one day on which the page says models will be retired."""
    for block in page.blocks:
        text = " ".join(block.text.text.split())
        if block.kind is Kind.PARAGRAPH and _RETIRED.search(text):
            days = [day for _, day in find(text)]
            if days:
                return days[0]
    raise PageRefused("no sentence says on which day models will be retired")


def _list(page: Document) -> Iterator[tuple[str, int]]:
    """The bullets right under the sentence that retires models."""
    wanted = False
    for block in page.blocks:
        if block.kind is Kind.PARAGRAPH:
            text = block.text.text
            wanted = bool(_RETIRED.search(text)) and text.rstrip().endswith(":")
        elif block.kind is Kind.ITEM and wanted:
            yield from ((name, block.line) for name in models_in(block.text))
        elif block.kind is Kind.HEADING:
            wanted = False


def _redirect(page: Document) -> tuple[str, ...]:
    """Where requests go that the table does not mention."""
    for block in page.blocks:
        found = re.search(r"automatically (?:redirect|be redirected) to ", block.text.marked)
        if found:
            after = Text(block.text.marked[found.end() :])
            return tuple(code for code in after.codes if is_model_like(code))[:1]
    return ()


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "migration",
            "https://docs.x.ai/developers/migration/may-15-retirement.md",
            read,
            (("retired",), ("redirect",), ("grok-",)),
        ),
    ),
    hosts=("docs.x.ai",),
)
