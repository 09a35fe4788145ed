"""Scratch repositories and the environment of a CI job."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BAD = 'import openai\n\nclient = openai.OpenAI()\nclient.chat.completions.create(model="gpt-4", messages=[])\n'
CLEAN = 'print("nothing to see")\n'
SETTINGS = '[tool.modelguard]\nfail-on = "note"\n'


def git(repository: Path, *arguments: str) -> str:
    """Run git there, with no settings but our own."""
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=repository, capture_output=True, text=True, check=True)
    return done.stdout


def repository(folder: Path, **files: str) -> Path:
    """A new git repository whose files are all committed; ``app_py`` is ``app.py``."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    for name, text in {"pyproject_toml": SETTINGS, **files}.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Start")
    return folder


def environment(**more: str) -> dict[str, str]:
    """The environment of a job: modelguard on the PATH and no colour."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PATH": path, "CI": "true", "NO_COLOR": "1", **more}
