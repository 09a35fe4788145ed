"""CODEOWNERS names who answers for a finding; the entry's own owner comes first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OLD = 'client.chat.completions.create(model="gpt-4-0613")\n'


def check(repo: Path, *args: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "modelguard", "check", ".", "--as-of", "2026-11-21", *args],
        cwd=repo, env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    return done.stdout


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "CODEOWNERS").write_text("* @everyone\n/src/ @org/team-src ops@example.com\n/src/free.py\n")
    (tmp_path / "src").mkdir()
    for name in ("src/a.py", "src/free.py", "b.py"):
        (tmp_path / name).write_text(OLD)
    (tmp_path / "models.yaml").write_text("version: 1\nmodels:\n  chat:\n    owner: team-chat\n    model: gpt-4-0613\n")
    return tmp_path


def test_the_owner_stands_under_the_finding_with_v(repo: Path) -> None:
    blocks = {block.split(":", 1)[0]: block for block in check(repo, "-v", "--select", "MG103").split("\n\n")}
    assert "  owner: @everyone\n" in blocks["b.py"]
    assert "  owner: @org/team-src ops@example.com\n" in blocks["src/a.py"]
    assert "owner:" not in blocks["src/free.py"]
    assert "owner:" not in check(repo, "--select", "MG103")


def test_an_entry_has_the_owner_it_declares(repo: Path) -> None:
    assert "owner: team-chat" in check(repo, "-v", "--select", "MG301", "--fail-on", "warning")


def test_reports_for_people_name_the_owner_and_mention_nobody(repo: Path) -> None:
    markdown = check(repo, "--select", "MG103", "--format", "markdown")
    assert "Owner: &#64;org/team-src ops&#64;example.com." in markdown
    assert "@" not in markdown
    quality = json.loads(check(repo, "--select", "MG103", "--format", "gitlab"))
    assert any(item["description"].endswith("(owner: @everyone)") for item in quality)


def test_the_json_report_keeps_the_keys_of_its_contract(repo: Path) -> None:
    findings = json.loads(check(repo, "--format", "json"))["findings"]
    assert all("owner" not in item for item in findings)


def test_statistics_count_the_findings_of_each_rule_most_first(repo: Path) -> None:
    rows = [line.split() for line in check(repo, "--statistics").splitlines() if "MG" in line]
    counts = [int(row[0]) for row in rows]
    assert ["4", "MG103", "retired-model"] in [[row[0], row[1], row[-1]] for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert len({row[1] for row in rows}) == len(rows)


def test_the_watcher_names_the_owner_of_each_place(repo: Path) -> None:
    command = [sys.executable, "-m", "modelguard", "deprecations", ".", "--offline", "--as-of", "2026-11-21"]
    done = subprocess.run(
        [*command, "--format", "json"],
        cwd=repo,
        capture_output=True,
        text=True,
        check=False,
    )
    text = done.stdout
    assert '"owner": "@org/team-src ops@example.com"' in text, done.stderr
    assert '"owner": "@everyone"' in text
    assert '"owner": "team-chat"' in text
