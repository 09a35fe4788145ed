"""The GitLab component: its script runs for real, with the variables that the job sets."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import yaml

from .scratch import BAD, CLEAN, ROOT, environment, repository

TEMPLATE = ROOT / "templates" / "modelguard" / "template.yml"


def component(**inputs: str) -> dict[str, Any]:
    """The job with its inputs filled in, as GitLab does it."""
    text = TEMPLATE.read_text()
    spec = next(yaml.safe_load_all(text.replace("$[[", "(").replace("]]", ")")))["spec"]["inputs"]
    values = {name: inputs.get(name, one["default"]) for name, one in spec.items()}
    body = text.split("\n---\n", 1)[1]
    filled = re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: values[match[1]], body)
    job: dict[str, Any] = yaml.safe_load(filled)["modelguard"]
    return job


def run(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The job's script, the lines joined as the runner joins them."""
    job = component(**inputs)
    variables = {name: str(value) for name, value in job["variables"].items()}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],
        cwd=folder,
        env=environment(GITLAB_CI="true", **variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_findings_make_exit_1_and_a_code_quality_report(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", app_py=BAD)
    done = run(folder)
    assert done.returncode == 1, done.stderr
    assert "app.py:4:39" in done.stdout
    entries = json.loads((folder / "gl-code-quality-report.json").read_text())
    assert entries[0]["location"] == {"path": "app.py", "lines": {"begin": 4, "end": 4}}


def test_a_clean_repository_passes_with_an_empty_report(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", app_py=CLEAN)
    assert run(folder, report="q.json").returncode == 0
    assert json.loads((folder / "q.json").read_text()) == []


def test_wrong_usage_is_exit_2(tmp_path: Path) -> None:
    assert run(repository(tmp_path / "r", app_py=CLEAN), args="--no-such-option").returncode == 2


def test_arguments_are_words_and_never_run(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", app_py=BAD, other_py=CLEAN)
    assert run(folder, args="other.py --statistics").returncode == 0
    run(folder, args="$(touch hacked) ; touch hacked")
    assert not (folder / "hacked").exists()


def test_the_report_is_kept_where_gitlab_looks_for_it() -> None:
    artifacts = component(report="x.json")["artifacts"]
    assert artifacts["reports"]["codequality"] == "x.json"
    assert artifacts["when"] == "always"
