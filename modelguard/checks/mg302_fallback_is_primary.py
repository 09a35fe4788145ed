"""MG302: a fallback that is the model it shall stand in for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, primary, sample, say, title, way
from modelguard.types import Finding
from modelguard.wording import printable

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest, Named

RULE = Rule(
    code="MG302",
    name="fallback-is-primary",
    summary="A fallback is the same model as the primary or as another fallback, also through an alias, another spelling or another entry.",
    why=(
        "The same model on the same platform fails at the same moment for the same reason. A chain "
        "that comes back to where it started is no way out, it only looks like one."
    ),
    fix=("Name another model. The same model on another platform counts as another way back; an alias of it does not."),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample({"models.yaml": sample("    fallbacks: [gpt-5.4-2026-03-05]\n")}, path="models.yaml", lines=(5,)),
        Sample(
            {"models.yaml": sample("    fallbacks: [openai/gpt-4o]\n", model="gpt-4o-2024-08-06")},
            path="models.yaml",
            lines=(5,),
        ),
        Sample(
            {"models.yaml": sample("    fallbacks:\n      - anthropic/claude-sonnet-5\n      - claude-sonnet-5\n")},
            path="models.yaml",
            lines=(7,),
        ),
    ),
    good=(
        Sample({"models.yaml": sample("    fallbacks: [anthropic/claude-sonnet-5]\n")}),
        Sample(
            {
                "models.yaml": sample(
                    "    fallbacks: [bedrock/anthropic.claude-sonnet-4-6]\n", model="anthropic/claude-sonnet-4-6"
                )
            }
        ),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    seen = {way(primary(manifest, entry), context): "its primary"}
    for number, named in enumerate(manifest.of(entry, "fallbacks"), 1):
        key = way(named, context)
        if named.loops:
            what = f"leads back to {printable(entry.name)} itself"
            yield _finding(entry, named, what, context)
        elif key in seen:
            yield _finding(entry, named, f"is the same model as {seen[key]}", context)
        seen.setdefault(key, f"fallback {number}")


def _finding(entry: Entry, named: Named, what: str, context: CheckContext) -> Finding | None:
    message = f"{title(entry)}: fallback {say(named)} {what}, so both fail together: name another model."
    return at_entry(RULE, entry, message, context, named=named)
