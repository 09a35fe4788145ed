"""What a migration leaves to do: from the catalog's facts on both models, and from the rules on the new state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from modelguard.migration.planning import Migration, counted_by_reason
from modelguard.types import DateKind, Finding, Model, Pinning, Severity, Stage, record
from modelguard.wording import counted, listed, printable, shown, when

if TYPE_CHECKING:
    from modelguard.manifest import Entry

_HORIZON = 90
_GENERAL = frozenset({"MG101", "MG108", "MG203", "MG903", "MG904"})
"""Rules that speak of the repository as a whole, not of the model that moves."""


@record
class Item:
    """One thing to do. ``rule`` is the rule that asks for it, ``path`` and ``line`` where."""

    text: str
    severity: Severity = Severity.WARNING
    rule: str | None = None
    entry: str | None = None
    path: str | None = None
    line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The item's keys, for the JSON report."""
        return {**asdict(self), "severity": self.severity.value}


def checklist(plan: Migration, today: date) -> tuple[Item, ...]:
    """Everything that is not done by the edits, the gravest kind of thing first."""
    items = [
        *_refused(plan),
        *unread(plan),
        *_life(plan, today),
        *_facts(plan),
        *_entries(plan),
        *_rules(plan),
        *_left(plan),
    ]
    return tuple(dict.fromkeys(items))


def _refused(plan: Migration) -> Iterator[Item]:
    for item in plan.refusals:
        yield Item(f"Not moved: {item.reason}.", Severity.ERROR, path=item.path, line=item.line)


def unread(plan: Migration) -> tuple[Item, ...]:
    """Files that may name the old model and could not be read, and a catalog that is too old to judge by."""
    stale = [Item(f"Not verified: {error}.", Severity.ERROR) for error in plan.after.errors]
    closed = [item for item in plan.after.findings if item.rule == "MG901" and item.severity is Severity.ERROR]
    return (
        *stale,
        *(
            Item(
                f"Not looked at: {item.message}",
                item.severity,
                "MG901",
                path=item.location.path,
                line=item.location.line,
            )
            for item in closed
        ),
    )


def _life(plan: Migration, today: date) -> Iterator[Item]:
    """The new model's own end, and what its chain of replacements leads to."""
    model = plan.new.model
    if model is None:
        return
    if model.resolves_to or model.pinning is Pinning.ALIAS:
        target = f" (today {model.resolves_to}): move to that" if model.resolves_to else ": move to a pinned id"
        yield Item(f"{model.id} is an alias that the provider moves to other models{target}.", rule="MG102")
    ending = _ending(model, today)
    if ending is None:
        return
    chain = plan.ground.catalog.successor(model, today)
    last = next((step for step in reversed(chain) if _ending(step, today) is None), None)
    offer = (
        f"the chain ends at {last.id}: 'modelguard migrate {plan.old.ref.text} {last.id}'"
        if last
        else "the provider names no replacement that stays longer"
    )
    title = plan.ground.speller.platforms.get(model.platform)
    where = f" on {title.title}" if title else ""
    level = Severity.ERROR if model.stage(today) is Stage.RETIRED else Severity.WARNING
    yield Item(
        f"{model.id} itself {ending}{where}; {offer}.", level, rule="MG103" if level is Severity.ERROR else "MG104"
    )


def _ending(model: Model, today: date) -> str | None:
    """How a model is going, or ``None`` where it stays beyond the horizon."""
    stage = model.stage(today)
    if stage is Stage.RETIRED:
        return f"is retired ({when(model.retires, today)})" if model.retires else "is retired"
    exact = model.retires if model.date_kind is DateKind.EXACT else None
    if exact and exact <= today + timedelta(days=_HORIZON):
        return f"retires {when(exact, today)}"
    if stage in (Stage.DEPRECATED, Stage.LEGACY) and not exact:
        return f"is {stage.value}"
    return None


def _facts(plan: Migration) -> Iterator[Item]:
    """Limits, capabilities and prices of both models side by side."""
    old, new = plan.old.model, plan.new.model
    if old is None or new is None:
        yield Item(f"The catalog does not know {plan.old.id}: compare limits, capabilities and prices by hand.")
        return
    yield from _limit("context window", old.context_window, new.context_window, new.id)
    yield from _limit("output limit", old.max_output, new.max_output, new.id)
    if lost := sorted(old.capabilities - new.capabilities) if new.capabilities else []:
        yield Item(f"{new.id} lacks {listed(lost)}, which {old.id} has: make sure that nothing needs it.", rule="MG311")
    yield from _cost(old, new)
    unknown = [
        name
        for name, one, other in (
            ("context window", old.context_window, new.context_window),
            ("capabilities", old.capabilities, new.capabilities),
            ("price", old.input_price, new.input_price),
        )
        if not one or not other
    ]
    if unknown:
        text = f"The catalog does not have the {listed(unknown)} of both models: compare by hand."
        yield Item(text, Severity.NOTE)


