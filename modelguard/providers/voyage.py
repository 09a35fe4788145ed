"""Voyage AI: the lifecycle tables of the docs; days are written ``15 January 2026``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, Provider
from modelguard.providers._guards import check
from modelguard.providers._ids import clean
from modelguard.providers._read import document
from modelguard.providers._rows import lifecycles
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "voyage"
_LAYOUT = Layout(
    roles={
        "model": names("model"),
        "status": names("status"),
        "released": names("active date"),
        "legacy": names("legacy date"),
        "deprecated": names("deprecation date"),
        "retires": names("retirement date"),
        "replacement": names("recommended replacement", "replacement"),
    },
    required=names("model", "status", "retires"),
)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the lifecycle tables."""
    rows: list[Lifecycle] = []
    for record in records(document(body), (_LAYOUT,)):
        rows += _lifecycles(record)
    return check(rows)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    yield from lifecycles(
        record,
        PLATFORM,
        deprecated=record.day("deprecated").day,
        released=record.day("released").day,
        status=clean(record["status"].text) or None,
    )


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "deprecations",
            "https://docs.voyageai.com/docs/choose-a-model",
            read,
            (("retirement date",), ("voyage",)),
        ),
    ),
    hosts=("docs.voyageai.com",),
)
