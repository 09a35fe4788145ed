"""MG401: a candidate that gets all traffic at once."""

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
    code="MG401",
    name="missing-ramp",
    summary="A `candidate` has no stages.",
    why=(
        "A new model that takes all traffic at once fails for everybody at once. A ramp lets a small "
        "share of users find the fault."
    ),
    fix=("Add `rollout.stages` that begin with a small share and end at 100%."),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample(
            {"models.yaml": sample("    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n")},
            path="models.yaml",
            lines=(6,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 5%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 100%}\n"
                )
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    rollout = entry.spec.rollout
    if rollout and not rollout.stages:
        message = (
            f"{title(entry)}: candidate {shown(rollout.candidate)} has no stages, so it would get all traffic "
            "at once: add `rollout.stages` from a small share up to 100%."
        )
        yield at_entry(RULE, entry, message, context, at=entry.at("rollout", "candidate"))
