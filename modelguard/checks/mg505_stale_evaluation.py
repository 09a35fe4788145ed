"""MG505: a result that is older than what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, say, title
from modelguard.checks._proof import GOLDEN, newest, proof, result
from modelguard.evidence import Evaluation
from modelguard.types import Finding
from modelguard.wording import counted, shown, when

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG505",
    name="stale-evaluation",
    summary="The newest result is older than `max_age`, or older than the golden set or a prompt.",
    why=(
        "A result is about the prompt and the cases it was run with. After either has changed it says "
        "nothing of what runs today; and a model behind an undated id may have changed by itself."
    ),
    fix=(
        "Run the golden set again and commit the result. In a shallow clone (CI checkouts with depth "
        "1) git cannot say when a file changed: fetch the whole history."
    ),
    source="NIST AI RMF 1.0, MEASURE 2.4: the system is monitored when in production, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    evaluation:\n      golden_set: evals/chat.jsonl\n      results: evals/results/*.json\n      max_age: 5d\n"
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
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05", ran_at="2026-01-10T00:00:00Z"),
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
                "evals/results/a.json": result("openai/gpt-5.4-2026-03-05", ran_at="2999-01-01T00:00:00Z"),
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Asks git for the files of all entries in one go, then looks at every valid entry."""
    if context.tree is not None:
        proven = (entry for entry in manifest.entries.values() if proof(entry, context).by_model)
        context.tree.changed(path for entry in proven for path in _paths(entry))
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    found = proof(entry, context)
    plan = entry.spec.evaluation
    if plan is None or not found.by_model:
        return
    changed = _changed(entry, context)
    most = plan.max_age or timedelta(days=context.policy.days(RULE.code, "max_age_days"))
    for named in manifest.of(entry, "model", "fallbacks", "candidate"):
        last = newest(found.of(named, context))
        reason = _reason(last, changed, most, context) if last else None
        if last and reason:
            message = (
                f"{title(entry)}: the newest result of {say(named)} ({shown(last.path)}) {reason}: "
                "run the golden set again and commit the result."
            )
            yield at_entry(RULE, entry, message, context, named=named)


def _reason(last: Evaluation, changed: dict[str, datetime], most: timedelta, context: CheckContext) -> str | None:
    if last.ran_at is None:
        return "does not say when it ran, so nothing proves that it is new enough"
    ran = last.ran_at.date()
    if (context.today - ran).days > most.days:
        return f"is of {when(ran, context.today)}, older than the {counted(most.days, 'day')} allowed"
    for path, moment in changed.items():
        if last.ran_at < moment:
            return f"is of {ran}, older than the last change of {shown(path)} on {moment.date()}"
    return None


def _changed(entry: Entry, context: CheckContext) -> dict[str, datetime]:
    """When the golden set and the prompts last changed, for those of which that is known."""
    if context.tree is None:
        return {}
    times = context.tree.changed(_paths(entry))
    return {path: moment for path in _paths(entry) if (moment := times.get(path))}


def _paths(entry: Entry) -> list[str]:
    golden = entry.spec.evaluation.golden_set if entry.spec.evaluation else None
    return [*([golden] if golden else []), *(prompt.path for prompt in entry.spec.prompts or ())]
