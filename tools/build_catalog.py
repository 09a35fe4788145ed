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

from catalogsources import curated, judgement, pages, registries

from modelguard import catalogfile
from modelguard.catalogmerge import catalog_id, merge
from modelguard.providers import Lifecycle
from modelguard.types import DateKind, Evidence, Model, Pinning, Stage

Models = dict[str, dict[str, Model]]
TODAY = date(2026, 11, 21)
"""The day of the survey: ``updated`` of every file."""


def main(folder: Path, out: Path) -> None:
    """Write one file a platform."""
    models: Models = defaultdict(dict)
    take_live(models, folder)
    take_registry_days(models, folder)
    take_pages(models, folder)
    take_cards(models, folder)
    take_announcements(models, folder)
    take_aliases(models, folder)
    take_registry_gaps(models, folder)
    take_curated(models)
    state_gone(models, folder)
    name_azure_models(models["azure"])
    version_partners(models["vertex"])
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
        for one in registries.directed(row):
            apply(models, one, evidence)


def take_pages(models: Models, folder: Path) -> None:
    """The newest stored page of every platform."""
    for page in [pages.azure_retired(folder), *pages.parsed(folder)]:
        mine = models[page.platform]
        mine.update(
            {model.id: model for model in merge(mine.values(), page.rows, evidence=page.evidence, restate=True)}
        )


def take_cards(models: Models, folder: Path) -> None:
    """Mistral's ids that point to a fixed one, by the data behind its models page."""
    evidence = Evidence("https://docs.mistral.ai/models", date(2026, 8, 21))
    mine = models["mistral"]
    for id, others, released in pages.cards(folder):
        model = mine.get(id) or Model("mistral", id)
        model = replace(model, released=model.released or released)
        mine[id] = model if model.evidence else replace(model, evidence=(evidence,))
        for other in others:
            life = {key: getattr(model, key) for key in LIFE}
            plain = mine.get(other) or Model("mistral", other)
            mine[other] = replace(
                plain, **life, pinning=Pinning.ALIAS, resolves_to=id, evidence=(evidence, *plain.evidence)
            )


def state_gone(models: Models, folder: Path) -> None:
    """Gemini's days are floors; what its page greys out, or a registry of it calls retired, is gone."""
    gone = dict.fromkeys(pages.gemini_gone(folder), date(2026, 8, 1))
    for row, evidence in registries.bydtech(folder):
        if row.platform == "gemini" and row.status == "retired":
            gone[row.id] = evidence.seen
    mine = models["gemini"]
    for id, seen in gone.items():
        if id in mine and (retires := mine[id].retires) and retires <= seen:
            mine[id] = replace(mine[id], status=Stage.RETIRED)
    for id, model in mine.items():
        if model.status is Stage.DEPRECATED and model.retires and model.retires > TODAY:
            mine[id] = replace(model, status=None)  # a registry's word for any floor; the page says no such thing


def take_announcements(models: Models, folder: Path) -> None:
    """What was announced after the pages were stored; a row without a day changes no day."""
    for row, evidence, note in pages.announcements(folder):
        if row.platform not in models:
            continue
        if row.platform == "fireworks":
            row = replace(row, id=f"accounts/fireworks/models/{row.id}")
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


EXACT_IN_LITELLM = {"openai", "azure", "together", "fireworks", "xai", "bedrock", "mistral", "groq"}
"""Platforms whose day in LiteLLM is the shutdown day; elsewhere it may be a floor."""


def take_registry_gaps(models: Models, folder: Path) -> None:
    """LiteLLM's day for a model that no page, announcement or other registry dates."""
    for found, day in registries.litellm(folder):
        mine = models[found.platform]
        model = mine.get(found.id)
        if day is None or model is None or model.retires or found.platform == "cerebras":
            continue
        if (
            found.platform == "azure"
            and (found.id.startswith("gpt") or found.id.startswith("o"))
            and "@" not in found.id
        ):
            continue
        exact = found.platform in EXACT_IN_LITELLM and not found.id.startswith("claude")
        mine[found.id] = replace(
            model,
            retires=day,
            date_kind=DateKind.EXACT if exact else DateKind.NOT_BEFORE,
            evidence=(registries.LITELLM, *model.evidence),
        )


def take_curated(models: Models) -> None:
    """Facts a person read; they win over everything before them."""
    for platform, row, evidence in curated.rows(Path(__file__).parent / "catalog_curated.yaml"):
        mine = models[platform]
        model = mine.get(row["id"]) or Model(platform, row["id"])
        mine[row["id"]] = replace(model, **row, evidence=(*evidence, *model.evidence))


def name_azure_models(mine: dict[str, Model]) -> None:
    """A row for each name without a version: the deployment decides the version, so it is an alias."""
    versions: dict[str, list[Model]] = defaultdict(list)
    for id, model in mine.items():
        if "@" in id:
            versions[id.split("@")[0]].append(model)
    for name, found in versions.items():
        other = next((id for id in mine if id.lower() == name.lower()), name)
        plain = replace(mine.pop(other, Model("azure", name)), id=name)
        dated = any(len(model.id.split("@")[1]) > 3 for model in found)
        known = ", ".join(sorted(model.id.split("@")[1] for model in found))
        evidence = (*max(found, key=lambda model: model.id).evidence, *plain.evidence)
        life = {key: getattr(found[0] if len(found) == 1 else Model("azure", name), key) for key in LIFE}
        life["note"] = f"The deployment's version decides: {known}." if dated or len(found) > 1 else life["note"]
        pinning = Pinning.ALIAS if dated else Pinning.STABLE
        mine[name] = replace(plain, **life, pinning=pinning, resolves_to=None, evidence=evidence)


LIFE = ("deprecated", "retires", "date_kind", "status", "replacement", "after", "rerouted_to", "note", "preview")


def version_partners(mine: dict[str, Model]) -> None:
    """Vertex names partner models without their version: the versions have the same days."""
    for id, model in list(mine.items()):
        base = mine.get(id.split("@")[0])
        if "@" not in id or base is None or base.retires is None or base.date_kind is not DateKind.EXACT:
            continue
        life = {key: getattr(base, key) for key in LIFE}
        life["note"] = "The page names the model without its version."
        mine[id] = replace(model, **life, evidence=(*base.evidence, *model.evidence))


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
