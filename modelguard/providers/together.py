"""Together AI: scheduled deprecations and the history of models removed from serverless inference.

The fine-tuning table is about base models of new jobs, not about models that stop answering, and gives
nothing. A model may come back and be removed again: both rows stay and say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, Provider
from modelguard.providers._guards import check
from modelguard.providers._read import document
from modelguard.providers._rows import lifecycles
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "together"
_LAYOUT = Layout(
    roles={
        "retires": names("removal date", "shutdown date", "deprecation date"),
        "model": names("model", "model id", "deprecated model"),
        "replacement": names("recommended replacement", "suggested replacement", "replacement"),
    },
    required=names("retires", "model"),
)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the deprecations page."""
    rows: list[Lifecycle] = []
    for record in records(document(body), (_LAYOUT,)):
        if not any("fine-tuning" in block.text.text.lower() for block in record.path):
            rows += _lifecycles(record)
    return check(rows, conflicts=True)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    yield from lifecycles(record, PLATFORM)


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "deprecations",
            "https://docs.together.ai/docs/deprecations.md",
            read,
            (("removal date", "shutdown date", "deprecation date"), ("model",)),
        ),
    ),
    hosts=("docs.together.ai",),
)
