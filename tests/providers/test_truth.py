"""Every row that a person found on a stored page is found, with its days and replacements, and no other."""

from __future__ import annotations

import re

import pytest

from modelguard.providers import Lifecycle

from .shared import SHARED, Truth, needs_shared, read, truths

pytestmark = needs_shared
TRUTHS = truths() if SHARED.is_dir() else []


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_a_page_gives_every_wanted_row_and_no_wrong_one(truth: Truth) -> None:
    rows = read(truth.platform, truth.source.read_bytes())
    wanted = [row for row in truth.rows if row["expect"] == "emit"]
    missing = [row["model_id"] for row in wanted if not any(_same(row, found) for found in rows)]
    allowed = [row for row in truth.rows if row["expect"] in ("emit", "optional")]
    wrong = [found.id for found in rows if not any(_facts_agree(row, found) for row in allowed)]
    print(f"{truth.name:24} wanted {len(wanted):4} found {len(wanted) - len(missing):4} wrong {len(wrong):2}")
    assert not missing
    assert not wrong


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_a_page_gives_nothing_that_must_not_be_read(truth: Truth) -> None:
    rows = read(truth.platform, truth.source.read_bytes())
    for row in truth.rows:
        if row["expect"] == "must_not":
            day = row["retirement_date"]
            assert not any(r.id == row["model_id"] and (not day or str(r.retires) == day) for r in rows)


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: truth.name)
def test_every_row_names_the_line_it_stands_at(truth: Truth) -> None:
    places: dict[str, list[int]] = {}
    for row in truth.rows:
        places.setdefault(row["model_id"], []).append(int(row["line"]))
    for row in read(truth.platform, truth.source.read_bytes()):
        assert row.line is not None
        assert any(abs(row.line - line) <= 2 for line in places[row.id])


def _same(row: dict[str, str], found: Lifecycle) -> bool:
    return _facts_agree(row, found) and _replacement_agrees(row["replacement"], found)


def _facts_agree(row: dict[str, str], found: Lifecycle) -> bool:
    if row["model_id"] != found.id or not _variant_agrees(row["variant"] or "", found):
        return False
    if row["expect"] == "optional":
        return True
    return (
        _text(found.retires) == row["retirement_date"]
        and found.date_kind == row["date_kind"]
        and _text(found.deprecated) == row["deprecation_date"]
    )


def _variant_agrees(variant: str, found: Lifecycle) -> bool:
    if regions := re.search(r"regions=(.*)", variant):
        return tuple(r.strip() for r in regions.group(1).split(",")) == found.regions
    if found.platform == "azure" and (version := re.search(r"version=([^;]+)", variant)):
        return (found.version or "—") == version.group(1).strip()
    return True


def _replacement_agrees(cell: str, found: Lifecycle) -> bool:
    """Ids as listed; display names, slugs of cards and versions in parentheses stand in the note."""
    if "slug" in cell:
        return any(part.split(" ")[0] in (found.note or "") for part in cell.split(" or ")) or bool(found.replacement)
    ids = [re.sub(r" \(.*\)$", "", part) for part in cell.split(" or ")] if cell else []
    return [name for name in ids if " " not in name] == list(found.replacement)


def _text(value: object) -> str:
    return str(value) if value else ""
