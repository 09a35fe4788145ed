"""The installed command: exit codes, one sentence for bad input, the same bytes twice, no socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DAY = ("--as-of", "2026-11-21")


def run(*args: str, cwd: Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "modelguard", *args],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", **env},
        check=False,
    )


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    (tmp_path / "a.py").write_text('client.chat.completions.create(model="gpt-4-0613")\n')
    (tmp_path / "b.yaml").write_text("agent:\n  model: claude-sonnet-4-6\n")
    return tmp_path


def test_a_finding_makes_exit_one_and_names_place_rule_and_day(repo: Path) -> None:
    done = run("check", ".", *DAY, cwd=repo)
    assert done.returncode == 1
    assert b"a.py:1:39" in done.stdout
    assert b"MG103" in done.stdout
    assert b"2026-10-23" in done.stdout
    assert b"Traceback" not in done.stderr


def test_exit_zero_turns_one_into_zero_and_nothing_else(repo: Path) -> None:
    assert run("check", ".", *DAY, "--exit-zero", cwd=repo).returncode == 0
    assert run("check", "nowhere", "--exit-zero", cwd=repo).returncode == 2


def test_a_clean_file_exits_zero(repo: Path) -> None:
    assert run("check", "b.yaml", *DAY, cwd=repo).returncode == 0


def test_the_json_report_has_the_keys_of_the_contract_in_their_order(repo: Path) -> None:
    data = json.loads(run("check", ".", *DAY, "--format", "json", cwd=repo).stdout)
    assert list(data) == ["version", "tool", "as_of", "catalog", "summary", "findings", "errors"]
    finding = next(item for item in data["findings"] if item["rule"] == "MG103")
    assert (finding["line"], finding["column"], finding["end_column"]) == (1, 39, 49)
    assert finding["model"]["id"] == "gpt-4-0613"
    assert finding["lifecycle"]["days_left"] == -29


def test_stdin_is_read_under_the_name_it_is_given(repo: Path) -> None:
    done = run("check", "-", "--stdin-filename", "x.py", *DAY, cwd=repo, stdin=b'f(model="gpt-4-0613")\n')
    assert done.returncode == 1
    assert b"x.py:1:" in done.stdout
    assert run("check", "-", cwd=repo).returncode == 2


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("check", "nowhere.py"), 2, b"nowhere.py"),
        (("check", "--select", "MG999"), 2, b"MG999"),
        (("check", "--format", "jsn"), 2, b"did you mean 'json'"),
        (("check", "--manifest", "gone.yaml"), 2, b"gone.yaml"),
        (("check", "--config", "gone.toml"), 2, b"gone.toml"),
        (("check", "--as-of", "2026-02-30"), 2, b"2026-02-30"),
        (("chek",), 2, b"did you mean 'check'"),
        (("rule", "MG99"), 2, b"MG99"),
    ],
)
def test_bad_input_is_one_sentence_and_its_exit_code(args: tuple[str, ...], code: int, says: bytes, repo: Path) -> None:
    done = run(*args, cwd=repo)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool.modelguard\n", b"TOML"),
        ("[tool.modelguard]\nselct = []\n", b"did you mean 'select'"),
        ("[tool.modelguard]\nids = ['(']\n", b"regular expression"),
        ("[tool.modelguard]\nfail-on = 'never'\n", b"fail-on"),
        ("[tool.modelguard]\ncatalog = ['gone.yaml']\n", b"gone.yaml"),
    ],
)
def test_broken_settings_are_one_sentence_that_names_the_file(text: str, says: bytes, repo: Path) -> None:
    (repo / "pyproject.toml").write_text(text)
    done = run("check", ".", cwd=repo)
    assert done.returncode == 2, done.stdout
    assert says in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_a_folder_without_files_is_clean_and_says_that_nothing_was_read(tmp_path: Path) -> None:
    done = run("check", ".", cwd=tmp_path)
    assert done.returncode == 0
    assert b"0 files" in done.stdout + done.stderr


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "sarif", "github"])
def test_two_runs_give_the_same_bytes_whatever_the_clock_and_the_hash_seed(format_: str, repo: Path) -> None:
    one = run("check", ".", *DAY, "--format", format_, cwd=repo, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati")
    two = run("check", ".", *DAY, "--format", format_, cwd=repo, PYTHONHASHSEED="2", TZ="America/Adak")
    assert scrubbed(one.stdout) == scrubbed(two.stdout)


def scrubbed(data: bytes) -> bytes:
    """Without the time that the run took, which is the one thing that differs."""
    import re

    return re.sub(rb'"seconds": [0-9.]+|in [0-9.]+ ?s\b', b"", data)


GUARD = """
import sys
def watch(event, args):
    if event.startswith(("socket.", "urllib.", "http.")):
        print("SOCKET", event, file=sys.stderr)
sys.addaudithook(watch)
sys.argv = ["modelguard", "check", "."]
from modelguard.__main__ import main
main()
"""


def test_check_opens_no_socket(repo: Path) -> None:
    done = subprocess.run([sys.executable, "-c", GUARD], cwd=repo, capture_output=True, check=False)
    assert done.returncode == 1, done.stderr
    assert b"SOCKET" not in done.stderr
