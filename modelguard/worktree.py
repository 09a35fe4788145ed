"""What git lists in a folder: tracked and untracked files, and the hashes that its index vouches for."""

from __future__ import annotations

import os
import re
import select
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_CLOSED = re.compile(rb"could not open directory '(.*)': Permission denied")
_LISTS = (
    ("ls-files", "-z", "-s"),
    ("diff-files", "-z", "--name-only", "--relative"),
    ("ls-files", "-z", "-o", "--exclude-standard"),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Three lists that git makes at the same time, while this process goes on with other work."""

    processes: tuple[subprocess.Popen[bytes] | None, ...]

    @classmethod
    def begin(cls, folder: Path) -> Listing:
        """Start git in ``folder``; where there is no git, the answer says so."""
        return cls(tuple(_git(folder, *command) for command in _LISTS))

    def working(self) -> bool:
        """Whether git has nothing to say yet; False where that cannot be told without waiting."""
        pipes = [process.stdout for process in self.processes if process]
        try:
            return len(select.select(pipes, [], [], 0)[0]) < len(pipes)
        except OSError:  # Windows asks sockets only
            return False

    def answer(self, closed: list[str]) -> list[tuple[str, str | None]] | None:
        """Paths from the folder, never ignored ones, with git's hash of each that is unchanged.

        None outside a work tree or without git. Folders that git may not enter are added to ``closed``.
        Waits for git; to be asked once.
        """
        (staged, _), (differing, _), (others, said) = (_answer(process) for process in self.processes)
        if staged is None:
            return None
        closed += (os.fsdecode(match[1]).rstrip("/") for match in _CLOSED.finditer(said))
        changed = set((differing or b"").split(b"\0"))
        rows: dict[str, str | None] = {}
        for row in staged.split(b"\0"):
            meta, _, name = row.partition(b"\t")
            if name and not meta.startswith(b"160000"):  # a submodule is another repository
                regular = meta.startswith(b"100") and name not in changed
                rows[os.fsdecode(name)] = meta.split(b" ")[1].decode() if regular else None
        rows.update((os.fsdecode(name), None) for name in (others or b"").split(b"\0") if name)
        return sorted(rows.items())


def begin(paths: Iterable[Path]) -> dict[Path, Listing]:
    """Start git in those of ``paths`` that are folders: it works while the rest of a run is loaded."""
    return {path: Listing.begin(path) for path in paths if path.is_dir() and not path.is_symlink()}


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
