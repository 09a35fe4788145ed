"""MG305: no known-good model to roll back to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, exact_day, sample, say, target, title
from modelguard.types import Finding, Stage

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest

RULE = Rule(
    code="MG305",
    name="missing-previous",
    summary="An entry has no `previous` known-good model, or it is retired.",
    why=(
        "Rolling back needs a model to roll back to: one that served this purpose and is still there. "
        "Without a note of it people guess under pressure."
    ),
    fix=("Write the last model that was known to be good as `previous:`; replace it when it retires."),
    source="Google, Site Reliability Workbook, chapter 16: Canarying Releases, https://sre.google/workbook/canarying-releases/",
    bad=(
        Sample({"models.yaml": sample()}, path="models.yaml", lines=(3,)),
        Sample({"models.yaml": sample("    previous: openai/gpt-4-0613\n")}, path="models.yaml", lines=(5,)),
    ),
    good=(Sample({"models.yaml": sample("    previous: openai/gpt-5.2-2025-12-11\n")}),),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    previous = manifest.of(entry, "previous")
    if not previous:
        message = f"{title(entry)} has no `previous` model: name the last one known to be good, to roll back to."
        yield at_entry(RULE, entry, message, context)
        return
    model = target(previous[0], context)
    if model is not None and model.stage(context.today) is Stage.RETIRED:
        day = exact_day(model)
        since = f" since {day}" if day and day <= context.today else ""
        message = (
            f"{title(entry)}: previous model {say(previous[0])} is retired{since}, so there is nothing to roll "
            "back to: name one that still answers."
        )
        yield at_entry(RULE, entry, message, context, named=previous[0])
