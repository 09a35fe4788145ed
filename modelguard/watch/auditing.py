"""What a catalog can be asked about itself: evidence, age, sense, and whether its sources agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from modelguard.catalog import Catalog
from modelguard.types import DateKind, Model, Severity, record
from modelguard.watch import Reading
from modelguard.watch.merging import words


@record
class Doubt:
    """One thing about one model that a person should look at."""

    severity: Severity
    platform: str
    id: str
    message: str


def audit(
    catalog: Catalog, readings: Iterable[Reading], *, today: date, warn_days: int, platforms: tuple[str, ...] = ()
) -> tuple[Doubt, ...]:
    """Every doubt, by platform and id."""
    doubts: list[Doubt] = []
    for name in catalog.platforms:
        if platforms and name not in platforms:
            continue
        for model in catalog.models(name):
            doubts += _of_model(catalog, model, today, warn_days)
    doubts += _between_sources([one for one in readings if not platforms or one.platform in platforms])
    return tuple(sorted(doubts, key=lambda item: (item.platform, item.id, item.message)))


def _of_model(catalog: Catalog, model: Model, today: date, warn_days: int) -> Iterator[Doubt]:
    def doubt(severity: Severity, message: str) -> Doubt:
        return Doubt(severity, model.platform, model.id, message)

    if not model.evidence:
        yield doubt(Severity.ERROR, "has no evidence: name the page and the day it was seen")
        return
    seen = max(fact.seen for fact in model.evidence)
    if seen > today:
        yield doubt(Severity.ERROR, f"was seen on {seen}, a day that is still to come")
    if any(not fact.url.startswith("https://") for fact in model.evidence):
        yield doubt(Severity.WARNING, "has evidence that is not an https address")
    if model.deprecated and model.retires and model.date_kind is DateKind.EXACT and model.deprecated > model.retires:
        yield doubt(Severity.ERROR, f"retires on {model.retires}, before it was deprecated on {model.deprecated}")
    if model.released and model.retires and model.released > model.retires:
        yield doubt(Severity.ERROR, f"retires on {model.retires}, before its release on {model.released}")
    ahead = model.retires is not None and model.retires >= today
    if ahead and (today - seen).days > warn_days:
        yield doubt(Severity.WARNING, f"retires on {model.retires}, last seen {(today - seen).days} days ago")
    if model.resolves_to and catalog.find(model.platform, model.resolves_to) is None:
        yield doubt(Severity.ERROR, f"resolves to {model.resolves_to}, which is not in the catalog")
    if ahead:
        unknown = [id for id in model.replacement if catalog.find(model.platform, id) is None]
        for id in unknown:
            yield doubt(Severity.NOTE, f"is to be replaced by {id}, which is not in the catalog")


def _between_sources(readings: list[Reading]) -> Iterator[Doubt]:
    """Ids for which two sources of one platform give different days."""
    for platform in sorted({reading.platform for reading in readings}):
        for id, word in words(one for one in readings if one.platform == platform).items():
            if word.against:
                said = f"{word.reading.name} gives {min(row.retires for row in word.rows if row.retires)}"
                yield Doubt(Severity.WARNING, platform, id, f"sources disagree: {said}, {', '.join(word.against)}")
