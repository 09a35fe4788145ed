"""MG701: a fallback or candidate that costs more than allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, primary, sample, say, target, title
from modelguard.types import Finding, Model
from modelguard.wording import shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG701",
    name="cost-increase",
    summary="The candidate or a fallback costs more than `budget.max_cost_increase` over the model, by catalog prices.",
    why=(
        "A change of model is a change of price, often several-fold. The bill arrives a month later, "
        "unless the ratio is looked at before."
    ),
    fix=(
        "Choose a cheaper model, or raise `budget.max_cost_increase` on purpose. Costs are compared "
        "for a mix of three input tokens to one output token."
    ),
    source="OWASP Top 10 for LLM Applications 2025, LLM10: Unbounded Consumption, https://genai.owasp.org/llmrisk/llm102025-unbounded-consumption/",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    fallbacks: [anthropic/claude-opus-4-8]\n    budget: {max_cost_increase: 20%}\n",
                    model="anthropic/claude-sonnet-5",
                )
            },
            path="models.yaml",
            lines=(5,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    fallbacks: [anthropic/claude-sonnet-5]\n    budget: {max_cost_increase: 20%}\n",
                    model="anthropic/claude-opus-4-8",
                )
            }
        ),
        Sample(
            {"models.yaml": sample("    fallbacks: [anthropic/claude-opus-4-8]\n", model="anthropic/claude-sonnet-5")}
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    budget = entry.spec.budget
    before = _cost(target(primary(manifest, entry), context)) if budget else None
    if budget is None or not before:
        return
    allowed = budget.max_cost_increase
    allowed = context.policy.threshold(RULE.code, "max_cost_increase") if allowed is None else allowed
    for named in manifest.of(entry, "fallbacks", "candidate"):
        cost = _cost(target(named, context))
        if cost is None or cost / before - 1 <= allowed + 1e-9:
            continue
        message = (
            f"{title(entry)}: {_KINDS[named.kind]} {say(named)} costs {cost / before - 1:.0%} more than "
            f"{shown(entry.spec.model)} (${cost:.2f} against ${before:.2f} for a million tokens, three of input "
            f"to one of output), over the {allowed:.0%} allowed: choose a cheaper one or raise the budget."
        )
        yield at_entry(RULE, entry, message, context, named=named)


_KINDS = {"fallbacks": "fallback", "candidate": "candidate"}
_INPUT, _OUTPUT = 3, 1


def _cost(model: Model | None) -> float | None:
    """US dollars for a million tokens of the stated mix; ``None`` where a price is not known."""
    if model is None or model.input_price is None or model.output_price is None:
        return None
    return (_INPUT * model.input_price + _OUTPUT * model.output_price) / (_INPUT + _OUTPUT)
