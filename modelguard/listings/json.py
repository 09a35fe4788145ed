"""``inventory --format json``: all uses as one object."""

from __future__ import annotations

from modelguard.listings._rows import rows
from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import dumps, visible
from modelguard.types import Report


def render(report: Report, options: Options) -> str:
    """One JSON object; ``-v`` adds ``reason`` to each use."""
    from modelguard import __version__

    value = {
        "version": 1,
        "tool": {"name": "modelguard", "version": __version__},
        "as_of": report.as_of.isoformat(),
        "catalog": {"date": report.catalog.date.isoformat(), "models": report.catalog.models},
        "files": report.files,
        "uses": list(rows(report, reason=options.verbose)),
        "errors": [visible(error) for error in report.errors],
    }
    return dumps(value, indent=2) + "\n"


REPORT = ReportFormat("json", render, "all uses as one JSON object")
