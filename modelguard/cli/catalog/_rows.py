"""What ``catalog list`` and ``catalog show`` print of a model, as keys and as text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modelguard.catalog import Catalog
    from modelguard.types import Model


def project_catalog(config: Path | None) -> Catalog:
    """The bundled catalog with the overrides of the project that the settings name."""
    from modelguard import catalog
    from modelguard.cli._common import settings_for

    settings = settings_for((), config)
    return catalog.load([settings.root / name for name in settings.catalog])


def facts(model: Model, day: date) -> dict[str, Any]:
    """Every fact as JSON can hold it; what is not known is null."""
    return {
        "platform": model.platform,
        "id": model.id,
        "stage": model.stage(day).value,
        "pinning": model.pinning.value if model.pinning else None,
        "resolves_to": model.resolves_to,
        "aliases": list(model.aliases),
        "preview": model.preview,
        "vendor": model.vendor,
        "family": model.family,
        "released": _iso(model.released),
        "deprecated": _iso(model.deprecated),
        "retires": _iso(model.retires),
        "date_kind": model.date_kind.value if model.date_kind else None,
        "days_left": (model.retires - day).days if model.retires else None,
        "regions": {region: str(when) for region, when in sorted(model.regions.items())},
        "replacement": list(model.replacement),
        "after": f"rerouted_to: {model.rerouted_to}" if model.rerouted_to else model.after,
        "note": model.note,
        "context_window": model.context_window,
        "max_output": model.max_output,
        "capabilities": sorted(model.capabilities),
        "input_price": model.input_price,
        "output_price": model.output_price,
        "evidence": [{"url": fact.url, "seen": str(fact.seen)} for fact in model.evidence],
    }


def _iso(day: date | None) -> str | None:
    return str(day) if day else None


def end_of(model: Model, day: date) -> str:
    """The end of a model's life in a few words, or an empty text where none is known."""
    from modelguard.types import DateKind, Stage
    from modelguard.wording import when

    if model.retires is None:
        return ""
    if model.date_kind is DateKind.NOT_BEFORE and model.stage(day) is not Stage.RETIRED:
        return f"not before {when(model.retires, day)}"
    return f"{'retired' if model.stage(day) is Stage.RETIRED else 'retires'} {when(model.retires, day)}"
