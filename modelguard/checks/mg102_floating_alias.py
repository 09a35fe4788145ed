"""MG102: an id that the provider moves to another model."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._lifecycle import replacing
from modelguard.checks._place import names_deployment, subject
from modelguard.types import DateKind, Finding, Fix, Model, Pinning, Stage, Use
from modelguard.wording import when

RULE = Rule(
    code="MG102",
    name="floating-alias",
    summary="A use or a manifest value is an alias that the provider moves.",
    why=(
        "An alias is moved to another model by the provider, on a day you do not choose: answers, "
        "latency, price and limits change without a change in your repository, your evaluation no "
        "longer says anything about what runs, and there is nothing to roll back to. An undated id "
        "that the provider calls stable changes rarely, which makes it a warning."
    ),
    fix=(
        "Write the pinned id that the alias points to today; `modelguard check --fix` does it where "
        "the target is known. Where the provider offers no pinned id the finding is a note. A team "
        'that means to follow an alias says so in the settings: `levels = { MG102 = "note" }`.'
    ),
    source="https://platform.claude.com/docs/en/about-claude/models/model-ids-and-versions",
    bad=(
        Sample(
            {
                "app.py": "from openai import OpenAI\n\nclient = OpenAI()\n"
                'client.chat.completions.create(model="gpt-4o", messages=[])\n'
            },
            path="app.py",
            lines=(4,),
        ),
    ),
    good=(
        Sample(
            {
                "app.py": "from openai import OpenAI\n\nclient = OpenAI()\n"
                'client.chat.completions.create(model="gpt-4o-2024-11-20", messages=[])\n'
            }
        ),
        Sample(
            {
                "app.py": "import anthropic\n\nclient = anthropic.Anthropic()\n"
                'client.messages.create(model="claude-opus-4-8", max_tokens=100, messages=[])\n'
            }
        ),
    ),
)


def check_use(use: Use, context: CheckContext) -> Iterator[Finding]:
    """Fires on aliases and stable ids that select; a fine-tune's name never moves."""
    if not context.selects(use) or use.ref.id is None or use.dynamic or use.ref.fine_tune or not use.ref.served:
        return
    if names_deployment(use):
        return
    if not use.ref.known and not use.ref.id.endswith("-latest"):
        return  # what nobody knows may be a typo (MG107): the grammar alone is no proof that it moves
    pinning = context.speller.pinning(use.ref)
    if pinning not in (Pinning.ALIAS, Pinning.STABLE):
        return
    target = _target(use, context)
    if target is None and pinning is Pinning.STABLE and context.speller.preview(use.ref):
        return  # MG106 speaks of it, and there is nothing to pin
    variant = "unpinnable" if target is None else "stable" if pinning is Pinning.STABLE else None
    message = f"{subject(use)} {_says(pinning, use, context)}{_advice(target, use, context)}."
    fix = _fix(target, use, context)
    yield from found(context.finding(RULE, use.location, message, variant=variant, use=use, fix=fix))


def _target(use: Use, context: CheckContext) -> str | None:
    """The pinned id that the alias points to today, through further aliases; ``None`` if not known."""
    seen = {use.ref.id}
    target = use.model.resolves_to if use.model else None
    while target and target not in seen:
        seen.add(target)
        step = context.model_of(use.ref.platform, target)
        if step is None or step.pinning is not Pinning.ALIAS or not step.resolves_to:
            return None if step and step.pinning is Pinning.ALIAS else target
        target = step.resolves_to
    return None


def _says(pinning: Pinning, use: Use, context: CheckContext) -> str:
    title = context.title(use.ref.platform)
    if pinning is Pinning.STABLE:
        return f"is an undated id that {title} calls stable but does not promise to keep as it is"
    return f"is an alias that {title} moves to other models"


def _advice(target: str | None, use: Use, context: CheckContext) -> str:
    if target is None and use.ref.platform == "azure":
        return ": name its version beside it, or under `deployments` in the manifest or the settings"
    if target is None:
        return ", and no pinned id of it is known: name a pinned model, or accept it in the settings (levels)"
    model = context.model_of(use.ref.platform, target)
    if model and model.stage(context.today) is Stage.RETIRED:
        return f" (last known to point to {target}, which is retired): pin a model that is served"
    return f" (today {target}{_going(model, context)}): pin {_written(target, use, context)}"


def _going(model: Model | None, context: CheckContext) -> str:
    if model and model.retires and model.date_kind is DateKind.EXACT:
        return f", which retires {when(model.retires, context.today)}"
    return ""


def _written(target: str, use: Use, context: CheckContext) -> str:
    return context.speller.respell(use.ref, target) or target


def _fix(target: str | None, use: Use, context: CheckContext) -> Fix | None:
    model = context.model_of(use.ref.platform, target)
    if target is None or (model and model.stage(context.today) is Stage.RETIRED):
        return None
    title = f"Pin {target}, which {use.ref.id} points to today"
    return replacing(use, target, context, title=title, safety="safe")
