"""The hooks, run by the real pre-commit in scratch repositories. Installing them takes the package index
and a minute, so it is asked for: ``MODELGUARD_SLOW=1``. The fields of the hook file are always checked.
"""

from __future__ import annotations

import dataclasses
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


def pre_commit(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run pre-commit there."""
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env={**os.environ, **environment(), "NO_COLOR": "", **more},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


@dataclasses.dataclass(frozen=True)
class Hooks:
    """A clone of this repository that hooks are installed from, once for all tests."""

    source: Path
    home: Path

    def configure(self, folder: Path, *ids: str) -> None:
        """Write and commit the configuration that a user writes."""
        one = {"repo": str(self.source), "rev": git(self.source, "rev-parse", "HEAD").strip()}
        config = {"repos": [{**one, "hooks": [{"id": name} for name in ids]}]}
        (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        git(folder, "add", ".pre-commit-config.yaml")
        git(folder, "commit", "-q", "-m", "Configure the hooks", "--no-verify")

    def run(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """``pre-commit run``, on what is staged if nothing else is said."""
        return pre_commit(folder, "run", "--color", "never", *arguments, PRE_COMMIT_HOME=str(self.home))


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    source = tmp_path_factory.mktemp("source") / "modelguard"
    git(ROOT, "clone", "-q", str(ROOT), str(source))
    return Hooks(source, tmp_path_factory.mktemp("home"))


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
def test_try_repo_runs_the_hook_as_it_stands_here(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    (folder / "app.py").write_text(BAD)
    git(folder, "add", "app.py")
    done = pre_commit(folder, "try-repo", str(ROOT), "modelguard", "--color", "never")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "app.py:4:39" in done.stdout


@slow
def test_a_commit_that_adds_a_model_is_blocked_and_a_clean_one_goes_through(tmp_path: Path, hooks: Hooks) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    hooks.configure(folder, "modelguard")
    assert pre_commit(folder, "install", PRE_COMMIT_HOME=str(hooks.home)).returncode == 0
    (folder / "app.py").write_text(BAD)
    git(folder, "add", "app.py")
    who = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-m", "Add a model"]
    env = {**os.environ, **environment(), "PRE_COMMIT_HOME": str(hooks.home)}
    blocked = subprocess.run(who, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert blocked.returncode == 1
    assert "app.py:4:39" in blocked.stdout + blocked.stderr
    (folder / "app.py").write_text(CLEAN)
    git(folder, "add", "app.py")
    passed = subprocess.run(who, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert passed.returncode == 0, passed.stdout + passed.stderr


@slow
def test_a_partly_staged_file_is_judged_by_what_is_staged_and_stays_as_it_was(tmp_path: Path, hooks: Hooks) -> None:
    folder = repository(tmp_path / "r", app_py=CLEAN)
    hooks.configure(folder, "modelguard")
    (folder / "app.py").write_text(CLEAN + "x = 1\n")
    git(folder, "add", "app.py")
    (folder / "app.py").write_text(CLEAN + "x = 1\n" + BAD)
    before = git(folder, "diff"), git(folder, "diff", "--cached")
    done = hooks.run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (git(folder, "diff"), git(folder, "diff", "--cached")) == before


@slow
def test_all_files_in_parallel_batches_are_all_judged(tmp_path: Path, hooks: Hooks) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    for number in range(300):
        (folder / f"{'long' * 20}_{number}.py").write_text(BAD if number % 100 == 7 else CLEAN)
    git(folder, "add", "-A")
    hooks.configure(folder, "modelguard")
    done = hooks.run(folder, "--all-files", "--verbose")
    assert done.returncode == 1, done.stdout + done.stderr
    for number in (7, 107, 207):
        assert f"_{number}.py:4:39" in done.stdout


@slow
def test_the_manifest_hook_runs_only_where_the_manifest_changes(tmp_path: Path, hooks: Hooks) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    hooks.configure(folder, "modelguard-manifest", "modelguard-deprecations")
    (folder / "app.py").write_text(BAD)
    git(folder, "add", "app.py")
    done = hooks.run(folder)
    assert "no files to check" in done.stdout
    assert "deprecations" not in done.stdout
    (folder / "models.yaml").write_text("version: 1\nmodels:\n  chat: {model: openai/gpt-4, modle: x}\n")
    git(folder, "add", "models.yaml")
    done = hooks.run(folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "models.yaml:3" in done.stdout


@slow
def test_the_fix_hook_pins_an_alias_and_stops_the_commit_until_it_is_staged(tmp_path: Path, hooks: Hooks) -> None:
    folder = repository(tmp_path / "r", readme_txt="x\n")
    hooks.configure(folder, "modelguard-fix")
    (folder / "app.py").write_text(
        BAD.replace('"gpt-4"', '"claude-haiku-4-5"')
        .replace("openai.OpenAI", "anthropic.Anthropic")
        .replace("import openai", "import anthropic")
    )
    git(folder, "add", "app.py")
    done = hooks.run(folder)
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert '"claude-haiku-4-5-20251001"' in (folder / "app.py").read_text()
    git(folder, "add", "app.py")
    assert hooks.run(folder).returncode == 0
