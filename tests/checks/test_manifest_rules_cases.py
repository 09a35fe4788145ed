"""Cases of the manifest's rules that need more than one sample: chains, environments, history, doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from modelguard import engine
from modelguard.checks._entries import sample
from modelguard.checks._proof import GOLDEN, result
from modelguard.config import Settings
from modelguard.types import Finding
from tests.manifest.example import commit

DAY = date(2026, 11, 21)


def found(root: Path, rule: str, files: dict[str, str], *, profile: str = "default", day: date = DAY) -> list[Finding]:
    """The findings of one rule on a repository."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    report = engine.check([root], settings=Settings(root=root, profile=profile), as_of=day)
    assert not [item.message for item in report.findings if item.rule == "MG902"]
    return [item for item in report.findings if item.rule == rule]


CHAIN = """\
version: 1
models:
  a: {model: claude-opus-4-8, fallbacks: [b]}
  b: {model: openai/gpt-5.4-2026-03-05, fallbacks: [c]}
  c: {model: claude-sonnet-5, fallbacks: [a]}
  d: {model: claude-sonnet-5, fallbacks: [d]}
  e: {model: claude-sonnet-5, fallbacks: [b]}
"""


def test_a_chain_of_entries_that_loops_is_reported_once_for_each_and_ends(tmp_path: Path) -> None:
    loops = found(tmp_path, "MG302", {"models.yaml": CHAIN})
    assert [item.location.line for item in loops] == [3, 4, 5, 6]
    assert "leads back to a itself" in loops[0].message


def test_a_fallback_through_an_entry_is_judged_as_that_entrys_model(tmp_path: Path) -> None:
    text = "version: 1\nmodels:\n  a: {model: claude-opus-4-8, fallbacks: [b]}\n  b: {model: openai/gpt-4-0613}\n"
    (only,) = found(tmp_path, "MG303", {"models.yaml": text})
    assert (only.location.line, only.severity) == (3, "error")
    assert "through entry b" in only.message


@pytest.mark.parametrize(
    ("namespace", "model", "fires"),
    [
        ("production", "anthropic.claude-opus-4-8", True), ("production", "bedrock/anthropic.claude-opus-4-8", True),
        ("production", "anthropic/claude-opus-4-8", False), ("production", "claude-opus-4-8", False), ("prod", "claude-sonnet-5", True), ("staging", "claude-sonnet-5", False),
        ("stg", "claude-sonnet-5", False), ("staging", "claude-opus-4-8", True), ("production", "gpt-5.4-2026-03-05", False),
    ],
)  # fmt: skip
def test_what_is_deployed_is_compared_by_environment(tmp_path: Path, namespace: str, model: str, fires: bool) -> None:
    manifest = (
        "version: 1\nmodels:\n  chat:\n    model: anthropic/claude-opus-4-8\n"
        "    environments: {staging: anthropic/claude-sonnet-5}\n    fallbacks: [openai/gpt-5.4-2026-03-05]\n"
    )
    deployment = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: chat, namespace: {namespace}}}\ndata:\n  CHAT_MODEL: {model}\n"
    assert bool(found(tmp_path, "MG108", {"models.yaml": manifest, "k8s.yaml": deployment})) is fires


def test_a_broken_entry_is_no_unknown_entry_and_the_others_are_still_checked(tmp_path: Path) -> None:
    files = {
        "models.yaml": sample() + "  other: {model: claude-sonnet-5, colour: red}\n",
        "app.py": 'from modelguard.runtime import load\n\nload()["other"]\n',
    }
    assert found(tmp_path, "MG205", files) == []
    assert [item.entry for item in found(tmp_path, "MG301", files)] == ["chat"]


EVALUATION = "    evaluation: {golden_set: g.jsonl, results: results/*.json}\n"


