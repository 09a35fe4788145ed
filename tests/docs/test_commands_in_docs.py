"""Every command in the README and the docs is run, in a copy of the repository, and prints what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .blocks import FENCE, INSTALLS, NETWORK, Command, commands, matches

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*/*.md")]
)
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that git knows, and `modelguard` as a command."""
    folder = tmp_path_factory.mktemp("docs")
    command = ["git", "ls-files", "-z", "-co", "--exclude-standard", "README.md", "docs", "examples", "rules"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in names:
        if name and (ROOT / name).is_file():
            (folder / "repo" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / "repo" / name)
    (folder / "bin").mkdir()
    script = folder / "bin" / "modelguard"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m modelguard "$@"\n')
    script.chmod(0o755)
    return folder


def environment(snapshot: Path, home: Path) -> dict[str, str]:
    return {
        "PATH": f"{snapshot / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(home), "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "100",
        "MODELGUARD_CACHE_DIR": os.environ["MODELGUARD_CACHE_DIR"], "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "2026-10-01T00:00:00Z",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        "GIT_COMMITTER_DATE": "2026-10-01T00:00:00Z",
    }  # fmt: skip


def options_exist(command: Command, env: dict[str, str], cwd: Path) -> bool:
    words = re.search(r"modelguard ((?:catalog )?\w+)", command.text)
    assert words
    done = subprocess.run(
        ["modelguard", *words[1].split(), "--help"], env=env, cwd=cwd, capture_output=True, text=True, check=True
    )
    return all(option in done.stdout for option in OPTION.findall(command.text))


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_command_of_the_page_does_what_it_shows(page: Path, snapshot: Path, tmp_path: Path) -> None:
    found = list(commands(page.read_text("utf-8")))
    if not found:
        return
    repo, home, state = tmp_path / "repo", tmp_path / "home", tmp_path / "state"
    shutil.copytree(snapshot / "repo", repo)
    home.mkdir()
    env = environment(snapshot, home)
    subprocess.run(
        "git init -q -b main && git add -A && git commit -qm start", shell=True, cwd=repo, env=env, check=True
    )
    here = repo
    for command in found:
        where = f"{page.relative_to(ROOT)}:{command.line}: {command.text}"
        if INSTALLS.search(command.text):
            continue
        if NETWORK.search(command.text):
            assert options_exist(command, env, here), where
            continue
        script = f"{command.text}\ncode=$?\npwd > '{state}'\nexit $code"
        done = subprocess.run(["bash", "-c", script], cwd=here, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == command.exit_code, f"{where}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr, where
        if command.output is not None:
            printed = done.stdout + done.stderr
            assert matches(command.output, printed), f"{where}\nprints\n{printed}\nand the page shows\n{command.output}"
        here = Path(state.read_text().strip())


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    lost = [item for item in targets if item and "://" not in item and not (page.parent / item).exists()]
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_rule_and_option_that_a_page_names_is_there(page: Path, snapshot: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    known = {path.stem for path in (ROOT / "docs" / "rules").glob("MG*.md")}
    assert set(re.findall(r"\bMG\d{3}\b", text)) <= known
    helps = "".join(path.read_text("utf-8") for path in (ROOT / "docs" / "commands").glob("*.md"))
    named = {word for span in re.findall(r"`(modelguard[^`]*|--[^`]*)`", text) for word in OPTION.findall(span)}
    assert {option for option in named if option.startswith("--") and option not in helps} <= {"--version", "--help"}


def test_yaml_and_toml_blocks_are_yaml_and_toml() -> None:
    import tomllib

    import yaml

    for page in PAGES:
        for block in FENCE.finditer(page.read_text("utf-8")):
            if block[1] == "yaml":
                yaml.safe_load(block[2])
            if block[1] == "toml":
                tomllib.loads(block[2])


def test_manifests_in_the_docs_are_manifests(tmp_path: Path) -> None:
    number = 0
    for page in PAGES:
        for block in FENCE.finditer(page.read_text("utf-8")):
            if block[1] == "yaml" and re.search(r"^models:", block[2], re.MULTILINE):
                number += 1
                (tmp_path / "models.yaml").write_text(block[2])
                done = subprocess.run(
                    [sys.executable, "-m", "modelguard", "check", ".", "--select", "MG201"],
                    cwd=tmp_path, capture_output=True, text=True, check=False,
                )  # fmt: skip
                assert done.returncode == 0, f"{page.name}\n{done.stdout}"
    assert number >= 2
