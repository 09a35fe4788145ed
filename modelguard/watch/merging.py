"""Take what the sources say into the catalog: one word a model, and the earlier day where they disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from modelguard.catalogmerge import catalog_id, merge, settle
from modelguard.providers import Lifecycle
from modelguard.types import Evidence, Model, record
from modelguard.watch import Reading

if TYPE_CHECKING:
    from modelguard.catalog import Catalog

FINE_TUNES = ("ft:", ":ft-", "ft-")
"""Marks of an organisation's own models in the answer of an API: nobody else's business."""


@record
class Word:
    """What the sources say of one id: the row that counts, who says it, and who says otherwise."""

    rows: tuple[Lifecycle, ...]
    reading: Reading
    against: tuple[str, ...] = ()


def words(readings: Iterable[Reading]) -> dict[str, Word]:
    """One word for each catalog id of one platform."""
    said: dict[str, list[Word]] = defaultdict(list)
    for reading in readings:
        groups: dict[str, list[Lifecycle]] = defaultdict(list)
        for row in reading.rows:
            if not any(mark in row.id for mark in FINE_TUNES[:2]):
                groups[catalog_id(row)].append(row)
        for id, group in groups.items():
            said[id].append(Word(tuple(group), reading))
    return {id: _agreed(id, of_one) for id, of_one in said.items()}


def _agreed(id: str, said: Sequence[Word]) -> Word:
    """The word that counts: a page before an API that gives no day, exact before a floor, the earlier day."""
    if len(said) == 1:
        return said[0]
    ranked = sorted(said, key=_rank)
    first = settle(ranked[0].rows)[0]
    against = []
    for other in ranked[1:]:
        row = settle(other.rows)[0]
        if row.retires and first.retires and row.retires != first.retires and row.date_kind == first.date_kind:
            against.append(f"{other.reading.name} gives {row.retires}")
    chosen = ranked[0]
    if against:
        note = f"Sources disagree: {chosen.reading.name} gives {first.retires}, {', '.join(against)}."
        chosen = replace(chosen, rows=tuple(_noted(row, note) for row in chosen.rows), against=tuple(against))
    if not first.replacement:
        chosen = _with_replacement(chosen, ranked[1:])
    return chosen


def _rank(word: Word) -> tuple[int, date, int]:
    row = settle(word.rows)[0]
    kind = 2 if row.retires is None else 0 if row.date_kind == "exact" else 1
    return kind, row.retires or date.max, int(word.reading.api)


def _noted(row: Lifecycle, note: str) -> Lifecycle:
    return replace(row, note=f"{row.note} {note}" if row.note else note)


def _with_replacement(word: Word, others: Iterable[Word]) -> Word:
    """An API names no replacement; the page may."""
    named = next((row.replacement for other in others for row in other.rows if row.replacement), ())
    announced = next((row.deprecated for other in others for row in other.rows if row.deprecated), None)
    rows = tuple(
        replace(row, replacement=row.replacement or named, deprecated=row.deprecated or announced) for row in word.rows
    )
    return replace(word, rows=rows)


def refreshed(bundled: Catalog, readings: Iterable[Reading]) -> dict[str, tuple[Model, ...]]:
    """By platform, every model that a reading speaks of, with what it says taken in.

    A stored page that is older than what the bundled catalog knows of a model does not count for it.
    """
    by_platform: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.rows and reading.seen:
            by_platform[reading.platform].append(reading)
    return {name: _platform(bundled, name, found) for name, found in sorted(by_platform.items())}


def _platform(bundled: Catalog, name: str, readings: Sequence[Reading]) -> tuple[Model, ...]:
    said = words(readings)
    named = set(said).union(*(row.aliases for word in said.values() for row in word.rows))
    found = (bundled.find(name, id) for id in sorted(named))
    models = tuple({model.id: model for model in found if model is not None}.values())
    known = {model.id: max((fact.seen for fact in model.evidence), default=date.min) for model in models}
    rows_of: dict[tuple[str, date], list[Lifecycle]] = defaultdict(list)
    for id, word in said.items():
        seen = word.reading.seen or date.min
        if word.reading.api and id in known and not any(row.retires or row.status for row in word.rows):
            continue  # an API that gives no day takes none away: only the page announces
        if word.reading.read or known.get(id, date.min) <= seen:
            rows_of[(word.reading.url, seen)] += word.rows
    for (url, seen), rows in rows_of.items():
        models = merge(models, rows, evidence=Evidence(url, seen))
    return models


def overlay(bundled: Catalog, fresh: Mapping[str, Sequence[Model]], readings: Iterable[Reading]) -> dict[str, Any]:
    """The content of the cache's overlay: the models that are new or other than in the bundled files.

    ``updated`` is the newest day on which a source of the platform was read.
    """
    days: dict[str, date] = {}
    for reading in readings:
        if reading.read and reading.seen:
            days[reading.platform] = max(reading.seen, days.get(reading.platform, reading.seen))
    platforms: dict[str, Any] = {}
    for name, day in sorted(days.items()):
        models = fresh.get(name, ())
        other = {model.id: row_of(model) for model in models if bundled.find(name, model.id) != model}
        platforms[name] = {"updated": day.isoformat(), "rows": other}
    return {"version": 1, "platforms": platforms}


def row_of(model: Model) -> dict[str, Any]:
    """A model as the compiled catalog holds it: plain data without what is not known."""
    row: dict[str, Any] = {}
    for name in Model.__dataclass_fields__:
        value = getattr(model, name)
        if name in ("platform", "id", "rerouted_to", "evidence") or value in (None, False, (), frozenset()):
            continue
        row[name] = _plain(value)
    if model.rerouted_to:
        row["after"] = {"rerouted_to": model.rerouted_to}
    if not model.regions:
        row.pop("regions", None)
    row["evidence"] = [[fact.url, fact.seen.isoformat()] for fact in model.evidence]
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in sorted(value.items())}
    return list(value) if isinstance(value, tuple) else value
