"""``generate``: constants that type-check, variables that are read back, and a check that says when they are stale."""

from __future__ import annotations

import ast
import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from modelguard.targets import constant
from tests.fixing.fixer import run

MANIFEST = """\
version: 1
models:
  chat:
    owner: team
    model: openai/gpt-5.4-2026-03-05
    environments: {staging: anthropic/claude-opus-4-8}
    previous: openai/gpt-4o-2024-11-20
    fallbacks: [anthropic/claude-opus-4-8]
  summary.bulk: {model: bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "models.yaml").write_text(MANIFEST)
    return tmp_path


def test_python_constants(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELGUARD_MODEL_CHAT", "not/this")
    assert run(project, "generate", "python", "-o", "app_models.py").exit_code == 0
    names = runpy.run_path(str(project / "app_models.py"))
    assert names["CHAT"].id == "gpt-5.4-2026-03-05"
    assert names["CHAT"].fallbacks == ("anthropic/claude-opus-4-8",)
    assert names["MODELS"]["summary.bulk"] is names["SUMMARY_BULK"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "app_models.py"],
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_typescript_constants(project: Path) -> None:
    text = run(project, "generate", "typescript").stdout
    assert 'export const SUMMARY_BULK = {\n  model: "bedrock/us.anthropic' in text
    assert text.count("as const satisfies Model;") == 2
    node = shutil.which("node")
    if node is None:
        return
    plain = text.split("/** One entry")[0] + text[text.index("// modelguard entry") :]
    for typed in (" as const satisfies Model", " as const satisfies Record<string, Model>"):
        plain = plain.replace(typed, "")
    (project / "m.mjs").write_text(plain + "console.log(JSON.stringify(MODELS))\n")
    done = subprocess.run([node, "m.mjs"], cwd=project, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["chat"]["id"] == "gpt-5.4-2026-03-05"


def test_variables_of_an_environment(project: Path) -> None:
    text = run(project, "generate", "env", "--environment", "staging").stdout
    assert "\nCHAT_MODEL=claude-opus-4-8\n" in text
    assert "\nCHAT_MODEL_FALLBACKS=claude-opus-4-8\n" in text
    assert "\nSUMMARY_BULK_MODEL=us.anthropic.claude-haiku-4-5-20251001-v1:0\n" in text


def test_a_configmap_is_yaml(project: Path) -> None:
    data = yaml.safe_load(run(project, "generate", "configmap").stdout)
    assert data["kind"] == "ConfigMap"
    assert data["data"]["CHAT_MODEL"] == "gpt-5.4-2026-03-05"


@pytest.mark.parametrize("target", ["python", "typescript", "env", "configmap"])
def test_check_says_when_it_is_stale(project: Path, target: str) -> None:
    arguments = ("generate", target, "-o", "out/file.txt")
    assert run(project, *arguments, "--check").exit_code == 1
    assert run(project, *arguments).exit_code == 0
    assert run(project, *arguments, "--check").exit_code == 0
    (project / "models.yaml").write_text(MANIFEST.replace("gpt-5.4-2026-03-05", "gpt-5.6-sol"))
    result = run(project, *arguments, "--check")
    assert result.exit_code == 1
    assert f"is stale: run 'modelguard generate {target} -o out/file.txt'" in result.stderr


@pytest.mark.parametrize(("target", "name"), [("python", "app_models.py"), ("typescript", "models.ts")])
def test_generated_constants_are_lookups_and_no_literals(project: Path, target: str, name: str) -> None:
    run(project, "generate", target, "-o", name)
    rules = {item["rule"] for item in _findings(project)}
    assert "MG203" not in rules
    assert "MG101" not in rules
    (project / "models.yaml").write_text(MANIFEST.replace("  chat:", "  talk:"))
    (unknown,) = [item for item in _findings(project) if item["rule"] == "MG205"]
    line = (project / name).read_text().splitlines()[unknown["line"] - 1]
    assert line[unknown["column"] - 1 : unknown["end_column"] - 1] == "chat"


def _findings(project: Path) -> list[dict[str, object]]:
    out = run(project, "check", "--as-of", "2026-11-21", "--format", "json", "--no-cache").stdout
    return list(json.loads(out)["findings"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version: 1\nmodels: {a.b: {model: x}, a-b: {model: y}}\n", "would both be A_B"),
        ("models: {a: {}}\n", "has no 'model'"),
        ("a: [\n", "is not YAML"),
    ],
)
def test_wrong_manifests_are_one_sentence(project: Path, text: str, says: str) -> None:
    (project / "models.yaml").write_text(text)
    result = run(project, "generate", "python")
    assert (result.exit_code, says in result.stderr, result.stderr.count("\n")) == (2, True, 1)


def test_no_manifest_and_no_file_to_check(tmp_path: Path) -> None:
    assert "modelguard init" in run(tmp_path, "generate", "env").stderr
    assert run(tmp_path, "generate", "env", "--check").exit_code == 2


@pytest.mark.parametrize("name", ["chat", "summary.bulk", "3d", "ü", "class", "a b", "日本"])
def test_any_name_gives_a_valid_constant(name: str) -> None:
    ast.parse(f"{constant(name)} = 1")
