"""Anthropic: the model deprecations page (HTML, Markdown twin, layouts since 2025) and ``GET /v1/models``.

The status table has the states and days, the history below it the replacements and the models that left
the table. Floors ("Not sooner than") are not retirements. Days hold for the Claude API, not for Bedrock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from modelguard.providers import Lifecycle, Page, Provider
from modelguard.providers._api import day, listed
from modelguard.providers._blocks import CODE, END, Document
from modelguard.providers._guards import check
from modelguard.providers._ids import clean, is_model_like, models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "anthropic"
_STATUS = Layout(
    roles={
        "model": names("api model name", "model", "api name", "model id", "claude api id"),
        "status": names("current state", "state", "status"),
        "deprecated": names("deprecated", "deprecation date"),
        "retires": names("tentative retirement date", "retirement date", "retired"),
    },
    required=names("model", "status", "retires"),
)
_HISTORY = Layout(
    roles={
        "retires": names("retirement date"),
        "model": names("deprecated model", "model"),
        "replacement": names("recommended replacement", "replacement"),
    },
    required=names("retires", "model", "replacement"),
)
_IN_A_NOTE = re.compile(f"{CODE}([^{END}]+){END}\\)? (?:is|has been) deprecated\\b")
_MIGRATE = re.compile(f"migrate to [^{CODE}]{{0,80}}{CODE}([^{END}]+){END}", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the deprecations page: the status table joined with the history."""
    page = document(body)
    status: list[Lifecycle] = []
    history: list[Lifecycle] = []
    for record in records(page, (_STATUS, _HISTORY)):
        (status if record.layout is _STATUS else history).extend(_lifecycles(record))
    announced = {row.id: row for row in reversed(check(history))} if history else {}
    joined = [_joined(row, announced.get(row.id)) for row in check(status)] if status else []
    known = {row.id for row in joined}
    joined += [row for row in _newest(history) if row.id not in known]
    known |= announced.keys()
    joined += [row for row in _notes(page) if row.id not in known]
    return check(joined)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    when = record.day("retires")
    replacement, note = replacements_in(record["replacement"])
    deprecated = record.day("deprecated").day if record.has("deprecated") else record.announced
    for name in models_in(record["model"]):
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=when.day,
            date_kind=when.kind,
            precision=when.precision,
            deprecated=deprecated,
            replacement=replacement,
            status=clean(record["status"].text) or None,
            note=note,
            line=record.line,
            anchor=record.anchor,
        )


def _joined(row: Lifecycle, history: Lifecycle | None) -> Lifecycle:
    """A status row with what only the history says; where both give a day, the earlier one counts."""
    if history is None:
        return row
    merged = replace(row, replacement=history.replacement, note=history.note)
    if history.retires is None or row.retires == history.retires:
        return merged
    if row.retires is None or row.date_kind == "not_before":
        return replace(
            merged,
            retires=history.retires,
            date_kind=history.date_kind,
            deprecated=row.deprecated or history.deprecated,
        )
    both = f"the status table says {row.retires}, the history {history.retires}"
    return replace(merged, retires=min(row.retires, history.retires), note=both)


def _newest(history: list[Lifecycle]) -> list[Lifecycle]:
    """One row an id: the newest announcement (the page has the newest first)."""
    best: dict[str, Lifecycle] = {}
    for row in history:
        known = best.get(row.id)
        if known is None or (row.deprecated or date.min) > (known.deprecated or date.min):
            best[row.id] = row
    return list(best.values())


def _notes(page: Document) -> Iterator[Lifecycle]:
    """Models that only a note above the status table calls deprecated."""
    for path, block in page.placed():
        if not path or "status" not in path[-1].text.text.lower() or block.table is not None:
            continue
        for found in _IN_A_NOTE.finditer(block.text.marked):
            if is_model_like(found.group(1)):
                target = _MIGRATE.search(block.text.marked, found.end())
                successor = (target.group(1),) if target and is_model_like(target.group(1)) else ()
                line = block.text.line_of(found.group(1))
                yield Lifecycle(
                    PLATFORM, found.group(1), status="Deprecated", replacement=successor, line=line,
                    anchor=path[-1].anchor,
                )  # fmt: skip


def read_models(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of ``GET /v1/models``: ``lifecycle``, ``deprecated_at``, ``retires_at``."""
    rows = []
    for item in listed(body):
        retires = day(item, "retires_at")
        state = item.get("lifecycle")
        rows.append(
            Lifecycle(
                platform=PLATFORM,
                id=item["id"],
                retires=retires,
                date_kind="exact" if retires else "unknown",
                deprecated=day(item, "deprecated_at"),
                released=day(item, "created_at"),
                status=state if state in ("active", "deprecated", "retired") else None,
            )
        )
    return check(rows)


def _headers(key: str) -> Mapping[str, str]:
    return {"x-api-key": key, "anthropic-version": "2023-06-01"}


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            name="deprecations",
            url="https://platform.claude.com/docs/en/about-claude/model-deprecations.md",
            read=read,
            markers=(("retirement date", "current state"), ("claude-",)),
        ),
        Page(
            name="models",
            url="https://api.anthropic.com/v1/models?limit=1000",
            read=read_models,
            markers=(('"data"',), ('"id"',)),
            key_env="ANTHROPIC_API_KEY",
            headers=_headers,
        ),
    ),
    hosts=("platform.claude.com", "docs.claude.com", "docs.anthropic.com", "api.anthropic.com"),
)
