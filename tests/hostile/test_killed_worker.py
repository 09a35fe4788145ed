"""A process that reads along and is killed costs the verdict, said in one sentence, and never hangs the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux forks")

CODE = 'from openai import OpenAI\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o-2024-05-13")\n'


def children(process: int) -> list[int]:
    try:
        return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def forked(process: int) -> int:
    """The process that reads along: it stays what it was forked from, where git becomes another program at once."""
    for _ in range(500):
        first = {child for child in children(process) if runs_us(child)}
        time.sleep(0.01)
        if lasting := [child for child in first if runs_us(child)]:
            return lasting[0]
    raise AssertionError("no process reads along")


def runs_us(process: int) -> bool:
    try:
        return b"modelguard" in Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_killed_process_is_said_in_one_sentence(tmp_path: Path) -> None:
    if not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists():
        pytest.skip("this kernel does not list children")
    for number in range(3_000):
        (tmp_path / f"m{number}.py").write_text(CODE * 20)
    command = [sys.executable, "-m", "modelguard", "check", "--jobs", "2", "--no-cache", "--quiet", "."]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        os.kill(forked(run.pid), signal.SIGKILL)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 3
    assert out == ""
    assert err.splitlines() == [
        "modelguard: error: a process that read files was ended from outside, often for want of memory: "
        "run again with --jobs 1"
    ]
