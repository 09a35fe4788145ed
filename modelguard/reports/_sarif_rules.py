"""The rule metadata of a SARIF run: descriptions, help, tags and precision, from the report's facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from modelguard.reports._escape import visible
from modelguard.reports._tally import ordered
from modelguard.types import Finding, Report, RuleFacts, Severity

_TOPICS = {
    "1": "models",
    "2": "manifest",
    "3": "rollback",
    "4": "rollout",
    "5": "evaluation",
    "6": "prompts",
    "7": "cost",
    "9": "run",
}
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def rules_of(report: Report, findings: Iterable[Finding]) -> list[RuleFacts]:
    """Every rule the report knows, and a bare one for a finding whose rule it does not; by code."""
    known = dict(report.rules)
    for finding in ordered(findings):
        known.setdefault(finding.rule, RuleFacts(finding.rule, finding.name, finding.name.replace("-", " ")))
    return [known[code] for code in sorted(known)]


def descriptor(rule: RuleFacts) -> dict[str, Any]:
    """The ``reportingDescriptor`` of a rule."""
    found: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": visible(rule.summary or rule.name)},
        "fullDescription": {"text": rule.why or rule.summary or rule.name},
        "help": {"text": _help_text(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": rule.level.value},
        "properties": {
            "tags": ["language-model", _TOPICS.get(rule.code[2:3], "other")],
            "precision": "high" if rule.code[2:3] == "1" else "very-high",
            "problem.severity": _PROBLEM[rule.level],
        },
    }
    if rule.source.startswith("https://"):
        found["helpUri"] = rule.source.split()[0]
    return found


def _help_text(rule: RuleFacts) -> str:
    parts = [rule.summary, rule.why, f"How to fix: {rule.fix}" if rule.fix else ""]
    parts += [f"Source: {rule.source}" if rule.source else "", f"See: modelguard rule {rule.code}"]
    return "\n\n".join(part for part in parts if part)


def _help_markdown(rule: RuleFacts) -> str:
    parts = [f"# {rule.name} ({rule.code})", rule.summary]
    parts += [f"## Why\n\n{rule.why}" if rule.why else "", f"## How to fix\n\n{rule.fix}" if rule.fix else ""]
    parts += [f"## Source\n\n{rule.source}" if rule.source else ""]
    parts += [f"`modelguard rule {rule.code}` shows a bad and a good example."]
    return "\n\n".join(part for part in parts if part)
