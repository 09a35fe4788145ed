"""MG303: a fallback that is gone before the model it stands in for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, exact_day, floor_day, primary, sample, say, target, title
from modelguard.types import Finding, Model, Stage
from modelguard.wording import when

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG303",
    name="fallback-retires-first",
    summary="A fallback is retired, or retires before or with the primary.",
    why=(
        "The fallback is needed most when the primary retires. One that goes first, or on the same "
        "day, leaves nothing on the day it counts, and nobody notices because it is rarely called."
    ),
    fix=("Replace the fallback by a model whose retirement lies after the primary's, best of another provider."),
    source="OpenAI, Deprecations, https://developers.openai.com/api/docs/deprecations",
    bad=(
        Sample({"models.yaml": sample("    fallbacks: [openai/gpt-4-0613]\n")}, path="models.yaml", lines=(5,)),
        Sample(
            {
                "models.yaml": sample(
                    "    fallbacks: [anthropic/claude-sonnet-4-5-20250929]\n", model="openai/gpt-4o-2024-11-20"
                )
            },
            path="models.yaml",
            lines=(5,),
        ),
        Sample({"models.yaml": sample("    fallbacks: [azure/gpt-4o@2024-11-20]\n")}, path="models.yaml", lines=(5,)),
    ),
    good=(
        Sample({"models.yaml": sample("    fallbacks: [anthropic/claude-sonnet-5]\n")}),
        Sample({"models.yaml": sample("    fallbacks: [azure/gpt-4o@2024-11-20]\n", model="openai/gpt-4o-2024-11-20")}),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    first = primary(manifest, entry)
    for named in manifest.of(entry, "fallbacks"):
        verdict = _verdict(target(first, context), target(named, context), context)
        if verdict is None:
            continue
        variant, what = verdict
        message = f"{title(entry)}: fallback {say(named)} {what}: replace it by a model that outlives {say(first)}."
        yield at_entry(RULE, entry, message, context, named=named, variant=variant)


def _verdict(first: Model | None, other: Model | None, context: CheckContext) -> tuple[str | None, str] | None:
    """The case and what is wrong; ``None`` where the fallback is not known to go first."""
    if other is None:
        return None
    gone, end = exact_day(other), exact_day(first)
    if other.stage(context.today) is Stage.RETIRED:
        return "first", f"is retired since {gone}" if gone and gone <= context.today else "is retired"
    if gone and end and gone <= end:
        day = when(gone, context.today)
        return ("first", f"retires on {day}, before its primary on {end}") if gone < end else (
            None, f"retires with its primary on {day}"
        )  # fmt: skip
    if gone and end is None:
        return None, f"retires on {when(gone, context.today)}, and its primary has no such day"
    floor = floor_day(other)
    if floor and end and floor < end:
        return None, f"may retire from {when(floor, context.today)} on, before its primary on {end}"
    return None
