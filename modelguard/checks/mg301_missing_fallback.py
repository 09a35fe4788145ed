"""MG301: an entry without a fallback."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding
from modelguard.wording import shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG301",
    name="missing-fallback",
    summary="An entry has no fallback.",
    why=(
        "Providers have outages, rate limits and retirements. An entry without another model to call "
        "is down for as long as its one model is."
    ),
    fix=("Add `fallbacks:` with a model of another provider, and evaluate it with the same golden set."),
    source="NIST AI RMF 1.0, MANAGE 2.4: mechanisms are in place to supersede, disengage or deactivate AI systems, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(
        Sample({"models.yaml": sample()}, path="models.yaml", lines=(3,)),
        Sample({"models.yaml": sample(critical=True)}, path="models.yaml", lines=(3,)),
    ),
    good=(Sample({"models.yaml": sample("    fallbacks: [anthropic/claude-sonnet-5]\n")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    if not entry.spec.fallbacks:
        message = (
            f"{title(entry)} has no fallback for {shown(entry.spec.model)}: "
            "add `fallbacks:` with a model of another provider."
        )
        yield at_entry(RULE, entry, message, context, variant="high" if entry.high else None)
