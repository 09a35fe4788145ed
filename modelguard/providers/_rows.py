"""From a record of a table to lifecycle rows: one for each model that its cell names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelguard.providers import Lifecycle
from modelguard.providers._ids import models_in, replacements_in
from modelguard.providers._tables import Record


def lifecycles(record: Record, platform: str, **more: Any) -> Iterator[Lifecycle]:
    """The rows of ``record``; ``more`` are the fields that only this platform's tables have."""
    when = record.day("retires")
    replacement, note = replacements_in(record["replacement"])
    for name in models_in(record["model"]):
        yield Lifecycle(
            platform=platform,
            id=name,
            retires=when.day,
            date_kind=when.kind,
            precision=when.precision,
            replacement=replacement,
            note=note,
            line=record.line,
            anchor=record.anchor,
            **more,
        )
