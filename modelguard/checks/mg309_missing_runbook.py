"""MG309: nobody knows the steps back, or whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding
from modelguard.wording import listed, shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG309",
    name="missing-runbook",
    summary="An entry has no runbook or contacts, or the runbook file is not in the repository.",
    why=(
        "The person on call at night did not write the feature. The steps back and the people who "
        "know it belong where that person looks, and a link to a file that is gone is worse than "
        "none."
    ),
    fix=("Add `rollback.runbook` with a file of the repository (or a web page) and `rollback.contacts`."),
    source="Google, Site Reliability Engineering, chapter 11: Being On-Call, https://sre.google/sre-book/being-on-call/",
    bad=(
        Sample({"models.yaml": sample()}, path="models.yaml", lines=(3,)),
        Sample(
            {"models.yaml": sample('    rollback: {runbook: docs/chat.md, contacts: ["#oncall"]}\n')},
            path="models.yaml",
            lines=(5,),
        ),
    ),
    good=(
        Sample(
            {
                "models.yaml": sample('    rollback: {runbook: docs/chat.md, contacts: ["#oncall"]}\n'),
                "docs/chat.md": "# Steps\n",
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    rollback = entry.spec.rollback
    at = entry.at("rollback") if rollback else None
    runbook = rollback.runbook if rollback else None
    missing = [] if runbook else ["`rollback.runbook`"]
    if not (rollback and rollback.contacts):
        missing.append("`rollback.contacts`")
    if missing:
        message = (
            f"{title(entry)} does not say how to go back or whom to call: add {listed(missing)} for the person on call."
        )
        yield at_entry(RULE, entry, message, context, at=at)
    if runbook and "://" not in runbook and context.tree and not context.tree.exists(runbook):
        message = f"{title(entry)}: runbook {shown(runbook)} is not in the repository: write it or mend the path."
        yield at_entry(RULE, entry, message, context, at=entry.at("rollback", "runbook"))
