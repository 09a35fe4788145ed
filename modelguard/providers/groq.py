"""Groq: the deprecations page. A heading's day is the shutdown; days in tables are M/D/YY.

The announcement is the day of the e-mail that the prose of a section mentions; many have none. Where
heading and table differ, the table counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, Provider
from modelguard.providers._blocks import Document, Kind
from modelguard.providers._dates import Slashes, find
from modelguard.providers._guards import check
from modelguard.providers._read import document
from modelguard.providers._rows import lifecycles
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "groq"
_LAYOUT = Layout(
    roles={
        "model": names("deprecated model", "model id", "model", "deprecated model id"),
        "retires": names("shutdown date"),
        "replacement": names(
            *("recommended replacement model id", "recommended replacement", "replacement"),
            *("recommended replacement model", "recommended replacement model ids"),
        ),
        "deprecated": names("deprecated"),
    },
    required=names("model", "retires"),
    slashes=Slashes.MONTH_FIRST_SHORT_YEAR,
)
_MAILED = re.compile(r"^,? we (?:emailed|notified|announced|informed)\b", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the deprecations page."""
    page = document(body)
    mailed = _mailed(page)
    rows: list[Lifecycle] = []
    for record in records(page, (_LAYOUT,)):
        rows += _lifecycles(record, mailed)
    return check(rows)


def _mailed(page: Document) -> dict[int, date]:
    """Line of a section's heading to the day its prose says users were told."""
    days: dict[int, date] = {}
    for path, block in page.placed():
        if block.kind is not Kind.PARAGRAPH or not path:
            continue
        text = " ".join(block.text.text.split())
        for at, day in find(text):
            told = re.search(r"\bon $", text[:at], re.IGNORECASE)
            end = re.search(r"[0-9]{4}", text[at:])
            if told and end and _MAILED.match(text[at + end.end() :]):
                days.setdefault(path[-1].line, day)
    return days


def _lifecycles(record: Record, mailed: dict[int, date]) -> Iterator[Lifecycle]:
    deprecated = mailed.get(record.path[-1].line) if record.path else None
    if record.has("deprecated"):
        deprecated = record.day("deprecated").day
    yield from lifecycles(record, PLATFORM, deprecated=deprecated)


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            name="deprecations",
            url="https://console.groq.com/docs/deprecations.md",
            read=read,
            markers=(("shutdown date",), ("model",)),
        ),
    ),
    hosts=("console.groq.com",),
)