def test_a_result_older_than_the_last_commit_of_its_golden_set_is_stale(tmp_path: Path) -> None:
    files = {"models.yaml": sample(EVALUATION), "g.jsonl": GOLDEN}
    files["results/a.json"] = result("openai/gpt-5.4-2026-03-05", ran_at="2026-11-10T08:00:00Z")
    found(tmp_path, "MG505", files)
    commit(tmp_path, "2026-11-09")
    assert found(tmp_path, "MG505", {}) == []
    found(tmp_path, "MG505", {"g.jsonl": GOLDEN + '{"input": "new"}\n'})
    commit(tmp_path, "2026-11-12")
    (stale,) = found(tmp_path, "MG505", {})
    assert 'last change of "g.jsonl" on 2026-11-12' in stale.message


def test_what_a_result_file_cannot_prove_is_said(tmp_path: Path) -> None:
    files = {"models.yaml": sample(EVALUATION), "g.jsonl": GOLDEN}
    files["results/a.json"] = '{"testCases": [{"success": true}], "metricsScores": []}'
    files["results/b.json"] = "{"
    (only,) = found(tmp_path, "MG503", files)
    assert "not proven by" in only.message
    assert "DeepEval writes down the judge" in only.message
    assert '"results/b.json": no known evaluation tool wrote it' in only.message


def test_a_result_proves_the_model_in_any_spelling_and_through_an_alias(tmp_path: Path) -> None:
    files = {"models.yaml": sample(EVALUATION, model="openai/gpt-4o-2024-08-06"), "g.jsonl": GOLDEN}
    for spelling in ("gpt-4o-2024-08-06", "openai:gpt-4o", "azure/gpt-4o@2024-08-06"):
        assert found(tmp_path, "MG503", {**files, "results/a.json": result(spelling)}) == []
    assert found(tmp_path, "MG503", {**files, "results/a.json": result("gpt-4o-2024-11-20")})


def test_levels_follow_the_criticality_and_the_case(tmp_path: Path) -> None:
    text = sample(critical=True) + "  low: {model: claude-sonnet-5, criticality: low}\n"
    for rule in ("MG301", "MG307", "MG501"):
        assert [item.severity for item in found(tmp_path, rule, {"models.yaml": text})] == ["error", "warning"]


def test_as_of_a_later_day_the_manifest_says_what_will_be_broken_then(tmp_path: Path) -> None:
    files = {"models.yaml": sample("    previous: openai/gpt-4o-2024-08-06\n", model="openai/gpt-4o-2024-11-20")}
    assert found(tmp_path, "MG305", files) == []
    assert found(tmp_path, "MG305", files, day=date(2027, 2, 1))[0].location.line == 5
    assert len(found(tmp_path, "MG103", files, day=date(2027, 2, 1))) == 2


def test_every_model_the_manifest_names_is_looked_at(tmp_path: Path) -> None:
    retired = "openai/gpt-4-0613"
    text = (
        f"version: 1\ndeployments: {{old: {retired}}}\nmodels:\n  chat:\n    model: {retired}\n"
        f"    environments: {{staging: {retired}}}\n    previous: {retired}\n    fallbacks:\n      - {retired}\n"
        f"    rollout:\n      candidate: {retired}\n    evaluation:\n      judge: {retired}\n"
    )
    lines = [item.location.line for item in found(tmp_path, "MG103", {"models.yaml": text})]
    assert lines == [2, 5, 6, 7, 9, 11, 13]


def test_no_file_outside_the_repository_is_read_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(result("openai/gpt-5.4-2026-03-05"))
    root = tmp_path / "repo"
    (root / "results").mkdir(parents=True)
    (root / "results/a.json").symlink_to(tmp_path / "secret.json")
    assert found(root, "MG503", {"models.yaml": sample(EVALUATION), "g.jsonl": GOLDEN})


def test_nothing_is_unused_where_only_some_files_were_looked_at(tmp_path: Path) -> None:
    assert found(tmp_path, "MG203", {"models.yaml": sample(), "app.py": "x = 1\n"})
    settings = Settings(root=tmp_path)
    report = engine.check([tmp_path / "app.py"], settings=settings, as_of=DAY)
    assert [item for item in report.findings if item.rule == "MG203"] == []