def _limit(what: str, old: int | None, new: int | None, name: str) -> Iterator[Item]:
    if old and new and new < old:
        yield Item(f"The {what} of {name} is smaller: {new:,} against {old:,} tokens.", rule="MG311")


def _cost(old: Model, new: Model) -> Iterator[Item]:
    for what, before, after in (
        ("input", old.input_price, new.input_price),
        ("output", old.output_price, new.output_price),
    ):
        if before and after is not None and after != before:
            change = after / before - 1
            text = f"A million {what} tokens cost ${after:g} instead of ${before:g} ({change:+.0%})."
            yield Item(text, Severity.WARNING if change > 0 else Severity.NOTE, rule="MG701")


def _entries(plan: Migration) -> Iterator[Item]:
    """Ramp and prompts of the entries whose model moves."""
    manifest = plan.ground.manifest.manifest if plan.ground.manifest else None
    for name in plan.entries if manifest else ():
        assert manifest is not None
        entry = manifest.entries[name]
        line = entry.location.line
        for rule, text in (*_ramp(entry, plan), *_prompts(entry, plan)):
            yield Item(text, rule=rule, entry=name, path=manifest.path, line=line)


def _ramp(entry: Entry, plan: Migration) -> Iterator[tuple[str, str]]:
    rollout, title = entry.spec.rollout, f"Entry {printable(entry.name)}"
    speller = plan.ground.speller
    candidate = speller.resolve(rollout.candidate) if rollout else None
    if candidate and speller.name(candidate) == speller.name(plan.new.ref):
        yield "MG401", f"{title} still has {plan.new.id} as its candidate: remove `rollout`, the move ends it."
        return
    other = f" (its rollout is to {shown(rollout.candidate)})" if rollout else ""
    yield (
        "MG401",
        f"{title} moves all traffic at once{other}: to ramp, leave its model and declare {plan.new.id} as "
        "`rollout.candidate` with stages.",
    )


def _prompts(entry: Entry, plan: Migration) -> Iterator[tuple[str, str]]:
    speller = plan.ground.speller
    named = [text for prompt in entry.spec.prompts or () for text in prompt.models or ()]
    names = {speller.name(ref) for text in named if (ref := speller.resolve(text))}
    if named and speller.name(plan.new.ref) not in names:
        yield "MG602", f"No prompt of entry {printable(entry.name)} is written for {plan.new.id}: add a variant."


def _rules(plan: Migration) -> Iterator[Item]:
    """What the rules say of the new state and did not say of the old one."""
    known = {_identity(finding, plan) for finding in plan.before.findings}
    touched = {fix.path for fix in plan.fixes if fix.changed}
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in plan.after.findings:
        if finding.suppressed or finding.rule in _GENERAL or finding.location.path not in touched:
            continue
        if _identity(finding, plan) not in known and _concerns(finding, plan):
            one = (finding.location,) if finding.entry else (finding.severity,)
            alike.setdefault((finding.rule, *one), []).append(finding)
    for first, *others in alike.values():
        text = f"{first.message} The same in {counted(len(others), 'more place')}." if others else first.message
        yield Item(text, first.severity, first.rule, first.entry, first.location.path, first.location.line)


def _identity(finding: Finding, plan: Migration) -> tuple[str, str, str]:
    """The same complaint before and after; proof and prompts are asked for anew with every model."""
    message = finding.message
    if not finding.rule.startswith(("MG5", "MG6")):
        message = message.replace(plan.old.id, plan.new.id)
    return finding.rule, finding.location.path, message


def _concerns(finding: Finding, plan: Migration) -> bool:
    return finding.entry in plan.entries or plan.new.id in finding.message or finding.rule.startswith("MG2")


def _left(plan: Migration) -> Iterator[Item]:
    """Uses that a move of ids cannot decide about."""
    for why, number in sorted(counted_by_reason(plan.left).items()):
        uses = [use for reason, use in plan.left if reason == why]
        places = listed(dict.fromkeys(f"{printable(use.location.path)}:{use.location.line}" for use in uses[:3]))
        more = f" and {number - 3} more" if number > 3 else ""
        yield Item(f"{_said(why, uses[0].text, plan, number)} ({places}{more}).", Severity.NOTE)


def _said(why: str, text: str, plan: Migration, number: int) -> str:
    places, one = counted(number, "place"), "s" if number == 1 else ""
    old, new = plan.old.id, plan.new.id
    return {
        "another name of the model": f"{places} name{one} the model otherwise, such as {shown(text)}: move it too?",
        "listed": f"{places} list{one} {old} in a table or registry: add {new}, drop the old one later",
        "compared": f"{places} compare{one} with {old}: look whether the new id belongs there",
        "mentioned": f"{places} that select{one} nothing still speak{one} of {old}: prose, comments, results",
    }.get(why, f"{places} select{one} {old} for other entries or for several")


def ordered(items: Iterable[Item]) -> list[Item]:
    """Errors first, then warnings, then notes; else as they came."""
    return sorted(items, key=lambda item: -item.severity.rank)
