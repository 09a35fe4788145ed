"""MG502: a golden set with too few cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.checks._proof import GOLDEN
from modelguard.goldenset import Uncountable, count
from modelguard.types import Finding
from modelguard.wording import counted, shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest
    from modelguard.tree import Tree

RULE = Rule(
    code="MG502",
    name="small-golden-set",
    summary="The golden set has fewer cases than `min_cases` (default 200), counted in the file.",
    why=(
        "With 20 cases one answer more or less is five points: a model that is worse looks better by "
        "chance. A few hundred cases tell a real difference of a few points."
    ),
    fix=("Add cases until there are `min_cases`, or lower `min_cases` on purpose."),
    source="NIST AI RMF 1.0, MEASURE 2.3: performance is measured for conditions like those of use, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
                ),
                "evals/chat.jsonl": GOLDEN[:240],
            },
            path="models.yaml",
            lines=(6,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n      min_cases: 201\n"
                ),
                "evals/chat.jsonl": GOLDEN,
            },
            path="models.yaml",
            lines=(6,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
                ),
                "evals/chat.jsonl": "no json\n",
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
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n      min_cases: 3\n"
                ),
                "evals/chat.jsonl": GOLDEN[:240],
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    plan, tree = entry.spec.evaluation, context.tree
    if plan is None or plan.golden_set is None or tree is None or not tree.exists(plan.golden_set):
        return
    least = plan.min_cases
    least = int(context.policy.threshold(RULE.code, "min_cases")) if least is None else least
    cases = _count(plan.golden_set, tree)
    if isinstance(cases, int) and cases >= least:
        return
    golden = shown(plan.golden_set)
    if isinstance(cases, str):
        message = f"{title(entry)}: the cases of golden set {golden} cannot be counted: {cases}."
    else:
        message = (
            f"{title(entry)}: golden set {golden} has {counted(cases, 'case')}, fewer than the {least} needed to "
            "tell two models apart: add cases, or set `evaluation.min_cases` on purpose."
        )
    yield at_entry(RULE, entry, message, context, at=entry.at("evaluation", "golden_set"))


def _count(path: str, tree: Tree) -> int | str:
    """Cases in the file, or why they cannot be counted; each file is read once."""
    key = ("golden set", path)
    if key not in tree.memo:
        full = tree.full(path)
        try:
            tree.memo[key] = count(full) if full else "it is not there"
        except Uncountable as error:
            tree.memo[key] = str(error)
    cases: int | str = tree.memo[key]
    return cases
