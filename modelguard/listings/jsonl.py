"""``inventory --format jsonl``: one use a line."""

from __future__ import annotations

from modelguard.listings._rows import rows
from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import dumps
from modelguard.types import Report


def render(report: Report, options: Options) -> str:
    """Each use as one line of JSON; ``-v`` adds ``reason``."""
    return "".join(dumps(row) + "\n" for row in rows(report, reason=options.verbose))


REPORT = ReportFormat("jsonl", render, "one JSON object a use, one a line")
