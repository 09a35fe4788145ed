"""What the rules on evaluation share: the results of an entry, and which model each is for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from modelguard.checks._context import CheckContext
from modelguard.evidence import Evaluation
from modelguard.evidence._files import Unproven, evidence
from modelguard.types import record
from modelguard.wording import listed, shown

if TYPE_CHECKING:
    from modelguard.manifest import Entry, Named

GOLDEN = "".join(json.dumps({"input": f"question {number}"}) + "\n" for number in range(200))
"""A golden set for samples, with 200 cases."""


@record
class Proof:
    """The usable results by the model's name, the ones that name no model, and the unusable files."""

    by_model: dict[str, tuple[Evaluation, ...]]
    nameless: tuple[Evaluation, ...] = ()
    unproven: tuple[Unproven, ...] = ()

    def of(self, named: Named, context: CheckContext) -> tuple[Evaluation, ...]:
        """Results of one model of the manifest, oldest first."""
        return self.by_model.get(context.speller.name(named.ref), ())

    def doubts(self) -> str:
        """What lies there and proves nothing, as a clause for a message; empty where nothing does."""
        clauses = [f"{shown(item.path)}: {item.reason}" for item in self.unproven[:2]]
        clauses += [f"{shown(item.path)}: {item.note or 'it names no model'}" for item in self.nameless[:1]]
        more = len(self.unproven) + len(self.nameless) - len(clauses)
        clauses += [f"{more} more"] if more > 0 else []
        return f" (not proven by {listed(clauses)})" if clauses else ""


def proof(entry: Entry, context: CheckContext) -> Proof:
    """What the entry's result files prove; worked out once for each pattern of files."""
    plan = entry.spec.evaluation
    if context.tree is None or plan is None or plan.results is None:
        return Proof({})
    key = ("proof", plan.results)
    if key not in context.tree.memo:
        found = evidence(plan.results, context.tree)
        context.tree.memo[key] = _sorted(found.evaluations, found.unproven, context)
    known: Proof = context.tree.memo[key]
    return known


def _sorted(evaluations: Iterable[Evaluation], unproven: tuple[Unproven, ...], context: CheckContext) -> Proof:
    by_model: dict[str, list[Evaluation]] = {}
    nameless = []
    for item in evaluations:
        if item.model is None or item.cases == 0:
            nameless.append(item)
            continue
        ref = context.speller.resolve(item.model)
        by_model.setdefault(context.speller.name(ref) if ref else item.model, []).append(item)
    ordered = {name: tuple(sorted(items, key=_age)) for name, items in by_model.items()}
    return Proof(ordered, tuple(nameless), unproven)


def _age(item: Evaluation) -> tuple[float, str]:
    return (item.ran_at.timestamp() if item.ran_at else 0.0, item.path)


def newest(results: tuple[Evaluation, ...]) -> Evaluation | None:
    """The newest of results that :meth:`Proof.of` gave, where there is one."""
    return results[-1] if results else None


def result(model: str, *, passed: int = 195, cases: int = 200, ran_at: str = "2026-11-10T08:00:00Z") -> str:
    """A result file of the plain form, for samples."""
    return json.dumps({"modelguard_evaluation": 1, "model": model, "cases": cases, "passed": passed, "ran_at": ran_at})


def day_of(moment: datetime) -> date:
    """The day of a moment, in UTC."""
    return moment.date()
