"""Uses in, findings out: runs every check, then suppressions, baseline and the changed-lines filter."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType

from modelguard import platforms, registry
from modelguard.checks._context import CheckContext
from modelguard.engine import Ground, Options, uses_of
from modelguard.policy import Policy
from modelguard.types import CatalogFacts, Finding, Location, Lookup, Problem, Report, RuleFacts, Use


@dataclass(frozen=True, slots=True)
class BrokenFile:
    """What ``check_file`` is given: a file, or part of one, that could not be read."""

    path: str
    problem: Problem
    location: Location
    candidate: bool


@dataclass(frozen=True, slots=True)
class Run:
    """What ``check_run`` is given: what all other checks said, and how the run went."""

    findings: tuple[Finding, ...]
    uses: tuple[Use, ...]
    files: int


def judge(ground: Ground, *, as_of: date, real_today: date, options: Options) -> Report:
    """The report of a run over ``ground``."""
    context = _context(ground, as_of, real_today, options)
    modules = registry.parts("modelguard.checks")
    findings = [*_manifest_findings(ground), *_run_checks(modules, ground, context)]
    findings = _with_suppressions(ground, context, findings)
    findings += list(_each(modules, "check_run", [Run(tuple(findings), context.uses, len(ground.files))], context))
    findings, notes = _with_baseline(ground, options, findings)
    errors = tuple(item.message for item in findings if item.rule == "MG904" and item.severity == "error")
    return Report(
        as_of=as_of,
        catalog=CatalogFacts(
            ground.catalog.date, len(ground.catalog), any(item.rule == "MG904" for item in findings)
        ),
        findings=tuple(sorted(findings, key=_order)),
        uses=context.uses,
        files=len(ground.files),
        seconds=time.monotonic() - ground.started,
        notes=(*ground.notes, *notes, *_no_manifest(ground, context.uses)),
        errors=errors,
        root=str(ground.settings.root),
        rules=_rule_facts(modules, context.policy),
    )


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    at = finding.location
    return at.path, at.line, at.column, finding.rule, finding.message


def _context(ground: Ground, as_of: date, real_today: date, options: Options) -> CheckContext:
    settings = ground.settings
    return CheckContext(
        today=as_of,
        real_today=real_today,
        catalog=ground.catalog,
        speller=ground.speller,
        platforms=platforms.load(),
        policy=Policy.load(settings.profile, levels=settings.levels),
        settings=settings,
        manifest=ground.manifest.manifest if ground.manifest else None,
        tree=ground.tree,
        uses=uses_of(ground),
        lookups={
            facts.path: facts.lookups for facts in ground.files if facts.lookups
        },
        git=_git(ground, options),
    )


def _git(ground: Ground, options: Options) -> object:
    """Facts against a base ref; only where a manifest can have changed."""
    if ground.manifest is None or ground.manifest.manifest is None:
        return None
    from modelguard.gitfacts import GitFacts

    return GitFacts.of(ground.settings.root, base=options.changed)


def _manifest_findings(ground: Ground) -> Iterable[Finding]:
    return ground.manifest.findings if ground.manifest else ()


def _run_checks(modules: Iterable[ModuleType], ground: Ground, context: CheckContext) -> Iterator[Finding]:
    modules = tuple(modules)
    yield from _each(modules, "check_use", context.uses, context)
    if context.manifest is not None:
        yield from _each(modules, "check_manifest", [context.manifest], context)
    broken = [
        BrokenFile(facts.path, problem, location, facts.candidate)
        for facts in ground.files
        for problem, location in facts.problems
    ]
    yield from _each(modules, "check_file", broken, context)


def _each(
    modules: Iterable[ModuleType], name: str, subjects: Iterable[object], context: CheckContext
) -> Iterator[Finding]:
    """Give every subject to every check; a check that raises is a finding and the others go on."""
    subjects = tuple(subjects)
    for module in modules:
        function = getattr(module, name, None)
        if function is None:
            continue
        for subject in subjects:
            yield from _one(function, module, subject, context)


def _one(
    function: Callable[..., Iterable[Finding | None]], module: ModuleType, subject: object, context: CheckContext
) -> Iterator[Finding]:
    try:
        yield from [finding for finding in function(subject, context) if finding is not None]
    except Exception as error:
        from modelguard.checks.mg902_rule_crashed import crashed

        at = getattr(subject, "location", None) or Location(getattr(subject, "path", "."))
        if found := crashed(module.RULE, at, error, context):
            yield found
