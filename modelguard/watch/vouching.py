"""Whether anybody vouches for what the repository uses: the difference between "fine" and "not looked"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from modelguard.catalogmerge import catalog_id
from modelguard.watch import Reading, SourceState

Key = tuple[str, str]


def errors(
    readings: Sequence[Reading], used: Iterable[Key], *, catalog_date: date, today: date, stale_days: int
) -> tuple[str, ...]:
    """One sentence for each platform in use for which nothing vouches. Any of them makes exit 3."""
    by_platform: dict[str, set[str]] = {}
    for platform, id in used:
        by_platform.setdefault(platform, set()).add(id)
    found = []
    for platform, ids in sorted(by_platform.items()):
        of_it = [reading for reading in readings if reading.platform == platform]
        if sentence := _error(platform, ids, of_it, catalog_date, today, stale_days):
            found.append(sentence)
    return tuple(found)


def without_source(readings: Sequence[Reading], used: Iterable[Key]) -> tuple[str, ...]:
    """The platforms in use whose pages nobody reads."""
    known = {reading.platform for reading in readings}
    return tuple(sorted({platform for platform, _ in used if platform not in known}))


def _error(
    platform: str, ids: set[str], readings: Sequence[Reading], catalog_date: date, today: date, stale_days: int
) -> str | None:
    if not readings:
        return None
    if any(reading.failed for reading in readings):
        open_ids = ids - _vouched(ids, readings)
        return _failed(platform, open_ids, readings, catalog_date) if open_ids else None
    if any(reading.read for reading in readings):
        return None
    newest = max([reading.seen for reading in readings if reading.seen] + [catalog_date])
    age = (today - newest).days
    if age <= stale_days:
        return None
    return f"{platform}: its data is {age} days old: run without --offline"


def _vouched(ids: set[str], readings: Sequence[Reading]) -> set[str]:
    """The ids that a source read in this run lists; all of them where every page was read."""
    pages = [reading for reading in readings if not reading.api]
    if pages and all(reading.read for reading in pages):
        return ids
    return {id for id in ids if any(id in listed(reading) for reading in readings if reading.read)}


def listed(reading: Reading) -> frozenset[str]:
    """Every id a source speaks of, aliases too."""
    names = {catalog_id(row) for row in reading.rows}
    return frozenset(names.union(*(row.aliases for row in reading.rows), {row.id for row in reading.rows}))


def _failed(platform: str, ids: set[str], readings: Sequence[Reading], catalog_date: date) -> str:
    reasons = "; ".join(f"{reading.name}: {reading.reason}" for reading in readings if reading.failed)
    days = [reading.seen for reading in readings if reading.failed and reading.seen]
    since = f"the data is of {min(days)}" if days else f"the data is the bundled catalog's of {catalog_date}"
    names = ", ".join(sorted(ids)[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")
    return f"{platform}: could not verify {names} ({reasons}); {since}"


def summary(readings: Iterable[Reading]) -> Mapping[SourceState, int]:
    """How many sources are in each state."""
    counts: dict[SourceState, int] = {}
    for reading in readings:
        counts[reading.state] = counts.get(reading.state, 0) + 1
    return counts
