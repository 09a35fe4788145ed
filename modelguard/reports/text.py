"""``--format text``: one block a finding, for people at a terminal; never a line of the source itself."""

from __future__ import annotations

import re
from collections import Counter

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import visible
from modelguard.reports._paint import BOLD, DIM, GREEN, RED, YELLOW, level_code, paint, wrapped
from modelguard.reports._tally import Tally, plural, shown, tally
from modelguard.types import Finding, Fix, Report

_INDENT = "  "
_COMMAND = re.compile(r"^((?:\x1b\[[0-9;]*m|[ ])*)(::|##\[)", re.MULTILINE)
"""A file name or message at the start of a line must not be a workflow command to a CI log."""


def render(report: Report, options: Options) -> str:
    """The findings, what could not be verified, and one line that sums up."""
    blocks = _statistics(report, options) if options.statistics else _findings(report, options)
    blocks += [_unverified(error, options) for error in report.errors]
    if not options.quiet:
        blocks.append(_summary(report, options))
    return _COMMAND.sub(r"\1\\\2", "".join(block + "\n" for block in blocks))


def _findings(report: Report, options: Options) -> list[str]:
    return [_block(finding, options) for finding in shown(report)]


def _block(finding: Finding, options: Options) -> str:
    lines = [_head(finding, options), _indented(finding.message, options)]
    if finding.fix:
        lines.append(_indented(f"help: {finding.fix.title} ({_how(finding.fix)})", options))
    if options.verbose:
        lines += [_indented(detail, options) for detail in _details(finding)]
    return "\n".join(lines) + "\n"


def _head(finding: Finding, options: Options) -> str:
    place = finding.location
    path = visible(place.path, ascii=options.ascii)
    where = paint(f"{path}:{place.line}:{place.column}", BOLD, color=options.color)
    cell = f" (cell {place.cell})" if place.cell is not None else ""
    level = paint(f"{finding.severity.value}[{finding.rule}]", level_code(finding.severity), color=options.color)
    fixable = f" {paint('[*]', GREEN, color=options.color)}" if _is_safe(finding.fix) else ""
    return f"{where}{cell}: {level} {finding.name}{fixable}"


def _indented(text: str, options: Options) -> str:
    return wrapped(visible(text, ascii=options.ascii), width=options.width, indent=_INDENT)


def _is_safe(fix: Fix | None) -> bool:
    return fix is not None and fix.safety == "safe"


def _how(fix: Fix) -> str:
    return "--fix" if _is_safe(fix) else "--fix --unsafe-fixes"


def _details(finding: Finding) -> list[str]:
    source = finding.lifecycle.source if finding.lifecycle else None
    facts = {
        "source": source,
        "entry": finding.entry,
        "owner": finding.owner,
        "fingerprint": finding.fingerprint,
    }
    return [f"{name}: {value}" for name, value in facts.items() if value]


def _statistics(report: Report, options: Options) -> list[str]:
    found = shown(report)
    counts = Counter((finding.rule, finding.name) for finding in found)
    fixable = Counter(finding.rule for finding in found if _is_safe(finding.fix))
    width = max((len(f"{count:,}") for count in counts.values()), default=0)
    rows = []
    for (rule, name), count in sorted(counts.items(), key=lambda row: (-row[1], row[0])):
        mark = "[*]" if fixable[rule] else "   "
        rows.append(f"{count:>{width},}  {paint(rule, BOLD, color=options.color)}  {mark} {name}")
    return [*rows, ""] if rows else []


def _unverified(error: str, options: Options) -> str:
    label = paint("could not verify:", RED, color=options.color)
    return f"{label} {visible(error, ascii=options.ascii)}"


def _summary(report: Report, options: Options) -> str:
    counts = tally(report)
    catalog = f"catalog of {report.catalog.date} ({plural(report.catalog.models, 'model')})"
    if report.catalog.stale:
        catalog = paint(f"{catalog}, too old to trust", YELLOW, color=options.color)
    parts = [
        _verdict(counts, report, options),
        f"{plural(len(report.uses), 'use')} in {plural(report.files, 'file')}",
    ]
    parts += [catalog, *_fixable(counts)]
    for count, word in ((counts.suppressed, "suppressed"), (counts.baselined, "in the baseline")):
        if count:
            parts.append(paint(f"{count:,} {word}", DIM, color=options.color))
    return "; ".join(parts)


def _verdict(counts: Tally, report: Report, options: Options) -> str:
    """What was found; never a clean bill for a run that could not look."""
    levels = [
        plural(count, noun)
        for count, noun in ((counts.error, "error"), (counts.warning, "warning"), (counts.note, "note"))
        if count
    ]
    if levels:
        style = RED if counts.error else YELLOW
        return paint(f"{', '.join(levels)} in {plural(counts.files, 'file')}", style, color=options.color)
    if report.errors:
        return paint("No verdict", RED, color=options.color)
    if not report.files:
        return paint("Nothing was checked", YELLOW, color=options.color)
    return paint("No findings", GREEN, color=options.color)


def _fixable(counts: Tally) -> list[str]:
    safe = f"{counts.safe:,} fixable with --fix" if counts.safe else ""
    more = f"{counts.unsafe:,}{' more' if safe else ' fixable'} with --unsafe-fixes" if counts.unsafe else ""
    return [", ".join(part for part in (safe, more) if part)] if safe or more else []


REPORT = ReportFormat("text", render, "for people at a terminal")
