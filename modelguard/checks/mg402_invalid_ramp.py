"""MG402: a ramp that does not ramp."""

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
    code="MG402",
    name="invalid-ramp",
    summary="The stages do not rise, do not end at 100%, begin over 10%, or jump more than five-fold past 10%.",
    why=(
        "A ramp limits how many users a bad model reaches before it is seen. One that begins high, "
        "falls, jumps or stops half-way does not do that."
    ),
    fix=(
        "Let the stages rise from at most 10% to 100%, none more than five times the one before, as "
        "in 1%, 10%, 50%, 100%."
    ),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 25%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 100%, min_hours: 4, max_regression_rate: 2%}\n"
                )
            },
            path="models.yaml",
            lines=(8,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 5%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 5%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 100%, min_hours: 4, max_regression_rate: 2%}\n"
                )
            },
            path="models.yaml",
            lines=(9, 10),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 5%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 20%, min_hours: 4, max_regression_rate: 2%}\n"
                )
            },
            path="models.yaml",
            lines=(9,),
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 10%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 100%, min_hours: 4, max_regression_rate: 2%}\n"
                )
            },
            path="models.yaml",
            lines=(9,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 1%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 10%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 50%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 100%, min_hours: 4, max_regression_rate: 2%}\n"
                )
            }
        ),
        Sample(
            {
                "models.yaml": sample(
                    "    rollout:\n      candidate: openai/gpt-5.5-2026-04-23\n      stages:\n        - {traffic: 1%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 10%, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 0.5, min_hours: 4, max_regression_rate: 2%}\n        - {traffic: 1, min_hours: 4, max_regression_rate: 2%}\n"
                )
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    stages = entry.spec.rollout.stages if entry.spec.rollout else None
    if not stages:
        return
    shares = [stage.traffic for stage in stages]
    for index, share in enumerate(shares):
        for fault in _faults(shares, index, context):
            at = entry.at("rollout", "stages", index, "traffic")
            message = f"{title(entry)}: stage {index + 1} of its ramp ({_percent(share)}) {fault}."
            yield at_entry(RULE, entry, message, context, at=at)


def _faults(shares: list[float], index: int, context: CheckContext) -> Iterator[str]:
    policy, share, last = context.policy, shares[index], len(shares) - 1
    first_most = policy.threshold(RULE.code, "max_first_share")
    jump_from, most = policy.threshold(RULE.code, "jump_from"), policy.threshold(RULE.code, "max_jump")
    if index == 0:
        if share > first_most and last > 0:
            yield f"begins over {_percent(first_most)}: begin with fewer users"
        elif share > first_most:
            yield f"is the only one and over {_percent(first_most)}: begin with fewer users"
    elif share <= (before := shares[index - 1]):
        yield f"does not rise above the {_percent(before)} before it: let the shares rise"
    elif share > jump_from and share > most * before * (1 + 1e-9):
        yield f"is more than {most:g} times the {_percent(before)} before it: add a stage between"
    if index == last and share < 1:
        yield "is the last and not 100%: end the ramp at 100%"


def _percent(share: float) -> str:
    return f"{share * 100:.6g}%"
