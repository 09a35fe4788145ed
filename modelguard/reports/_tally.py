"""Counting and ordering of findings, the same for every format."""

from __future__ import annotations

from collections.abc import Iterable

from modelguard.types import Finding, Report, Severity, record


@record
class Tally:
    """How many findings of each kind. ``error``, ``warning`` and ``note`` count only the open ones."""

    error: int = 0
    warning: int = 0
    note: int = 0
    suppressed: int = 0
    baselined: int = 0
    safe: int = 0
    unsafe: int = 0
    files: int = 0

    @property
    def open(self) -> int:
        """Findings that are neither suppressed nor in the baseline."""
        return self.error + self.warning + self.note


def is_open(finding: Finding) -> bool:
    """Neither suppressed in the source nor known to the baseline."""
    return not (finding.suppressed or finding.baselined)


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By path, line, column and rule; ties by what is left, so that the same input gives the same bytes."""
    return sorted(findings, key=_key)


def shown(report: Report) -> list[Finding]:
    """The open findings of ``report``, in order."""
    return ordered(finding for finding in report.findings if is_open(finding))


def loudest(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then warnings, then notes; in order within each."""
    return sorted(ordered(findings), key=lambda finding: -finding.severity.rank)


def tally(report: Report) -> Tally:
    """Count the findings of ``report``."""
    found = [finding for finding in report.findings if is_open(finding)]
    levels = {level: sum(f.severity is level for f in found) for level in Severity}
    fixes = [finding.fix.safety for finding in found if finding.fix]
    return Tally(
        error=levels[Severity.ERROR],
        warning=levels[Severity.WARNING],
        note=levels[Severity.NOTE],
        suppressed=sum(finding.suppressed for finding in report.findings),
        baselined=sum(finding.baselined and not finding.suppressed for finding in report.findings),
        safe=fixes.count("safe"),
        unsafe=fixes.count("unsafe"),
        files=len({finding.location.path for finding in found}),
    )


def plural(number: int, noun: str) -> str:
    """``1 file``, ``1,021 models``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _key(finding: Finding) -> tuple[object, ...]:
    place = finding.location
    return (
        place.path,
        place.line,
        place.column,
        finding.rule,
        place.end_line,
        place.end_column,
        finding.severity.rank,
        finding.message,
        finding.fingerprint,
    )
