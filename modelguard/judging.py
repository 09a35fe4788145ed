"""Uses in, findings out: runs every check, then suppressions, baseline and the changed-lines filter."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from types import ModuleType

from modelguard import platforms, registry, suppress
from modelguard.checks import Run, UnreadFile
from modelguard.checks._context import CheckContext
from modelguard.checks.mg904_stale_catalog import too_old
from modelguard.engine import Ground, Options, uses_of
from modelguard.policy import Policy
from modelguard.suppress import Suppression
from modelguard.text import SourceFile
from modelguard.types import CatalogFacts, Finding, Location, Problem, Report, Role, RuleFacts, Severity, Use


def judge(ground: Ground, *, as_of: date, real_today: date, options: Options) -> Report:
    """The report of a run over ``ground``."""
    context = _context(ground, as_of, real_today, options)
    said = [*(ground.manifest.findings if ground.manifest else ()), *_run_checks(ground, context)]
    said = _with_lookups(said, context)
    directives = (*(item for facts in ground.files for item in facts.suppressions), *_in_manifest(ground))
    findings, states = suppress.apply(said, directives, as_of)
    findings += _each("check_run", [Run(tuple(findings), states)], context)
    stale = any(item.rule == "MG904" for item in findings)
    no_verdict = too_old(context)
    changed, note = _changed(findings, ground, options)
    accepted, notes = _accepted(sorted(changed, key=_order), options)
    return Report(
        as_of=as_of,
        catalog=CatalogFacts(ground.catalog.date, len(ground.catalog), stale or no_verdict is not None),
        findings=_owned(accepted, ground),
        uses=context.uses,
        files=len(ground.files),
        seconds=time.monotonic() - ground.started,
        notes=(*ground.notes, *note, *notes, *_unjudged(context, said), *_no_manifest(ground, context.uses)),
        errors=(no_verdict,) if no_verdict else (),
        root=str(ground.settings.root),
        rules=_rule_facts(context.policy) if options.rules else {},
    )


def _with_lookups(said: list[Finding], context: CheckContext) -> list[Finding]:
    """The findings of MG101 with the fix that takes syntax to make, where an entry has the very id."""
    if context.manifest is None or not any(item.rule == "MG101" for item in said):
        return said
    from modelguard import centralizing

    return centralizing.offered(said, context.manifest, context.settings.root)


def _in_manifest(ground: Ground) -> tuple[Suppression, ...]:
    """The suppression comments of the manifest, which is not among the files."""
    path = ground.manifest.path if ground.manifest else None
    if path is None or any(facts.path == path for facts in ground.files):
        return ()
    try:
        data = (ground.settings.root / path).read_bytes()
    except OSError:
        return ()
    return suppress.parse(SourceFile.of(path, data)) if suppress.MARK in data else ()


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
        policy=Policy.of(settings),
        settings=settings,
        manifest=ground.manifest.manifest if ground.manifest else None,
        tree=ground.tree,
        uses=uses_of(ground),
        whole=ground.whole,
        lookups={facts.path: facts.lookups for facts in ground.files if facts.lookups},
        git=_git(ground, options),
    )


def _git(ground: Ground, options: Options) -> object:
    """Facts against a base ref; only where a manifest can have changed."""
    if ground.manifest is None or ground.manifest.manifest is None:
        return None
    from modelguard.gitfacts import GitFacts

    return GitFacts.of(ground.settings.root, base=options.changed)


def _run_checks(ground: Ground, context: CheckContext) -> Iterator[Finding]:
    yield from _each("check_use", context.uses, context)
    yield from _each("check_manifest", [context.manifest] if context.manifest else [], context)
    unread = [
        UnreadFile(facts.path, tuple((item, _place(facts.path, item)) for item in facts.problems), facts.candidate)
        for facts in ground.files
        if facts.problems
    ]
    yield from _each("check_file", unread, context)


def _place(path: str, problem: Problem) -> Location:
    line = problem.line or 1
    return Location(path, line, 1, line, 1, problem.cell)


def _each(name: str, subjects: Iterable[object], context: CheckContext) -> Iterator[Finding]:
    """Give every subject to every check that has a function ``name``; where there is no subject, none is imported."""
    subjects = tuple(subjects)
    for check, functions in registry.index("modelguard.checks", _functions).items() if subjects else ():
        if name in functions:
            module = registry.part("modelguard.checks", check)
            for subject in subjects:
                yield from _one(getattr(module, name), module, subject, context)


def _functions(module: ModuleType) -> list[str]:
    return [name for name in ("check_use", "check_manifest", "check_file", "check_run") if hasattr(module, name)]


def _one(
    function: Callable[..., Iterable[Finding]], module: ModuleType, subject: object, context: CheckContext
) -> Iterable[Finding]:
    try:
        return list(function(subject, context))
    except Exception as error:
        from modelguard.checks.mg902_rule_crashed import crashed

        at = getattr(subject, "location", None) or Location(getattr(subject, "path", "."))
        return list(crashed(module.RULE, at, error, context))


def _changed(
    findings: Iterable[Finding], ground: Ground, options: Options
) -> tuple[Iterable[Finding], tuple[str, ...]]:
    """Only findings on what changed since the ref, where one is given; and a note where there is one."""
    if options.changed is None:
        return findings, ()
    from modelguard.changes import changed_since

    change = changed_since(ground.settings.root, options.changed)
    blocks = _blocks(ground)
    kept = [item for item in findings if change.touches(item, blocks)]
    return kept, (change.note,) if change.note else ()


def _blocks(ground: Ground) -> dict[str, tuple[int, int]]:
    """First and last line of each entry of the manifest."""
    manifest = ground.manifest.manifest if ground.manifest else None
    starts = sorted((entry.location.line, name) for name, entry in manifest.entries.items()) if manifest else []
    ends = [line - 1 for line, _ in starts[1:]] + [sys.maxsize]
    return {name: (line, end) for (line, name), end in zip(starts, ends, strict=True)} if starts else {}


def _owned(findings: Iterable[Finding], ground: Ground) -> tuple[Finding, ...]:
    """Each finding with its owner: the entry's, else whom CODEOWNERS names for the file."""
    from modelguard.codeowners import owners_of

    return tuple(
        item
        if item.owner or not (owners := owners_of(item.location.path, ground.tree))
        else replace(item, owner=" ".join(owners))
        for item in findings
    )


