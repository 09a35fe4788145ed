"""``catalog update``, ``diff`` and ``verify``: what changes is a small diff that a person reviews."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_server import Served
from small_pages import MARKDOWN, OLD, page

NEW = ("2026-12-30", "gpt-4-9999", "gpt-6-sol")


@pytest.fixture
def project(tmp_path: Path, server: Served, own_cache: Path) -> Path:
    """A project with OpenAI's page on the server."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "modelguard.toml").write_text(f'[sources]\nopenai = "{server.url}/page"\n')
    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, NEW)))
    return root


def run(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.endswith("_API_KEY")}
    command = [sys.executable, "-m", "modelguard", "catalog", *args]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, env=clean)


def test_an_update_is_shown_first_and_written_on_request(project: Path) -> None:
    shown = run(project, "update", "--platform", "openai", "--to", "catalog")
    assert shown.returncode == 1, shown.stderr
    assert "+- id: gpt-4-9999" in shown.stdout
    assert not (project / "catalog").exists()

    written = run(project, "update", "--platform", "openai", "--to", "catalog", "--write")
    assert written.returncode == 0
    text = (project / "catalog" / "openai.yaml").read_text()
    assert "- id: gpt-4-9999" in text
    assert "retires: 2026-12-30" in text

    again = run(project, "update", "--platform", "openai", "--to", "catalog")
    assert (again.returncode, again.stdout) == (0, "")


def test_an_update_changes_only_the_lines_of_what_changed(project: Path, server: Served) -> None:
    run(project, "update", "--platform", "openai", "--to", "catalog", "--write")
    moved = (NEW[0].replace("30", "31"), *NEW[1:])
    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, moved)))
    diff = run(project, "update", "--platform", "openai", "--to", "catalog").stdout
    changed = [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == ["-  retires: 2026-12-30", "+  retires: 2026-12-31"]


def test_the_patch_applies_with_git(project: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    patch = run(project, "update", "--platform", "openai", "--to", "catalog", "-q").stdout
    subprocess.run(["git", "apply", "-"], cwd=project, input=patch, text=True, check=True)
    assert run(project, "update", "--platform", "openai", "--to", "catalog", "-q").returncode == 0


def test_a_person_s_own_override_is_kept(project: Path) -> None:
    (project / "catalog").mkdir()
    own = "- id: our-model\n  pinning: pinned\n  evidence:\n  - {url: https://example.com/own, seen: 2026-11-01}\n"
    (project / "catalog" / "openai.yaml").write_text(f"platform: openai\nupdated: 2026-11-01\nmodels:\n{own}")
    run(project, "update", "--platform", "openai", "--to", "catalog", "--write")
    text = (project / "catalog" / "openai.yaml").read_text()
    assert "- id: our-model" in text
    assert "- id: gpt-4-9999" in text


def test_no_source_that_could_be_read_is_exit_3(project: Path, server: Served) -> None:
    server.pages["/page"] = (500, {}, b"")
    outcome = run(project, "update", "--platform", "openai", "--to", "catalog", "--write")
    assert outcome.returncode == 3
    assert not (project / "catalog").exists()


def test_diff_compares_what_is_stored(project: Path) -> None:
    assert run(project, "diff").returncode == 3
    run(project, "update", "--platform", "openai", "--to", "catalog")
    outcome = run(project, "diff", "--platform", "openai")
    assert outcome.returncode == 1
    assert "+ openai gpt-4-9999: 2026-12-30" in outcome.stdout


def test_newer_facts_are_left_where_check_finds_them(project: Path, own_cache: Path) -> None:
    command = [sys.executable, "-m", "modelguard", "deprecations", "--platform", "openai"]
    subprocess.run(command, cwd=project, capture_output=True)
    overlay = json.loads((own_cache / "overlay.json").read_text())
    row = overlay["platforms"]["openai"]["rows"]["gpt-4-9999"]
    assert (row["retires"], row["date_kind"], row["replacement"]) == ("2026-12-30", "exact", ["gpt-6-sol"])


def test_the_bundled_catalog_holds_no_error(project: Path) -> None:
    outcome = run(project, "verify", "-q")
    assert (outcome.returncode, outcome.stdout) == (0, "")


def test_verify_finds_what_contradicts_itself(project: Path) -> None:
    (project / "own.yaml").write_text(
        "platform: openai\nupdated: 2026-11-01\nmodels:\n- id: gpt-4-9999\n  deprecated: 2026-12-01\n"
        "  retires: 2026-11-01\n  date_kind: exact\n  evidence:\n  - {url: https://example.com/own, seen: 2026-11-01}\n"
    )
    text = (project / "modelguard.toml").read_text()
    (project / "modelguard.toml").write_text(f'catalog = ["own.yaml"]\n{text}')
    outcome = run(project, "verify", "--platform", "openai", "-q")
    assert outcome.returncode == 1
    assert "gpt-4-9999 retires on 2026-11-01, before it was deprecated" in outcome.stdout
