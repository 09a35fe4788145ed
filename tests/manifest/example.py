"""The example repositories as git repositories of their own, with fixed commit days."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

from modelguard import engine
from modelguard.config import Settings
from modelguard.types import Report

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DAY = date(2026, 11, 21)


def commit(root: Path, day: str) -> None:
    """Commit everything in ``root`` on ``day``."""
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    env = {**os.environ, "GIT_COMMITTER_DATE": f"{day}T00:00:00Z", "GIT_AUTHOR_DATE": f"{day}T00:00:00Z"}
    for arguments in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "--allow-empty", "-m", day]):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, env=env)


def copy(name: str, root: Path) -> None:
    """Let ``root`` hold what the example holds, and nothing else but its history."""
    for item in root.iterdir():
        if item.name != ".git":
            shutil.rmtree(item) if item.is_dir() else item.unlink()
    shutil.copytree(EXAMPLES / name, root, dirs_exist_ok=True)


def check(root: Path, *, profile: str = "strict") -> Report:
    """``modelguard check`` on a repository, as of the day the examples are written for."""
    settings = Settings(root=root, profile=profile)
    return engine.check([root], settings=settings, as_of=DAY, options=engine.Options())


def head(root: Path) -> str:
    """The id of the last commit."""
    done = subprocess.run(["git", "-C", str(root), "rev-parse", "HEAD"], check=True, capture_output=True)
    return done.stdout.decode().strip()


def faulty(root: Path) -> str:
    """Make ``root`` the faulty example with the good one as the commit before, whose id is returned."""
    copy("team", root)
    commit(root, "2026-11-01")
    base = head(root)
    copy("team-faulty", root)
    commit(root, "2026-11-02")
    return base
