"""Build ``rules/catalog/*.yaml`` from stored pages and registries.

    python tools/build_catalog.py FOLDER [OUT]

FOLDER holds ``truth/``, ``pages/``, ``fresh/`` and ``registries/``. Running it twice writes the same
bytes. Order of trust, last wins: registries, pages, announcements newer than the pages, curated facts
(``tools/catalog_curated.yaml``). What the registries say otherwise is printed.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from catalogsources import judgement, pages, registries

from modelguard import catalogfile
from modelguard.catalogmerge import catalog_id, merge
from modelguard.providers import Lifecycle
from modelguard.types import Evidence, Model, Pinning

Models = dict[str, dict[str, Model]]
TODAY = date(2026, 11, 21)
"""The day of the survey: ``updated`` of every file."""


def main(folder: Path, out: Path) -> None:
    """Write one file a platform."""
    models: Models = defaultdict(dict)
    take_live(models, folder)
    take_registry_days(models, folder)
    take_pages(models, folder)
    take_announcements(models, folder)
    take_aliases(models, folder)
    for platform in sorted(models):
        judged = [judge(model, models[platform]) for model in models[platform].values()]
        text = catalogfile.write(platform, judged, updated=TODAY)
        catalogfile.read(text)
        (out / f"{platform}.yaml").write_text(text)
        print(f"{platform:12} {len(judged):5}")


def take_live(models: Models, folder: Path) -> None:
    """Live models with limits and prices."""
    for model, _ in registries.litellm(folder):
        same = {id.lower() for id in models[model.platform]}
        if model.id.lower() not in same:
            models[model.platform][model.id] = model
    for extra in registries.models_dev(folder):
        known = models[extra.platform].get(extra.id)
        models[extra.platform][extra.id] = filled(known, extra) if known else extra


def filled(model: Model, extra: Model) -> Model:
    """``model`` with what only ``extra`` knows."""
    keys = ("released", "context_window", "max_output", "input_price", "output_price", "capabilities")
    new = {key: getattr(extra, key) for key in keys if not getattr(model, key) and getattr(extra, key)}
    if not new:
        return model
    return replace(model, **new, evidence=(*model.evidence, *extra.evidence))


def apply(models: Models, row: Lifecycle, evidence: Evidence) -> None:
    """Take one row into the models of its platform."""
    mine = models[row.platform]
    mine.update({model.id: model for model in merge(mine.values(), [row], evidence=evidence, restate=True)})


def take_registry_days(models: Models, folder: Path) -> None:
    """Days of registries that cite the providers' pages, the older registry first."""
    for row, evidence in [*registries.mnfst(folder), *registries.bydtech(folder)]:
        apply(models, row, evidence)


def take_pages(models: Models, folder: Path) -> None:
    """The newest stored page of every platform."""
    for page in pages.truth(folder):
        mine = models[page.platform]
        mine.update(
            {
                model.id: model
                for model in merge(mine.values(), page.rows, evidence=page.evidence, restate=True)
            }
        )


def take_announcements(models: Models, folder: Path) -> None:
    """What was announced after the pages were stored; a row without a day changes no day."""
    for row, evidence, note in pages.announcements(folder):
        if row.platform not in models:
            continue
        targets = [catalog_id(row)]
        mine = models[row.platform]
        if row.platform == "azure" and row.version is None:
            targets = [id for id in mine if id.lower().split("@")[0] == row.id.lower()] or targets
        for id in targets:
            old = mine.get(id)
            new = replace(row, id=id, version=None, note=contradiction(note) or (old.note if old else None))
            if row.retires is None and old is not None:
                kind = old.date_kind.value if old.date_kind else "unknown"
                new = replace(new, retires=old.retires, date_kind=kind)
                new = replace(new, status=old.status.value if old.status else None)
            apply(models, new, evidence)


def contradiction(note: str) -> str | None:
    """The note of an announcement where sources disagree."""
    return note if "CONTRADICTION" in note else None


def take_aliases(models: Models, folder: Path) -> None:
    """What moving ids point to today."""
    for alias in pages.aliases(folder):
        mine = models[alias.platform]
        model = mine.get(alias.id) or Model(alias.platform, alias.id)
        if "moving" in alias.kind or alias.kind == "fixed alias":
            model = replace(model, pinning=Pinning.ALIAS, resolves_to=alias.target or model.resolves_to)
        elif alias.kind.startswith("pinned"):
            model = replace(model, pinning=Pinning.PINNED)
        mine[alias.id] = replace(model, evidence=(*model.evidence, alias.evidence))


def judge(model: Model, known: dict[str, Model]) -> Model:
    """Add what follows from the id and the platform's words: pinning, vendor, family, preview."""
    vendor, family = judgement.maker(model.platform, model.id)
    pinning = model.pinning or judgement.pinning(model.platform, model.id, known)
    return replace(
        model,
        vendor=vendor,
        family=family,
        pinning=pinning,
        preview=model.preview or judgement.preview(model.id),
        date_kind=model.date_kind if model.retires else None,
        evidence=newest(model.evidence),
    )


def newest(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """One a source, with the newest day it was seen there."""
    days: dict[str, date] = {}
    for fact in evidence:
        days[fact.url] = max(fact.seen, days.get(fact.url, fact.seen))
    return tuple(Evidence(url, day) for url, day in days.items())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "rules/catalog"))
