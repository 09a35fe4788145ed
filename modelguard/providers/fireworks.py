"""Fireworks AI: entries "Serverless deprecation" of the change log; dedicated deployments are not meant.

Models are named for display. A name is an id where a link of the page spells it; a name that no link spells
gives nothing. The label's day is taken as the announcement, a day in the prose as the removal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._blocks import Block, Document, Kind
from modelguard.providers._dates import UnreadableDate, find
from modelguard.providers._dates import read as read_day
from modelguard.providers._guards import check
from modelguard.providers._ids import is_id
from modelguard.providers._prose import updates
from modelguard.providers._read import document

PLATFORM = "fireworks"
_PREFIX = "accounts/fireworks/models/"
_IN_LINK = re.compile(r"/models/fireworks/([A-Za-z0-9._-]+)/?$")
_ENTRY = re.compile(r"serverless (?:model )?deprecation", re.IGNORECASE)
_REMOVED = re.compile(r"\b(?:decommissioned|removed|retired|shut down|no longer be available) on ", re.IGNORECASE)
_IS_GONE = re.compile(r"^(.{2,200}?) (?:is|are|will be) (?:deprecated|removed|retired)\b", re.DOTALL)
_MIGRATE = re.compile(r"^(.{2,80}?) ?(?:—|–|->|→|-) ?migrate to ", re.IGNORECASE)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the change log."""
    page = document(body)
    slugs = _slugs(page)
    rows: list[Lifecycle] = []
    entries = 0
    for label, blocks in updates(page):
        entries += 1
        if any(block.kind is Kind.HEADING and _ENTRY.search(block.text.text) for block in blocks[:2]):
            rows += _entry(label, blocks, slugs)
    if not entries:
        raise PageRefused("the change log has no entries")
    return check(rows)


def _slugs(page: Document) -> dict[str, set[str]]:
    """Display name to the slugs that links of the page give it."""
    known: dict[str, set[str]] = {}
    for block in page.blocks:
        for name, target in block.text.links:
            if found := _IN_LINK.search(target):
                known.setdefault(_folded(name), set()).add(found.group(1))
    return known


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", " ", name.lower()).strip()


def _entry(label: Block, blocks: list[Block], slugs: dict[str, set[str]]) -> Iterator[Lifecycle]:
    try:
        announced = read_day(label.text.text).day
    except UnreadableDate as error:
        raise PageRefused(f"line {label.line}: '{error}' is no day of a known form") from None
    removed = _removal(blocks)
    rows: dict[str, Lifecycle] = {}
    for block in blocks:
        pattern = _MIGRATE if block.kind is Kind.ITEM else _IS_GONE
        found = pattern.match(block.text.text) if block.kind in (Kind.ITEM, Kind.PARAGRAPH) else None
        if found is None:
            continue
        names = re.split(r",? and |, ", found.group(1))
        gone = {slug for name in names for slug in _one(slugs, name)}
        targets = _targets(block, gone)
        for slug in sorted(gone):
            if targets or slug not in rows:
                rows[slug] = Lifecycle(
                    platform=PLATFORM,
                    id=_PREFIX + slug,
                    retires=removed,
                    date_kind="exact" if removed else "unknown",
                    deprecated=announced if not removed or (announced and announced < removed) else None,
                    replacement=targets,
                    note="serverless only",
                    line=block.line,
                )
    yield from rows.values()


def _one(slugs: dict[str, set[str]], name: str) -> set[str]:
    spelt = slugs.get(_folded(name), set())
    return spelt if len(spelt) == 1 else set()


def _targets(block: Block, gone: set[str]) -> tuple[str, ...]:
    found = (_IN_LINK.search(target) for _, target in block.text.links)
    slugs = [match.group(1) for match in found if match and is_id(match.group(1))]
    return tuple(_PREFIX + slug for slug in dict.fromkeys(slugs) if slug not in gone)


def _removal(blocks: list[Block]) -> date | None:
    for block in blocks:
        text = " ".join(block.text.text.split())
        for at, day in find(text):
            if _REMOVED.search(text[max(0, at - 40) : at]):
                return day
    return None


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page(
            "changelog",
            "https://docs.fireworks.ai/updates/changelog.md",
            read,
            (("<update label",), ("fireworks",)),
        ),
    ),
    hosts=("docs.fireworks.ai",),
)
