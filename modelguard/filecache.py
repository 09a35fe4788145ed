"""What earlier runs read: path and content hash -> the facts of a file.

The key of a cache is the catalog, the grammar, the tool's own code and the settings that change what a
file means, so that any change of those begins anew. Content is named by git's own hash where the index
vouches for it, so that a warm run does not read unchanged files at all, and facts are unpacked for the
files of the run alone. Whole-file atomic writes make concurrent runs safe: the last one wins. Only
values of ours are ever made from the bytes.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import pickle
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from operator import attrgetter
from pathlib import Path
from typing import Any

from modelguard import types
from modelguard.compiled import prune, write
from modelguard.scanning import FileFacts
from modelguard.suppress import Suppression

_KEPT_UNSEEN = 50_000
"""Entries of files that a run did not look at, of which more are not kept."""

_OURS = {
    (item.__module__, item.__qualname__): item
    for item in (*vars(types).values(), FileFacts, Suppression, date)
    if isinstance(item, type) and (dataclasses.is_dataclass(item) or issubclass(item, Enum | date))
}


def _reduction(kind: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    """How a value is packed: its class and its fields, several times faster than by its state."""
    names = [item.name for item in dataclasses.fields(kind)]
    if len(names) == 1:
        return lambda value: (kind, (getattr(value, names[0]),))
    values = attrgetter(*names)
    return lambda value: (kind, values(value))


_TABLE = {kind: _reduction(kind) for kind in _OURS.values() if dataclasses.is_dataclass(kind)}


class _Reader(pickle.Unpickler):
    """Makes values of ours and days, and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        if found := _OURS.get((module, name)):
            return found
        if (module, name) == ("builtins", "frozenset"):
            return frozenset
        raise pickle.UnpicklingError(f"{module}.{name} does not belong in a cache")


def pack(facts: FileFacts) -> bytes:
    """``facts`` as bytes, without what the catalog says: that is looked up again. Nothing for an empty file."""
    if facts == FileFacts(facts.path):
        return b""
    if any(use.model is not None for use in facts.uses):
        uses = tuple(dataclasses.replace(use, model=None) for use in facts.uses)
        facts = dataclasses.replace(facts, uses=uses)
    out = io.BytesIO()
    pickler = pickle.Pickler(out, protocol=5)
    pickler.dispatch_table = _TABLE
    pickler.dump(facts)
    return out.getvalue()


def unpack(raw: bytes, path: str) -> FileFacts:
    """The facts of the file ``path`` from :func:`pack`. Raises any exception where ``raw`` is damaged."""
    found = _Reader(io.BytesIO(raw)).load() if raw else FileFacts(path)
    if not isinstance(found, FileFacts) or found.path != path:
        raise pickle.UnpicklingError("it is not the facts of a file")
    return found


class FileCache:
    """Facts by path and content hash for one tree under one state of data and settings."""

    def __init__(self, folder: Path, parts: Iterable[object]) -> None:
        digest = hashlib.blake2b(repr([*parts]).encode("utf-8", "surrogateescape"), digest_size=16)
        self._file = folder / f"files-{digest.hexdigest()}.bin"
        self._old: dict[str, tuple[str, bytes]] = {}
        self._new: dict[str, tuple[str, bytes]] = {}
        self._missed = False
        try:
            loaded = _Reader(io.BytesIO(self._file.read_bytes())).load()
            self._old = loaded if isinstance(loaded, dict) else {}
        except Exception:  # damaged in any way: begin anew
            self._old = {}

    def __bool__(self) -> bool:
        """Whether earlier runs left anything."""
        return bool(self._old)

    def knows(self, path: str, content: str) -> bool:
        """Whether the facts of ``path`` with this content are there and whole."""
        return self.get(path, content) is not None

    def get(self, path: str, content: str) -> FileFacts | None:
        """The facts of ``path`` with this content, or None where they are not known."""
        found = self._old.get(path)
        try:
            if found is None or found[0] != content:
                return None
            facts = unpack(found[1], path)
        except Exception:  # damaged in any way: read the file again
            return None
        self._new[path] = found
        return facts

    def put(self, path: str, content: str, facts: FileFacts) -> None:
        """Keep the facts of ``path``."""
        self.put_packed(path, content, pack(facts))

    def put_packed(self, path: str, content: str, raw: bytes) -> None:
        """Keep facts that are packed already."""
        self._new[path] = (content, raw)
        self._missed = True

    def save(self) -> None:
        """Write the cache whole or not at all, if anything is new.

        What a run over some files did not look at stays; what a run over most of them did not see is gone.
        """
        if not self._missed:
            return
        unseen = {path: known for path, known in self._old.items() if path not in self._new}
        if len(self._new) >= len(unseen) or len(unseen) > _KEPT_UNSEEN:
            unseen = {}
        write(self._file, pickle.dumps({**unseen, **self._new}, protocol=5))
        prune(self._file.parent, "files-*.bin")


def content_hash(data: bytes) -> str:
    """The name of content that git does not vouch for: the one that git gives it, where nothing converts it."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()
