"""``init``: a first manifest that the checks accept, useful names, and nothing ever overwritten."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard.starter.manifest import scalar
from modelguard.starter.snippets import CI, HOOKS
from tests.fixing.fixer import run

FILES = {
    "src/summary.py": (
        "import anthropic\n"
        "SUMMARY_MODEL = 'claude-opus-4-8'\n"
        "def summarize(text):\n"
        "    return anthropic.Anthropic().messages.create(model=SUMMARY_MODEL, messages=[])\n"
    ),
    "src/chat.py": "from openai import OpenAI\nCHAT_MODEL = 'gpt-4o'\nOpenAI().responses.create(model='gpt-4o', input='x')\n",
    "config/agents.yaml": "agents:\n  researcher:\n    model: openai/gpt-4o-2024-08-06\n",
    "deploy/azure.py": "from openai import AzureOpenAI\nAzureOpenAI().responses.create(model='our-deployment', input='x')\n",
    "tests/test_chat.py": "def test_it(): assert ask(model='gpt-4o-mini')\n",
    "docs/example.py": "MODEL = 'gpt-4.1'\n",
    "llama.yaml": "model: llama3:8b\n",
    "bedrock.yaml": "model_id: us.anthropic.claude-3-haiku-20240307-v1:0\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def init(folder: Path, *arguments: str):  # type: ignore[no-untyped-def]
    return run(folder, "init", "--as-of", "2026-11-21", "--no-cache", *arguments)


def test_the_manifest_is_one_that_the_checks_accept(project: Path) -> None:
    assert init(project).exit_code == 0
    report = json.loads(run(project, "check", "--as-of", "2026-11-21", "--format", "json", "--no-cache").stdout)
    rules = {finding["rule"] for finding in report["findings"] if finding["path"] == "models.yaml"}
    assert rules.isdisjoint({"MG201", "MG202", "MG205", "MG901", "MG107"})


def test_entries_have_names_models_and_days(project: Path) -> None:
    init(project)
    entries = yaml.load((project / "models.yaml").read_text(), Loader=yaml.BaseLoader)["models"]
    assert entries["summary"]["model"] == "anthropic/claude-opus-4-8"
    assert entries["summary"]["retires"] == "2027-05-28"
    assert entries["researcher"] == {"model": "openai/gpt-4o-2024-08-06", "retires": "2027-01-14"}
    assert entries["chat"]["model"] == "openai/gpt-4o"
    assert not any("mini" in entry["model"] or "4.1" in entry["model"] for entry in entries.values())


def test_what_only_a_person_knows_is_a_todo(project: Path) -> None:
    text = init(project, "--stdout").stdout
    assert text.startswith("# yaml-language-server: $schema=https://")
    assert "# TODO owner, criticality" in text
    assert "# TODO pin it: an alias, today gpt-4o-2024-08-06" in text
    assert not (project / "models.yaml").exists()


def test_environments_of_one_purpose_are_one_entry(tmp_path: Path) -> None:
    for name, model in (("production", "gpt-4o-2024-08-06"), ("staging", "gpt-4o-2024-11-20")):
        (tmp_path / f".env.{name}").write_text(f"CHAT_MODEL={model}\n")
    init(tmp_path)
    entries = yaml.load((tmp_path / "models.yaml").read_text(), Loader=yaml.BaseLoader)["models"]
    assert list(entries) == ["chat"]
    assert entries["chat"]["model"] == "openai/gpt-4o-2024-08-06"
    assert entries["chat"]["environments"] == {"staging": "openai/gpt-4o-2024-11-20"}


@pytest.mark.parametrize("name", ["models.yaml", ".pre-commit-config.yaml", ".github/workflows/modelguard.yml"])
def test_it_never_overwrites(project: Path, name: str) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("mine: true\n")
    before = sorted(project.rglob("*"))
    result = init(project, "--hooks", "--ci", "github")
    assert result.exit_code == 2
    assert f"{name} is there already and nothing was written" in result.stderr
    assert (project / name).read_text() == "mine: true\n"
    assert sorted(project.rglob("*")) == before


def test_a_manifest_under_another_name_counts(project: Path) -> None:
    (project / "modelguard.yaml").write_text("version: 1\nmodels: {chat: {model: openai/gpt-4o}}\n")
    assert init(project).exit_code == 2
    assert not (project / "models.yaml").exists()


def test_snippets_are_valid(project: Path) -> None:
    assert init(project, "--hooks", "--ci", "gitlab", "--pyproject").exit_code == 0
    hooks = yaml.safe_load((project / ".pre-commit-config.yaml").read_text())
    declared = yaml.safe_load((Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text())
    assert {hook["id"] for hook in hooks["repos"][0]["hooks"]} <= {hook["id"] for hook in declared}
    assert yaml.safe_load(CI["github"][1])["jobs"]["check"]["steps"][-1]["run"] == "modelguard check --format github"
    assert yaml.safe_load((project / ".gitlab-ci.yml").read_text())["modelguard"]["script"]
    assert HOOKS.startswith("repos:\n")
    assert run(project, "check", "--exit-zero").exit_code == 0


@pytest.mark.parametrize(
    "text", ["[project]\nname = 'x'\n", "[project]\r\nname = 'x'", "", "[tool.ruff]\nline-length = 1"]
)
def test_settings_are_added_at_the_end(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(text.encode())
    assert init(tmp_path, "--pyproject").exit_code == 0
    after = (tmp_path / "pyproject.toml").read_bytes().decode()
    assert after.startswith(text)
    assert tomllib.loads(after)["tool"]["modelguard"]["manifest"] == "models.yaml"
    (tmp_path / "models.yaml").unlink()
    again = init(tmp_path, "--pyproject", "--manifest", "other.yaml")
    assert again.exit_code == 2
    assert (tmp_path / "pyproject.toml").read_bytes().decode() == after


def test_a_repository_without_models_gets_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    assert init(tmp_path).exit_code == 0
    assert run(tmp_path, "check").exit_code == 0


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=100))
def test_any_name_is_read_back_as_it_was(name: str) -> None:
    # YAML reads plain keys up to 1,024 characters, and an escaped one takes ten.
    assert yaml.safe_load(f"{{{scalar(name)}: 1}}") == {name: 1} or yaml.safe_load(f"{scalar(name)}: 1\n") == {name: 1}
