"""SARIF holds to its schema and to the limits of GitHub's code scanning."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from jsonschema import Draft4Validator

from modelguard.reports import Options, sarif
from modelguard.types import Finding, Location, Severity

from .sample import ALIAS, CLEAN, FINDINGS, NOT_UTF8, NOTHING, PATHS, REPORT, RETIRED

SCHEMA = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"


@cache
def validator() -> Draft4Validator:
    return Draft4Validator(json.loads(SCHEMA.read_text()))


def run_of(report: Any = REPORT) -> dict[str, Any]:
    log = json.loads(sarif.render(report, Options()))
    assert [error.message for error in validator().iter_errors(log)] == []
    run: dict[str, Any] = log["runs"][0]
    return run


def result_of(finding: Finding) -> dict[str, Any]:
    result: dict[str, Any] = run_of(dataclasses.replace(REPORT, findings=(finding,)))["results"][0]
    return result


def test_every_report_validates() -> None:
    for report in (REPORT, CLEAN, NOTHING):
        run_of(report)


def test_a_result_names_its_rule_by_code_and_by_index() -> None:
    run = run_of()
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_a_rule_has_what_code_scanning_shows() -> None:
    rule = next(rule for rule in run_of()["tool"]["driver"]["rules"] if rule["id"] == "MG102")
    assert rule["shortDescription"]["text"] == "A use or manifest value is an alias."
    assert rule["fullDescription"]["text"]
    assert "How to fix" in rule["help"]["markdown"]
    assert rule["properties"]["precision"] == "high"
    assert len(rule["properties"]["tags"]) <= 20
    assert rule["helpUri"].startswith("https://")


def test_paths_are_relative_percent_encoded_and_give_back_the_same_bytes() -> None:
    seen = {
        unquote_to_bytes(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in run_of()["results"]
    }
    assert {path.encode("utf-8", "surrogateescape") for path in PATHS} <= seen
    assert NOT_UTF8.encode("utf-8", "surrogateescape") == b"caf\xe9/\xff.py"


def test_columns_are_code_points_and_the_end_is_behind_the_last() -> None:
    region = result_of(RETIRED)["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 12, "startColumn": 23, "endLine": 12, "endColumn": 33}
    assert run_of()["columnKind"] == "unicodeCodePoints"


def test_suppressed_and_baselined_results_stay_and_are_marked() -> None:
    by_fingerprint = {r.get("partialFingerprints", {}).get("modelguard/v1"): r for r in run_of()["results"]}
    assert by_fingerprint["88"]["suppressions"][0]["kind"] == "inSource"
    assert by_fingerprint["99"]["suppressions"][0]["kind"] == "external"
    assert by_fingerprint["5f2b1c"]["suppressions"] == []


def test_a_fix_is_an_edit_of_the_same_file() -> None:
    change = result_of(ALIAS)["fixes"][0]["artifactChanges"][0]
    assert change["artifactLocation"]["uri"] == "src/app.py"
    assert change["replacements"][0]["insertedContent"]["text"] == "gpt-4o-2024-11-20"


def test_a_run_that_could_not_look_is_not_successful() -> None:
    invocation = run_of()["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == REPORT.errors[0]
    assert run_of(CLEAN)["invocations"][0]["executionSuccessful"] is True


def test_more_results_than_github_takes_are_cut_from_the_quiet_end_and_it_says_so() -> None:
    notes = [Finding("MG101", "hardcoded-model", Severity.NOTE, "m", Location(f"f{n}.py")) for n in range(25_010)]
    report = dataclasses.replace(CLEAN, findings=(*notes, RETIRED))
    run = json.loads(sarif.render(report, Options()))["runs"][0]
    assert len(run["results"]) == sarif.MAX_RESULTS
    assert any(result["level"] == "error" for result in run["results"])
    assert "11 of 25,011" in run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]


def test_the_levels_are_sarif_levels() -> None:
    assert {result["level"] for result in run_of()["results"]} <= {"error", "warning", "note"}
    assert len(run_of()["results"]) == len(FINDINGS)
