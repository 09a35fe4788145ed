"""``--format gitlab``: a Code Quality report (GitLab docs: "Code Quality report format").

GitLab merges entries of one fingerprint, so every entry has its own; paths carry no leading ``./``.
"""

from __future__ import annotations

from typing import Any

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import dumps, encodable, visible
from modelguard.reports._tally import shown
from modelguard.types import Finding, Report, Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report, options: Options) -> str:
    """A JSON array, one object a finding."""
    seen: dict[str, int] = {}
    entries = [_entry(finding, seen) for finding in shown(report)]
    return dumps(entries + [_unverified(error) for error in report.errors], indent=2) + "\n"


def _entry(finding: Finding, seen: dict[str, int]) -> dict[str, Any]:
    place = finding.location
    owner = f" (owner: {visible(finding.owner)})" if finding.owner else ""
    return {
        "description": f"{finding.rule} {finding.name}: {visible(finding.message)}{owner}",
        "check_name": finding.rule,
        "fingerprint": _fingerprint(finding, seen),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": place.path.removeprefix("./"),
            "lines": {"begin": place.line, "end": place.end_line},
        },
    }


def _fingerprint(finding: Finding, seen: dict[str, int]) -> str:
    """The finding's own fingerprint; a second one alike gets its ordinal mixed in. No line numbers."""
    base = finding.fingerprint or _digest(f"{finding.rule}\0{finding.location.path}\0{finding.message}")
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else _digest(f"{base}\0{seen[base]}")


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(encodable(text).encode()).hexdigest()[:32]


def _unverified(error: str) -> dict[str, Any]:
    return {
        "description": f"could not verify: {visible(error)}",
        "check_name": "could-not-verify",
        "fingerprint": _digest(error),
        "severity": "critical",
        "location": {"path": ".", "lines": {"begin": 1}},
    }


REPORT = ReportFormat("gitlab", render, "GitLab Code Quality report")
