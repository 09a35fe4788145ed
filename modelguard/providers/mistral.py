"""Mistral: the table on the models page (days M/D/YYYY), the data behind it, and ``GET /v1/models``.

The page names alternatives by display name and card, which are no API ids: they go to the note. The data
behind the page has them too; there a display name is an id where exactly one living model has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from modelguard.providers import Lifecycle, Page, PageRefused, Provider
from modelguard.providers._api import bearer, day, listed
from modelguard.providers._blocks import Text
from modelguard.providers._body import json_of
from modelguard.providers._dates import Slashes
from modelguard.providers._guards import check
from modelguard.providers._ids import clean, is_id, models_in
from modelguard.providers._read import document
from modelguard.providers._tables import Layout, Record, names, records

PLATFORM = "mistral"
_LAYOUT = Layout(
    roles={
        "model": names("api", "api name", "api names", "model id", "api id"),
        "deprecated": names("deprecation", "deprecation date"),
        "retires": names("retirement", "retirement date"),
        "replacement": names("alternative", "alternatives", "replacement", "recommended replacement"),
    },
    required=names("model", "deprecated", "retires"),
    slashes=Slashes.MONTH_FIRST,
)


def read(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the table of deprecated and retired models; rows without an API id give none."""
    rows: list[Lifecycle] = []
    for record in records(document(body), (_LAYOUT,)):
        rows += _lifecycles(record)
    return check(rows)


def _lifecycles(record: Record) -> Iterator[Lifecycle]:
    when = record.day("retires")
    for name in models_in(record["model"]):
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=when.day,
            date_kind=when.kind,
            precision=when.precision,
            deprecated=record.day("deprecated").day,
            note=_card(record["replacement"]),
            line=record.line,
            anchor=record.anchor,
        )


def _card(cell: Text) -> str | None:
    """``Mistral Small 4 (mistral-small-4-0-26-03)``: the alternative's name and the slug of its card."""
    for name, target in cell.links:
        slug = target.rstrip("/").rsplit("/", 1)[-1]
        if is_id(slug):
            return f"use {clean(name)} ({slug})"
    return f"use {clean(cell.text)}" if cell.text else None


def read_registry(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of the data behind the page: one entry a model with its API names."""
    entries = json_of(body)
    if not isinstance(entries, list) or not all(isinstance(e, dict) and "apiNames" in e for e in entries):
        raise PageRefused("the JSON is no list of models with API names")
    living: dict[str, set[str]] = {}
    for entry in entries:
        if not entry.get("legacy") and entry.get("apiNames"):
            living.setdefault(str(entry.get("name")), set()).add(str(entry["apiNames"][0]))
    rows: list[Lifecycle] = []
    for entry in entries:
        rows += _registered(entry, living)
    return check(rows)


def _registered(entry: dict[str, Any], living: dict[str, set[str]]) -> Iterator[Lifecycle]:
    known = entry.get("metadata")
    facts: dict[str, Any] = known if isinstance(known, dict) else {}
    retires = day(facts, "retirementDate")
    wanted = str(facts.get("replacement") or "")
    ids = sorted(living.get(wanted, set()))
    replacement = (ids[0],) if len(ids) == 1 and is_id(ids[0]) else ()
    api_names = [name for name in entry["apiNames"] if isinstance(name, str) and is_id(name)]
    for name in api_names:
        yield Lifecycle(
            platform=PLATFORM,
            id=name,
            retires=retires,
            date_kind="exact" if retires else "unknown",
            deprecated=day(facts, "deprecationDate"),
            released=day(entry, "releaseDate"),
            replacement=replacement,
            aliases=tuple(api_names[1:]) if name == api_names[0] else (),
            status=clean(str(entry["status"])) if entry.get("status") else None,
            note=f"use {clean(wanted)}" if wanted and not replacement else None,
        )


def read_models(body: bytes, today: date) -> tuple[Lifecycle, ...]:
    """Rows of ``GET /v1/models``: ``deprecation`` is the day the model goes."""
    rows = []
    for item in listed(body):
        retires = day(item, "deprecation")
        target = item.get("deprecation_replacement_model")
        aliases = item.get("aliases")
        rows.append(
            Lifecycle(
                platform=PLATFORM,
                id=item["id"],
                retires=retires,
                date_kind="exact" if retires else "unknown",
                replacement=(target,) if isinstance(target, str) and is_id(target) else (),
                aliases=tuple(a for a in aliases if isinstance(a, str)) if isinstance(aliases, list) else (),
            )
        )
    return check(rows)


PROVIDER = Provider(
    platform=PLATFORM,
    pages=(
        Page("models-overview", "https://docs.mistral.ai/models", read, (("retirement",), ("deprecation",), ("api",))),
        Page(
            "registry",
            "",
            read_registry,
            (('"apinames"',), ('"retirementdate"',)),
        ),
        Page(
            "models",
            "https://api.mistral.ai/v1/models",
            read_models,
            (('"data"',), ('"id"',)),
            key_env="MISTRAL_API_KEY",
            headers=bearer,
        ),
    ),
    hosts=("docs.mistral.ai", "api.mistral.ai"),
)
