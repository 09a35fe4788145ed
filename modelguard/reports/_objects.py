"""Values of a report as the plain objects of SPEC section 8; the order of the keys is part of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from modelguard.reports._escape import visible
from modelguard.reports._tally import ordered, tally
from modelguard.types import Finding, Fix, LifecycleFacts, ModelFacts, Report

REPORT_VERSION = 1


def report_object(report: Report) -> dict[str, Any]:
    """The whole JSON report."""
    from modelguard import __version__

    counts = tally(report)
    return {
        "version": REPORT_VERSION,
        "tool": {"name": "modelguard", "version": __version__},
        "as_of": report.as_of.isoformat(),
        "catalog": {
            "date": report.catalog.date.isoformat(),
            "models": report.catalog.models,
            "stale": report.catalog.stale,
        },
        "summary": {
            "files": report.files,
            "uses": len(report.uses),
            "error": counts.error,
            "warning": counts.warning,
            "note": counts.note,
            "suppressed": counts.suppressed,
            "baselined": counts.baselined,
            "seconds": round(report.seconds, 2),
        },
        "findings": [finding_object(finding) for finding in ordered(report.findings)],
        "errors": [visible(error) for error in report.errors],
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding. The message is for people and shows escapes; path and model text are kept as they are."""
    place = finding.location
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": visible(finding.message),
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "cell": place.cell,
        "model": model_object(finding.model),
        "lifecycle": lifecycle_object(finding.lifecycle),
        "entry": finding.entry,
        "fix": fix_object(finding.fix),
        "suppressed": finding.suppressed,
        "baselined": finding.baselined,
        "fingerprint": finding.fingerprint,
    }


def model_object(model: ModelFacts | None) -> dict[str, Any] | None:
    """The ``model`` object of a finding."""
    if model is None:
        return None
    return {
        "text": model.text,
        "id": model.id,
        "platform": model.platform,
        "pinning": model.pinning,
        "role": model.role,
        "resolves_to": model.resolves_to,
    }


def lifecycle_object(facts: LifecycleFacts | None) -> dict[str, Any] | None:
    """The ``lifecycle`` object of a finding; days as ISO 8601."""
    if facts is None:
        return None
    return {
        "stage": facts.stage,
        "deprecated": _day(facts.deprecated),
        "retires": _day(facts.retires),
        "date_kind": facts.date_kind,
        "days_left": facts.days_left,
        "replacement": list(facts.replacement),
        "after": facts.after,
        "source": facts.source,
    }


def fix_object(fix: Fix | None) -> dict[str, Any] | None:
    """The ``fix`` object of a finding; positions are [line, column], both from 1, the end exclusive."""
    if fix is None:
        return None
    return {
        "title": visible(fix.title),
        "safety": fix.safety,
        "edits": [{"start": list(edit.start), "end": list(edit.end), "text": edit.text} for edit in fix.edits],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
