"""``--format rdjson``: Reviewdog Diagnostic Format, with the fixes as suggestions.

Columns of rdjson count UTF-8 bytes (reviewdog, ``reviewdog.proto``: "Position"), ours code points; a
report holds no source lines to convert with, and the two differ only behind non-ASCII text on a line.
"""

from __future__ import annotations

from typing import Any

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import dumps, visible
from modelguard.reports._tally import shown
from modelguard.types import Edit, Finding, Report, Severity

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(report: Report, options: Options) -> str:
    """One ``DiagnosticResult`` object."""
    result = {
        "source": {"name": "modelguard"},
        "severity": "WARNING",
        "diagnostics": [_diagnostic(finding, report) for finding in shown(report)],
    }
    return dumps(result, indent=2) + "\n"


def _diagnostic(finding: Finding, report: Report) -> dict[str, Any]:
    place = finding.location
    code = {"value": finding.rule}
    rule = report.rules.get(finding.rule)
    if rule and rule.source.startswith("https://"):
        code["url"] = rule.source.split()[0]
    diagnostic: dict[str, Any] = {
        "message": visible(finding.message),
        "location": {
            "path": place.path,
            "range": _range((place.line, place.column), (place.end_line, place.end_column)),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    if finding.fix and len(finding.fix.edits) == 1:  # several edits belong together; a suggestion stands alone
        diagnostic["suggestions"] = [_suggestion(edit) for edit in finding.fix.edits]
    return diagnostic


def _suggestion(edit: Edit) -> dict[str, Any]:
    return {"range": _range(edit.start, edit.end), "text": edit.text}


def _range(start: tuple[int, int], end: tuple[int, int]) -> dict[str, dict[str, int]]:
    return {"start": {"line": start[0], "column": start[1]}, "end": {"line": end[0], "column": end[1]}}


REPORT = ReportFormat("rdjson", render, "Reviewdog Diagnostic Format")
