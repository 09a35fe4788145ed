"""MG203: nothing refers to an entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title
from modelguard.types import Finding, Role

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

_APP = 'from modelguard.runtime import load\n\nchat = load()["{entry}"]\n'

RULE = Rule(
    code="MG203",
    name="unused-entry",
    summary="Nothing refers to the entry: no lookup, no deployed configuration, no other entry.",
    why=(
        "An entry that nothing reads is kept up for nothing, and its model may be one that the code has "
        "long left. The list stops being the truth about what runs."
    ),
    fix="Remove the entry, or let the code ask the manifest for it: `modelguard.runtime.load()[...]`.",
    source="NIST AI RMF 1.0, GOVERN 1.6: an inventory of AI systems, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(Sample({"models.yaml": sample(), "app.py": _APP.format(entry="other")}, path="models.yaml", lines=(3,)),),
    good=(Sample({"models.yaml": sample(), "app.py": _APP.format(entry="chat")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """An entry is used where a lookup names it, a deployed configuration selects one of its models, or
    another entry falls back to it. Silent where only some files were looked at."""
    if not context.whole:
        return
    used = {lookup.entry for lookups in context.lookups.values() for lookup in lookups}
    used |= {named.via for named in manifest.models() if named.via}
    for use in context.uses:
        if use.context.deployed and use.role is Role.SELECTS and use.ref.id and not context.in_manifest(use):
            used |= manifest.naming(use.ref, use.context.environment)
    yield from each_entry(manifest, lambda entry: _judge(entry, used, context))


def _judge(entry: Entry, used: set[str], context: CheckContext) -> Iterator[Finding | None]:
    if entry.name not in used:
        message = (
            f"{title(entry)} is not used: no source file asks the manifest for it and no deployed configuration "
            "selects its model: remove it, or read it with `modelguard.runtime.load()`."
        )
        yield at_entry(RULE, entry, message, context)
