"""MG205: the code asks the manifest for an entry that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample, found
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import sample
from modelguard.types import Finding
from modelguard.wording import nearest, printable, shown

if TYPE_CHECKING:
    from modelguard.manifest import Manifest

_APP = 'from modelguard.runtime import load\n\nchat = load()["{entry}"]\n'

RULE = Rule(
    code="MG205",
    name="unknown-entry",
    summary="Source asks the manifest for an entry that is not there.",
    why="The lookup fails when that line runs, which may be weeks after the release that broke it.",
    fix="Add the entry to the manifest, or ask for one that is there; the finding names the nearest.",
    source="The manifest's own contract: a lookup by name needs that name",
    bad=(Sample({"models.yaml": sample(), "app.py": _APP.format(entry="chta")}, path="app.py", lines=(3,)),),
    good=(Sample({"models.yaml": sample(), "app.py": _APP.format(entry="chat")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every lookup of the run; a name whose entry is broken is there."""
    for lookups in context.lookups.values():
        for lookup in lookups:
            if lookup.entry in manifest.names:
                continue
            near = nearest(lookup.entry, manifest.names)
            advice = f"did you mean {shown(near)}?" if near else "add it, or ask for one that is there."
            message = f"{printable(manifest.path)} has no entry {shown(lookup.entry)}: {advice}"
            yield from found(context.finding(RULE, lookup.location, message))
