"""OpenAI: the deprecations page (HTML, Markdown twin, older layouts) and ``GET /v1/models``.

A section is headed by the day of its announcement; the word "Past" above it says nothing of today. One
cell may join a snapshot and its aliases; a model announced again keeps both rows, the older with a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from modelguard.providers import Lifecycle, Page, Provider
from modelguard.providers._api import bearer, day, listed
from modelguard.providers._blocks import CODE, END, Row, Table, Text
from modelguard.providers._guards import check
from modelguard.providers._ids import models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "openai"
_LAYOUT = Layout(
    roles={
        "retires": names("shutdown date", "shut down date"),
        "model": names(
            *("model", "model / system", "model snapshot", "model family / snapshot", "model / snapshot"),
            *("model family", "deprecated model", "legacy model", "system", "feature"),
        ),
        "replacement": names(
            *("replacement", "recommended replacement", "substitute model", "recommended replacement base model"),
        ),
        "deprecated": names("deprecated", "deprecation date"),
        "tuned": names("training price"),
    },
    required=names("retires", "model"),
)
_PRODUCTS = names("date")  # "Date | Update": milestones of a product, not of a model


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the deprecations page."""
    rows: list[Lifecycle] = []
    for record in records(document(body), (_LAYOUT,), ignore=_PRODUCTS, repair=_rejoin):
        rows += _lifecycles(record)
    return _superseded(check(rows))


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    ids = models_in(record["model"])
    if not ids:
        return  # an endpoint, an API, a training service
    when = record.day("retires")
    replacement, note = replacements_in(record["replacement"])
    tuned = record.has("tuned") or ids[0].startswith("ft-")
    announced = record.day("deprecated").day if record.has("deprecated") else record.announced
    for name in ids:
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=when.day,
            date_kind=when.kind,
            precision=when.precision,
            deprecated=announced,
            replacement=replacement,
            aliases=ids[1:] if name == ids[0] else (),
            note="fine-tuned models of this base" if tuned else note,
            line=record.line,
            anchor=record.anchor,
        )


def _rejoin(row: Row, table: Table, columns: Mapping[str, int]) -> tuple[Text, ...] | None:
    """Put a model cell back together that a converter split at the pipe between joined ids."""
    extra = len(row.cells) - len(table.headers)
    at = columns["model"]
    parts = row.cells[at : at + extra + 1]
    if extra < 1 or not all(part.codes and models_in(part) == part.codes for part in parts):
        return None
    marked = ", ".join(f"{CODE}{code}{END}" for part in parts for code in part.codes)
    joined = Text(marked, (), row.line)
    return (*row.cells[:at], joined, *row.cells[at + extra + 1 :])


def _superseded(rows: tuple[Lifecycle, ...]) -> tuple[Lifecycle, ...]:
    """Note on each row that a newer announcement for the same id took its place."""
    newest: dict[str, date] = {}
    for row in rows:
        if row.deprecated and row.deprecated > newest.get(row.id, date.min):
            newest[row.id] = row.deprecated
    return tuple(
        replace(row, note=f"superseded by the announcement of {newest[row.id]}")
        if row.deprecated and row.deprecated < newest[row.id]
        else row
        for row in rows
    )


def read_models(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of ``GET /v1/models``: ``shutdown_date`` where OpenAI announced one."""
    rows = []
    for item in listed(body):
        retires = day(item, "shutdown_date")
        kind = "exact" if retires else "unknown"
        rows.append(Lifecycle(platform=PLATFORM, id=item["id"], retires=retires, date_kind=kind))
    return check(rows)


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            name="deprecations",
            url="https://developers.openai.com/api/docs/deprecations.md",
            read=read,
            markers=(("shutdown date", "shut down date"), ("model", "system")),
        ),
        Page(
            name="models",
            url="https://api.openai.com/v1/models",
            read=read_models,
            markers=(('"data"',), ('"object"',)),
            key_env="OPENAI_API_KEY",
            headers=bearer,
        ),
    ),
    hosts=("developers.openai.com", "platform.openai.com", "api.openai.com"),
)
