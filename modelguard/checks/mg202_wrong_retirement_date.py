"""MG202: the manifest and the catalog disagree on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelguard.checks import Rule, Sample
from modelguard.checks._context import CheckContext
from modelguard.checks._entries import at_entry, each_entry, floor_day, primary, sample, say, target, title
from modelguard.types import Finding, Model
from modelguard.wording import when

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest, Named

RULE = Rule(
    code="MG202",
    name="wrong-retirement-date",
    summary="An entry's `retires` differs from the catalog's day.",
    why=(
        "A day in the manifest is what people plan by. One that is wrong is worse than none: the "
        "migration is planned for a day after the model is gone."
    ),
    fix=(
        "Write the catalog's day, which the finding names with its source, or remove `retires` where "
        "nothing is announced."
    ),
    source="OpenAI, Deprecations, https://developers.openai.com/api/docs/deprecations",
    bad=(
        Sample(
            {"models.yaml": sample("    retires: 2027-06-01\n", model="openai/gpt-4o-2024-11-20")},
            path="models.yaml",
            lines=(5,),
        ),
        Sample({"models.yaml": sample("    retires: 2027-06-01\n")}, path="models.yaml", lines=(5,)),
    ),
    good=(
        Sample({"models.yaml": sample("    retires: 2027-01-14\n", model="openai/gpt-4o-2024-11-20")}),
        Sample({"models.yaml": sample("    retires: 2027-06-30\n", model="anthropic/claude-sonnet-5")}),
    ),
)


def check_manifest(manifest: Manifest, context: CheckContext) -> Iterator[Finding]:
    """Looks at every valid entry."""
    yield from each_entry(manifest, lambda entry: _judge(entry, manifest, context))


def _judge(entry: Entry, manifest: Manifest, context: CheckContext) -> Iterator[Finding | None]:
    first = primary(manifest, entry)
    model, day = target(first, context), entry.spec.retires
    if model is None or day is None or day in _days(model, first):
        return
    if model.retires is None:
        truth = "the catalog knows no retirement day: remove `retires`"
    elif floor_day(model):
        truth = f"the catalog says not before {when(model.retires, context.today)}: write that day"
    else:
        truth = f"the catalog says {when(model.retires, context.today)}: write that day"
    source = f" ({model.evidence[0].url})" if model.evidence else ""
    message = f"{title(entry)} says that {say(first)} retires on {day}, but {truth}{source}."
    yield at_entry(RULE, entry, message, context, at=entry.at("retires"), named=first)


def _days(model: Model, named: Named) -> set[date | None]:
    """The days that are right: a region's own where the spelling names it, else the earliest of all."""
    own = model.regions.get(named.ref.region or "")
    return {own} if own else {model.retires} - {None}
