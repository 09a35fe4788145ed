"""What git knows: the base of a change, a file's content there, the last commit of a path.

Plain ``git`` in a subprocess. No git, no repository, a shallow clone: each is a value, never an error.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

_SECONDS = 20
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_PAGER": "cat"}


@dataclass(frozen=True)
class GitFacts:
    """A repository compared with the commit a change starts from. ``prefix`` is the root's folder in it."""

    root: Path
    base: str
    prefix: str = ""
    _memo: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, root: Path, *, base: str | None = None, environment: Mapping[str, str] | None = None
    ) -> GitFacts | None:
        """Facts against ``base``, in CI against the target branch; ``None`` where there is no such commit."""
        env = os.environ if environment is None else environment
        for candidate in [base] if base else _targets(env):
            if commit := _start(root, candidate):
                prefix = git(root, "rev-parse", "--show-prefix") or b""
                return cls(root, commit, prefix.decode("utf-8", "replace").strip())
        return None

    def content(self, path: str) -> bytes | None:
        """A file's bytes at the base, or ``None`` where it was not there."""
        return git(self.root, "cat-file", "blob", f"{self.base}:{self.prefix}{path}")

    def changed(self) -> frozenset[str]:
        """Files that differ from the base, in the work tree too; relative to the root."""
        if "changed" not in self._memo:
            out = git(self.root, "diff", "--name-only", "--no-renames", "--relative", "-z", self.base, "--")
            names = (out or b"").decode("utf-8", "surrogateescape").split("\0")
            self._memo["changed"] = frozenset(name for name in names if name)
        return self._memo["changed"]


def _targets(env: Mapping[str, str]) -> Sequence[str]:
    """The target of the change as CI systems name it."""
    found = []
    if sha := env.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        found.append(sha)
    for name in ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        if branch := env.get(name):
            found += [f"origin/{branch}", branch]
    return found


def _start(root: Path, ref: str) -> str | None:
    """The commit a change started from: the merge base with ``ref``, else ``ref`` itself."""
    if ref.startswith("-"):
        return None
    commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if not commit:
        return None
    sha = commit.decode("ascii", "replace").strip()
    common = git(root, "merge-base", sha, "HEAD")
    return common.decode("ascii", "replace").split()[0] if common and common.split() else sha


def last_commits(root: Path, paths: Iterable[str]) -> dict[str, datetime | None]:
    """The time of each path's last commit, for those git knows; ``None`` where a shallow clone hides it.

    One walk over the history for all paths.
    """
    wanted = set(paths)
    command = ["log", "--format=%x01%H %ct", "--name-only", "--no-renames", "--relative", "-z", "-m", "--first-parent"]
    out = git(root, *command, "--", *(f":(literal){path}" for path in sorted(wanted))) if wanted else None
    if not out:
        return {}
    shallow = _shallow(root)
    found: dict[str, datetime | None] = {}
    for block in out.decode("utf-8", "surrogateescape").split("\x01")[1:]:
        head, _, names = block.partition("\0")
        if "\n" in head:
            head, _, first = head.partition("\n")
            names = f"{first}\0{names}"
        sha, _, seconds = head.strip().partition(" ")
        when = None if sha in shallow else datetime.fromtimestamp(int(seconds), UTC)
        for name in (part.strip("\n") for part in names.split("\0")):
            if name in wanted:
                found.setdefault(name, when)
    return found


def _shallow(root: Path) -> frozenset[str]:
    """Commits at which a shallow clone ends: every file seems to be theirs."""
    where = git(root, "rev-parse", "--git-path", "shallow")
    if not where:
        return frozenset()
    try:
        text = (root / where.decode("utf-8", "surrogateescape").strip()).read_text("ascii", "replace")
    except OSError:
        return frozenset()
    return frozenset(text.split())


def git(root: Path, *arguments: str) -> bytes | None:
    """What git prints, or ``None`` where it fails, is not there or takes too long."""
    command = ["git", "-C", str(root), "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False,
            stdin=subprocess.DEVNULL, env={**os.environ, **_ENVIRONMENT},
        )  # fmt: skip
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None
