"""What rules about dates say alike: what happens after the day, in which regions, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from modelguard.checks._context import CheckContext
from modelguard.types import DateKind, Edit, Fix, Model, Role, Stage, Use, record
from modelguard.wording import listed, when

_EDITED = frozenset({Role.SELECTS, Role.TEST})
_ASIDE = frozenset({Role.DECLARES, Role.COMPARES})


@record
class WayOut:
    """Where a replacement chain leads. ``model`` is the first link that outlives the model, if any does.

    ``named`` are the ids the provider names; ``passed`` the links that are themselves going or gone.
    """

    named: tuple[str, ...]
    model: Model | None = None
    passed: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.model is None:
            if not self.named:
                return "choose another model, the provider names no replacement"
            verb = "is itself" if len(self.named) == 1 else "are themselves"
            return f"choose another model, {listed(self.named)}, the provider's choice, {verb} going or unknown"
        if self.passed:
            verb = "is itself" if len(self.passed) == 1 else "are themselves"
            return f"move to {self.model.id} ({listed(self.passed)}, named first, {verb} going or gone)"
        others = [name for name in self.named if name != self.model.id]
        return f"move to {listed([self.model.id, *others], joint='or')}"

    def advice(self, use: Use) -> str:
        """What to do at ``use``: a fine-tune is made anew, a table is brought up to date."""
        if use.ref.fine_tune:
            return f"{self}, and fine-tune anew on it"
        if use.role in _ASIDE:
            return f"drop it here, or {self}" if use.role is Role.COMPARES else f"drop it from the list, or {self}"
        return str(self)


def aftermath(model: Model, *, past: bool) -> str:
    """What becomes of requests once the model is gone, as far as the provider says."""
    if model.rerouted_to:
        return f"requests {'are' if past else 'will be'} rerouted to {model.rerouted_to}"
    if model.after == "rerouted":
        return f"requests {'are' if past else 'will be'} rerouted to another model"
    if model.after == "fails" or model.after is None:
        return "requests fail" if past else "requests will fail"
    return f"after that: {model.after}"


def day_in_regions(model: Model, context: CheckContext) -> str:
    """The earliest day with its distance; where regions differ, whose it is and when the others follow."""
    assert model.retires is not None
    text = when(model.retires, context.today)
    if len(set(model.regions.values())) < 2:
        return text
    first = sorted(region for region, day in model.regions.items() if day == model.retires)
    later = sorted((day, region) for region, day in model.regions.items() if day != model.retires)
    others = listed(f"{region} on {day}" for day, region in later)
    return f"{text}, in {listed(first)} ({others})" if first else f"{text} ({others})"


def way_out(model: Model, context: CheckContext) -> WayOut:
    """Follow the provider's replacements to the first model that outlives ``model``; loops end the walk."""
    passed: list[str] = []
    for step in _chain(model, context):
        if _outlives(step, model, context):
            return WayOut(model.replacement, step, tuple(passed))
        passed.append(step.id)
    return WayOut(model.replacement)


def replacement_fix(use: Use, way: WayOut, context: CheckContext) -> Fix | None:
    """The unsafe fix that moves a use to the end of its way out, where there is one."""
    if way.model is None:
        return None
    return replacing(use, way.model.id, context, title=f"Replace by {way.model.id}", safety="unsafe")


def replacing(use: Use, new_id: str, context: CheckContext, *, title: str, safety: str) -> Fix | None:
    """A fix that writes ``new_id`` the way the use is written, where the file can be edited at that place."""
    if use.role not in _EDITED or use.dynamic or not use.exact or use.ref.fine_tune or not use.ref.id:
        return None
    text = context.speller.respell(use.ref, new_id)
    if text is None or text == use.text:
        return None
    at = use.location
    edit = Edit(use.span, text, (at.line, at.column), (at.end_line, at.end_column))
    return Fix(title, safety, (edit,))


def _chain(model: Model, context: CheckContext) -> Iterator[Model]:
    """Known replacements, nearest first: what the provider names, then what it names for those."""
    seen = {model.id}
    queue = list(model.replacement)
    while queue:
        name = queue.pop(0)
        step = None if name in seen else context.model_of(model.platform, name)
        seen.add(name)
        if step is not None:
            yield step
            queue.extend(step.replacement)


def _outlives(step: Model, model: Model, context: CheckContext) -> bool:
    """Whether ``step`` is worth moving to: not gone, and not going within the horizon or before ``model``."""
    if step.stage(context.today) is Stage.RETIRED:
        return False
    if step.retires is None or step.date_kind is not DateKind.EXACT:
        return True
    soon = context.today + timedelta(days=context.horizon_days)
    return step.retires > max(soon, model.retires or soon)
