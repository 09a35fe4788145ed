"""``--format markdown``: for a CI step summary or a comment on a pull request.

GitHub takes a step summary of at most 1,024 KiB and otherwise shows none (docs: "workflow commands",
job summaries), so the rows stop short of it, loudest first, and a last line says how many are left out.
"""

from __future__ import annotations

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import visible
from modelguard.reports._markdown import code, literal, table
from modelguard.reports._tally import loudest, plural, shown, tally
from modelguard.types import Finding, Report

MAX_BYTES = 900_000
_HEAD = ("Level", "Rule", "Place", "What and what next")


def render(report: Report, options: Options) -> str:
    """A heading, one line that sums up, what could not be verified, and a table of findings."""
    lines = ["## modelguard", "", _verdict(report), ""]
    lines += [f"> **Could not verify**: {literal(error)}\n" for error in report.errors]
    found = loudest(shown(report))
    rows, left_out = _fitting([_row(finding) for finding in found])
    if rows:
        lines += [*table(_HEAD, rows), ""]
    if left_out:
        lines += [f"{left_out:,} more of {len(found):,} findings are left out here: see the log.", ""]
    lines.append(_footer(report))
    return "\n".join(lines) + "\n"


def _fitting(rows: list[tuple[str, ...]]) -> tuple[list[tuple[str, ...]], int]:
    room = MAX_BYTES
    for number, row in enumerate(rows):
        room -= sum(len(cell.encode()) + 3 for cell in row)
        if room < 0:
            return rows[:number], len(rows) - number
    return rows, 0


def _row(finding: Finding) -> tuple[str, ...]:
    place = finding.location
    cell = f" (cell {place.cell})" if place.cell is not None else ""
    where = code(f"{place.path}:{place.line}:{place.column}") + cell
    owner = f" Owner: {literal(finding.owner)}." if finding.owner else ""
    return finding.severity.value, f"{finding.rule} {literal(finding.name)}", where, literal(finding.message) + owner


def _verdict(report: Report) -> str:
    counts = tally(report)
    if counts.open:
        levels = ((counts.error, "error"), (counts.warning, "warning"), (counts.note, "note"))
        found = ", ".join(plural(number, noun) for number, noun in levels if number)
        return f"**{found}** in {plural(counts.files, 'file')}"
    if report.errors:
        return "**No verdict**"
    return "**No findings**" if report.files else "**Nothing was checked**"


def _footer(report: Report) -> str:
    counts = tally(report)
    parts = [
        f"{plural(len(report.uses), 'use')} in {plural(report.files, 'file')} as of {report.as_of}",
        f"catalog of {report.catalog.date} ({plural(report.catalog.models, 'model')})",
    ]
    parts += ["**the catalog is too old to trust**"] if report.catalog.stale else []
    hidden = ((counts.suppressed, "suppressed"), (counts.baselined, "in the baseline"))
    parts += [f"{number:,} {word}" for number, word in hidden if number]
    return visible("; ".join(parts))


REPORT = ReportFormat("markdown", render, "a table for a CI step summary or a comment")
