"""MG406: an experiment without a spending cap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG406",
    name="uncapped-experiment",
    summary="A shadow or canary has no spending cap.",
    why=(
        "Shadow traffic pays for every request twice, and a canary on a model that thinks longer can "
        "cost many times the forecast before anybody looks at the bill."
    ),
    fix=("Add `max_spend_usd` to `rollout` and to `rollout.shadow`."),
    source="OWASP Top 10 for LLM Applications 2025, LLM10: Unbounded Consumption, https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages: [{traffic: 5%}, {traffic: 100%}]\n"
                )
            },
            path="models.yaml",
            lines=(5,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      max_spend_usd: 100\n      shadow: {traffic: 10%}\n"
                )
            },
            path="models.yaml",
            lines=(8,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      max_spend_usd: 100\n      shadow: {traffic: 10%, max_spend_usd: 50}\n"
                )
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    rollout = entry.spec.rollout
    if rollout is None:
        return
    if rollout.stages and rollout.max_spend_usd is None:
        message = f"{title(entry)}: its canary has no spending cap: add `rollout.max_spend_usd`."
        yield at_entry(RULE, entry, message, context, at=entry.at("rollout"))
    if rollout.shadow and rollout.shadow.max_spend_usd is None:
        message = f"{title(entry)}: its shadow traffic has no spending cap: add `rollout.shadow.max_spend_usd`."
        yield at_entry(RULE, entry, message, context, at=entry.at("rollout", "shadow"))
