"""`modelguard rule` lists every rule, explains one, and offers the nearest for a wrong code."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from modelguard import registry

CODES = sorted(module.RULE.code for module in registry.parts("modelguard.checks") if hasattr(module, "RULE"))


def rule(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "modelguard", "rule", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_without_a_code_every_rule_has_a_line() -> None:
    run = rule()
    assert run.returncode == 0
    assert [line.split()[0] for line in run.stdout.splitlines() if line.startswith("MG")] == CODES


def test_one_rule_is_explained_under_fixed_headings() -> None:
    text = rule("mg104").stdout
    headings = ["Why", "Bad", "Good", "How to fix", "Options", "Source"]
    places = [text.index(f"\n{heading}\n") for heading in headings]
    assert text.startswith("MG104 retiring-model (error")
    assert places == sorted(places)


def test_json_and_markdown_are_for_other_tools() -> None:
    assert [item["code"] for item in json.loads(rule("--format", "json").stdout)] == CODES
    assert json.loads(rule("MG102", "--format", "json").stdout)["levels"] == {"stable": "warning", "unpinnable": "note"}
    assert rule("MG102", "--format", "markdown").stdout.startswith("# floating-alias (MG102)\n")


@pytest.mark.parametrize(("wrong", "near"), [("MG1O4", "MG1"), ("retired-modle", "MG103"), ("xyz", "modelguard rule")])
def test_a_wrong_code_is_one_sentence_and_exit_2(wrong: str, near: str) -> None:
    run = rule(wrong)
    assert (run.returncode, run.stdout) == (2, "")
    assert near in run.stderr
    assert "Traceback" not in run.stderr
