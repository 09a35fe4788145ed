"""MG503: a model that was never evaluated here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, say, title
from modelguard.checks._proof import GOLDEN, Proof, proof, result
from modelguard.types import Finding, Location
from modelguard.wording import listed

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest, Named

RULE = Rule(
    code="MG503",
    name="missing-evidence",
    summary="No evaluation result for the entry's model, a fallback or the candidate.",
    why=(
        "A fallback that was never run on the golden set is a hope. A candidate without a result must "
        "not see users at all."
    ),
    fix=(
        "Run the golden set on each model the entry names and commit the result file under "
        "`evaluation.results`. promptfoo, Inspect AI and DeepEval files are read as those tools write them. "
        'For any other tool write a JSON file: {"modelguard_evaluation": 1, "model": '
        '"openai/gpt-5.4-2026-03-05", "cases": 240, "passed": 228, "ran_at": "2026-11-01T09:30:00Z"}.'
    ),
    source="NIST AI RMF 1.0, MEASURE 2.5: the system is demonstrated to be valid and reliable before deployment, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(
        Sample({"models.yaml": sample()}, path="models.yaml", lines=(3,)),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n    fallbacks: [anthropic/claude-sonnet-5]\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05"),
            },
            path="models.yaml",
            lines=(8,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages: [{traffic: 5%}, {traffic: 25%}, {traffic: 100%}]\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05"),
            },
            path="models.yaml",
            lines=(9,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n    fallbacks: [claude-sonnet-5]\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05"),
                "evals/results/b.json": result("anthropic/claude-sonnet-5"),
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    found = proof(entry, context)
    missing = [named for named in manifest.of(entry, "model", "fallbacks", "candidate") if not found.of(named, context)]
    rest = [named for named in missing if named.kind != "candidate"]
    yield from (_one(entry, named, found, context) for named in missing if named.kind == "candidate")
    if found.by_model or len(rest) < 2:
        for named in rest:
            at = None if named.kind == "model" and not found.by_model else named.location
            yield _one(entry, named, found, context, at=at or entry.location)
    else:
        message = (
            f"{title(entry)}: no evaluation result proves any of {listed(say(named) for named in rest)}"
            f"{found.doubts()}: run the golden set on each and keep the files under `evaluation.results`."
        )
        yield at_entry(RULE, entry, message, context)


def _one(
    entry: Entry, named: Named, found: Proof, context: CheckContext, *, at: Location | None = None
) -> Finding | None:
    kind = {"fallbacks": "fallback"}.get(named.kind, named.kind)
    message = (
        f"{title(entry)}: no evaluation result proves its {kind} {say(named)}{found.doubts()}: "
        "run the golden set on it and keep the file under `evaluation.results`."
    )
    variant = "candidate" if named.kind == "candidate" else None
    return at_entry(RULE, entry, message, context, at=at, named=named, variant=variant)
