"""Readiness: for each entry of the manifest, what the checks said on each topic."""

from __future__ import annotations

from collections import Counter

from modelguard.reports._tally import is_open, ordered, plural
from modelguard.types import Finding, Report, record

TOPICS = {
    "1": "Model",
    "2": "Entry",
    "3": "Way back",
    "4": "Rollout",
    "5": "Evaluation",
    "6": "Prompts",
    "7": "Cost",
}


@record
class Cell:
    """One topic of one entry: the worst level, ``no findings``, or ``not checked``, and the findings behind it."""

    state: str
    findings: tuple[Finding, ...] = ()

    @property
    def count(self) -> str:
        """``1 error, 2 warnings``."""
        numbers = Counter(finding.severity for finding in self.findings)
        levels = sorted(numbers, key=lambda level: -level.rank)
        return ", ".join(plural(numbers[level], level.value) for level in levels)


@record
class Row:
    """One entry of the manifest with its owner and a cell for each topic."""

    entry: str
    owner: str | None
    models: tuple[str, ...]
    cells: tuple[Cell, ...]


def rows(report: Report) -> list[Row]:
    """One row an entry, by name."""
    names = {use.entry for use in report.uses if use.entry}
    names |= {finding.entry for finding in report.findings if finding.entry}
    return [_row(name, report) for name in sorted(names)]


def _row(name: str, report: Report) -> Row:
    found = [finding for finding in ordered(report.findings) if finding.entry == name]
    models = dict.fromkeys(use.text for use in report.uses if use.entry == name)
    owner = next((finding.owner for finding in found if finding.owner), None)
    cells = tuple(_cell(topic, found, report) for topic in TOPICS)
    return Row(name, owner, tuple(models), cells)


def _cell(topic: str, found: list[Finding], report: Report) -> Cell:
    """Nothing passes that no rule looked at."""
    about = tuple(finding for finding in found if finding.rule[2:3] == topic and is_open(finding))
    if about:
        return Cell(max(about, key=lambda finding: finding.severity.rank).severity.value, about)
    checked = any(code[2:3] == topic for code in report.rules)
    return Cell("no findings" if checked and not report.errors else "not checked")
