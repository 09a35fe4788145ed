"""MG304: a chain that hangs on one provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, sample, title, vendor
from modelguard.types import Finding

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG304",
    name="single-provider-chain",
    summary="The primary and all fallbacks depend on one provider.",
    why=(
        "An outage, a blocked account or a change of terms hits every model of a provider at once. "
        "All on one platform is one point of failure; one vendor's models through several platforms "
        "still share the vendor's retirements."
    ),
    fix=("Add a fallback of another vendor on another platform."),
    source="NIST AI RMF 1.0, GOVERN 6.2: contingency processes for failures of third-party AI systems, https://doi.org/10.6028/NIST.AI.100-1",
    bad=(
        Sample({"models.yaml": sample("    fallbacks: [openai/gpt-5.5-2026-04-23]\n")}, path="models.yaml", lines=(5,)),
        Sample(
            {
                "models.yaml": sample(
                    "    fallbacks: [bedrock/anthropic.claude-sonnet-4-6]\n", model="anthropic/claude-sonnet-5"
                )
            },
            path="models.yaml",
            lines=(5,),
        ),
    ),
    good=(Sample({"models.yaml": sample("    fallbacks: [openai/gpt-5.5-2026-04-23, anthropic/claude-sonnet-5]\n")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    chain = manifest.of(entry, "model", "fallbacks")
    if len(chain) < 2:
        return
    platforms = {named.ref.platform for named in chain}
    vendors = {vendor(named, context) for named in chain}
    case = "high" if entry.high else None
    if len(platforms) == 1 and None not in platforms:
        what = f"run on {context.title(chain[0].ref.platform)} alone"
        advice = "add a fallback on another platform"
    elif len(vendors) == 1 and None not in vendors:
        case = "vendor_high" if entry.high else "vendor"
        what = f"are models of one vendor, {next(iter(vendors))}, through several platforms"
        advice = "add a fallback of another vendor"
    else:
        return
    message = f"{title(entry)}: its model and every fallback {what}: {advice}."
    yield at_entry(RULE, entry, message, context, at=entry.at("fallbacks"), variant=case)
