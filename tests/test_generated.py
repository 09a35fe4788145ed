"""Generated files are what the rules say: `python tools/generate.py` brings them up to date."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_generated_files_are_not_stale() -> None:
    run = subprocess.run(
        [sys.executable, "tools/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stdout == ""
    assert run.returncode == 0
