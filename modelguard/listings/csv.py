"""``inventory --format csv``: for spreadsheets.

A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV injection").
"""

from __future__ import annotations

from typing import Any

from modelguard.listings._rows import KEYS, rows
from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import visible
from modelguard.types import Report

_FORMULA = ("=", "+", "-", "@")


def render(report: Report, options: Options) -> str:
    """A header and one row a use; ``used_at`` as ``path:line call``, several with ``; `` between."""
    import csv
    import io

    text = io.StringIO()
    keys = [*KEYS, "reason"] if options.verbose else list(KEYS)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(keys)
    for row in rows(report, reason=options.verbose):
        writer.writerow([_cell(row[key]) for key in keys])
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return _guarded("; ".join(f"{at['path']}:{at['line']} {at['call'] or ''}".strip() for at in value))
    return _guarded(str(value))


def _guarded(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


REPORT = ReportFormat("csv", render, "for spreadsheets")
