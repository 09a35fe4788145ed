"""``--format jsonl``: one finding a line, for ``jq``, ``grep`` and log pipelines."""

from __future__ import annotations

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import dumps
from modelguard.reports._objects import finding_object
from modelguard.reports._tally import ordered
from modelguard.types import Report


def render(report: Report, options: Options) -> str:
    """Each finding as one line of JSON; an empty report is an empty text."""
    return "".join(dumps(finding_object(finding)) + "\n" for finding in ordered(report.findings))


REPORT = ReportFormat("jsonl", render, "one JSON object a finding, one a line")
