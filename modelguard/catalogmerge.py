"""Take the rows of a provider's page into the catalog's models: what is newer wins, what is kept is said.

A page is the truth about the ids it lists: a day it no longer gives is not kept alive. It is silent
about the ids it does not list, so those stay as they are. Limits and prices are never touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from modelguard.providers import Lifecycle
from modelguard.types import DateKind, Evidence, Model, Pinning, Stage

_STATED = {"legacy": Stage.LEGACY, "deprecated": Stage.DEPRECATED, "retired": Stage.RETIRED}
_LIVE = ("active", "ga", "stable")
_TOLD = (
    "deprecated", "retires", "date_kind", "status", "regions", "replacement", "after", "rerouted_to", "pinning",
    "resolves_to", "preview",
)  # fmt: skip
"""What makes a page's row news; another wording of its note does not."""
_SNAPSHOT = re.compile(r".*-(?:\d{4}-\d{2}-\d{2}|\d{4}|\d{2}-20\d{2}|20\d{6})")


def merge(
    models: Iterable[Model], rows: Iterable[Lifecycle], *, evidence: Evidence, restate: bool = False
) -> tuple[Model, ...]:
    """``models`` of one platform with a page's ``rows`` taken in, sorted by id.

    A model whose facts the page only repeats is returned as it is, with its evidence, so that an
    update changes no line without need; ``restate`` names the page as evidence all the same. Rows of
    one id are settled first (:func:`settle`).
    """
    found = {model.id: model for model in models}
    groups: dict[str, list[Lifecycle]] = defaultdict(list)
    for row in rows:
        groups[catalog_id(row)].append(row)
    for group in groups.values():
        row, regions = settle([_directed(row) for row in group])
        id = catalog_id(row)
        old = found.get(id) or Model(row.platform, id)
        found[id] = _taken_in(old, row, regions, evidence, known=id in found and not restate)
        for alias in row.aliases:
            former = found.get(alias) or Model(row.platform, alias)
            pointing = replace(former, pinning=Pinning.ALIAS, resolves_to=id)
            found[alias] = _taken_in(
                pointing, row, regions, evidence, known=pointing == found.get(alias) and not restate
            )
    return tuple(found[id] for id in sorted(found))


def catalog_id(row: Lifecycle) -> str:
    """The id a row has in the catalog: Azure's name and version are written ``name@version``."""
    return f"{row.id}@{row.version}" if row.platform == "azure" and row.version else row.id


def _directed(row: Lifecycle) -> Lifecycle:
    """A row of joined ids with the dated snapshot as its id, whichever id the page names first."""
    dated = next((id for id in (row.id, *row.aliases) if _SNAPSHOT.fullmatch(id)), row.id)
    if dated == row.id:
        return row
    return replace(row, id=dated, aliases=tuple(id for id in (row.id, *row.aliases) if id != dated))


def settle(group: Sequence[Lifecycle]) -> tuple[Lifecycle, dict[str, date]]:
    """One row out of all rows a page has for one id, and its days by region where they differ.

    The newest announcement counts. Rows announced on one day, or without an announcement, that give
    different days: the earliest counts and the others go to the note.
    """
    newest = max((row.deprecated for row in group if row.deprecated), default=None)
    current = [row for row in group if row.deprecated == newest or row.regions] or list(group)
    dated = sorted((row for row in current if row.retires), key=lambda row: row.retires or date.max)
    chosen = dated[0] if dated else current[0]
    regions = {region: row.retires for row in dated for region in row.regions if row.retires}
    if len(set(regions.values())) < 2:
        regions = {}
    others = sorted({str(row.retires) for row in dated if row.retires != chosen.retires})
    if others and not regions:
        also = f"The page also gives {', '.join(others)}."
        chosen = replace(chosen, note=f"{chosen.note} {also}" if chosen.note else also)
    return chosen, regions


def _taken_in(old: Model, row: Lifecycle, regions: dict[str, date], evidence: Evidence, *, known: bool) -> Model:
    """``old`` with the lifecycle a settled row gives."""
    retires = row.retires if row.date_kind in ("exact", "not_before") else None
    kind = DateKind.NOT_BEFORE if row.precision == "month" or row.date_kind == "not_before" else DateKind.EXACT
    # A page that gives only the month of a release is read as the first of it, which is no fact.
    released = row.released if row.released and row.released.day != 1 else None
    replacement = tuple(id for id in row.replacement if id != old.id)
    changed = replace(
        old,
        released=old.released or released,
        deprecated=row.deprecated or old.deprecated,
        retires=retires,
        date_kind=kind if retires else None,
        status=_stated(row) or _carried(old, row),
        preview=_preview(old, row),
        regions=regions,
        replacement=replacement or old.replacement,
        after="rerouted" if row.rerouted_to else row.after or old.after,
        rerouted_to=row.rerouted_to if row.rerouted_to != old.id else None,
        note=row.note or old.note,
    )
    if known and all(getattr(changed, key) == getattr(old, key) for key in _TOLD):
        return replace(old, released=changed.released)
    return replace(changed, evidence=with_evidence(old.evidence, evidence))


def _stated(row: Lifecycle) -> Stage | None:
    """The stage a page states where no day says it.

    A day says more than a word, but for two: Azure schedules the end of models it calls ``GA``, and a
    ``Legacy`` model stays usable by those who use it.
    """
    word = _word(row)
    exact = row.retires is not None and row.date_kind == "exact"
    if word in _LIVE:
        return Stage.ACTIVE if exact and row.deprecated is None else None
    return None if exact and word != "legacy" else _STATED.get(word)


def _word(row: Lifecycle) -> str:
    return (row.status or "").split("(")[0].strip().lower()


def _preview(old: Model, row: Lifecycle) -> bool:
    word = _word(row)
    return word == "preview" or (old.preview and word not in _LIVE)


def _carried(old: Model, row: Lifecycle) -> Stage | None:
    """What was stated before, where this page states nothing.

    Gone stays gone while no day moves, though this page may not be able to say so.
    """
    if old.status is Stage.RETIRED:
        return Stage.RETIRED if row.retires == old.retires else None
    return old.status if row.status is None else None


def with_evidence(old: Sequence[Evidence], new: Evidence) -> tuple[Evidence, ...]:
    """``new`` first, the others after it, one a source."""
    return (new, *(fact for fact in old if fact.url != new.url))
