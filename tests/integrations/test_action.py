"""The composite action: its shell scripts run for real, with the files and variables of a GitHub job."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from .scratch import BAD, CLEAN, ROOT, environment, repository

SCRIPTS = ROOT / "integrations" / "github"


@dataclasses.dataclass
class Step:
    """What a step left behind."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]


def step(script: str, folder: Path, temp: Path, **variables: str) -> Step:
    """Run one script as a step of a job."""
    names = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")
    files = {name: temp / name for name in names}
    for file in files.values():
        file.write_text("")
    env = environment(
        GITHUB_ACTIONS="true",
        RUNNER_TEMP=str(temp),
        GITHUB_REPOSITORY="o/r",
        **{name: str(file) for name, file in files.items()},
    )
    done = subprocess.run(
        ["bash", str(SCRIPTS / script)],
        cwd=folder,
        env=env | variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    lines = files["GITHUB_OUTPUT"].read_text().splitlines()
    outputs = dict(line.split("=", 1) for line in lines)
    return Step(done.returncode, done.stdout + done.stderr, files["GITHUB_STEP_SUMMARY"].read_text(), outputs)


@pytest.fixture
def temp(tmp_path: Path) -> Path:
    folder = tmp_path / "runner"
    folder.mkdir()
    return folder


def action() -> Any:
    return yaml.safe_load((ROOT / "action.yml").read_text())


def test_findings_are_annotated_summed_up_and_make_exit_1(tmp_path: Path, temp: Path) -> None:
    done = step("check.sh", repository(tmp_path / "r", app_py=BAD), temp)
    assert done.code == 1
    assert done.outputs == {"exit-code": "1"}
    assert re.search(r"^::(error|warning|notice) file=app\.py,line=4,col=39", done.log, re.MULTILINE)
    assert "## modelguard" in done.summary
    assert "app.py:4:39" in done.summary


def test_a_clean_repository_passes_and_says_so(tmp_path: Path, temp: Path) -> None:
    done = step("check.sh", repository(tmp_path / "r", app_py=CLEAN), temp)
    assert (done.code, done.outputs) == (0, {"exit-code": "0"})
    assert "No findings" in done.summary
    assert "::error" not in done.log


def test_sarif_is_written_where_it_is_asked_for_and_named(tmp_path: Path, temp: Path) -> None:
    folder = repository(tmp_path / "r", app_py=BAD)
    done = step("check.sh", folder, temp, MODELGUARD_SARIF="out dir/m.sarif")
    assert done.outputs == {"exit-code": "1", "sarif-file": "out dir/m.sarif"}
    assert json.loads((folder / "out dir" / "m.sarif").read_text())["version"] == "2.1.0"


def test_arguments_are_words_and_never_run(tmp_path: Path, temp: Path) -> None:
    folder = repository(tmp_path / "r", app_py=BAD, other_py=CLEAN)
    done = step("check.sh", folder, temp, MODELGUARD_ARGS="  other.py\n --exit-zero ")
    assert (done.code, done.outputs) == (0, {"exit-code": "0"})
    step("check.sh", folder, temp, MODELGUARD_ARGS="$(touch hacked) `touch hacked` ; touch hacked *")
    assert not (folder / "hacked").exists()


def test_wrong_usage_is_exit_2_and_leaves_no_summary(tmp_path: Path, temp: Path) -> None:
    done = step("check.sh", repository(tmp_path / "r", app_py=CLEAN), temp, MODELGUARD_ARGS="--no-such-option")
    assert (done.code, done.outputs, done.summary) == (2, {"exit-code": "2"}, "")


def test_no_input_is_pasted_into_a_script() -> None:
    for one in action()["runs"]["steps"]:
        assert "${{" not in one["run"]
        assert one["shell"] == "bash"


def test_every_input_is_described_and_every_script_is_there() -> None:
    assert all(one["description"] for one in action()["inputs"].values())
    for one in action()["runs"]["steps"]:
        name = re.search(r"integrations/github/(\S+\.sh)", one["run"])
        assert name is not None
        assert (SCRIPTS / name[1]).is_file()


def test_a_version_that_is_none_is_refused(tmp_path: Path, temp: Path) -> None:
    for version in ("1.0; rm -rf .", "--index-url=https://e.example", "@ file:///etc"):
        done = step("install.sh", tmp_path, temp, MODELGUARD_VERSION=version, MODELGUARD_ACTION=str(ROOT))
        assert done.code == 2
        assert "must be a version" in done.log


@pytest.mark.skipif(not os.environ.get("MODELGUARD_SLOW"), reason="installs from the package index: MODELGUARD_SLOW=1")
def test_the_action_installs_itself(tmp_path: Path, temp: Path) -> None:
    done = step("install.sh", tmp_path, temp, MODELGUARD_ACTION=str(ROOT))
    assert done.code == 0, done.log
    bin_ = Path((temp / "GITHUB_PATH").read_text().strip())
    run = subprocess.run([bin_ / "modelguard", "--version"], capture_output=True, text=True, check=True)
    assert "catalog of" in run.stdout
    folder = repository(tmp_path / "r", app_py=BAD)
    page = subprocess.run([bin_ / "modelguard", "report", "-o", "-"], cwd=folder, capture_output=True, text=True)
    assert "<!doctype html>" in page.stdout, page.stderr


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="there is no shellcheck here")
def test_the_scripts_are_sound_shell() -> None:
    subprocess.run(["shellcheck", *map(str, sorted(SCRIPTS.glob("*.sh")))], check=True)
