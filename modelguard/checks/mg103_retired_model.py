"""MG103: the model's retirement day has been reached on that platform."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._lifecycle import aftermath, day_in_regions, replacement_fix, way_out
from modelguard.checks._place import subject
from modelguard.types import Finding, Model, Stage, Use

RULE = Rule(
    code="MG103",
    name="retired-model",
    summary="The model's retirement day has been reached on that platform.",
    why=(
        "Requests for a retired model fail, or are answered by another model at another price without "
        "a word. Code that still names it is broken in production today, or breaks the next time that "
        "path is taken: a fallback, a batch job, a rarely used feature."
    ),
    fix=(
        "Move to the replacement that the finding names, after an evaluation: `modelguard migrate OLD "
        "NEW` changes every use in one reviewed diff. Registries and price tables that keep the id for "
        "old records are warnings and can be suppressed with a reason."
    ),
    source="https://developers.openai.com/api/docs/deprecations",
    bad=(
        Sample(
            {
                "app.py": "import anthropic\n\nclient = anthropic.Anthropic()\n"
                'client.messages.create(model="claude-3-opus-20240229", max_tokens=100, messages=[])\n'
            },
            path="app.py",
            lines=(4,),
        ),
        Sample(
            {"app.py": 'from openai import OpenAI\n\nMODEL = "gpt-4-0613"\n'},
            path="app.py",
            lines=(3,),
        ),
    ),
    good=(
        Sample(
            {"app.py": 'from openai import OpenAI\n\nMODEL = "gpt-4-0613"\n'},
            as_of=Sample({}).as_of.replace(month=10, day=22),
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
    """Fires from the retirement day on; the role of the use lowers the level."""
    model = use.model
    if model is None or use.dynamic or not context.concerns(use) or model.stage(context.today) is not Stage.RETIRED:
        return
    way = way_out(model, context)
    message = f"{subject(use)} {_gone(model, context)} and {aftermath(model, past=True)}: {way.advice(use)}."
    fix = replacement_fix(use, way, context)
    yield from found(context.finding(RULE, use.location, message, use=use, fix=fix))


def _gone(model: Model, context: CheckContext) -> str:
    title = context.title(model.platform)
    if model.retires and model.retires <= context.today:
        return f"was retired by {title} on {day_in_regions(model, context)},"
    return f"is retired by {title} (the day is not stated)"
