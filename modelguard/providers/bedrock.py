"""Amazon Bedrock: the lifecycle tables (HTML since 2025, AWS Markdown), model cards, ``ListFoundationModels``.

Days differ by region group and stay apart. AWS renders one table as pipe rows or as nested bullets, on one
page both. The tables of 2025 without model ids (display names only) give no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._api import bearer, day, listed
from modelguard.providers._blocks import Block, Document, Kind
from modelguard.providers._dates import UNKNOWN, Day, Slashes, UnreadableDate
from modelguard.providers._dates import read as read_day
from modelguard.providers._guards import check
from modelguard.providers._ids import clean, is_id, models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, heading, names, records

PLATFORM = "bedrock"
_GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide"
_ENDING = Layout(
    roles={
        "model": names("model id"),
        "regions": names("regions", "regions supported", "region"),
        "deprecated": names("legacy date"),
        "retires": names("eol date"),
        "extended": names("public extended access start date", "public extended access date"),
        "replacement": names("recommended model id"),
    },
    required=names("model", "deprecated", "retires"),
    slashes=Slashes.MONTH_FIRST,
)
_ACTIVE = Layout(
    roles={
        "model": names("model id"),
        "regions": names("regions supported", "regions"),
        "released": names("launch date"),
        "retires": names("eol date"),
    },
    required=names("model", "released", "retires"),
    slashes=Slashes.MONTH_FIRST,
)
_NAMES_ONLY = names("model version")  # 2025: display names, no ids
_LABEL = re.compile(r"^([A-Z][A-Za-z -]{2,40}):\s*(.*)$", re.DOTALL)
_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+)+-[0-9]{1,2}")


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of a lifecycle page, from its tables and its bullets."""
    page = _with_eol_heading(document(body))
    rows: list[Lifecycle] = []
    for record in records(page, (_ENDING, _ACTIVE), ignore=_NAMES_ONLY):
        rows += _lifecycles(record)
    rows += _bulleted(page)
    return check(rows)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    when = record.day("retires")
    replacement, note = replacements_in(record["replacement"])
    for name in models_in(record["model"]):
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=when.day,
            date_kind=when.kind,
            precision=when.precision,
            deprecated=record.day("deprecated").day,
            released=_first_launch(record),
            regions=_regions(record["regions"].text),
            replacement=replacement,
            status="active" if record.layout is _ACTIVE else "legacy",
            note=_extended(record.day("extended")) or note,
            line=record.line,
            anchor=record.anchor,
        )


def _first_launch(record: Record) -> date | None:
    """The first launch; before 2026 a cell had one day a region."""
    days = [_day(line, record.line).day for line in record["released"].text.split("\n")]
    return min((day for day in days if day), default=None)


def _with_eol_heading(page: Document) -> Document:
    """In 2025 AWS left out the heading of the EOL column, which stands behind the launch date: put it in."""
    return replace(page, blocks=tuple(_mended(block) for block in page.blocks))


def _mended(block: Block) -> Block:
    table = block.table
    folded = [heading(text) for text in table.headers] if table else []
    if table is None or "launch date" not in folded or "eol date" in folded:
        return block
    at = folded.index("launch date") + 1
    full = [row for row in table.rows if not row.divider]
    if not full or any(len(row.cells) != len(folded) + 1 or not _is_day(row.cells[at].text) for row in full):
        return block
    headers = (*table.headers[:at], "EOL date", *table.headers[at:])
    return replace(block, table=replace(table, headers=headers))


def _is_day(text: str) -> bool:
    try:
        read_day(text, slashes=Slashes.MONTH_FIRST)
    except UnreadableDate:
        return False
    return True


def _regions(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_REGION.findall(text)))


def _extended(day: Day) -> str | None:
    return f"public extended access from {day.day}" if day.day else None


def _bulleted(page: Document) -> Iterator[Lifecycle]:
    """Rows written as nested bullets: one group of bullets a model, one line a region group or one a field."""
    fields: dict[str, str] = {}
    line = 1
    anchor: str | None = None
    for path, block in page.placed():
        label = _LABEL.match(block.text.text) if block.kind is Kind.ITEM else None
        if label is None or heading(label.group(1)) == "model name":
            yield from _of_fields(fields, line, anchor)
            fields = {}
            line, anchor = block.line, path[-1].anchor if path else None
        elif " / " in label.group(2) and "model id" in fields:
            parts = [_LABEL.match(part.strip()) for part in block.text.text.split(" / ")]
            group = {heading(part.group(1)): part.group(2) for part in parts if part}
            yield from _of_fields({"model id": fields["model id"]} | group, block.line, anchor)
            fields["done"] = "yes"
        else:
            fields[heading(label.group(1))] = label.group(2)
            if heading(label.group(1)) in ("model id", "regions"):
                line = block.line
    yield from _of_fields(fields, line, anchor)


