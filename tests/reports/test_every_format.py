"""Promises that every format keeps."""

from __future__ import annotations

import dataclasses
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard.registry import parts
from modelguard.reports import Options, ReportFormat
from modelguard.types import CatalogFacts, Edit, Finding, Fix, Location, ModelFacts, Report, Severity, Span

from .sample import CLEAN, FINDINGS, NOTHING, REPORT

FORMATS: dict[str, ReportFormat] = {part.REPORT.name: part.REPORT for part in parts("modelguard.reports")}
NAMES = sorted(FORMATS)
TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF))
FINDING = st.builds(
    Finding,
    rule=st.sampled_from(["MG101", "MG103"]),
    name=st.just("some-rule"),
    severity=st.sampled_from(Severity),
    message=TEXT,
    location=st.builds(Location, path=TEXT.filter(bool), line=st.integers(1, 9), column=st.integers(1, 9)),
    model=st.builds(ModelFacts, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),
    entry=TEXT,
    fix=st.builds(lambda title, text: Fix(title, "safe", (Edit(Span(0, 1), text, (1, 1), (1, 2)),)), TEXT, TEXT),
    suppressed=st.booleans(),
    fingerprint=st.text("0123456789abcdef", min_size=4),
    owner=TEXT,
)


def report_of(*findings: Finding, **more: object) -> Report:
    facts = {"as_of": date(2026, 11, 21), "catalog": CatalogFacts(date(2026, 11, 20), 1), "files": 1}
    return Report(findings=findings, **{**facts, **more})  # type: ignore[arg-type]


def test_every_format_of_the_contract_is_there() -> None:
    promised = ["text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "rdjson"]
    assert sorted(promised) == NAMES


@pytest.mark.parametrize("name", NAMES)
@given(findings=st.lists(FINDING, max_size=3), errors=st.lists(TEXT, max_size=2))
@settings(max_examples=60, deadline=None)
def test_no_input_makes_a_format_raise_or_write_what_a_terminal_obeys(
    name: str, findings: list[Finding], errors: list[str]
) -> None:
    written = FORMATS[name].render(report_of(*findings, errors=tuple(errors)), Options())
    written.encode("utf-8")
    assert {char for char in written if not char.isprintable()} <= {"\n"}


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_findings_changes_nothing(name: str) -> None:
    turned = dataclasses.replace(REPORT, findings=FINDINGS[::-1])
    assert FORMATS[name].render(turned, Options()) == FORMATS[name].render(REPORT, Options())


@pytest.mark.parametrize("name", NAMES)
def test_a_report_without_findings_renders(name: str) -> None:
    for report in (CLEAN, NOTHING):
        FORMATS[name].render(report, Options()).encode()


@pytest.mark.parametrize("name", NAMES)
def test_a_format_says_in_one_line_what_it_is_for(name: str) -> None:
    assert FORMATS[name].summary
    assert "\n" not in FORMATS[name].summary


@pytest.mark.parametrize("name", ["text", "github", "markdown", "junit", "sarif", "json"])
def test_what_could_not_be_verified_is_said(name: str) -> None:
    written = FORMATS[name].render(report_of(errors=("no catalog for acme",)), Options())
    assert "no catalog for acme" in written


def test_junit_is_well_formed_for_every_text() -> None:
    ElementTree.fromstring(FORMATS["junit"].render(REPORT, Options()))
