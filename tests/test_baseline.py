"""A baseline knows a finding by what it is: moved lines change nothing, new findings are new."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from modelguard import baseline
from modelguard.errors import UsageError
from modelguard.types import Finding, Location, ModelFacts, Severity


def finding(path: str, line: int, *, model: str = "gpt-4o", rule: str = "MG102") -> Finding:
    facts = ModelFacts(model, model, "openai", "alias", "selects")
    return Finding(rule, "name", Severity.ERROR, "message", Location(path, line, 1, line, 5), model=facts)


def accepted(*findings: Finding) -> frozenset[str]:
    return frozenset(item.fingerprint for item in baseline.with_fingerprints(findings))


def test_moved_lines_keep_their_fingerprint_and_its_twin_has_another() -> None:
    before = accepted(finding("a.py", 1), finding("a.py", 5))
    assert before == accepted(finding("a.py", 11), finding("a.py", 15))
    assert len(before) == 2


@pytest.mark.parametrize(
    "other", [finding("b.py", 1), finding("a.py", 1, model="gpt-4.1"), finding("a.py", 1, rule="MG104")]
)
def test_path_id_and_rule_each_make_another_finding(other: Finding) -> None:
    assert accepted(finding("a.py", 1)).isdisjoint(accepted(other))


def test_what_is_written_is_accepted_and_a_third_use_is_new(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    old = [finding("a.py", 1), finding("a.py", 5)]
    assert baseline.write(file, old) == 2
    applied = baseline.apply([*old, finding("a.py", 9)], baseline.read(file))
    assert [item.baselined for item in applied.findings] == [True, True, False]
    assert applied.note is None


def test_entries_that_found_nothing_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    baseline.write(file, [finding("a.py", 1), finding("b.py", 1)])
    assert baseline.apply([finding("a.py", 1)], baseline.read(file)).note == (
        "1 baseline entry no longer applies: write the baseline anew with --write-baseline."
    )


def test_a_suppressed_finding_is_not_written_and_still_counts_as_an_occurrence() -> None:
    findings = [replace(finding("a.py", 1), suppressed=True), finding("a.py", 5)]
    written = json.loads(baseline.render(findings))
    assert [entry["nth"] for key, entry in written.items() if key != "version"] == [2]


def test_the_same_findings_in_any_order_give_the_same_bytes_without_lines() -> None:
    findings = [finding("b.py", 3), finding("a.py", 7), finding("a.py", 2)]
    text = baseline.render(findings)
    assert text == baseline.render(reversed(findings))
    assert "line" not in text
    assert [row.endswith(",") for row in text.split("\n")[1:-3]] == [True] * 3


def test_two_branches_merge_cleanly(tmp_path: Path) -> None:
    middle = finding("m.py", 1)
    versions = {"base": [middle], "ours": [finding("a.py", 1), middle], "theirs": [middle, finding("z.py", 1)]}
    for name, findings in versions.items():
        baseline.write(tmp_path / name, findings)
    subprocess.run(["git", "merge-file", "ours", "base", "theirs"], cwd=tmp_path, check=True)
    assert len(baseline.read(tmp_path / "ours")) == 3


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", "null", '{"version": 2}', '{"version": 1, "x": {}}', '{"version": 1, "x": 3}', "\x00",
        '{"version": 1, "x": {"rule": "MG102", "path": "a", "id": "b", "nth": true}}', "<<<<<<< ours\n{}", "[" * 100_000,
    ],
)  # fmt: skip
def test_a_baseline_that_cannot_be_read_is_one_sentence(text: str, tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        baseline.read(file)
    assert "\n" not in str(caught.value)
    assert "baseline" in str(caught.value)


def test_a_missing_baseline_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--write-baseline"):
        baseline.read(tmp_path / "none.json")
