"""MG204: an entry without an owner."""

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
    code="MG204",
    name="missing-owner",
    summary="An entry has no `owner`.",
    why=(
        "A retirement notice needs somebody who acts on it. Without an owner the finding, the mail "
        "and the tracking issue reach nobody, and the model goes away on its day all the same."
    ),
    fix=("Name the team or person that answers for the entry: `owner: team-support`."),
    source="NIST AI RMF 1.0, GOVERN 2.1: roles and responsibilities are documented and clear, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(Sample({"models.yaml": sample()}, path="models.yaml", lines=(3,)),),
    good=(Sample({"models.yaml": sample("    owner: team-support\n")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, context))


def _judge(entry: Entry, context: CheckContext) -> Iterator[Finding | None]:
    if entry.spec.owner is None:
        message = f"{title(entry)} has no owner: add `owner:` with the team that acts when its model retires."
        yield at_entry(RULE, entry, message, context)
