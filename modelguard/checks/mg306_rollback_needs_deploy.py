"""MG306: a way back that takes a release."""

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
    code="MG306",
    name="rollback-needs-deploy",
    summary="`rollback.method` is `deploy`: the way back takes a build and a release.",
    why=(
        "A build, a review and a release take an hour on a good day. A model that answers wrongly, or "
        "not at all, has to be changed in minutes, without a new version of the program."
    ),
    fix=(
        "Make the model a matter of configuration, a flag or a router, and write `method: config`, `flag` or `router`."
    ),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(Sample({"models.yaml": sample("    rollback: {method: deploy}\n")}, path="models.yaml", lines=(5,)),),
    good=(Sample({"models.yaml": sample("    rollback: {method: flag}\n")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    rollback = entry.spec.rollback
    if rollback and rollback.method == "deploy":
        message = (
            f"{title(entry)} rolls back by a deploy, which takes a build and a release: "
            "move the model to configuration, a flag or a router, and say so in `rollback.method`."
        )
        yield at_entry(RULE, entry, message, context, at=entry.at("rollback", "method"))
