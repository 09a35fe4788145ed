"""MG307: nothing says when to roll back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding
from modelguard.wording import listed

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG307",
    name="missing-thresholds",
    summary="An entry has no regression thresholds (error rate, latency, quality, cost).",
    why=(
        "Without numbers agreed beforehand every regression is a debate, and the debate happens "
        "during the outage. A threshold is also what an automatic rollback needs."
    ),
    fix=("Add `rollback.thresholds` with `error_rate`, `p95_latency`, `quality_drop` and `cost_increase`."),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample({"models.yaml": sample()}, path="models.yaml", lines=(3,)),
        Sample(
            {"models.yaml": sample("    rollback: {thresholds: {window: 10m}}\n", critical=True)},
            path="models.yaml",
            lines=(6,),
        ),
    ),
    good=(Sample({"models.yaml": sample("    rollback: {thresholds: {error_rate: 1%}}\n")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


_MEASURES = ("error_rate", "p95_latency", "quality_drop", "cost_increase")


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    rollback = entry.spec.rollback
    thresholds = rollback.thresholds if rollback else None
    if thresholds and any(getattr(thresholds, name) is not None for name in _MEASURES):
        return
    message = (
        f"{title(entry)} has no regression threshold, so nothing says when to roll back: add "
        f"`rollback.thresholds` with {listed((f'`{name}`' for name in _MEASURES), joint='or')}."
    )
    at = entry.at("rollback", "thresholds") if rollback else None
    yield at_entry(RULE, entry, message, context, at=at, variant="high" if entry.high else None)
