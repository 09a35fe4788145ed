"""Run the real command: in this process where many runs are wanted, in its own where limits are."""

from __future__ import annotations

import csv
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from modelguard.cli import app

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "hostile"
DAY = ("--as-of", "2026-11-21")
USE = 'f(model="gpt-4-0613")\n'
KEY = "FAKEFAKEFAKE"
CONTROL = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]"
)
"""C0 and C1 controls, zero-width and bidirectional characters, as UTF-8."""
FORMATS = ("text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown", "rdjson")


def run(*arguments: str | Path) -> Result:
    """Run modelguard in this process."""
    result = CliRunner().invoke(app, [str(item) for item in arguments])
    assert result.exit_code in (0, 1, 2, 3), result.output
    assert b"a fault of modelguard itself" not in result.stderr_bytes
    return result


def findings(*arguments: str | Path) -> list[dict[str, Any]]:
    """The findings of a check, as the JSON report gives them."""
    report: dict[str, Any] = json.loads(run("check", *DAY, "--format", "json", *arguments).stdout_bytes)
    found: list[dict[str, Any]] = report["findings"]
    return found


def process(
    *arguments: str | Path, cwd: Path, memory: int | None = None, prefix: tuple[str, ...] = (), timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run modelguard in a process of its own, with at most ``memory`` bytes of address space."""

    def limit() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    done = subprocess.run(
        [*prefix, sys.executable, "-m", "modelguard", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "NO_COLOR": "1"},
        preexec_fn=limit,
        timeout=timeout,
        check=False,
    )
    assert done.returncode in (0, 1, 2, 3), done.stderr
    assert b"Traceback" not in done.stderr
    return done


def rows(*prefixes: str) -> list[dict[str, str]]:
    """The rows of ``EXPECT.tsv`` whose path begins so; none where the shared folder is not here."""
    if not SHARED.is_dir():
        return []
    with (SHARED / "EXPECT.tsv").open(encoding="utf-8", newline="") as handle:
        found = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in found if not prefixes or row["path"].startswith(prefixes)]


def lint_rows() -> list[dict[str, str]]:
    """The rows that are files of the shared folder and no pages."""
    return [row for row in rows() if (SHARED / row["path"]).is_file() and not row["path"].startswith("html/")]
