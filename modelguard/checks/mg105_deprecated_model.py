"""MG105: deprecated or legacy, and no day is announced."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._lifecycle import replacement_fix, way_out
from modelguard.checks._place import subject
from modelguard.checks.mg104_retiring_model import variant_of
from modelguard.types import Finding, Model, Stage, Use

_APP = """\
import cohere

co = cohere.ClientV2()
co.chat(model="{model}", messages=[])
"""

RULE = Rule(
    code="MG105",
    name="deprecated-model",
    summary="The model is deprecated or legacy, and no retirement day is announced.",
    why=(
        "Deprecated means that the provider has decided to end the model and has not said when. Notice "
        "periods are as short as two weeks on some platforms, new work on such a model is work done "
        "twice."
    ),
    fix="Plan the move to the replacement that the finding names; choose the model for nothing new.",
    source="https://docs.cohere.com/docs/deprecations",
    bad=(Sample({"app.py": _APP.format(model="command-r-03-2024")}, path="app.py", lines=(4,)),),
    good=(Sample({"app.py": _APP.format(model="command-a-03-2025")}),),
)

_WORDS = {Stage.DEPRECATED: "deprecated", Stage.LEGACY: "legacy"}


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires where MG103 and MG104 have no day to speak of."""
    model = use.model
    if model is None or use.dynamic or not context.concerns(use):
        return
    stage = model.stage(context.today)
    if stage not in _WORDS or variant_of(model, context) is not None:
        return
    way = way_out(model, context)
    message = f"{subject(use)} is {_WORDS[stage]}{_since(model, context)}, {_day(model)}: {way.advice(use)}."
    fix = replacement_fix(use, way, context)
    yield from found(context.finding(RULE, use.location, message, use=use, fix=fix))


def _since(model: Model, context: CheckContext) -> str:
    title = context.title(model.platform)
    return f" on {title} since {model.deprecated}" if model.deprecated else f" on {title}"


def _day(model: Model) -> str:
    if model.retires:
        return f"and retires no sooner than {model.retires}"
    return "and no retirement day is announced"
