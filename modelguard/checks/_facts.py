"""The ``model`` and ``lifecycle`` objects of a finding, from a use and what the catalog knows."""

from __future__ import annotations

from datetime import date

from modelguard.types import LifecycleFacts, Model, ModelFacts, Use
from modelguard.wording import printable

_LONGEST = 200


def model_facts(use: Use | None, model: Model | None) -> ModelFacts | None:
    """What stands in the file and what it means; ``None`` where a finding is about no model."""
    if use is None and model is None:
        return None
    role = use.role.value if use else None
    pinning = model.pinning.value if model and model.pinning else None
    target = model.resolves_to if model else None
    if use is not None:
        model_id = _clean(use.ref.id) if use.ref.id else None
        return ModelFacts(_clean(use.text), model_id, use.ref.platform, pinning, role, target)
    assert model is not None
    return ModelFacts(model.id, model.id, model.platform, pinning, role, target)


def lifecycle_facts(model: Model, today: date) -> LifecycleFacts:
    """The model's dates as of ``today``; ``days_left`` is negative once the day has passed."""
    after = f"rerouted_to: {model.rerouted_to}" if model.rerouted_to else model.after
    return LifecycleFacts(
        stage=model.stage(today).value,
        deprecated=model.deprecated,
        retires=model.retires,
        date_kind=model.date_kind.value if model.date_kind else None,
        days_left=(model.retires - today).days if model.retires else None,
        replacement=model.replacement,
        after=after,
        source=model.evidence[0].url if model.evidence else None,
    )


def _clean(text: str) -> str:
    return printable(text[:_LONGEST])
