"""MG404: a candidate that should not be rolled out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, exact_day, is_alias, primary, sample, say, target, title
from modelguard.types import Finding, Stage
from modelguard.wording import when

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest, Named

RULE = Rule(
    code="MG404",
    name="unfit-candidate",
    summary="The candidate is an alias, deprecated, or retires before the primary.",
    why=(
        "The work of a rollout is for a model that stays. An alias may be another model tomorrow than "
        "the one that was evaluated, and a model that goes first means to do it all again."
    ),
    fix=("Choose a pinned, active id that outlives the model it replaces."),
    source="Anthropic, Model deprecations, https://platform.claude.com/docs/en/about-claude/model-deprecations",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-4o\n      stages: [{traffic: 5%}, {traffic: 25%}, {traffic: 100%}]\n"
                )
            },
            path="models.yaml",
            lines=(6,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-4.1-2025-04-14\n      stages: [{traffic: 5%}, {traffic: 25%}, {traffic: 100%}]\n"
                )
            },
            path="models.yaml",
            lines=(6,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages: [{traffic: 5%}, {traffic: 25%}, {traffic: 100%}]\n"
                )
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    for named in manifest.of(entry, "candidate"):
        reason = _reason(named, primary(manifest, entry), context)
        if reason:
            message = f"{title(entry)}: candidate {say(named)} {reason}: choose a pinned, active model that stays."
            yield at_entry(RULE, entry, message, context, named=named)


def _reason(named: Named, first: Named, context: CheckContext) -> str | None:
    model = target(named, context)
    if is_alias(named, context):
        return "is an alias, which the provider may move after it was evaluated"
    if model is None:
        return None
    gone, end = exact_day(model), exact_day(target(first, context))
    stage = model.stage(context.today)
    day = f" and retires on {when(gone, context.today)}" if gone and gone > context.today else ""
    if stage is Stage.RETIRED:
        return f"is retired since {gone}" if gone and gone <= context.today else "is retired"
    if stage in (Stage.DEPRECATED, Stage.LEGACY):
        return f"is {stage.value}{day}"
    if gone and end and gone < end:
        return f"retires on {when(gone, context.today)}, before the model it shall replace on {end}"
    return None
