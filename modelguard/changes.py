"""Which lines of which files changed since a git ref, uncommitted changes and new files among them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from modelguard.errors import UsageError
from modelguard.gitfacts import git

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


class Everything(frozenset[int]):
    """All lines: a file that is new."""

    def __contains__(self, item: object) -> bool:
        return True


def changed_lines(root: Path, ref: str) -> dict[str, frozenset[int]]:
    """Path to the changed lines (from 1) since the merge base with ``ref``.

    Raises UsageError where git does not know the ref.
    """
    base = git(root, "merge-base", ref, "HEAD")
    if base is None:
        raise UsageError(f"--changed {ref}: git knows no such ref here, or it shares no history with HEAD")
    diff = git(
        root, "diff", "-U0", "--no-color", "--no-ext-diff", "--no-renames", "--relative", base.decode().strip(), "--"
    )
    lines = _parse(diff or b"")
    others = git(root, "ls-files", "-z", "-o", "--exclude-standard") or b""
    for name in filter(None, others.split(b"\0")):
        lines[os.fsdecode(name)] = Everything()
    return lines


def _parse(diff: bytes) -> dict[str, frozenset[int]]:
    lines: dict[str, set[int]] = {}
    current: set[int] = set()
    for row in diff.split(b"\n"):
        if row.startswith(b"+++ "):
            current = lines.setdefault(_name(row[4:]), set())
        elif match := _HUNK.match(row):
            start, count = int(match[1]), int(match[2] or 1)
            current.update(range(start, start + count))
    return {path: frozenset(numbers) for path, numbers in lines.items()}


def _name(written: bytes) -> str:
    """``b/path`` or its C-quoted form."""
    if written.startswith(b'"'):
        written = written.strip(b'"').decode("unicode_escape").encode("latin-1")
    return os.fsdecode(written.rstrip(b"\t").removeprefix(b"b/"))
