"""`--changed REF` in real repositories: what a change touched is reported, what it left alone is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

OLD = 'client.chat.completions.create(model="gpt-4-0613")\n'
ENV = {
    **os.environ, "NO_COLOR": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
}  # fmt: skip


def git(repo: Path, *args: str) -> str:
    return subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *args],
        cwd=repo,
        env=ENV,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def commit(repo: Path, files: dict[str, str], message: str = "change") -> str:
    for name, text in files.items():
        (repo / name).parent.mkdir(parents=True, exist_ok=True)
        (repo / name).write_text(text)
    git(repo, "add", "-A")
    git(repo, "commit", "-q", "-m", message)
    return git(repo, "rev-parse", "HEAD")


def check(cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "modelguard", "check", "--as-of", "2026-11-21", "--format", "json", *args]
    return subprocess.run(command, cwd=cwd, env=ENV, capture_output=True, text=True, check=False)


def places(cwd: Path, ref: str, *args: str) -> list[tuple[str, str, int]]:
    done = check(cwd, "--changed", ref, *args)
    assert done.returncode in (0, 1), done.stderr
    return [(item["rule"], item["path"], item["line"]) for item in json.loads(done.stdout)["findings"]]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    repo = tmp_path / "repo"
    repo.mkdir()
    git(repo, "init", "-q", "-b", "main")
    commit(repo, {"app.py": OLD + "\n" * 20, "sub/old.py": "import client\n" * 30 + OLD})
    return repo


def test_an_untouched_line_is_not_reported_and_a_changed_one_is(repo: Path) -> None:
    (repo / "app.py").write_text(OLD + "\n" * 20 + OLD)
    assert places(repo, "HEAD") == [("MG103", "app.py", 22)]


def test_committed_staged_and_unstaged_changes_and_new_files_all_count(repo: Path) -> None:
    base = git(repo, "rev-parse", "HEAD")
    commit(repo, {"committed.py": OLD})
    (repo / "staged.py").write_text(OLD)
    git(repo, "add", "staged.py")
    (repo / "untracked é.py").write_text(OLD)
    assert [path for _, path, _ in places(repo, base)] == ["committed.py", "staged.py", "untracked é.py"]


def test_a_renamed_file_counts_only_where_it_changed_as_well(repo: Path) -> None:
    git(repo, "mv", "sub/old.py", "moved.py")
    assert places(repo, "HEAD") == []
    (repo / "moved.py").write_text(OLD + (repo / "moved.py").read_text())
    assert places(repo, "HEAD") == [("MG103", "moved.py", 1)]


def test_what_the_target_branch_changed_meanwhile_does_not_count(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "work")
    commit(repo, {"work.py": OLD})
    git(repo, "checkout", "-q", "main")
    commit(repo, {"app.py": "\n" * 20})
    git(repo, "checkout", "-q", "work")
    assert places(repo, "main") == [("MG103", "work.py", 1)]


def test_a_root_below_the_top_of_the_repository_is_compared_by_its_own_paths(repo: Path) -> None:
    (repo / "sub" / "modelguard.toml").write_text("")
    (repo / "sub" / "new.py").write_text(OLD)
    (repo / "app.py").write_text(OLD * 2)
    assert places(repo / "sub", "HEAD", ".") == [("MG103", "new.py", 1)]


@pytest.mark.parametrize("ref", ["nowhere", "HEAD~9", "--output=x", "deadbeef", ""])
def test_an_unknown_ref_is_wrong_usage_and_names_it(ref: str, repo: Path) -> None:
    done = check(repo, f"--changed={ref}")
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("modelguard: error: --changed")
    assert not (repo / "x").exists()


def test_outside_git_it_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(OLD)
    assert check(tmp_path, "--changed", "HEAD").returncode == 2


def test_a_shallow_clone_without_a_common_commit_compares_with_the_ref_and_says_so(repo: Path, tmp_path: Path) -> None:
    for number in range(3):
        commit(repo, {f"main{number}.py": "x = 1\n"})
    git(repo, "checkout", "-q", "-b", "work", "HEAD~2")
    commit(repo, {"work.py": OLD})
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "work", repo.as_uri(), "clone")
    clone = tmp_path / "clone"
    assert check(clone, "--changed", "origin/main").returncode == 2
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    assert places(clone, "origin/main") == [("MG103", "work.py", 1)]
    assert "shallow" in check(clone, "--changed", "origin/main").stderr


def test_a_line_that_looks_like_a_header_and_a_users_own_git_settings_change_nothing(repo: Path) -> None:
    for key, value in (("diff.mnemonicPrefix", "true"), ("diff.noprefix", "true"), ("diff.interHunkContext", "50")):
        git(repo, "config", key, value)
    (repo / ".gitattributes").write_text("*.py -diff\n")
    git(repo, "add", ".gitattributes")
    (repo / "app.py").write_text(OLD + '\nX = """\n++ b/other.py\n@@ -1,9 +1,9 @@\n"""\n' + OLD)
    assert places(repo, "HEAD") == [("MG103", "app.py", 7)]


MANIFEST = """version: 1
models:
  chat:
    owner: team
    model: openai/gpt-5.4-2026-03-05
    fallbacks: [anthropic/claude-sonnet-5]
  other:
    owner: team
    model: openai/gpt-5.4-2026-03-05
"""


def test_an_entry_counts_where_a_line_of_it_went_and_its_neighbour_does_not(repo: Path) -> None:
    commit(repo, {"models.yaml": MANIFEST})
    (repo / "models.yaml").write_text(MANIFEST.replace("    fallbacks: [anthropic/claude-sonnet-5]\n", ""))
    found = places(repo, "HEAD", "--select", "MG301")
    assert found == [("MG301", "models.yaml", 3)]


def test_a_file_that_a_change_broke_is_named_wherever_it_breaks(repo: Path) -> None:
    text = (repo / "app.py").read_text()
    commit(repo, {"app.py": "VALUE = 1\n" + text})
    (repo / "app.py").write_text("VALUE = (1\n" + text)
    assert "MG901" in [rule for rule, _, _ in places(repo, "HEAD")]


def test_findings_of_the_run_itself_are_never_dropped(repo: Path) -> None:
    done = check(repo, "--changed", "HEAD", "--as-of", "2026-11-21", "--select", "MG103")
    assert json.loads(done.stdout)["findings"] == []
    script = (
        "import sys, datetime\n"
        "import modelguard.cli._common as common, modelguard.cli.check as check\n"
        "check.today = common.today = lambda: datetime.date(2027, 1, 31)\n"
        "sys.argv = ['modelguard', 'check', '--changed', 'HEAD', '--format', 'json']\n"
        "from modelguard.__main__ import main\n"
        "main()\n"
    )
    late = subprocess.run(
        [sys.executable, "-c", script], cwd=repo, env=ENV, capture_output=True, text=True, check=False
    )
    assert [item["rule"] for item in json.loads(late.stdout)["findings"]] == ["MG904"], late.stderr
