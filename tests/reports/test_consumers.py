"""GitLab, JUnit, Markdown and rdjson: what each consumer needs is there and holds."""

from __future__ import annotations

import dataclasses
import json
from typing import Any
from xml.etree import ElementTree

from markdown_it import MarkdownIt

from modelguard.reports import Options, gitlab, junit, markdown, rdjson
from modelguard.types import Finding, Location, Severity

from .sample import CLEAN, FINDINGS, REPORT, RETIRED

OPEN = [finding for finding in FINDINGS if not (finding.suppressed or finding.baselined)]


def with_findings(*findings: Finding) -> Any:
    return dataclasses.replace(CLEAN, findings=findings)


def gitlab_entries(*findings: Finding) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads(gitlab.render(with_findings(*findings), Options()))
    return entries


def test_a_gitlab_entry_has_every_key_that_gitlab_documents() -> None:
    entries = gitlab_entries(*OPEN)
    assert len(entries) == len(OPEN)
    for entry in entries:
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(entry)
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert not entry["location"]["path"].startswith("./")


def test_gitlab_merges_nothing_since_every_fingerprint_is_its_own() -> None:
    twice = [dataclasses.replace(RETIRED, location=Location("src/app.py", line)) for line in (1, 2, 3)]
    assert len({entry["fingerprint"] for entry in gitlab_entries(*twice)}) == 3


def test_a_gitlab_fingerprint_stays_when_lines_move() -> None:
    moved = dataclasses.replace(RETIRED, location=Location("src/app.py", 99), fingerprint="")
    same = dataclasses.replace(RETIRED, location=Location("src/app.py", 7), fingerprint="")
    assert gitlab_entries(moved)[0]["fingerprint"] == gitlab_entries(same)[0]["fingerprint"]


def test_junit_counts_what_it_holds() -> None:
    root = ElementTree.fromstring(junit.render(REPORT, Options()))
    cases = root.findall(".//testcase")
    assert root.get("tests") == str(len(cases)) == str(len(FINDINGS) + 1)
    assert root.get("failures") == str(len(root.findall(".//failure"))) == "9"
    assert root.get("skipped") == str(len(root.findall(".//skipped"))) == "2"
    assert root.get("errors") == str(len(root.findall(".//error"))) == "1"


def test_a_clean_run_is_one_passed_test_in_junit() -> None:
    root = ElementTree.fromstring(junit.render(CLEAN, Options()))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "0", "0")


def test_markdown_takes_names_literally() -> None:
    hostile = Finding(
        "MG101",
        "x",
        Severity.ERROR,
        "<img src=x onerror=alert(1)> ![i](http://e.example/i) [a](javascript:x) @team #12 | `c` **b** http://e.example",
        Location("a`|<b>|`.py"),
    )
    written = markdown.render(with_findings(hostile), Options())
    html = MarkdownIt("commonmark", {"linkify": False}).enable("table").render(written)
    assert html.count("<tr>") == 2
    assert html.count("<td>") == 4
    for tag in ("<img", "<a ", "<em>", "<b>"):
        assert tag not in html
    assert "://" not in written
    assert "@team" not in written


def test_a_step_summary_stays_under_github_s_limit_and_names_what_is_left_out() -> None:
    many = [Finding("MG101", "x", Severity.NOTE, "m" * 500, Location(f"directory/file{n}.py")) for n in range(3000)]
    written = markdown.render(with_findings(*many, RETIRED), Options())
    assert len(written.encode()) < 1024 * 1024
    assert "of 3,001 findings are left out" in written
    assert "retired-model" in written


def test_rdjson_has_positions_codes_and_suggestions() -> None:
    report = dataclasses.replace(REPORT, findings=tuple(OPEN))
    result = json.loads(rdjson.render(report, Options()))
    assert result["source"]["name"] == "modelguard"
    assert {one["severity"] for one in result["diagnostics"]} <= {"ERROR", "WARNING", "INFO"}
    pinned = next(one for one in result["diagnostics"] if one["code"]["value"] == "MG102")
    assert pinned["location"]["range"]["start"] == {"line": 9, "column": 11}
    assert pinned["suggestions"][0]["text"] == "gpt-4o-2024-11-20"
    assert pinned["code"]["url"].startswith("https://")
