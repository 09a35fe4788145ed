"""``--format sarif``: SARIF 2.1.0 for code scanning.

GitHub's limits (docs: "SARIF support for code scanning"): 25,000 results a run and 10 MB compressed.
What does not fit is left out from the quietest end, and a notification says how many.
"""

from __future__ import annotations

from typing import Any

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import dumps, uri, visible
from modelguard.reports._objects import lifecycle_object, model_object
from modelguard.reports._sarif_rules import descriptor, rules_of
from modelguard.reports._tally import is_open, loudest, ordered
from modelguard.types import Edit, Finding, Fix, Location, Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0-rtm.5.json"
MAX_RESULTS = 25_000
MAX_COMPRESSED = 10_000_000
_BASE = "%SRCROOT%"


def render(report: Report, options: Options) -> str:
    """One SARIF log with one run, small enough for GitHub."""
    limit = MAX_RESULTS
    while True:
        text = dumps(_log(report, limit), indent=2) + "\n"
        if len(text) <= MAX_COMPRESSED or _compressed(text) <= MAX_COMPRESSED or limit < 2:
            return text
        limit = min(limit, len(report.findings)) // 2


def _compressed(text: str) -> int:
    import gzip

    return len(gzip.compress(text.encode(), compresslevel=6, mtime=0))


def _log(report: Report, limit: int) -> dict[str, Any]:
    kept, left_out = _kept(report, limit)
    rules = rules_of(report, kept)
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(report) | {"rules": [descriptor(rule) for rule in rules]}},
        "invocations": [_invocation(report, left_out)],
        "originalUriBaseIds": {_BASE: {"description": {"text": "The root of the checked repository."}}},
        "automationDetails": {"id": "modelguard/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, indexes[finding.rule]) for finding in kept],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _kept(report: Report, limit: int) -> tuple[list[Finding], int]:
    if len(report.findings) <= limit:
        return ordered(report.findings), 0
    by_weight = sorted(loudest(report.findings), key=lambda finding: not is_open(finding))
    return ordered(by_weight[:limit]), len(report.findings) - limit


def _driver(report: Report) -> dict[str, Any]:
    from modelguard import __version__

    return {
        "name": "modelguard",
        "semanticVersion": __version__,
        "properties": {"catalogDate": report.catalog.date.isoformat(), "asOf": report.as_of.isoformat()},
    }


def _invocation(report: Report, left_out: int) -> dict[str, Any]:
    notes = [{"level": "error", "message": {"text": visible(error)}} for error in report.errors]
    if left_out:
        text = (
            f"{left_out:,} of {len(report.findings):,} results left out, the quietest first: "
            "code scanning takes no more in one file."
        )
        notes.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": not report.errors, "toolExecutionNotifications": notes}


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    properties = {
        "model": model_object(finding.model),
        "lifecycle": lifecycle_object(finding.lifecycle),
        "entry": finding.entry,
        "cell": finding.location.cell,
        "owner": finding.owner,
    }
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": finding.severity.value,
        "message": {"text": visible(finding.message)},
        "locations": [{"physicalLocation": _physical(finding.location)}],
        "suppressions": _suppressions(finding),
        "properties": {name: value for name, value in properties.items() if value is not None},
    }
    if finding.fingerprint:
        result["partialFingerprints"] = {"modelguard/v1": finding.fingerprint}
    if finding.fix:
        result["fixes"] = [_fix(finding.fix, finding.location.path)]
    return result


def _artifact(path: str) -> dict[str, str]:
    return {"uri": uri(path), "uriBaseId": _BASE}


def _physical(place: Location) -> dict[str, Any]:
    return {
        "artifactLocation": _artifact(place.path),
        "region": _region((place.line, place.column), (place.end_line, place.end_column)),
    }


def _region(start: tuple[int, int], end: tuple[int, int]) -> dict[str, int]:
    return {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}


def _suppressions(finding: Finding) -> list[dict[str, str]]:
    """Always a list: by SARIF 3.27.23 a missing one would leave open whether it is suppressed."""
    found = []
    if finding.suppressed:
        found.append({"kind": "inSource", "status": "accepted"})
    if finding.baselined:
        found.append({"kind": "external", "status": "accepted", "justification": "in the baseline"})
    return found


def _fix(fix: Fix, path: str) -> dict[str, Any]:
    changes = {
        "artifactLocation": _artifact(path),
        "replacements": [_replacement(edit) for edit in fix.edits],
    }
    return {"description": {"text": f"{visible(fix.title)} ({fix.safety})"}, "artifactChanges": [changes]}


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.start, edit.end), "insertedContent": {"text": edit.text}}


REPORT = ReportFormat("sarif", render, "SARIF 2.1.0 for code scanning")
