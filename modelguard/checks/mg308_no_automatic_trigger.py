"""MG308: a critical entry that waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG308",
    name="no-automatic-trigger",
    summary="Criticality is high and `rollback.automatic` is not true.",
    why=(
        "Where an outage is critical the minutes until a person has read the alert are the outage. "
        "Passing a threshold has to start the way back by itself."
    ),
    fix=("Let the gateway, the flag service or the release tool act on the thresholds, and write `automatic: true`."),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample(
            {"models.yaml": sample("    rollback: {method: flag}\n", critical=True)}, path="models.yaml", lines=(6,)
        ),
        Sample(
            {"models.yaml": sample("    rollback: {automatic: false}\n", critical=True)}, path="models.yaml", lines=(6,)
        ),
    ),
    good=(
        Sample({"models.yaml": sample("    rollback: {automatic: true}\n", critical=True)}),
        Sample({"models.yaml": sample("    rollback: {automatic: false}\n")}),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    rollback = entry.spec.rollback
    if entry.high and not (rollback and rollback.automatic):
        message = (
            f"{title(entry)} is critical and rolls back only when a person acts: "
            "let its thresholds start the rollback and write `rollback.automatic: true`."
        )
        at = entry.at("rollback", "automatic") if rollback else None
        yield at_entry(RULE, entry, message, context, at=at)
