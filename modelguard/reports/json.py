"""``--format json``: the whole report as one object, as SPEC section 8 fixes it."""

from __future__ import annotations

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import dumps
from modelguard.reports._objects import report_object
from modelguard.types import Report


def render(report: Report, options: Options) -> str:
    """One JSON object, ended by a newline."""
    return dumps(report_object(report), indent=2) + "\n"


REPORT = ReportFormat("json", render, "the whole report as one JSON object")
