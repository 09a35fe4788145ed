"""``--format junit``: one test suite a file, one test case a finding, for CI systems that read JUnit XML.

Errors and warnings are failures; notes pass, with the message as output; suppressed and baselined
findings are skipped tests; what could not be verified is an error. A clean run is one passed test.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from modelguard.reports import Options, ReportFormat
from modelguard.reports._escape import visible
from modelguard.reports._tally import is_open, ordered
from modelguard.types import Finding, Report, Severity

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def render(report: Report, options: Options) -> str:
    """An XML document."""
    from xml.etree.ElementTree import Element, indent, tostring

    root = Element("testsuites", name="modelguard")
    for path, findings in groupby(ordered(report.findings), key=lambda finding: finding.location.path):
        _suite(root, path, list(findings))
    _run_suite(root, report)
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _suite(root: Element, path: str, findings: list[Finding]) -> None:
    from xml.etree.ElementTree import SubElement

    suite = SubElement(root, "testsuite", name=visible(path))
    for finding in findings:
        _case(suite, finding, path)
    _count(suite)


def _case(suite: Element, finding: Finding, path: str) -> None:
    from xml.etree.ElementTree import SubElement

    place = finding.location
    name = f"{finding.rule} {finding.name} at {place.line}:{place.column}"
    if place.cell is not None:
        name += f" (cell {place.cell})"
    shown = visible(path)
    case = SubElement(suite, "testcase", classname=shown, name=name, file=shown, line=str(place.line))
    text = f"{shown}:{place.line}:{place.column}: {finding.rule} {visible(finding.message)}"
    if not is_open(finding):
        reason = "suppressed in the source" if finding.suppressed else "in the baseline"
        SubElement(case, "skipped", message=reason)
    elif finding.severity is Severity.NOTE:
        SubElement(case, "system-out").text = text
    else:
        kind = finding.severity.value
        SubElement(case, "failure", message=visible(finding.message), type=kind).text = text


def _run_suite(root: Element, report: Report) -> None:
    """What could not be verified; and one passed test where there is nothing else to say."""
    from xml.etree.ElementTree import SubElement

    if not report.errors and (len(root) or not report.files):
        return
    suite = SubElement(root, "testsuite", name="modelguard")
    for error in report.errors:
        case = SubElement(suite, "testcase", classname="modelguard", name="could not verify")
        SubElement(case, "error", message=visible(error), type="could-not-verify")
    if not report.errors:
        SubElement(suite, "testcase", classname="modelguard", name=f"{report.files:,} files without findings")
    _count(suite)


def _count(suite: Element) -> None:
    counts = {"tests": "testcase", "failures": "*/failure", "errors": "*/error", "skipped": "*/skipped"}
    for name, path in counts.items():
        suite.set(name, str(len(suite.findall(path))))


REPORT = ReportFormat("junit", render, "JUnit XML for CI test reports")