def _of_fields(fields: dict[str, str], line: int, anchor: str | None) -> Iterator[Lifecycle]:
    name = fields.get("model id", "")
    if not is_id(name) or "done" in fields:
        return
    if "eol date" not in fields or "legacy date" not in fields:
        raise PageRefused(f"line {line}: '{name}' has no legacy or EOL date")
    when = _day(fields["eol date"], line)
    yield Lifecycle(
        platform=PLATFORM,
        id=name,
        retires=when.day,
        date_kind=when.kind,
        precision=when.precision,
        deprecated=_day(fields["legacy date"], line).day,
        regions=_regions(fields.get("regions", "")),
        status="legacy",
        note=_extended(_day(fields.get("public extended access start date", ""), line)),
        line=line,
        anchor=anchor,
    )


def _day(text: str, line: int) -> Day:
    try:
        return read_day(text, slashes=Slashes.MONTH_FIRST)
    except UnreadableDate as error:
        raise PageRefused(f"line {line}: '{error}' is no day of a known form") from None


_FLOORS = ("eol no sooner than", "model eol date", "eol date")


def read_card(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """The row of a model card. Two floors on one card: the earlier counts and the note has both."""
    labels = _labels(document(body))
    name, _ = labels.get("model id", ("", 1))
    if not is_id(name):
        raise PageRefused("the model card names no model id")
    days = list(_card_days(labels))
    if not days:
        raise PageRefused("the model card has no EOL date")
    exact = [pair for pair in days if pair[0].kind == "exact"]
    when, line = min(exact or days, key=lambda pair: pair[0].day or date.max)
    others = sorted({str(other.day) for other, _ in days if other.day != when.day})
    row = Lifecycle(
        platform=PLATFORM,
        id=name,
        retires=when.day,
        date_kind=when.kind,
        released=_day(*labels["model launch date"]).day if "model launch date" in labels else None,
        status=clean(labels.get("model lifecycle", ("", 1))[0].lower()) or None,
        note="the card also gives " + ", ".join(others) if others else None,
        line=line,
    )
    return check([row])


def _labels(page: Document) -> dict[str, tuple[str, int]]:
    """Every ``label: value`` of a card, from its text and its tables, with the line."""
    labels: dict[str, tuple[str, int]] = {}
    for block in page.blocks:
        if found := _LABEL.match(block.text.text):
            labels.setdefault(heading(found.group(1)), (found.group(2), block.line))
        for row in block.table.rows if block.table else ():
            if len(row.cells) == 2:
                labels.setdefault(heading(row.cells[0].text), (row.cells[1].text, row.line))
    return labels


def _card_days(labels: dict[str, tuple[str, int]]) -> Iterator[tuple[Day, int]]:
    for label in _FLOORS:
        when = _day(*labels[label]) if label in labels else UNKNOWN
        if when.day:
            yield replace(when, kind="not_before") if label == _FLOORS[0] else when, labels[label][1]


def read_models(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of ``ListFoundationModels``: ``modelLifecycle`` of one region."""
    rows = []
    for item in listed(body, under=("modelSummaries",), id_key="modelId"):
        state = item.get("modelLifecycle")
        state = state if isinstance(state, dict) else {}
        ends = day(state, "endOfLifeTime")
        rows.append(
            Lifecycle(
                platform=PLATFORM,
                id=item["modelId"],
                retires=ends,
                date_kind="exact" if ends else "unknown",
                deprecated=day(state, "legacyTime"),
                released=day(state, "startOfLifeTime"),
                status=state["status"].lower() if isinstance(state.get("status"), str) else None,
            )
        )
    return check(rows)


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page("lifecycle", f"{_GUIDE}/model-lifecycle-legacy.md", read, (("eol date", "launch date"), ("model id",))),
        Page(
            "model-card",
            "",
            read_card,
            (("eol no sooner than", "model eol date"), ("model launch date", "model lifecycle")),
        ),
        Page(
            "models",
            "https://bedrock.us-east-1.amazonaws.com/foundation-models",
            read_models,
            (('"modelsummaries"',),),
            key_env="AWS_BEARER_TOKEN_BEDROCK",
            headers=bearer,
        ),
    ),
    hosts=("docs.aws.amazon.com", "bedrock.us-east-1.amazonaws.com"),
)
