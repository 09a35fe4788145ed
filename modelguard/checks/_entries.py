"""What the rules on manifest entries share: facts of a named model, findings at an entry, and samples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from modelguard.checks import Rule
from modelguard.checks._context import CheckContext
from modelguard.types import DateKind, Finding, Location, Model, Pinning
from modelguard.wording import printable, shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Manifest, Named

PRIMARY = "openai/gpt-5.4-2026-03-05"
OTHER = "anthropic/claude-sonnet-5"
NEXT = "openai/gpt-5.5-2026-04-23"


def sample(extra: str = "", *, model: str = PRIMARY, critical: bool = False) -> str:
    """A manifest with one entry, ``chat``, whose model stands in line 4; ``extra`` follows, indented by four."""
    level = "    criticality: high\n" if critical else ""
    return f"version: 1\nmodels:\n  chat:\n    model: {model}\n{level}{extra}"


def each_entry(manifest: Manifest, judge: Callable[[Entry], Iterator[Finding | None]]) -> Iterator[Finding]:
    """What ``judge`` says of every valid entry."""
    for entry in manifest.entries.values():
        yield from (finding for finding in judge(entry) if finding is not None)


def at_entry(
    rule: Rule, entry: Entry, message: str, context: CheckContext, *, at: Location | None = None,
    variant: str | None = None, named: Named | None = None,
) -> Finding | None:  # fmt: skip
    """A finding on an entry, at its name unless said otherwise, with its owner."""
    model = known(named, context) if named else None
    return context.finding(
        rule, at or (named.location if named else entry.location), message,
        variant=variant, entry=entry.name, owner=entry.spec.owner, model=model,
    )  # fmt: skip


def title(entry: Entry) -> str:
    """``Entry chat``, fit for a message."""
    name = printable(entry.name)
    return f"Entry {name if len(name) <= 60 else name[:59] + '…'}"


def say(named: Named) -> str:
    """A named model as it stands in the file; with the entry it stands for."""
    text = shown(named.ref.text)
    return f"{text} (through entry {printable(named.via)})" if named.via else text


def known(named: Named, context: CheckContext) -> Model | None:
    """What the catalog knows of a named model."""
    return context.model_of(named.ref.platform, named.ref.id)


def target(named: Named, context: CheckContext) -> Model | None:
    """As :func:`known`, for an alias the model it points to today."""
    model = known(named, context)
    if model and model.resolves_to:
        return context.model_of(model.platform, model.resolves_to) or model
    return model


def way(named: Named, context: CheckContext) -> tuple[str, str]:
    """What two names share if they are the same model on the same platform, whatever the spelling.

    A fine-tune is a model of its own, though it has its base's dates.
    """
    name = named.ref.text if named.ref.fine_tune else context.speller.name(named.ref)
    return named.ref.platform or "", name


def vendor(named: Named, context: CheckContext) -> str | None:
    """Who made the model; ``None`` where the catalog does not say."""
    model = target(named, context)
    return model.vendor if model else None


def exact_day(model: Model | None) -> date | None:
    """The day the model retires, where that is its day and no floor."""
    return model.retires if model and model.date_kind is DateKind.EXACT else None


def floor_day(model: Model | None) -> date | None:
    """The earliest day the model may retire, where only that is known."""
    return model.retires if model and model.date_kind is DateKind.NOT_BEFORE else None


def is_alias(named: Named, context: CheckContext) -> bool:
    """Whether the provider moves the id."""
    return context.speller.pinning(named.ref) is Pinning.ALIAS


def primary(manifest: Manifest, entry: Entry) -> Named:
    """The entry's own model."""
    return manifest.of(entry, "model")[0]
