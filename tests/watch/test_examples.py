"""The scheduled jobs in ``examples/ci`` do what they say, run with a stand-in for the forge's client."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

CI = Path(__file__).resolve().parents[2] / "examples" / "ci"
RECORDER = '#!/bin/sh\necho "$(basename "$0") $*" >> "$CALLS"\n'


def steps() -> dict[str, dict[str, Any]]:
    job = yaml.safe_load((CI / "github-deprecations.yml").read_text())["jobs"]["watch"]
    return {step["name"]: step for step in job["steps"] if "name" in step}


def run(tmp_path: Path, script: str, stubs: dict[str, str], **environ: str) -> tuple[int, str]:
    """Run a step's script as GitHub does, with stubs first on the path."""
    folder = tmp_path / "bin"
    folder.mkdir(exist_ok=True)
    for name, text in stubs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    calls = tmp_path / "calls"
    env = {"PATH": f"{folder}:{os.environ['PATH']}", "CALLS": str(calls), "RUNNER_TEMP": str(tmp_path), **environ}
    env |= {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}
    done = subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=env, capture_output=True, text=True)
    return done.returncode, calls.read_text() if calls.exists() else ""


@pytest.mark.parametrize("code", [0, 1, 3])
def test_the_job_goes_on_to_the_issue_and_fails_at_the_end(tmp_path: Path, code: int) -> None:
    stub = RECORDER + f'case "$*" in *--issue*) exit {code};; esac\n'
    status, _ = run(tmp_path, steps()["What retires"]["run"], {"modelguard": stub})
    assert status == 0
    assert (tmp_path / "output").read_text() == f"code={code}\n"
    last = steps()["Fail where something is near or was not verified"]
    assert last["if"] == "always()"
    assert run(tmp_path, last["run"], {}, CODE=str(code))[0] == code
    assert run(tmp_path, last["run"], {}, CODE="")[0] == 3


def test_wrong_usage_ends_the_job_before_the_issue(tmp_path: Path) -> None:
    assert run(tmp_path, steps()["What retires"]["run"], {"modelguard": RECORDER + "exit 2\n"})[0] == 2


def test_an_open_issue_is_updated_and_a_missing_one_opened(tmp_path: Path) -> None:
    script = steps()["Open or update the issue"]["run"]
    _, calls = run(tmp_path, script, {"gh": RECORDER})
    assert "gh issue create --title Models that retire soon" in calls
    (tmp_path / "calls").unlink()
    _, calls = run(tmp_path, script, {"gh": RECORDER + 'case "$*" in "issue list"*) echo 7;; esac\n'})
    assert "gh issue edit 7" in calls
    assert "issue create" not in calls


def test_a_pull_request_is_opened_only_for_a_change(tmp_path: Path) -> None:
    script = steps()["Propose the catalog change"]["run"]
    status, calls = run(tmp_path, script, {"modelguard": RECORDER, "git": RECORDER, "gh": RECORDER})
    assert (status, "gh pr" in calls) == (0, False)
    changed = RECORDER + 'case "$*" in status*) echo " M catalog/openai.yaml";; esac\n'
    _, calls = run(tmp_path, script, {"modelguard": RECORDER, "git": changed, "gh": RECORDER})
    assert "gh pr create --head modelguard/catalog" in calls


@pytest.mark.parametrize("name", ["github-deprecations.yml", "gitlab-deprecations.yml"])
def test_every_script_is_shell(name: str) -> None:
    data = yaml.safe_load((CI / name).read_text())
    if "jobs" in data:
        scripts = [step["run"] for step in data["jobs"]["watch"]["steps"] if "run" in step]
    else:
        scripts = data["model-deprecations"]["script"]
    for script in scripts:
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
