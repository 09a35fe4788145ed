"""MG311: a fallback that cannot do what the primary does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, primary, sample, say, target, title
from modelguard.types import Finding, Model
from modelguard.wording import listed

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG311",
    name="incompatible-fallback",
    summary="A fallback has a smaller context window or output limit, or lacks a capability of the primary, by the catalog.",
    why=(
        "A request that fits the primary and not the fallback fails exactly when the fallback is "
        "needed: the prompt is cut, the tool call is refused, the JSON does not parse."
    ),
    fix=(
        "Choose a fallback with at least the same limits and capabilities, or make the request "
        "smaller for it and suppress this with that reason."
    ),
    source="The limits and capabilities that the providers document for each model, as `modelguard catalog show ID` prints them",
    bad=(
        Sample(
            {"models.yaml": sample("    fallbacks: [anthropic/claude-haiku-4-5-20251001]\n")},
            path="models.yaml",
            lines=(5,),
        ),
    ),
    good=(
        Sample(
            {"models.yaml": sample("    fallbacks: [anthropic/claude-opus-4-8]\n", model="anthropic/claude-sonnet-5")}
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


_CAPABILITIES = {"tools": "tools", "vision": "vision", "json_schema": "JSON schema"}


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    first = target(primary(manifest, entry), context)
    for named in manifest.of(entry, "fallbacks"):
        other = target(named, context)
        gaps = _gaps(first, other) if first and other else []
        if gaps:
            message = (
                f"{title(entry)}: fallback {say(named)} {listed(gaps)}: choose one that can take the same "
                "requests, or shorten what is sent to it."
            )
            yield at_entry(RULE, entry, message, context, named=named)


def _gaps(first: Model, other: Model) -> list[str]:
    """What the fallback has less of; a fact the catalog does not have is no gap."""
    gaps = []
    for name, limit, least in (
        ("context window", other.context_window, first.context_window),
        ("output limit", other.max_output, first.max_output),
    ):
        if limit and least and limit < least:
            gaps.append(f"has a smaller {name} ({limit:,} against {least:,} tokens)")
    if other.capabilities:
        lacking = [text for key, text in _CAPABILITIES.items() if key in first.capabilities - other.capabilities]
        gaps += [f"lacks {listed(lacking)}"] if lacking else []
    return gaps
