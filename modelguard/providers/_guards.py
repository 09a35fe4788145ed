"""What makes a page's rows believable, alone and against the rows believed last time.

``check`` is for one page alone. ``guard`` compares with the last good rows and refuses what looks like an
accident upstream. ``compare`` says what changed between two good readings, for people to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from modelguard.providers import Lifecycle, PageRefused
from modelguard.types import record

MAX_LOSS = 0.4  # share of known ids, or of bytes, that may vanish at once
FEW = 5  # below this many rows, shares mean nothing


class ChangeKind(StrEnum):
    """How a fact of a page changed."""

    ADDED = "added"
    VANISHED = "vanished"
    DATE_GONE = "date gone"
    DATE_SET = "date set"
    MOVED_EARLIER = "moved earlier"
    MOVED_LATER = "moved later"
    NOW_EXACT = "now exact"
    NOW_FLOOR = "now not-before"
    FLOOR_PASSED = "floor passed"
    REPLACEMENT = "replacement changed"
    STATUS = "status changed"


@record
class Change:
    """One change: of which id (and version, regions), what it was and what it is."""

    kind: ChangeKind
    platform: str
    id: str
    version: str | None = None
    regions: tuple[str, ...] = ()
    old: Lifecycle | None = None
    new: Lifecycle | None = None


def check(rows: Iterable[Lifecycle], *, min_rows: int = 1, conflicts: bool = False) -> tuple[Lifecycle, ...]:
    """Rows without duplicates, in the page's order; refuse contradictions inside one section.

    ``conflicts`` lets a page contradict itself (Azure lists one version with two days): both are kept and
    each says so in its note.
    """
    unique = _deduplicated(rows)
    if len(unique) < min_rows:
        raise PageRefused("the page has no deprecation row" if not unique else f"the page has only {len(unique)} rows")
    if len(unique) >= FEW and all(r.deprecated and r.deprecated == r.retires for r in unique):
        raise PageRefused("every row retires on the day it was announced: a template error")
    unique = _in_order(unique)
    return _marked_conflicts(unique) if conflicts else _without_conflicts(unique)


def _deduplicated(rows: Iterable[Lifecycle]) -> tuple[Lifecycle, ...]:
    seen: dict[Lifecycle, Lifecycle] = {}
    for row in rows:
        seen.setdefault(replace(row, line=None, anchor=None), row)
    return tuple(seen.values())


def _in_order(rows: tuple[Lifecycle, ...]) -> tuple[Lifecycle, ...]:
    """Rows that are not deprecated after they retire: many that are mean swapped columns, a few a slip of the page."""
    exact = [row for row in rows if row.deprecated and row.retires and row.date_kind == "exact"]
    odd = [row for row in exact if (row.deprecated or date.min) > (row.retires or date.max)]
    if len(odd) * FEW > len(rows):
        raise PageRefused(f"line {odd[0].line}: '{odd[0].id}' would retire before it is deprecated")
    slips = set(odd)
    return tuple(
        replace(row, deprecated=None, note=f"the page has it deprecated on {row.deprecated}, after it retires")
        if row in slips
        else row
        for row in rows
    )


def _without_conflicts(rows: tuple[Lifecycle, ...]) -> tuple[Lifecycle, ...]:
    known: dict[tuple[object, ...], Lifecycle] = {}
    for row in rows:
        if row.retires is None:
            continue
        first = known.setdefault((row.id, row.version, row.regions, row.anchor, row.deprecated, row.note), row)
        if first.retires != row.retires:
            days = f"{first.retires} on line {first.line} and {row.retires} on line {row.line}"
            raise PageRefused(f"'{row.id}' has two retirement days, {days}")
    return rows


def _marked_conflicts(rows: tuple[Lifecycle, ...]) -> tuple[Lifecycle, ...]:
    days: dict[tuple[object, ...], set[date]] = {}
    for row in rows:
        if row.retires:
            days.setdefault((row.id, row.version, row.regions), set()).add(row.retires)
    marked = []
    for row in rows:
        others = sorted(days.get((row.id, row.version, row.regions), set()) - {row.retires or date.min})
        if row.retires and others:
            text = "the page also gives " + ", ".join(d.isoformat() for d in others)
            row = replace(row, note=f"{row.note}; {text}" if row.note else text)
        marked.append(row)
    return tuple(marked)


def effective(rows: Iterable[Lifecycle]) -> tuple[Lifecycle, ...]:
    """One row for each id, version and region group: the newest announcement, then the earliest day.

    Rows that an announcement superseded, and notes about fine-tuned models, give way.
    """
    best: dict[tuple[str, str | None, tuple[str, ...]], Lifecycle] = {}
    for row in rows:
        key = (row.id, row.version, row.regions)
        if key not in best or _rank(row) < _rank(best[key]):
            best[key] = row
    return tuple(best.values())


def _rank(row: Lifecycle) -> tuple[int, int, int, int]:
    announced = row.deprecated.toordinal() if row.deprecated else 0
    day = row.retires.toordinal() if row.retires else date.max.toordinal()
    tuned = 1 if row.note and row.note.startswith("fine-tuned") else 0
    return (-announced, tuned, 0 if row.date_kind == "exact" else 1, day)


def guard(rows: Sequence[Lifecycle], previous: Sequence[Lifecycle]) -> None:
    """Refuse rows that lost too much against the last good ones, or whose days all changed to one day."""
    before = {row.id for row in previous}
    now = {row.id for row in rows}
    gone = before - now
    if len(before) >= FEW and len(gone) > MAX_LOSS * len(before):
        raise PageRefused(f"{len(gone)} of {len(before)} known models are gone at once")
    helped = {row.id for row in previous if row.replacement} & now
    helpless = helped - {row.id for row in rows if row.replacement}
    if len(helped) >= FEW and len(helpless) > MAX_LOSS * len(helped):
        raise PageRefused(f"{len(helpless)} of {len(helped)} known replacements are gone at once")
    old = {(r.id, r.version, r.regions): r.retires for r in effective(previous)}
    pairs = [(old[k], r.retires) for r in effective(rows) if (k := (r.id, r.version, r.regions)) in old]
    dated = [(was, now_) for was, now_ in pairs if was is not None]
    if len(dated) < FEW:
        return
    lost = sum(1 for _, now_ in dated if now_ is None)
    if lost > MAX_LOSS * len(dated) and lost >= FEW:
        raise PageRefused(f"{lost} of {len(dated)} known days are gone at once")
    onto_one = len({now_ for _, now_ in dated}) == 1 < len({was for was, _ in dated})
    if onto_one and all(was != now_ for was, now_ in dated):
        raise PageRefused("every known day changed to one and the same: a template error")


def guard_size(size: int, previous: int) -> None:
    """Refuse a body that shrank by more than 40 % since the last good one."""
    if previous > 2000 and size < previous * (1 - MAX_LOSS):
        raise PageRefused(f"the body shrank from {previous} to {size} bytes")


def compare(old: Sequence[Lifecycle], new: Sequence[Lifecycle], *, today: date | None = None) -> tuple[Change, ...]:
    """What changed from ``old`` to ``new``, by id; with ``today`` also the floors that passed."""
    before = {(r.id, r.version, r.regions): r for r in effective(old)}
    after = {(r.id, r.version, r.regions): r for r in effective(new)}
    changes: list[Change] = []
    for key in sorted(before.keys() | after.keys(), key=repr):
        was, now = before.get(key), after.get(key)
        row = now or was
        assert row is not None
        for kind in _kinds(was, now, today):
            changes.append(Change(kind, row.platform, row.id, row.version, row.regions, was, now))
    return tuple(changes)


def _kinds(was: Lifecycle | None, now: Lifecycle | None, today: date | None) -> list[ChangeKind]:
    if was is None or now is None:
        return [ChangeKind.ADDED if was is None else ChangeKind.VANISHED]
    kinds: list[ChangeKind] = []
    if was.retires != now.retires:
        kinds.append(_moved(was.retires, now.retires))
    if was.retires and now.retires and was.date_kind != now.date_kind:
        kinds.append(ChangeKind.NOW_EXACT if now.date_kind == "exact" else ChangeKind.NOW_FLOOR)
    if today and now.date_kind == "not_before" and now.retires and now.retires <= today:
        kinds.append(ChangeKind.FLOOR_PASSED)
    if was.replacement != now.replacement:
        kinds.append(ChangeKind.REPLACEMENT)
    if was.status != now.status:
        kinds.append(ChangeKind.STATUS)
    return kinds


def _moved(was: date | None, now: date | None) -> ChangeKind:
    if now is None:
        return ChangeKind.DATE_GONE
    if was is None:
        return ChangeKind.DATE_SET
    return ChangeKind.MOVED_EARLIER if now < was else ChangeKind.MOVED_LATER
