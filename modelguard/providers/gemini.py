"""Gemini API: the deprecations page (HTML and ``.md.txt``) and ``models.list``.

Every day on the page is the earliest possible one, the page says, so all are not-before. Rows such as
"Preview models" divide a table. Models already shut down are grey in HTML only, so no status is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from modelguard.providers import Lifecycle, Page, Provider
from modelguard.providers._api import listed
from modelguard.providers._guards import check
from modelguard.providers._ids import models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "gemini"
_LAYOUT = Layout(
    roles={
        "model": names("model", "model id", "model name"),
        "released": names("release date"),
        "retires": names("shutdown date", "shut down date", "earliest shutdown date"),
        "replacement": names("recommended replacement", "replacement", "recommended model"),
    },
    required=names("model", "retires"),
)
_AGENTS = names("agent")  # managed agents are no models


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the deprecations page; a model listed in two families is one row."""
    rows: list[Lifecycle] = []
    for record in records(document(body), (_LAYOUT,), ignore=_AGENTS):
        rows += _lifecycles(record)
    return check(rows)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    when = record.day("retires")
    replacement, note = replacements_in(record["replacement"])
    for name in models_in(record["model"]):
        yield Lifecycle(
            platform=PLATFORM,
            id=name.removeprefix("models/"),
            retires=when.day,
            date_kind="not_before" if when.day else "unknown",
            precision=when.precision,
            released=record.day("released").day,
            replacement=replacement,
            note=note,
            line=record.line,
            anchor=record.anchor,
        )


def read_models(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of ``models.list``: ids only; the list has no lifecycle and keeps dead models."""
    items = listed(body, under=("models",), id_key="name")
    return check(Lifecycle(PLATFORM, item["name"].removeprefix("models/")) for item in items)


def _headers(key: str) -> Mapping[str, str]:
    return {"x-goog-api-key": key}


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            name="deprecations",
            url="https://ai.google.dev/gemini-api/docs/deprecations.md.txt",
            read=read,
            markers=(("shutdown date",), ("model",)),
        ),
        Page(
            name="models",
            url="https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000",
            read=read_models,
            markers=(('"models"',), ('"name"',)),
            key_env="GEMINI_API_KEY",
            headers=_headers,
        ),
    ),
    hosts=("ai.google.dev", "generativelanguage.googleapis.com"),
)
