"""Vertex AI (Gemini Enterprise Agent Platform): model versions, open models, partner models.

Plain days are exact ("won't be moved to an earlier date"), "or later" and "no sooner than" are floors.
The partner page is prose, one section a model, whose id stands after the words "Model ID".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Block, Text
from modelguard.providers._dates import find
from modelguard.providers._guards import check
from modelguard.providers._ids import clean, is_model_like, models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "vertex"
_BASE = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
_VERSIONS = Layout(
    roles={
        "model": names("model id", "model", "model version"),
        "released": names("release date"),
        "retires": names("retirement date", "discontinuation date"),
        "replacement": names(
            *("replacement model id", "replacement model", "recommended upgrade", "recommended replacement"),
            *("replacement",),
        ),
    },
    required=names("model", "released", "retires"),
)
_OPEN = Layout(
    roles={
        "model": names("model id", "model"),
        "deprecated": names("deprecation date"),
        "retires": names("retirement date"),
        "alternative": names("self-deploy alternative"),
        "replacement": names("replacement model id", "recommended replacement"),
    },
    required=names("model", "deprecated", "retires"),
)
_DEPRECATED = re.compile(r"deprecated as of (?=[A-Z])", re.IGNORECASE)
_SHUT_DOWN = re.compile(r"(?:shut down|retired|discontinued) on (?=[A-Z])", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of a page of tables: Google's own models, or open models."""
    rows: list[Lifecycle] = []
    for record in records(document(body), (_OPEN, _VERSIONS)):
        rows += _lifecycles(record)
    return check(rows)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    when = record.day("retires")
    replacement, note = replacements_in(record["replacement"])
    alternative = record["alternative"].text
    for name in models_in(record["model"]):
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=when.day,
            date_kind=when.kind,
            precision=when.precision,
            deprecated=record.day("deprecated").day,
            released=record.day("released").day,
            replacement=replacement,
            status=clean(record.path[-1].text.text) if record.path else None,
            note=f"self-deploy alternative: {replacements_in(record['alternative'])[0] or alternative}"
            if alternative
            else note,
            line=record.line,
            anchor=name if record.layout is _OPEN else record.anchor,
        )


def read_partners(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the partner-models page."""
    page = document(body)
    blocks = [block for _, block in page.placed()]
    rows: list[Lifecycle] = []
    for at, (path, block) in enumerate(page.placed()):
        text = " ".join(block.text.text.split())
        deprecated, retires = _day_after(_DEPRECATED, text), _day_after(_SHUT_DOWN, text)
        if deprecated is None or retires is None:
            continue
        name = _id_after(blocks, at)
        if name is None:
            raise PageRefused(f"line {block.line}: no model id follows a deprecation")
        anchor = path[-1].anchor if path else None
        rows.append(
            Lifecycle(
                PLATFORM,
                name,
                retires,
                "exact",
                deprecated=deprecated,
                status="deprecated",
                line=block.line,
                anchor=anchor,
            )
        )
    return check(rows)


def _day_after(words: re.Pattern[str], text: str) -> date | None:
    found = words.search(text)
    return next((day for at, day in find(text[found.end() :]) if at == 0), None) if found else None


def _id_after(blocks: list[Block], at: int) -> str | None:
    """The id after the words "Model ID", before the next deprecation."""
    labelled = False
    for block in blocks[at + 1 : at + 200]:
        text = block.text.text
        if _DEPRECATED.search(text):
            return None
        if block.table is not None:
            found = next((name for row in block.table.rows if (name := _id_in_row(row.cells))), None)
            if found:
                return found
        inline = re.match(r"model id\b[\s:]*", text, re.IGNORECASE)
        if labelled or inline:
            name = next((code for code in block.text.codes if is_model_like(code)), None)
            plain = text[inline.end() :].strip() if inline else text
            if name or is_model_like(plain):
                return name or plain
        labelled = labelled or bool(inline)
    return None


def _id_in_row(cells: tuple[Text, ...]) -> str | None:
    if len(cells) > 1 and cells[0].text.lower() == "model id":
        return next(iter(models_in(cells[1])), None)
    return None


_HOSTS = ("docs.cloud.google.com", "cloud.google.com")
PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page("model-versions", f"{_BASE}/model-versions", read, (("retirement date",), ("release date",))),
        Page(
            "open-models",
            f"{_BASE}/deprecations/open-models",
            read,
            (("deprecation date",), ("retirement date",), ("model id",)),
        ),
        Page(
            "partner-models",
            f"{_BASE}/deprecations/partner-models",
            read_partners,
            (("deprecated as of",), ("shut down on", "retired on", "discontinued on"), ("model id",)),
        ),
    ),
    hosts=_HOSTS,
)
