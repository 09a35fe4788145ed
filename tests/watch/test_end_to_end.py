"""The scheduled check as a team runs it: real pages from a real server, a real repository, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile_server import Served
from small_pages import MARKDOWN, OLD, page

NEWS = (
    ("2026-12-05", "gpt-5.2-2025-12-11", "gpt-6-sol"),
    ("2027-01-20", "gpt-5.4-2026-03-05", "gpt-6-luna"),
    ("2027-02-10", "gpt-5.5-2026-04-23", "gpt-6-sol"),
)
APP = """from openai import OpenAI

client = OpenAI()
client.responses.create(model="gpt-5.2-2025-12-11")
client.responses.create(model="gpt-5.4-2026-03-05")
"""
MANIFEST = """version: 1
models:
  chat:
    owner: team-support
    model: openai/gpt-5.5-2026-04-23
"""


@pytest.fixture
def repository(tmp_path: Path, server: Served, own_cache: Path) -> Path:
    """A repository that uses three OpenAI models, with its page on the server."""
    root = tmp_path / "repository"
    root.mkdir()
    (root / "app.py").write_text(APP)
    (root / "models.yaml").write_text(MANIFEST)
    (root / "modelguard.toml").write_text(f'[sources]\nopenai = "{server.url}/page"\n')
    return root


def run(root: Path, *args: str, environ: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a repository, for OpenAI alone, judged for 2026-11-21."""
    command = [sys.executable, "-m", "modelguard", "deprecations", "--as-of", "2026-11-21", "--platform", "openai"]
    clean = {key: value for key, value in os.environ.items() if not key.endswith("_API_KEY")}
    return subprocess.run(
        [*command, *args], cwd=root, capture_output=True, text=True, timeout=60, env=clean | (environ or {})
    )


def ids(outcome: subprocess.CompletedProcess[str]) -> list[str]:
    found: dict[str, Any] = json.loads(outcome.stdout)
    return [item["id"] for item in found["retirements"]]


def test_the_first_day_is_quiet_the_second_names_them_and_a_login_page_is_not_quiet(
    repository: Path, server: Served
) -> None:
    server.pages["/page"] = (200, dict(MARKDOWN), page())
    first = run(repository, "--format", "json")
    assert (first.returncode, ids(first)) == (0, [])

    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, *NEWS)))
    second = run(repository, "--format", "json")
    assert (second.returncode, ids(second)) == (1, [id for _, id, _ in NEWS])
    nearest, _, last = json.loads(second.stdout)["retirements"]
    assert (nearest["days_left"], nearest["replacement"], nearest["fails"]) == (14, ["gpt-6-sol"], True)
    assert [(use["path"], use["line"]) for use in nearest["uses"]] == [("app.py", 4)]
    assert [(use["path"], use["line"], use["entry"], use["owner"]) for use in last["uses"]] == [
        ("models.yaml", 5, "chat", "team-support")
    ]
    changes = json.loads(second.stdout)["changes"]
    assert {change["id"] for change in changes if change["used"]} == {id for _, id, _ in NEWS}

    server.pages["/page"] = (200, {"Content-Type": "text/html"}, b"<html><title>Sign in</title>Sign in</html>")
    third = run(repository, "--format", "json")
    assert third.returncode == 3
    assert ids(third) == [id for _, id, _ in NEWS]
    assert "could not verify" in json.loads(third.stdout)["errors"][0]

    offline = run(repository, "--format", "json", "--offline")
    assert (offline.returncode, ids(offline)) == (1, [id for _, id, _ in NEWS])


def test_the_stored_pages_of_two_readings_name_what_changed_between_them(
    tmp_path: Path, server: Served, own_cache: Path, shared: Path
) -> None:
    pages = shared / "pages" / "anthropic"
    models = ["claude-3-5-haiku-20241022", "claude-3-haiku-20240307", "claude-3-opus-20240229"]
    root = tmp_path / "repository"
    root.mkdir()
    lines = ["from anthropic import Anthropic", *(f'Anthropic().messages.create(model="{id}")' for id in models)]
    (root / "app.py").write_text("\n".join(lines) + "\n")
    (root / "modelguard.toml").write_text(f'[sources]\nanthropic = "{server.url}/page"\n')
    args = ["--platform", "anthropic", "--format", "json"]

    server.pages["/page"] = (200, {"Content-Type": "text/html"}, (pages / "2025-05-27.html").read_bytes())
    first = run(root, *args, "--as-of", "2025-05-27")
    assert (first.returncode, ids(first)) == (0, [])
    server.pages["/page"] = (200, dict(MARKDOWN), (pages / "2026-03-13.md").read_bytes())
    second = run(root, *args, "--as-of", "2026-03-13")
    assert second.returncode == 1
    assert sorted(ids(second)) == models


