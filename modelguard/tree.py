"""The repository's files, for checks: a path that leaves the repository is refused unread."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fnmatch import translate
from functools import lru_cache
from pathlib import Path, PurePosixPath
from re import Pattern, compile
from typing import Any

MAX_FILES = 20_000
"""Files that one pattern may give."""


class Outside(Exception):
    """A path that leaves the repository."""


class Tree:
    """Files below ``root``, asked for by relative path with forward slashes. Nothing raises but :meth:`relative`.

    ``memo`` keeps what checks worked out of files, so that each is read once a run.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.real = Path(os.path.realpath(root))
        self.memo: dict[Any, Any] = {}
        self._times: dict[str, datetime | None] = {}
        self._places: dict[str, Path | None] = {}

    def relative(self, path: str) -> str:
        """``path`` relative to the root. Raises Outside for one that leaves it, also through a link."""
        if "\0" in path:
            raise Outside(path)
        full = os.path.normpath(os.path.join(self.root, path))
        base = os.path.normpath(self.root)
        if os.path.isabs(path) and not _below(full, base):
            full, base = os.path.realpath(path), str(self.real)
        if not _below(full, base) or not _below(os.path.realpath(full), str(self.real)):
            raise Outside(path)
        return PurePosixPath(os.path.relpath(full, base)).as_posix().replace("\\", "/")

    def exists(self, path: str) -> bool:
        """Whether ``path`` is a regular file of the repository."""
        full = self._full(path)
        return full is not None and full.is_file()

    def size(self, path: str) -> int | None:
        """Bytes of a file, or ``None`` where there is none."""
        full = self._full(path)
        try:
            return full.stat().st_size if full and full.is_file() else None
        except OSError:
            return None

    def read_bytes(self, path: str, *, limit: int = 5_000_000) -> bytes | None:
        """A file's bytes; ``None`` where there is none, it cannot be read or is over ``limit`` bytes."""
        full = self._full(path)
        try:
            if full is None or not full.is_file():
                return None
            with full.open("rb") as handle:
                data = handle.read(limit + 1)
        except OSError:
            return None
        return data if len(data) <= limit else None

    def full(self, path: str) -> Path | None:
        """Where a regular file of the repository is on the disk, for readers that stream."""
        full = self._full(path)
        return full if full and full.is_file() else None

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Files that match ``pattern`` (``*``, ``?``, ``[...]``, ``**``), sorted; links out are left out."""
        key = ("glob", pattern)
        if key not in self.memo:
            self.memo[key] = tuple(sorted(self._glob(pattern)))
        found: tuple[str, ...] = self.memo[key]
        return found

    def mtime(self, path: str) -> datetime | None:
        """When a file was last modified on this disk."""
        full = self._full(path)
        try:
            return datetime.fromtimestamp(full.stat().st_mtime, UTC) if full else None
        except (OSError, OverflowError, ValueError):
            return None

    def changed(self, paths: Iterable[str]) -> Mapping[str, datetime | None]:
        """When each file last changed: its last commit, the disk's time where git does not know it.

        ``None`` where nothing is known: the file is not there, or a shallow clone hides its commit.
        """
        from modelguard.gitfacts import last_commits

        wanted = [path for path in dict.fromkeys(paths) if path not in self._times]
        commits = last_commits(self.root, wanted) if wanted else {}
        for path in wanted:
            known = path in commits
            self._times[path] = commits[path] if known else self.mtime(path)
        return self._times

    def _glob(self, pattern: str) -> list[str]:
        parts = pattern.split("/")
        fixed = next((at for at, part in enumerate(parts) if any(char in part for char in "*?[")), None)
        if fixed is None:
            return [pattern] if self.exists(pattern) else []
        base = "/".join(parts[:fixed])
        start = self._full(base or ".")
        if start is None or not start.is_dir():
            return []
        deep = "**" in parts or len(parts) - fixed > 1
        expression = _expression(pattern)
        found = []
        for folder, folders, names in os.walk(start):
            folders[:] = sorted(name for name in folders if name != ".git") if deep else []
            below = os.path.relpath(folder, start).replace(os.sep, "/")
            home = "/".join(part for part in (base, below) if part and part != ".")
            paths = (f"{home}/{name}" if home else name for name in names)
            found += [path for path in paths if expression.match(path) and self.exists(path)]
            if len(found) > MAX_FILES:
                break
        return found[:MAX_FILES]

    def _full(self, path: str) -> Path | None:
        if path not in self._places:
            try:
                self._places[path] = self.root / self.relative(path)
            except (Outside, OSError, ValueError):
                self._places[path] = None
        return self._places[path]


def _below(path: str, base: str) -> bool:
    return path == base or path.startswith(base.rstrip(os.sep) + os.sep)


@lru_cache(maxsize=64)
def _expression(pattern: str) -> Pattern[str]:
    """A glob as a regular expression: ``*`` stays in its folder, ``**`` is any number of folders."""
    source = ""
    for part in pattern.split("/"):
        if part == "**":
            source += "(?:[^/]+/)*"
        else:
            inner = translate(part)
            inner = inner.removeprefix("(?s:").removesuffix(r")\Z").removesuffix(r")\z")
            source += inner.replace(".*", "[^/]*") + "/"
    return compile(source.removesuffix("/") + r"\Z")
