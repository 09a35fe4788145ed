"""Wrong usage, broken settings, closed streams and Ctrl-C: one sentence and the promised exit code."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .command import CONTROL, DAY, USE, process, run


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app.py").write_text(USE)
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    (tmp_path / "noise").write_bytes(bytes(range(256)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere.py",), "nowhere.py"),
        (("app.py/x",), "app.py/x"),
        (("x" * 5_000,), "no such file"),
        (("\x1b[31m",), "no such file"),
        (("--select", "MG999"), "MG999"),
        (("--ignore", "\x1b"), "\\x1b"),
        (("--format", "jsn"), "json"),
        (("--baseline", "folder"), "folder"),
        (("--baseline", "folder", "--write-baseline"), "folder"),
        (("--baseline", "broken.json"), "broken.json"),
        (("--baseline", "deep.json"), "deep.json"),
        (("--baseline", "list.json"), "list.json"),
        (("--baseline", "noise"), "noise"),
        (("--baseline", "gone.json"), "gone.json"),
        (("--baseline", "gone/gone.json", "--write-baseline"), "gone.json"),
        (("--write-baseline",), "--baseline"),
        (("-o", "folder"), "folder"),
        (("-o", "app.py/out.txt"), "app.py"),
        (("--jobs", "-1"), "-1"),
        (("--jobs", "many"), "many"),
        (("--as-of", "10000-01-01"), "10000-01-01"),
        (("--as-of", "0000-00-00"), "0000-00-00"),
        (("--as-of", ""), "YYYY-MM-DD"),
        (("--config", "noise"), "noise"),
        (("--config", "folder"), "folder"),
        (("--config", "broken.json"), "broken.json"),
        (("--manifest", "gone.yaml"), "gone.yaml"),
        (("--manifest", "folder"), "folder"),
        (("--manifest", "/etc/passwd"), "outside"),
        (("--manifest", "../x.yaml"), "outside"),
        (("--changed", "nowhere"), "nowhere"),
        (("--changed=--upload-pack=x",), "--upload-pack"),
        (("-",), "--stdin-filename"),
        (("--formt", "json"), "'--format'"),
        (("--fail-on", "loud"), "'warning'"),
        (("--output",), "--output"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_exit_two_and_says_what(arguments: tuple[str, ...], says: str, repository: Path) -> None:
    done = run("check", *DAY, *arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr_bytes.count(b"\n") == 1
    assert not CONTROL.search(done.stderr_bytes)
    assert not done.stdout_bytes


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pyproject.toml", b"[tool.modelguard"),
        ("pyproject.toml", b"\xff\xfe\x00"),
        ("pyproject.toml", b"[tool]\nmodelguard = 1\n"),
        ("pyproject.toml", b"[tool.modelguard]\nids = ['(']\n"),
        ("pyproject.toml", b"[tool.modelguard]\nselect = ['MG999']\n"),
        ("pyproject.toml", b"[tool.modelguard]\nlevels = {MG102 = 'loud'}\n"),
        ("pyproject.toml", b"[tool.modelguard]\nbaseline = 'folder'\n"),
        ("modelguard.toml", b"x = " + b"[" * 10_000),
        ("modelguard.toml", b"catalog = ['gone.yaml']\n"),
        ("modelguard.toml", b"catalog = ['over.yaml']\n"),
        ("modelguard.toml", b"horizon-days = -1\n"),
        ("modelguard.toml", b"exclude = [1]\n"),
    ],
)
@pytest.mark.parametrize(
    "override", [b"models: [", b"", b"platform: nobody\nmodels: {}\n", b"\0", b"- 1", b"{" * 10_000]
)
def test_broken_settings_are_exit_two_and_one_line(name: str, data: bytes, override: bytes, repository: Path) -> None:
    (repository / name).write_bytes(data)
    (repository / "over.yaml").write_bytes(override)
    done = run("check", *DAY)
    assert done.exit_code == 2
    assert done.stderr_bytes.count(b"\n") == 1
    assert not CONTROL.search(done.stderr_bytes)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days(day: str, repository: Path) -> None:
    (repository / "models.yaml").write_text(
        "version: 1\nmodels:\n  chat: {model: openai/gpt-4-0613, retires: 9999-12-31, rollback: {tested_on: 0001-01-01}}\n"
    )
    for format_ in ("text", "json", "sarif", "gitlab"):
        assert run("check", "--as-of", day, "--format", format_).exit_code in (0, 1)


def test_a_folder_without_files_is_clean_and_says_that_nothing_was_read(repository: Path) -> None:
    done = run("check", "folder")
    assert done.exit_code == 0
    assert "0 files" in done.stdout


@pytest.mark.parametrize("jobs", ["1000000", "9" * 30])
def test_a_huge_number_of_jobs_starts_no_more_than_pay(jobs: str, repository: Path) -> None:
    assert process("check", *DAY, "--no-cache", "--jobs", jobs, ".", cwd=repository, timeout=60).returncode == 1


def test_a_folder_that_is_read_only_is_named(repository: Path) -> None:
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    if prefix and not shutil.which("setpriv"):
        pytest.skip("root writes everywhere, and setpriv is not here")
    (repository / "folder").chmod(0o500)
    done = process("check", *DAY, "-o", "folder/out.txt", "app.py", cwd=repository, prefix=prefix)
    assert done.returncode == 2
    assert b"folder/out.txt" in done.stderr


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    command = line.replace("modelguard", f"{sys.executable} -m modelguard")
    done = subprocess.run(["bash", "-c", command], cwd=cwd, capture_output=True, timeout=120, check=False)
    assert b"Traceback" not in done.stderr
    assert b"a fault of modelguard" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("modelguard check >&-", 2),
        ("modelguard check 2>&-", 1),
        ("modelguard check >&- 2>&-", 2),
        ("modelguard check -o out.txt >&-", 1),
        ("modelguard check <&-", 1),
        ("modelguard check - --stdin-filename x.py <&-", 2),
        ("modelguard check >/dev/full", 2),
        ("modelguard inventory --format jsonl >/dev/full", 2),
    ],
)
def test_closed_and_full_streams_are_one_sentence(line: str, code: int, repository: Path) -> None:
    done = shell(line, repository)
    assert done.returncode == code
    assert done.stderr.count(b"\n") <= 2


@pytest.mark.parametrize(
    "line", ["modelguard check . | head -1", "modelguard inventory . | true", "modelguard rule | head -1"]
)
def test_a_reader_that_leaves_early_is_no_failure_to_talk_about(line: str, repository: Path) -> None:
    (repository / "many.py").write_text(USE * 2_000)
    assert b"rror:" not in shell(line, repository).stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("after", [0.05, 0.4, 0.9])
def test_ctrl_c_ends_the_run_at_once_and_quietly(jobs: str, after: float, repository: Path) -> None:
    for number in range(1_500):
        (repository / f"f{number}.py").write_text(USE * 20)
    command = [sys.executable, "-m", "modelguard", "check", "--no-cache", "--jobs", jobs, "."]
    child = subprocess.Popen(command, cwd=repository, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(after)
    child.send_signal(signal.SIGINT)
    try:
        said = child.communicate(timeout=60)[1]
    finally:
        child.kill()
    if after > 0.3:  # before that Python itself may still be starting
        assert child.returncode in (130, 1)
        assert b"Traceback" not in said