@pytest.mark.parametrize("state", ["/status/500", "/empty-200", "/close", "/redirect-other-host"])
def test_a_server_that_does_not_answer_is_never_exit_0(repository: Path, server: Served, state: str) -> None:
    (repository / "modelguard.toml").write_text(f'[sources]\nopenai = "{server.url}{state}"\n')
    outcome = run(repository)
    assert outcome.returncode == 3
    assert "could not verify" in outcome.stdout
    assert "Traceback" not in outcome.stderr


def test_a_platform_that_is_not_used_may_fail(repository: Path, server: Served) -> None:
    server.pages["/page"] = (200, dict(MARKDOWN), page())
    (repository / "modelguard.toml").write_text(
        f'[sources]\nopenai = "{server.url}/page"\ngroq = "{server.url}/status/500"\n'
    )
    assert run(repository, "--platform", "groq").returncode == 0


def test_exit_zero_hides_findings_and_nothing_else(repository: Path, server: Served) -> None:
    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, *NEWS)))
    assert run(repository, "--exit-zero").returncode == 0
    server.pages["/page"] = (404, {}, b"")
    assert run(repository, "--exit-zero").returncode == 3


def test_the_horizons_are_options(repository: Path, server: Served) -> None:
    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, *NEWS)))
    assert ids(run(repository, "--format", "json", "--within", "30")) == [NEWS[0][1]]
    assert run(repository, "--fail-within", "10").returncode == 0


def test_the_table_says_day_days_left_replacement_place_entry_and_owner(repository: Path, server: Served) -> None:
    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, *NEWS)))
    outcome = run(repository)
    assert re.search(r"2026-12-05 +in 14 days +openai +gpt-5\.2-2025-12-11 +gpt-6-sol\n +app\.py:4\n", outcome.stdout)
    assert re.search(r"models\.yaml:5 +entry chat, owner team-support", outcome.stdout)
    assert outcome.returncode == 1


def test_save_writes_the_same_bytes_to_a_file(repository: Path, server: Served) -> None:
    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, *NEWS)))
    outcome = run(repository, "--issue", "--save", "out/issue.md")
    assert (repository / "out" / "issue.md").read_text() == outcome.stdout
    again = run(repository, "--issue", "-q", "--save", "out/issue.md", "--as-of", "2026-11-22")
    assert again.stdout == ""
    assert (repository / "out" / "issue.md").read_text() == outcome.stdout


def test_wrong_usage_is_exit_2(repository: Path) -> None:
    assert run(repository, "--platform", "opnai").returncode == 2
    assert run(repository, "--format", "pdf").returncode == 2
    assert run(repository, "--within", "-1").returncode == 2
    (repository / "modelguard.toml").write_text('[sources]\nopenai = "http://example.com/"\n')
    assert run(repository).returncode == 2


def test_a_manifest_that_is_no_yaml_is_never_exit_0(repository: Path, server: Served) -> None:
    server.pages["/page"] = (200, dict(MARKDOWN), page())
    (repository / "models.yaml").write_text("version: 1\nmodels: [\n")
    assert run(repository).returncode in (2, 3)


def test_offline_opens_no_socket(repository: Path) -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('a socket was opened')\n"
        "socket.socket.connect = socket.socket.connect_ex = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "sys.argv = ['modelguard', 'deprecations', '--offline', '--exit-zero']\n"
        "from modelguard.__main__ import main\nmain()\n"
    )
    outcome = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


def test_a_key_is_read_from_the_environment_compared_and_never_shown(
    repository: Path, server: Served, own_cache: Path
) -> None:
    listed = [{"id": id, "object": "model", "shutdown_date": day} for day, id, _ in NEWS]
    listed[0]["shutdown_date"] = "2026-12-01"  # earlier than the page says
    server.pages["/page"] = (200, dict(MARKDOWN), page((*OLD, *NEWS)))
    answer = json.dumps({"object": "list", "data": listed}).encode()
    server.pages["/v1"] = (200, {"Content-Type": "application/json"}, answer)
    (repository / "modelguard.toml").write_text(
        f'[sources]\nopenai = "{server.url}/page"\n"openai/models" = "{server.url}/v1"\n'
    )
    outcome = run(repository, "-v", "--format", "json", environ={"OPENAI_API_KEY": "sk-very-secret"})
    nearest = json.loads(outcome.stdout)["retirements"][0]
    assert (nearest["retires"], nearest["replacement"]) == ("2026-12-01", ["gpt-6-sol"])
    assert "2026-12-05" in nearest["note"]
    assert "sk-very-secret" not in outcome.stdout + outcome.stderr
    assert all(b"sk-very-secret" not in path.read_bytes() for path in own_cache.rglob("*") if path.is_file())
