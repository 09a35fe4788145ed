"""Cohere: the deprecations page, three shapes on one page.

A table (heading day = announcement), a list of models "will be retired" as of an effective day, and a list
of "Deprecated Models" whose effective day is only said to be that of the deprecation. Endpoints, features
and fine-tuning sections give nothing; alternatives listed below are replacements, never retired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, Provider
from modelguard.providers._blocks import Block, Document, Kind
from modelguard.providers._dates import find
from modelguard.providers._guards import check
from modelguard.providers._ids import is_model_like, models_in, replacements_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "cohere"
_LAYOUT = Layout(
    roles={
        "retires": names("shutdown date"),
        "model": names("deprecated model", "model"),
        "replacement": names("recommended replacement", "replacement"),
        "deprecated": names("deprecated"),
    },
    required=names("retires", "model"),
)
_EFFECTIVE = re.compile(r"\beffective (?:on |as of )?(?=[A-Z])", re.IGNORECASE)
_GOES = re.compile(r"\b(?:retired|shut ?down|sunset|removed)\b", re.IGNORECASE)
_MODELS = re.compile(r"\bmodels?\b", re.IGNORECASE)
_OTHER = re.compile(r"fine-?tun|feature|endpoint|alternative|replacement|recommend|migrate", re.IGNORECASE)
_FAMILIES = ("embed", "rerank", "classify", "aya")


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the deprecations page."""
    page = document(body)
    rows: list[Lifecycle] = []
    for record in records(page, (_LAYOUT,)):
        rows += _lifecycles(record)
    for section in _sections(page):
        rows += _listed(section)
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
            deprecated=record.day("deprecated").day if record.has("deprecated") else record.announced,
            replacement=replacement,
            note=note,
            line=record.line,
            anchor=record.anchor,
        )


def _sections(page: Document) -> list[list[Block]]:
    """Blocks by heading; each section starts with its heading."""
    sections: list[list[Block]] = []
    for block in page.blocks:
        if block.kind is Kind.HEADING:
            sections.append([block])
        elif sections:
            sections[-1].append(block)
    return sections


def _listed(section: list[Block]) -> Iterator[Lifecycle]:
    """Rows of the bulleted lists of one section."""
    effective: date | None = None
    goes = wanted = False
    found: list[tuple[str, tuple[str, ...], Block, bool]] = []
    for block in section[1:]:
        text = " ".join(block.text.text.split())
        if block.kind is Kind.PARAGRAPH:
            start = _EFFECTIVE.search(text)
            days = [day for at, day in find(text[start.end() :]) if at == 0] if start else []
            if days:
                effective = days[0]
            goes = bool(_GOES.search(text))
            says = goes or "deprecat" in text.lower()
            wanted = text.endswith(":") and says and bool(_MODELS.search(text)) and not _OTHER.search(text)
        elif block.kind is Kind.ITEM and wanted and effective:
            ids = models_in(block.text)
            found += [(name, ids[1:] if name == ids[0] else (), block, goes) for name in ids]
    alternatives = _alternatives(section)
    for name, aliases, block, gone in found:
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=effective if gone else None,
            date_kind="exact" if gone else "unknown",
            deprecated=None if gone else effective,
            replacement=_for(name, alternatives),
            aliases=aliases,
            line=block.line,
            anchor=section[0].anchor,
        )


def _alternatives(section: list[Block]) -> dict[str, list[str]]:
    """Task or family of models to the alternatives that the section names for it."""
    groups: dict[str, list[str]] = {}
    current: str | None = None
    for block in section[1:]:
        text = block.text.text
        ids = [code for code in block.text.codes if is_model_like(code)]
        if block.kind is Kind.PARAGRAPH:
            current = None
            if re.search(r"replacement|recommend|alternative", text, re.IGNORECASE) and ids:
                groups.setdefault("", []).extend(ids)
        elif re.search(r"alternatives?:?$", text, re.IGNORECASE) and not ids:
            current = text.lower()
            groups.setdefault(current, [])
        elif current is not None:
            groups[current] += ids
    return groups


def _for(name: str, groups: dict[str, list[str]]) -> tuple[str, ...]:
    """The alternatives of the task that an id's family names, else those of the remaining task."""
    family = next((f for f in _FAMILIES[:3] if name.startswith(f)), None)
    for label, ids in groups.items():
        if family and family in label:
            return tuple(ids)
    for label, ids in groups.items():
        if not family and not any(f in label for f in _FAMILIES[:3]):
            return tuple(ids)
    return tuple(groups.get("", ()))


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "deprecations",
            "https://docs.cohere.com/docs/deprecations.md",
            read,
            (("deprecat",), ("shutdown date", "effective"), ("cohere", "rerank", "shutdown date")),
        ),
    ),
    hosts=("docs.cohere.com",),
)
