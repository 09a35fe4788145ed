"""Read many files: from the cache where nothing changed, in several processes where it pays."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from modelguard import scanning
from modelguard.discover import Found
from modelguard.filecache import FileCache, content_hash
from modelguard.prefilter import Prefilter
from modelguard.scanning import FileFacts
from modelguard.spelling import Speller
from modelguard.types import Problem

POOL_FROM = 600
"""Files to read from which a second process pays for its start."""
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Desk:
    """What a process needs to read files."""

    root: Path
    prefilter: Prefilter
    speller: Speller


_desk: Desk | None = None


def read_all(
    found: Iterable[Found],
    desk: Desk,
    *,
    jobs: int = 0,
    cache: FileCache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FileFacts, ...]:
    """The facts of every file, in the order of ``found``; ``progress`` is told how many are read."""
    items = list(found)
    facts: dict[str, FileFacts] = {}
    if cache is not None:
        for item in items:
            if item.oid and (known := cache.get(item.path, _content(item, item.oid))):
                facts[item.path] = known
    missing = [item for item in items if item.path not in facts]
    for done, (path, content, read) in enumerate(_read(missing, desk, jobs), 1):
        if progress is not None:
            progress(done, len(missing))
        facts[path] = read
        if cache is not None and content:
            cache.put(path, content, read)
    if cache is not None:
        cache.save()
    return tuple(_with_models(facts[item.path], desk.speller) for item in items)


def _with_models(facts: FileFacts, speller: Speller) -> FileFacts:
    """Facts from the cache or another process know ids only: the catalog's rows are put back."""
    if all(use.model is not None or use.ref.id is None for use in facts.uses):
        return facts
    find = speller.catalog.find
    uses = tuple(
        replace(use, model=find(use.ref.platform, use.ref.id)) if use.ref.platform and use.ref.id else use
        for use in facts.uses
    )
    return replace(facts, uses=uses)


Read = tuple[str, str | None, FileFacts]


def _read(items: Sequence[Found], desk: Desk, jobs: int) -> Iterator[Read]:
    workers = jobs or (min(os.cpu_count() or 1, 8) if len(items) >= POOL_FROM else 1)
    if workers <= 1 or len(items) < 2 or not _can_fork():
        yield from (read_one(item, desk) for item in items)
        return
    with _pool(workers, desk) as pool:
        chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
        for chunk in pool.map(_read_chunk, chunks):
            yield from chunk


def _can_fork() -> bool:
    """A forked worker has the catalog and the modules already; starting afresh would cost more than it saves."""
    return sys.platform.startswith("linux")


def _pool(workers: int, desk: Desk) -> Executor:
    global _desk
    _desk = desk
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"), initializer=_deaf)


def _deaf() -> None:
    """Ctrl-C reaches every process of the group: only the first one has something to say about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(items: Sequence[Found]) -> list[Read]:
    assert _desk is not None
    return [(path, content, _bare(facts)) for path, content, facts in (read_one(item, _desk) for item in items)]


def _bare(facts: FileFacts) -> FileFacts:
    return replace(facts, uses=tuple(replace(use, model=None) for use in facts.uses)) if facts.uses else facts


def read_one(item: Found, desk: Desk) -> Read:
    """Path, content hash and facts of one file; one that cannot be read is a problem, not an exception."""
    if item.problem:
        return item.path, None, _unreadable(item.path, item.problem, candidate=item.named or item.closed)
    reader = scanning.reader_for(item.path)
    if reader is None:
        return item.path, item.oid, FileFacts(item.path)
    file = desk.root / item.path
    try:
        if file.stat().st_size > 4 * reader.limit:
            too_large = f"it is larger than {reader.limit // 1_000_000} MB"
            return item.path, None, _unreadable(item.path, too_large, candidate=True)
        data = file.read_bytes()
    except OSError as error:
        return item.path, None, _unreadable(item.path, f"it cannot be read: {error.strerror}", candidate=True)
    facts = scanning.examine(
        item.path, data, reader=reader, prefilter=desk.prefilter, speller=desk.speller, named=item.named
    )
    return item.path, _content(item, item.oid or content_hash(data)), facts


def _content(item: Found, hash: str) -> str:
    """What a file's facts depend on: its content, and whether it was asked for by name."""
    return f"{hash}+" if item.named else hash


def _unreadable(path: str, message: str, *, candidate: bool) -> FileFacts:
    return FileFacts(path, problems=(Problem(message, line=1, limit="read"),), candidate=candidate)
