"""MG310: a way back that nobody has tried lately."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding
from modelguard.wording import when

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG310",
    name="untested-fallback",
    summary="`rollback.tested_on` is missing, or older than the policy's days.",
    why=(
        "A fallback that is never called rots: its key expires, its prompt no longer fits, its quota "
        "is zero. Only trying it shows that it works."
    ),
    fix=(
        "Send real traffic through the fallback, or rehearse the rollback, and write the day as `rollback.tested_on`."
    ),
    source="Google, Site Reliability Engineering, chapter 17: Testing for Reliability, https://sre.google/sre-book/testing-reliability/",
    bad=(
        Sample({"models.yaml": sample("    fallbacks: [anthropic/claude-sonnet-5]\n")}, path="models.yaml", lines=(3,)),
        Sample({"models.yaml": sample("    rollback: {tested_on: 2026-01-10}\n")}, path="models.yaml", lines=(5,)),
        Sample({"models.yaml": sample("    rollback: {tested_on: 2027-01-10}\n")}, path="models.yaml", lines=(5,)),
    ),
    good=(Sample({"models.yaml": sample("    rollback: {tested_on: 2026-11-01}\n")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    tested = entry.spec.rollback.tested_on if entry.spec.rollback else None
    limit = context.policy.days(RULE.code, "max_age_days")
    if tested is None:
        at = entry.at("rollback") if entry.spec.rollback else None
        message = f"{title(entry)} does not say when its way back was last tried: try it and add `rollback.tested_on`."
    elif tested > context.today:
        at = entry.at("rollback", "tested_on")
        message = f"{title(entry)} says its way back was tried on {tested}, which is yet to come: mend the day."
    elif (context.today - tested).days > limit:
        at = entry.at("rollback", "tested_on")
        message = (
            f"{title(entry)}: its way back was last tried on {when(tested, context.today)}, longer than "
            f"the {limit} days allowed: try it again and update `rollback.tested_on`."
        )
    else:
        return
    yield at_entry(RULE, entry, message, context, at=at)
