"""``catalog list`` and ``catalog show``: what they print, and what they say where there is nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from modelguard.cli import app

DAY = ["--as-of", "2026-11-21"]


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["catalog", *words])


def test_list_narrows_by_platform_stage_and_days() -> None:
    done = run("list", "--platform", "openai", "--retiring-within", "30", *DAY, "--format", "jsonl")
    found = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert done.exit_code == 0
    assert found["gpt-5-2025-08-07"]["days_left"] == 20
    assert "gpt-4o-2024-11-20" not in found
    assert all(row["platform"] == "openai" and row["stage"] != "retired" for row in found.values())
    gone = json.loads(run("list", "--stage", "retired", *DAY, "--format", "json").stdout)
    assert {row["stage"] for row in gone} == {"retired"}


def test_the_day_decides_the_stage() -> None:
    before = json.loads(run("show", "gpt-4-0613", "--as-of", "2026-10-22", "--format", "json").stdout)
    after = json.loads(run("show", "gpt-4-0613", "--as-of", "2026-10-23", "--format", "json").stdout)
    stages = [next(row["stage"] for row in rows if row["platform"] == "openai") for rows in (before, after)]
    assert stages == ["deprecated", "retired"]


def test_list_says_how_many() -> None:
    done = run("list", "--platform", "deepseek", *DAY)
    assert done.stdout.splitlines()[-1].endswith(" models")
    rows = [line for line in done.stdout.splitlines() if line.startswith("deepseek/")]
    assert len(rows) == int(done.stdout.splitlines()[-1].split()[0])


def test_show_gives_every_platform_and_every_evidence() -> None:
    done = run("show", "gpt-4o", *DAY)
    assert done.exit_code == 0
    assert {"azure/gpt-4o", "openai/gpt-4o"} <= set(done.stdout.splitlines())
    assert "retires 2027-01-14, in 54 days" in done.stdout
    assert "alias, points to gpt-4o-2024-08-06" in done.stdout
    assert "https://developers.openai.com/api/docs/deprecations on 2026-11-10" in done.stdout


def test_show_understands_a_spelling() -> None:
    done = run("show", "bedrock/us.anthropic.claude-3-haiku-20240307-v1:0", *DAY)
    assert done.stdout.startswith("bedrock/anthropic.claude-3-haiku-20240307-v1:0\n")
    assert "2026-10-17 ap-northeast-2, ap-south-1, ap-southeast-1" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "gpt-4oo"], 'no model "gpt-4oo" in the catalog: did you mean "gpt-4o"?'),
        (["show", "zzzzzz"], "`modelguard catalog list` lists what is known"),
        (["show", "gpt-4o", "--platform", "opnai"], "did you mean 'openai'?"),
        (["list", "--platform", "opnai"], "did you mean 'openai'?"),
        (["show", "gpt-4\u202eo"], "\\u202e"),
    ],
)
def test_what_is_not_known_is_wrong_usage(words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_projects_overrides_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "modelguard.toml").write_text('catalog = ["own.yaml"]\n')
    seen = "evidence: [{url: https://example.com/ours, seen: 2026-11-20}]"
    (tmp_path / "own.yaml").write_text(
        f"platform: openai\nupdated: 2026-11-21\nmodels: [{{id: our-own, pinning: pinned, {seen}}}]\n"
    )
    monkeypatch.chdir(tmp_path)
    done = run("show", "our-own", *DAY)
    assert done.exit_code == 0
    assert "https://example.com/ours on 2026-11-20" in done.stdout
    (tmp_path / "own.yaml").write_text("platform: openai\n")
    bad = run("show", "our-own")
    assert bad.exit_code == 2
    assert "own.yaml:1" in bad.stderr
