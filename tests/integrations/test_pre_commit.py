"""The hooks, run by the real pre-commit in scratch repositories. Installing them takes the package index
and a minute, so it is asked for: ``MODELGUARD_SLOW=1``. The fields of the hook file are always checked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from .scratch import BAD, CLEAN, ROOT, environment, git, repository

slow = pytest.mark.skipif(not os.environ.get("MODELGUARD_SLOW"), reason="installs hooks: MODELGUARD_SLOW=1")
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pre-commit there."""
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env={**os.environ, **environment(), "NO_COLOR": ""},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


def try_repo(folder: Path, hook: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one hook of this repository on ``folder``, on what is staged."""
    return pre_commit(folder, "try-repo", str(ROOT), hook, "--verbose", "--color", "never", *arguments)


def test_the_hook_file_is_valid() -> None:
    done = pre_commit(ROOT, "validate-manifest", ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout


def test_there_are_four_hooks_and_only_one_that_is_run_by_hand() -> None:
    ids = [hook["id"] for hook in HOOKS]
    assert ids == ["modelguard", "modelguard-fix", "modelguard-manifest", "modelguard-deprecations"]
    assert [hook["id"] for hook in HOOKS if hook.get("stages") == ["manual"]] == ["modelguard-deprecations"]


def test_hooks_that_need_the_whole_repository_take_no_names_and_run_once() -> None:
    for hook in HOOKS[2:]:
        assert hook["pass_filenames"] is False
        assert hook["require_serial"] is True


@slow
def test_a_commit_that_adds_a_floating_model_is_blocked(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    (folder / "app.py").write_text(BAD)
    git(folder, "add", "app.py")
    done = try_repo(folder, "modelguard")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "app.py:4:39" in done.stdout


@slow
def test_a_clean_file_passes(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    (folder / "app.py").write_text(CLEAN)
    git(folder, "add", "app.py")
    done = try_repo(folder, "modelguard")
    assert done.returncode == 0, done.stdout + done.stderr


@slow
def test_a_partly_staged_file_is_judged_by_what_is_staged_and_stays_as_it_was(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", app_py=CLEAN)
    (folder / "app.py").write_text(CLEAN + "x = 1\n")
    git(folder, "add", "app.py")
    (folder / "app.py").write_text(CLEAN + "x = 1\n" + BAD)
    before = git(folder, "diff"), git(folder, "diff", "--cached")
    done = try_repo(folder, "modelguard")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (git(folder, "diff"), git(folder, "diff", "--cached")) == before


@slow
def test_many_files_in_parallel_batches_are_all_judged(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    for number in range(300):
        (folder / f"{'long' * 20}_{number}.py").write_text(BAD if number % 100 == 7 else CLEAN)
    git(folder, "add", "-A")
    done = try_repo(folder, "modelguard", "--all-files")
    assert done.returncode == 1
    for number in (7, 107, 207):
        assert f"_{number}.py:4:39" in done.stdout


@slow
def test_the_manifest_hook_runs_only_where_the_manifest_changes(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    (folder / "app.py").write_text(BAD)
    git(folder, "add", "app.py")
    assert "no files to check" in try_repo(folder, "modelguard-manifest").stdout
    (folder / "models.yaml").write_text("version: 1\nmodels:\n  chat: {model: openai/gpt-4, modle: x}\n")
    git(folder, "add", "models.yaml")
    done = try_repo(folder, "modelguard-manifest")
    assert done.returncode == 1, done.stdout
    assert "models.yaml:3" in done.stdout
