"""What earlier runs read: path and content hash -> the facts of a file.

The key of a cache is the catalog, the grammar, the tool's own code and the settings that change what a
file means, so that any change of those begins anew. Content is named by git's own hash where the index vouches for it,
so that a warm run does not read unchanged files at all. Whole-file atomic writes make concurrent runs
safe: the last one wins. Only values of ours are ever made from the bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from modelguard.scanning import FileFacts

_ALLOWED = {
    "modelguard.types": None,
    "modelguard.scanning": {"FileFacts"},
    "modelguard.suppress": {"Suppression"},
    "datetime": {"date", "datetime"},
    "builtins": {"frozenset"},
}


class _Reader(pickle.Unpickler):
    """Makes values of :mod:`modelguard.types` and days, and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        allowed = _ALLOWED.get(module, set())
        if allowed is None or name in allowed:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} does not belong in a cache")


class FileCache:
    """Facts by path and content hash for one tree under one state of data and settings."""

    def __init__(self, folder: Path, parts: Iterable[object]) -> None:
        digest = hashlib.blake2b(repr([*parts]).encode("utf-8", "surrogateescape"), digest_size=16)
        self._file = folder / f"files-{digest.hexdigest()}.bin"
        self._old: dict[str, tuple[str, FileFacts | None]] = {}
        self._new: dict[str, tuple[str, FileFacts | None]] = {}
        self._missed = False
        try:
            loaded = _Reader(io.BytesIO(self._file.read_bytes())).load()
            self._old = loaded if isinstance(loaded, dict) else {}
        except Exception:  # damaged in any way: begin anew
            self._old = {}

    def get(self, path: str, content: str) -> FileFacts | None:
        """The facts of ``path`` with this content, or None where they are not known."""
        found = self._old.get(path)
        if found is None or found[0] != content:
            return None
        self._new[path] = found
        return found[1] or FileFacts(path)

    def put(self, path: str, content: str, facts: FileFacts) -> None:
        """Keep the facts of ``path``. What the catalog says is left out: it is looked up again."""
        empty = facts == FileFacts(path)
        bare = replace(facts, uses=tuple(replace(use, model=None) for use in facts.uses))
        self._new[path] = (content, None if empty else bare)
        self._missed = True

    def save(self) -> None:
        """Write the cache whole or not at all; entries of files that were not looked at stay."""
        if not self._missed:
            return
        temporary = None
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._file.parent, delete=False) as handle:
                temporary = handle.name
                pickle.dump({**self._old, **self._new}, handle, protocol=5)
            os.replace(temporary, self._file)
        except OSError:
            if temporary:
                Path(temporary).unlink(missing_ok=True)


def content_hash(data: bytes) -> str:
    """The name of content that git does not vouch for."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
