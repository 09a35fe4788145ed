"""``kill -9`` at any moment: every file is the old one or the new one, and the next run finishes the work.

MODELGUARD_KILLS says how many runs are killed (default 4).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

FILES = 500
KILLS = int(os.environ.get("MODELGUARD_KILLS", "4"))
OLD, NEW = b"MODEL = 'gpt-4o'\n", b"MODEL = 'gpt-4o-2024-08-06'\n"
COMMAND = [sys.executable, "-m", "modelguard", "check", "--fix", "--no-cache", "-q", "--jobs", "1"]


def test_every_file_is_either_old_or_new(tmp_path: Path) -> None:
    for number in range(FILES):
        folder = tmp_path / f"package{number % 10}"
        folder.mkdir(exist_ok=True)
        (folder / f"m{number}.py").write_bytes(OLD)
    files = sorted(tmp_path.rglob("*.py"))
    begun = _time_to_first_write(files, tmp_path)
    seen = set()
    for kill in range(KILLS):
        for file in files:
            file.write_bytes(OLD)
        done = _killed(tmp_path, files, (kill + 1) / (KILLS + 1) * begun)
        seen.add(done)
        assert {file.read_bytes() for file in files} <= {OLD, NEW}
    assert any(0 < done < FILES for done in seen)
    subprocess.run(COMMAND, cwd=tmp_path, capture_output=True, check=False)
    assert {file.read_bytes() for file in files} == {NEW}
    for file in files[: FILES // 2]:
        file.write_bytes(OLD)
    subprocess.run(COMMAND, cwd=tmp_path, capture_output=True, check=False)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {file.name for file in files}


def _time_to_first_write(files: list[Path], folder: Path) -> float:
    """Seconds that the writing of all files takes."""
    process = subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _until_written(process, files)
    start = time.monotonic()
    process.wait()
    return max(time.monotonic() - start, 0.05)


def _killed(folder: Path, files: list[Path], delay: float) -> int:
    """Kill a run ``delay`` seconds after its first write; how many files it had written."""
    process = subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _until_written(process, files)
    time.sleep(delay * 0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return sum(file.read_bytes() == NEW for file in files)


def _until_written(process: subprocess.Popen[bytes], files: list[Path]) -> None:
    while process.poll() is None and files[0].stat().st_size == len(OLD):
        time.sleep(0.005)
