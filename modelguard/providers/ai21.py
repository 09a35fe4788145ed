"""AI21: the notice that ends whole APIs. It names no model id, so it is believed only where it does.

A notice without ids is refused by name, not read as "nothing deprecated": a person has to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Kind
from modelguard.providers._dates import find
from modelguard.providers._guards import check
from modelguard.providers._ids import clean, models_in
from modelguard.providers._read import document

PLATFORM = "ai21"
_ENDS = re.compile(r"\b(?:sunset|retire|shut ?down|discontinu)", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of a notice: the ids in the list under the sentence that ends them."""
    found = list(_listed(body))
    rows = [
        Lifecycle(PLATFORM, name, when, "exact", line=line, note=note)
        for when, ids, line, note in found
        for name in ids
        if any(c.isdigit() or c == "-" for c in name)
    ]
    if found and not rows:
        things = ", ".join(note for _, _, _, note in found)
        raise PageRefused(f"the notice ends {things} on {found[0][0]} but names no model id")
    return check(rows)


def _listed(body: bytes) -> Iterator[tuple[date, tuple[str, ...], int, str]]:
    when: date | None = None
    for block in document(body).blocks:
        if block.kind is Kind.PARAGRAPH:
            text = " ".join(block.text.text.split())
            days = [day for _, day in find(text)]
            when = days[0] if days and _ENDS.search(text) and text.endswith(":") else None
        elif block.kind is Kind.ITEM and when:
            yield when, models_in(block.text), block.line, clean(block.text.text)


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "notice",
            "https://docs.ai21.com/august-deprecation-notice.md",
            read,
            (("deprecat",), ("ai21", "jamba")),
        ),
    ),
    hosts=("docs.ai21.com",),
)
