"""MG104: a retirement day lies ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._lifecycle import aftermath, day_in_regions, replacement_fix, way_out
from modelguard.checks._place import subject
from modelguard.types import DateKind, Finding, Model, Severity, Stage, Use
from modelguard.wording import when

_RETIRING = {"app.py": 'from openai import OpenAI\n\nMODEL = "gpt-4o-2024-11-20"\n'}

RULE = Rule(
    code="MG104",
    name="retiring-model",
    summary="An exact retirement day lies ahead: error when it is near, note when it is far.",
    why=(
        "From that day on requests fail or are rerouted. A move takes time: choosing, evaluating, "
        "adapting prompts, ramping up. The level rises as the day comes nearer, so that the work is "
        "planned rather than discovered. A day that the provider only calls the earliest possible one "
        "never makes an error."
    ),
    fix=(
        "Plan the move to the replacement that the finding names, evaluate it, and use `modelguard "
        "migrate OLD NEW`. `horizon-days` and `urgent-days` set from when it is a warning and an error."
    ),
    source="https://developers.openai.com/api/docs/deprecations",
    bad=(
        Sample(_RETIRING, as_of=date(2026, 12, 20), path="app.py", lines=(3,)),
        Sample(_RETIRING, as_of=date(2026, 11, 21), path="app.py", lines=(3,)),
    ),
    good=(Sample({"app.py": 'import anthropic\n\nMODEL = "claude-opus-4-8"\n'}),),
    options={
        "urgent-days": "under so many days it is an error (30)",
        "horizon-days": "under so many days it is a warning (90)",
    },
)


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires on a day ahead, and on a not-before day that a deprecated model has passed."""
    model = use.model
    if model is None or use.dynamic or model.retires is None or not context.concerns(use):
        return
    if model.stage(context.today) is Stage.RETIRED:
        return
    variant = variant_of(model, context)
    if variant is None:
        return
    way = way_out(model, context)
    if model.date_kind is DateKind.EXACT:
        what = f"retires {day_in_regions(model, context)}, and {aftermath(model, past=False)}: {way.advice(use)}"
        fix, ceiling = replacement_fix(use, way, context), None
    else:
        what, fix, ceiling = _floor(model, variant, context), None, Severity.WARNING
    message = f"{subject(use)} {what}."
    yield from found(context.finding(RULE, use.location, message, variant=variant, ceiling=ceiling, use=use, fix=fix))


def variant_of(model: Model, context: CheckContext) -> str | None:
    """How near the day is, as a variant of the policy; ``None`` where there is nothing to say."""
    if model.retires is None:
        return None
    left = (model.retires - context.today).days
    if model.date_kind is DateKind.EXACT:
        return "urgent" if left < context.urgent_days else "soon" if left < context.horizon_days else "far"
    if left > 0:
        return "floor" if left < context.horizon_days else None
    return None if model.stage(context.today) is Stage.ACTIVE else "overdue"


def _floor(model: Model, variant: str, context: CheckContext) -> str:
    """What a not-before day says."""
    assert model.retires is not None
    title = context.title(model.platform)
    day = when(model.retires, context.today)
    if variant == "overdue":
        return (
            f"is deprecated and {title} promised to keep it only until {day}: "
            f"it may be gone any day, {way_out(model, context)}"
        )
    return f"may retire on or after {day} ({title} names no exact day yet): watch it with `modelguard deprecations`"
