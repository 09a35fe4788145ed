"""MG504: a model that fails its own evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, say, title
from modelguard.checks._proof import GOLDEN, day_of, newest, proof, result
from modelguard.types import Finding
from modelguard.wording import shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG504",
    name="failing-evaluation",
    summary="The newest result of the entry's model, a fallback or the candidate is under `min_pass_rate`.",
    why=(
        "The team has said how good is good enough, and the newest run says that this model is not. "
        "Shipping it, or falling back to it, is a known regression."
    ),
    fix=("Mend the prompt or choose another model, run the golden set again, and commit the result."),
    source="NIST AI RMF 1.0, MANAGE 1.1: a determination is made whether the system achieves its purpose, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n      min_pass_rate: 98%\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05"),
            },
            path="models.yaml",
            lines=(4,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05", passed=120),
            },
            path="models.yaml",
            lines=(4,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05"),
            }
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/old.json": result("openai/gpt-5.4-2026-03-05", passed=3, ran_at="2026-11-01T00:00:00Z"),
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05"),
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    plan = entry.spec.evaluation
    if plan is None:
        return
    least = plan.min_pass_rate
    least = context.policy.threshold(RULE.code, "min_pass_rate") if least is None else least
    found = proof(entry, context)
    for named in manifest.of(entry, "model", "fallbacks", "candidate"):
        last = newest(found.of(named, context))
        if last is None or last.passed / last.cases >= least - 1e-9:
            continue
        ran = f" of {day_of(last.ran_at)}" if last.ran_at else ""
        message = (
            f"{title(entry)}: {say(named)} passed {last.passed:,} of {last.cases:,} cases "
            f"({last.passed / last.cases:.1%}) in {shown(last.path)}{ran}, under the {least * 100:.6g}% required: "
            "mend the prompt or choose another model, and run it again."
        )
        yield at_entry(RULE, entry, message, context, named=named)
