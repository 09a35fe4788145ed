"""A hostile file under the manifest's name: a clear word on it, never a crash, nothing outside read."""

from __future__ import annotations

from pathlib import Path

import pytest

from .command import CONTROL, DAY, KEY, SHARED, USE, process, run

OWN = {
    "empty": b"",
    "null": b"---\n",
    "list": b"- gpt-4-0613\n",
    "scalar": b"gpt-4-0613",
    "number": b"1",
    "bom": b"\xef\xbb\xbfversion: 1\nmodels:\n  chat: {model: openai/gpt-4-0613}\n",
    "latin": b"version: 1\nmodels:\n  chat: {model: openai/gpt-4-0613, owner: \xe9}\n",
    "control": b"version: 1\nmodels:\n  chat: {model: openai/gpt-4-0613, owner: \x1b[31m}\n",
    "null byte": b"version: 1\nmodels:\n  chat: {model: \0}\n",
    "tag": b"version: 1\nmodels:\n  chat: !!python/object/apply:os.system ['touch pwned']\n",
    "deep": b"version: 1\nmodels: " + b"[" * 100_000,
    "deep map": b"version: 1\nmodels: " + b"{a: " * 100_000,
    "aliases": b"version: 1\nmodels:\n  a: &a {model: openai/gpt-4-0613}\n"
    + b"".join(b"  b%d: *a\n" % n for n in range(1_100)),
    "cycle": b"version: 1\nmodels: &m\n  chat: *m\n",
    "merge": b"version: 1\nmodels:\n  <<: *nowhere\n",
    "dates": b"version: 1\nmodels:\n  chat: {model: openai/gpt-4-0613, retires: 9999-12-31, rollback: {tested_on: 0001-01-01}}\n",
    "no date": b"version: 1\nmodels:\n  chat: {model: openai/gpt-4-0613, retires: 2026-02-30}\n",
    "numbers": b"version: 1e999\nmodels:\n  chat: {model: .nan, budget: {max_cost_increase: 1e999%}}\n",
    "types": b"version: 1\nmodels:\n  ? [a, b]\n  : {model: x}\n  2: 3\n  null: null\n  true: []\n",
    "huge": b"version: 1\nmodels:\n  chat: {model: " + b"x" * 500_000 + b"}\n",
    "large": b"version: 1\nmodels:\n" + b"#" * 1_100_000,
    "self": b"version: 1\nmodels:\n  chat: {model: openai/gpt-4-0613, fallbacks: [openai/gpt-4-0613, chat]}\n",
}
ESCAPES = """version: 1
models:
  chat:
    model: openai/gpt-4-0613
    evaluation: {{golden_set: "{0}", results: "{0}"}}
    prompts: [{{path: "{0}", version: 1}}]
    rollback: {{method: config, runbook: "{0}"}}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    (root / "app.py").write_text(USE)
    return root


def judge(root: Path, data: bytes) -> None:
    (root / "models.yaml").write_bytes(data)
    for format_ in ("text", "json"):
        done = run("check", *DAY, "--no-cache", "--fail-on", "note", "--format", format_, root)
        said = done.stdout_bytes + done.stderr_bytes
        assert done.exit_code == 1
        assert b"app.py" in said, "the rest is still checked"
        assert b"models.yaml" in said
        assert not CONTROL.search(said)
        assert len(said) < 2_000_000
        assert KEY.encode() not in said
    assert not (root / "pwned").exists()
    assert run("inventory", *DAY, "--no-cache", "--format", "jsonl", root).exit_code in (0, 2)


@pytest.mark.parametrize("name", OWN)
def test_a_broken_manifest_is_named_and_the_rest_is_checked(name: str, repository: Path) -> None:
    judge(repository, OWN[name])


@pytest.mark.parametrize(
    "file", sorted([*SHARED.glob("yaml/*.yaml"), *SHARED.glob("yaml/models/*")]), ids=lambda f: f.name
)
@pytest.mark.parametrize("head", [b"", b"version: 1\n"], ids=["as it is", "with a version"])
def test_every_shared_yaml_file_under_the_name_of_a_manifest(file: Path, head: bytes, repository: Path) -> None:
    judge(repository, head + file.read_bytes())


@pytest.mark.parametrize("name", ["deep", "deep map", "control", "tag", "huge"])
def test_a_process_of_its_own_survives_it(name: str, repository: Path) -> None:
    (repository / "models.yaml").write_bytes(OWN[name])
    assert process("check", *DAY, "--manifest", "models.yaml", ".", cwd=repository).returncode == 1


@pytest.mark.parametrize(
    "path",
    ["../outside.txt", "/etc/passwd", "file:///etc/hosts", "../**/*", "~/x", "link.txt", "%2e%2e/outside.txt", "\\0"],
)
def test_nothing_outside_the_repository_is_read(path: str, repository: Path) -> None:
    (repository.parent / "outside.txt").write_text(f"{KEY}\n" * 500)
    (repository / "link.txt").symlink_to("../outside.txt")
    (repository / "models.yaml").write_text(ESCAPES.format(path))
    done = run("check", *DAY, "--no-cache", "--fail-on", "note", "--format", "json", repository)
    assert done.exit_code == 1
    assert KEY.encode() not in done.stdout_bytes
    assert b"root:" not in done.stdout_bytes
    assert b"500 cases" not in done.stdout_bytes
