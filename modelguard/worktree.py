"""What git lists in a folder: tracked and untracked files, and the hashes that its index vouches for."""

from __future__ import annotations

import os
import re
import select
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from modelguard.types import record

_CLOSED = re.compile(rb"could not open directory '(.*)': Permission denied")
_TRACKED = ("ls-files", "-z", "-s")
_GONE_OR_NEW = ("ls-files", "-z", "-t", "-d", "-o", "--exclude-standard")
_CHANGED = ("diff-files", "-z", "--name-only", "--relative")


class Listed(NamedTuple):
    """One file: its path from the folder, git's hash where the index vouches for it, and whether the index
    has it as a regular file."""

    path: str
    oid: str | None = None
    regular: bool = False


@record
class Listing:
    """Lists that git makes at the same time, while this process goes on with other work."""

    tracked: subprocess.Popen[bytes] | None
    gone_or_new: subprocess.Popen[bytes] | None
    changed: subprocess.Popen[bytes] | None

    @classmethod
    def begin(cls, folder: Path, *, compare: bool) -> Listing:
        """Start git in ``folder``; ``compare``: it shall also say which files are not as the index knows them."""
        changed = _git(folder, *_CHANGED) if compare else None
        return cls(_git(folder, *_TRACKED), _git(folder, *_GONE_OR_NEW), changed)

    def working(self) -> bool:
        """Whether git has nothing to say yet; False where that cannot be told without waiting."""
        pipes = [process.stdout for process in (self.tracked, self.gone_or_new) if process and process.stdout]
        try:
            return len(select.select(pipes, [], [], 0)[0]) < len(pipes)
        except (OSError, ValueError):  # Windows asks sockets only, and files have numbers beyond what it takes
            return False

    def answer(self, closed: list[str], *, trust: bool) -> list[Listed] | None:
        """The files below the folder, never ignored ones, in order; to be asked once.

        None outside a work tree or without git. Folders that git may not enter are added to ``closed``.
        Without ``trust`` nobody waits for the comparison, which reads every file where the index is stale.
        """
        if self.changed and not trust:
            self.changed.kill()
        tracked, _ = _answer(self.tracked)
        told, said = _answer(self.gone_or_new)
        compared, _ = _answer(self.changed)
        changed = {*compared.split(b"\0")} if trust and compared is not None else None
        if tracked is None:
            return None
        closed += (os.fsdecode(match[1]).rstrip("/") for match in _CLOSED.finditer(said))
        rows = {row.path: row for row in _rows(tracked, changed)}
        for tag, path in ((row[:2], os.fsdecode(row[2:])) for row in (told or b"").split(b"\0") if row):
            if tag == b"R ":
                rows.pop(path, None)
            else:
                rows[path] = Listed(path)
        return [rows[path] for path in sorted(rows)]


def begin(paths: Iterable[Path], *, compare: bool) -> dict[Path, Listing]:
    """Start git in those of ``paths`` that are folders: it works while the rest of a run is loaded."""
    return {path: Listing.begin(path, compare=compare) for path in paths if path.is_dir() and not path.is_symlink()}


def _rows(tracked: bytes, changed: set[bytes] | None) -> Iterator[Listed]:
    """The rows of the index; nothing is vouched for where ``changed`` is not known."""
    for row in tracked.split(b"\0"):
        meta, _, name = row.partition(b"\t")
        if name and not meta.startswith(b"160000"):  # a submodule is another repository
            regular = meta.startswith(b"100")
            vouched = regular and changed is not None and name not in changed
            yield Listed(os.fsdecode(name), meta.split(b" ")[1].decode() if vouched else None, regular)


def _git(folder: Path, *command: str) -> subprocess.Popen[bytes] | None:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.Popen(
            ["git", "-C", str(folder), *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        )  # fmt: skip
    except OSError:
        return None


def _answer(process: subprocess.Popen[bytes] | None) -> tuple[bytes | None, bytes]:
    """What git answered (None where it failed) and what it complained of."""
    if process is None:
        return None, b""
    answer, complaint = process.communicate()
    return answer if process.returncode == 0 else None, complaint
