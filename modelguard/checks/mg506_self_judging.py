"""MG506: a model that grades its own family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, say, target, title
from modelguard.checks._proof import GOLDEN, result
from modelguard.types import Finding, Model
from modelguard.wording import listed

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG506",
    name="self-judging",
    summary="The judge and a judged model are of one family.",
    why=(
        "Language models prefer answers written the way they write. A judge of the same family grades "
        "its relatives too well, so a worse candidate can pass."
    ),
    fix=("Let a model of another vendor judge: `evaluation.judge`."),
    source="Panickssery, Bowman, Feng: LLM Evaluators Recognize and Favor Their Own Generations, 2024, https://arxiv.org/abs/2404.13076",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n      judge: openai/gpt-5.5-2026-04-23\n"
                ),
                "evals/chat.jsonl": GOLDEN,
            },
            path="models.yaml",
            lines=(8,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n      judge: anthropic/claude-sonnet-5\n"
                ),
                "evals/chat.jsonl": GOLDEN,
            }
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n"
                ),
                "evals/chat.jsonl": GOLDEN,
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05"),
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    for judge in manifest.of(entry, "judge"):
        family = _family(target(judge, context))
        related = [
            named for named in manifest.of(entry, "model", "fallbacks", "candidate")
            if family and _family(target(named, context)) == family
        ]  # fmt: skip
        if related:
            message = (
                f"{title(entry)}: judge {say(judge)} grades its own family, {listed(say(named) for named in related)}, "
                "and favours it: let a model of another vendor judge."
            )
            yield at_entry(RULE, entry, message, context, named=judge)


def _family(model: Model | None) -> str | None:
    """Who made the model and its line; ``None`` where the catalog does not say."""
    if model is None or not (model.vendor or model.family):
        return None
    return model.vendor or model.family
