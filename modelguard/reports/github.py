"""``--format github``: workflow commands that GitHub turns into annotations.

GitHub shows 10 annotations of each type a step (docs: "workflow commands", annotation limits), so the
loudest come first, the tenth of a full type names how many there are in all, and the rest are plain
lines of the log.
"""

from __future__ import annotations

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import visible
from modelguard.reports._tally import loudest, shown
from modelguard.types import Finding, Report, Severity

LIMIT = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, options: Options) -> str:
    """One command a finding up to the limit of each type, then the rest as log lines."""
    lines = [_command("error", {"title": "modelguard"}, f"could not verify: {error}") for error in report.errors]
    found = loudest(shown(report))
    rest: list[Finding] = []
    for level, command in _COMMANDS.items():
        of_level = [finding for finding in found if finding.severity is level]
        room = LIMIT - (min(len(report.errors), LIMIT - 1) if level is Severity.ERROR else 0)
        annotated = of_level if len(of_level) <= room else of_level[: room - 1]
        lines += [_annotation(finding, command) for finding in annotated]
        if more := len(of_level) - len(annotated):
            total = f"{more:,} more of {len(of_level):,} {command}s: see the log of this step"
            lines.append(_command(command, {"title": "modelguard"}, total))
            rest += of_level[len(annotated) :]
    lines += [_log_line(finding) for finding in rest]
    return "".join(line + "\n" for line in lines)


def _annotation(finding: Finding, command: str) -> str:
    place = finding.location
    cell = f" (cell {place.cell})" if place.cell is not None else ""
    properties = {"file": place.path, "line": str(place.line)}
    if place.line == place.end_line:  # GitHub refuses columns on ranges over several lines
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties |= {"endLine": str(place.end_line), "title": f"{finding.rule} {finding.name}{cell}"}
    return _command(command, properties, finding.message)


def _command(command: str, properties: dict[str, str], message: str) -> str:
    pairs = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {pairs}::{_data(visible(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    shown_text = "\n".join(visible(part) for part in text.split("\n"))
    return _data(shown_text).replace(":", "%3A").replace(",", "%2C")


def _log_line(finding: Finding) -> str:
    place = finding.location
    head = f"{finding.rule} {finding.severity.value} {visible(place.path)}:{place.line}:{place.column}"
    return f"{head}: {visible(finding.message)}".replace("##[", "##\\[")


REPORT = ReportFormat("github", render, "GitHub Actions annotations")
