"""What changed since the last reading: each change is told as what it is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date

from modelguard.catalogmerge import catalog_id
from modelguard.providers import Lifecycle
from modelguard.types import DateKind, Model, Stage
from modelguard.watch import Change, Reading

Key = tuple[str, str]


def on_pages(readings: Iterable[Reading], used: Container[Key]) -> tuple[Change, ...]:
    """The differences between each page and its reading before, each once."""
    from modelguard.providers._guards import ChangeKind, compare

    found: dict[tuple[str, str, str], Change] = {}
    for reading in readings:
        if reading.before is None:
            continue
        for change in compare(reading.before, reading.rows):
            row = change.new or change.old
            if row is None or change.kind is ChangeKind.FLOOR_PASSED:
                continue
            id = catalog_id(row)
            sentence = _sentence(change.kind.value, id, change.old, change.new)
            made = Change(change.platform, id, change.kind.value, sentence, (change.platform, id) in used)
            found[(change.platform, id, sentence)] = made
    return tuple(found[key] for key in sorted(found))


def floors_passed(models: Mapping[Key, Model], as_of: date) -> tuple[Change, ...]:
    """Models in use that may end any day: the earliest day has passed, and there is no exact one."""
    return tuple(
        Change(model.platform, model.id, "floor passed", _floor(model), True)
        for _, model in sorted(models.items())
        if model.date_kind is DateKind.NOT_BEFORE
        and model.retires
        and model.retires <= as_of
        and model.stage(as_of) is not Stage.RETIRED
    )


def _floor(model: Model) -> str:
    passed = f"its earliest day, {model.retires}, has passed and no exact day is announced"
    return f"{model.id}: {passed}; that alone does not retire it"


def _sentence(kind: str, id: str, old: Lifecycle | None, new: Lifecycle | None) -> str:
    was, now = _day(old), _day(new)
    if kind == "added":
        return f"{id}: new on the page, {now}"
    if kind == "vanished":
        return f"{id}: no longer on the page, which gave {was}; that is no word on its end"
    if kind == "date gone":
        return f"{id}: the page took back its day, which was {was}"
    if kind == "date set":
        return f"{id}: the page now gives a day, {now}"
    if kind in ("moved earlier", "moved later"):
        return f"{id}: {kind}, from {was} to {now}"
    if kind == "now exact":
        return f"{id}: the day is no longer a floor, {now}"
    if kind == "now not-before":
        return f"{id}: the day is now only a floor, {now}"
    if kind == "replacement changed":
        return f"{id}: the replacement is now {_ids(new)}, it was {_ids(old)}"
    return f"{id}: the page's status is now '{_status(new)}', it was '{_status(old)}'"


def _day(row: Lifecycle | None) -> str:
    if row is None or row.retires is None:
        return "no day"
    return f"not before {row.retires}" if row.date_kind == "not_before" else f"{row.retires}"


def _ids(row: Lifecycle | None) -> str:
    return ", ".join(row.replacement) if row and row.replacement else "none"


def _status(row: Lifecycle | None) -> str:
    return (row.status or "none")[:40] if row else "none"
