"""MG403: a stage that nothing holds."""

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
    code="MG403",
    name="unguarded-stage",
    summary="A stage before 100% lacks `min_hours` or `max_regression_rate`.",
    why=(
        "A stage is only a test if it lasts long enough to show something and if something would stop "
        "it. Otherwise the ramp is a delay."
    ),
    fix=("Give every stage before 100% `min_hours` and `max_regression_rate`."),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 5%, min_hours: 4}\n        - {traffic: 25%}\n        - {traffic: 100%}\n"
                )
            },
            path="models.yaml",
            lines=(8, 9),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 5%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 25%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 100%}\n"
                )
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    stages = (entry.spec.rollout.stages if entry.spec.rollout else None) or []
    for index, stage in enumerate(stages):
        missing = [name for name in ("min_hours", "max_regression_rate") if getattr(stage, name) is None]
        if stage.traffic < 1 and missing:
            message = (
                f"{title(entry)}: stage {index + 1} of its ramp ({stage.traffic * 100:.6g}%) has no guard: "
                f"add {listed(f'`{name}`' for name in missing)}."
            )
            yield at_entry(RULE, entry, message, context, at=entry.at("rollout", "stages", index, "traffic"))
