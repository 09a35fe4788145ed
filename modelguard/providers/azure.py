"""Azure OpenAI and Microsoft Foundry: the retirement schedule, its layouts since 2025, retired models.

The key is (model, version). A preview's day is a floor, the policy page says; all else is exact unless the
cell says otherwise. The page contradicts itself at times: both rows are kept and say so. Code holds
deployment names, not these names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import CODE, END, Block, Document, Kind, Row, Table, Text
from modelguard.providers._body import json_of
from modelguard.providers._dates import Day, find
from modelguard.providers._guards import check
from modelguard.providers._ids import clean, is_id, models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "azure"
_BASE = "https://learn.microsoft.com/en-us/azure/foundry/openai/concepts"
_REPLACEMENT = names(
    *("replacement", "replacement model", "suggested replacement", "suggested replacement model"),
    *("replacement models",),
)
_SCHEDULE = Layout(
    roles={
        "model": names("model", "model name"),
        "version": names("version", "model version"),
        "status": names("lifecycle", "lifecycle status"),
        "deprecated": names("deprecation date", "deprecation date (no new customers)"),
        "retires": names("retirement date"),
        "replacement": _REPLACEMENT,
    },
    required=names("model", "version", "retires"),
)
_CATALOG = Layout(
    roles={
        "model": names("model", "model name"),
        "deprecated": names("deprecation date"),
        "retires": names("retirement date"),
        "replacement": _REPLACEMENT,
    },
    required=names("model", "retires", "replacement"),
    unused=names("legacy date"),
)
_TUNING = names("training retirement date", "default upgrade date")
_IN_LINK = re.compile(r"/models/([^/?#]+)(?:/version/|[?#]|/?$)")
_VERSION = re.compile(r"^[-\s:]*(?:\(?version:?)?\s*`?([0-9A-Za-z][0-9A-Za-z.-]*)`?\)?$", re.IGNORECASE)
_RETIRES_ON = re.compile(r"retires? on |retirement date has been moved to |retired on ", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of a schedule or of a list of retired models."""
    return _rows(document(body))


def _rows(page: Document) -> tuple[Lifecycle, ...]:
    rows: list[Lifecycle] = []
    for record in records(page, (_SCHEDULE, _CATALOG), ignore=_TUNING):
        rows += _lifecycles(record)
    return check(rows, conflicts=True)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    preview = record["status"].text.lower() == "preview"
    when, remark = _retirement(record)
    deprecated = record.day("deprecated")
    replacement, note = replacements_in(_by_link(record["replacement"]))
    for name, version in _names(record):
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            version=version,
            retires=when.day,
            date_kind="not_before" if preview and when.day else when.kind,
            precision=when.precision,
            deprecated=deprecated.day if deprecated.kind == "exact" else None,
            replacement=replacement,
            status=clean(record["status"].text) or None,
            note=remark or note,
            line=record.line,
            anchor=record.anchor,
        )


def _retirement(record: Record) -> tuple[Day, str | None]:
    """The day; a sentence that gives days for several deployment types counts with its earliest retirement."""
    text = " ".join(record["retires"].text.split())
    days = [day for at, day in find(text) if _RETIRES_ON.search(text[max(0, at - 40) : at])]
    if days and len(text) > 40:
        return Day(min(days)), clean(text)
    return record.day("retires"), None


def _names(record: Record) -> Iterator[tuple[str, str | None]]:
    """Model names with their version: from the version column, or from ``name - 0613`` in one cell."""
    cell = _by_link(record["model"])
    if record.has("version"):
        written = record["version"].text.strip("* ")
        for name in models_in(cell):
            yield name, written if is_id(written) or written.isdigit() or _dated(written) else None
        return
    version: str | None = None
    named: list[tuple[str, str | None]] = []
    for part in reversed(cell.marked.split("\n")):  # a version behind joined names is the version of each
        found, tail = _name_and_version(Text(part.strip(), (), cell.line))
        version = tail or version
        named += [(name, version) for name in found]
    yield from reversed(named)


def _name_and_version(text: Text) -> tuple[tuple[str, ...], str | None]:
    """``name`` - 0613 in one line of a cell."""
    if not text.codes:
        return models_in(text), None
    tail = _VERSION.match(text.outside) or (_VERSION.match(text.codes[1]) if len(text.codes) == 2 else None)
    return ((text.codes[0],) if is_id(text.codes[0]) else ()), tail.group(1) if tail else None


def _dated(version: str) -> bool:
    return re.fullmatch(r"[0-9]{4}(-[0-9]{2}-[0-9]{2})?", version) is not None


def _by_link(cell: Text) -> Text:
    """A display name that links to the catalog is replaced by the catalog's name in that link."""
    ids = [found.group(1) for _, target in cell.links if (found := _IN_LINK.search(target)) and is_id(found.group(1))]
    if not ids or len(ids) != len(cell.links) or models_in(cell):
        return cell
    return replace(cell, marked=", ".join(f"{CODE}{name}{END}" for name in ids))


def read_rows(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of a JSON object of rows, one key a row, the keys of a row being the page's headings."""
    value = json_of(body)
    rows = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise PageRefused("the JSON is no object of rows")
    headers = tuple(dict.fromkeys(str(key) for row in rows for key in row))
    cells = (tuple(Text(str(row.get(key) or ""), (), 1) for key in headers) for row in rows)
    table = Table(headers, tuple(Row(texts, 1) for texts in cells), 1)
    return _rows(Document((Block(Kind.TABLE, Text(line=1), table=table),)))


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "retirement-schedule",
            f"{_BASE}/model-retirement-schedule?accept=text/markdown",
            read,
            (("retirement date",), ("replacement",)),
        ),
        Page(
            "retired-models",
            f"{_BASE}/retired-models?accept=text/markdown",
            read,
            (("retirement date",), ("| suggested replacement", ">suggested replacement")),
        ),
        Page("rows", "", read_rows, (('"retirement date"',), ('"model"',))),
    ),
    hosts=("learn.microsoft.com", "raw.githubusercontent.com"),
)
