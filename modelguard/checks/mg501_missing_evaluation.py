"""MG501: no golden set, or its file is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.checks._proof import GOLDEN
from modelguard.types import Finding
from modelguard.wording import shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG501",
    name="missing-evaluation",
    summary="An entry has no golden set, or its file is not there.",
    why=(
        "Without cases that stand for the real work nobody can say whether another model is as good. "
        "Moving away from a retiring model then is a guess."
    ),
    fix=(
        "Collect real requests with the answers you want, and name the file: `evaluation.golden_set: evals/chat.jsonl`."
    ),
    source="NIST AI RMF 1.0, MEASURE 2.1: test sets, metrics and tools are documented, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(
        Sample({"models.yaml": sample()}, path="models.yaml", lines=(3,)),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
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
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
                ),
                "evals/chat.jsonl": GOLDEN,
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    plan = entry.spec.evaluation
    golden = plan.golden_set if plan else None
    variant = "high" if entry.high else None
    if golden is None:
        message = (
            f"{title(entry)} has no golden set, so no other model can be compared with {shown(entry.spec.model)}: "
            "add `evaluation.golden_set` with a file of real cases."
        )
        yield at_entry(RULE, entry, message, context, at=entry.at("evaluation") if plan else None, variant=variant)
    elif context.tree and not context.tree.exists(golden):
        message = f"{title(entry)}: golden set {shown(golden)} is not in the repository: add it or mend the path."
        yield at_entry(RULE, entry, message, context, at=entry.at("evaluation", "golden_set"), variant=variant)