def _accepted(findings: Iterable[Finding], options: Options) -> tuple[Iterable[Finding], tuple[str, ...]]:
    """Fingerprints for all, and the findings of the baseline marked."""
    from modelguard import baseline

    if options.baseline is None:
        return baseline.with_fingerprints(findings), ()
    if options.write_baseline:
        findings = tuple(findings)
        number = baseline.write(options.baseline, findings)
        applied = baseline.apply(findings, baseline.read(options.baseline))
        return applied.findings, (baseline.written_note(options.baseline, number),)
    applied = baseline.apply(findings, baseline.read(options.baseline))
    return applied.findings, (applied.note,) if applied.note else ()


def _unjudged(context: CheckContext, said: Iterable[Finding]) -> tuple[str, ...]:
    from modelguard import unjudged

    return unjudged.notes(context, ((item.location.path, item.location.line, item.location.column) for item in said))


def _no_manifest(ground: Ground, uses: Iterable[Use]) -> tuple[str, ...]:
    """Without a manifest MG101 is silent, and one line says what there would be to declare."""
    if ground.manifest and (ground.manifest.manifest or ground.manifest.findings):
        return ()
    count = sum(use.role is Role.SELECTS and not use.dynamic for use in uses)
    if not count:
        return ()
    places = "1 place selects a model" if count == 1 else f"{count:,} places select a model"
    return (f"{places} and there is no models.yaml: 'modelguard init' writes a first one.",)


def _rule_facts(policy: Policy) -> dict[str, RuleFacts]:
    """What reports say of the rules."""
    facts = {}
    for module in registry.parts("modelguard.checks"):
        rule = module.RULE
        level = policy.level(rule.code) or Severity.NOTE
        facts[rule.code] = RuleFacts(rule.code, rule.name, rule.summary, rule.why, rule.fix, rule.source, level)
    return facts
