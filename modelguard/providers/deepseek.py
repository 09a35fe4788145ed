"""DeepSeek: the change log. A sentence says which names will be discontinued and when.

Entries that move a name to a newer model ("have been upgraded to") are no retirement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Block, Text
from modelguard.providers._dates import UnreadableDate, find
from modelguard.providers._dates import read as read_day
from modelguard.providers._guards import check
from modelguard.providers._ids import is_model_like
from modelguard.providers._prose import sentences
from modelguard.providers._read import document

PLATFORM = "deepseek"
_ENDS = re.compile(r"will be (?:discontinued|retired|deprecated|removed|shut down|taken offline)", re.IGNORECASE)
_HEADING = re.compile(r"^(?:date:\s*)?([0-9]{4}-[0-9]{2}-[0-9]{2})\s*$", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the change log."""
    rows: list[Lifecycle] = []
    dated = 0
    for path, block in document(body).placed():
        announced = _announced(path)
        dated += announced is not None
        if block.table is None and announced is not None:
            rows += _ended(block, announced)
    if not dated:
        raise PageRefused("no entry of the change log has a day")
    return check(rows)


def _announced(path: tuple[Block, ...]) -> date | None:
    for block in reversed(path):
        if found := _HEADING.match(block.text.text):
            try:
                return read_day(found.group(1)).day
            except UnreadableDate:
                raise PageRefused(f"line {block.line}: an entry has an impossible day") from None
    return None


def _ended(block: Block, announced: date) -> Iterator[Lifecycle]:
    parts = list(sentences(block.text))
    for at, sentence in enumerate(parts):
        found = _ENDS.search(sentence.marked)
        if not found:
            continue
        ids = [code for code in Text(sentence.marked[: found.start()]).codes if is_model_like(code)]
        days = [day for _, day in find(sentence.text)]
        target = [code for code in parts[at + 1].codes if is_model_like(code)] if at + 1 < len(parts) else []
        successor = tuple(dict.fromkeys(code for code in target if code not in ids))[:1]
        for name in ids:
            yield Lifecycle(
                platform=PLATFORM,
                id=name,
                retires=days[0] if days else None,
                date_kind="exact" if days else "unknown",
                deprecated=announced,
                replacement=successor,
                line=sentence.line_of(name),
            )


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "updates",
            "https://api-docs.deepseek.com/updates/",
            read,
            (("change log", "changelog"), ("deepseek-",), ("date: 20", "20")),
        ),
    ),
    hosts=("api-docs.deepseek.com",),
)
