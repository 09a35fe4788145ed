"""What changed since a git ref: lines, places where lines went, new files; uncommitted changes among them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path

from modelguard.errors import CannotVerify, UsageError
from modelguard.gitfacts import git
from modelguard.types import Finding, record

_HUNK = re.compile(rb"^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_DIFF = (
    "-U0", "--inter-hunk-context=0", "--text", "--no-textconv", "--no-color", "--no-ext-diff", "--find-renames",
    "--src-prefix=a/", "--dst-prefix=b/", "--relative",
)  # fmt: skip
"""Whatever the user's git is set to, the same lines come out."""

RUN = frozenset({"MG405", "MG902", "MG904"})
"""Rules that speak of the run or of the change itself: their findings stand whatever changed."""
FILE = frozenset({"MG201", "MG901"})
"""Rules that speak of a whole file, wherever in it they point to."""


class Everything(frozenset[int]):
    """All lines: a file that is new."""

    def __contains__(self, item: object) -> bool:
        return True


@record
class Change:
    """``lines`` maps a path to its changed lines (from 1), ``gaps`` to the lines after which some went."""

    lines: Mapping[str, frozenset[int]]
    gaps: Mapping[str, frozenset[int]] = field(default_factory=dict)
    note: str | None = None

    def touches(self, finding: Finding, blocks: Mapping[str, tuple[int, int]]) -> bool:
        """Whether ``finding`` counts. ``blocks`` are the first and last line of each manifest entry: what a
        rule says of an entry counts where any line of the entry changed."""
        at = finding.location
        if finding.rule in RUN:
            return True
        if at.path not in self.lines or finding.rule in FILE:
            return at.path in self.lines
        lines, gaps = self.lines[at.path], self.gaps.get(at.path, frozenset())
        block = blocks.get(finding.entry) if finding.entry and not finding.rule.startswith("MG1") else None
        if block and block[0] <= at.line <= block[1]:
            return isinstance(lines, Everything) or any(block[0] <= line <= block[1] for line in lines | gaps)
        return any(line in lines for line in range(at.line, at.end_line + 1))


def changed_since(root: Path, ref: str) -> Change:
    """What changed below ``root`` since the merge base with ``ref``, or since ``ref`` where none is to be seen.

    Raises UsageError where git does not know the ref, CannotVerify where it cannot compare.
    """
    base, note = _base(root, ref)
    diff = git(root, "diff", *_DIFF, base, "--")
    others = git(root, "ls-files", "-z", "-o", "--exclude-standard")
    if diff is None or others is None:
        raise CannotVerify(f"--changed {ref}: git could not compare the work tree with {base[:12]}")
    lines: dict[str, set[int] | Everything] = {}
    gaps: dict[str, set[int]] = {}
    for path, start, count in _hunks(diff):
        changed = lines.setdefault(path, set())
        if isinstance(changed, set):
            changed.update(range(start, start + count))
        if count == 0:
            gaps.setdefault(path, set()).add(start)
    for name in filter(None, others.split(b"\0")):
        lines[os.fsdecode(name)] = Everything()
    return Change(
        {path: item if isinstance(item, Everything) else frozenset(item) for path, item in lines.items()},
        {path: frozenset(item) for path, item in gaps.items()},
        note,
    )


def _base(root: Path, ref: str) -> tuple[str, str | None]:
    """The commit to compare with, and a note where it is not the merge base."""
    commit = None
    if not ref.startswith("-"):
        commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    if not commit:
        raise UsageError(
            f"--changed {ref}: git knows no such commit here: fetch it first, in a shallow clone with its history"
        )
    sha = commit.decode("ascii", "replace").strip()
    common = git(root, "merge-base", sha, "HEAD")
    if common and common.split():
        return common.decode("ascii", "replace").split()[0], None
    return sha, f"--changed {ref}: no common commit is to be seen (a shallow clone?), compared with {ref} itself."


def _hunks(diff: bytes) -> Iterator[tuple[str, int, int]]:
    """Path, first new line and number of new lines of each hunk; the lines of a hunk are stepped over, as one
    of them may look like a header."""
    path, inside = "", 0
    for row in diff.split(b"\n"):
        if inside and row[:1] in (b"+", b"-"):
            inside -= 1
        elif row.startswith(b"+++ "):
            path = _name(row[4:])
        elif match := _HUNK.match(row):
            old, start, new = int(match[1] or 1), int(match[2]), int(match[3] or 1)
            inside = old + new
            yield path, start, new


def _name(written: bytes) -> str:
    """``b/path`` or its C-quoted form."""
    if written.startswith(b'"'):
        written = written.strip(b'"').decode("unicode_escape").encode("latin-1")
    return os.fsdecode(written.rstrip(b"\t").removeprefix(b"b/"))
