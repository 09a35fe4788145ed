"""Other processes that read along."""

from __future__ import annotations

import contextlib
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from modelguard.discover import Found
from modelguard.errors import CannotVerify
from modelguard.filecache import FileCache, pack, unpack
from modelguard.reading._one import Desk, Read, content_of, read_here, read_one

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

MOST_WORKERS = 64
"""Processes at most, whatever ``--jobs`` says."""
_CHUNKS = 32

Packed = tuple[str | None, bytes | None]
"""The same from another process, packed."""

_shared: tuple[Sequence[Found], Desk] | None = None
"""What forked processes inherit; set only while they start."""


def can_fork() -> bool:
    """A forked worker has the catalog and the modules already; starting afresh would cost more than it saves."""
    return sys.platform.startswith("linux")


def read_shared(items: Sequence[Found], desk: Desk, workers: int) -> Iterator[tuple[int, Read]]:
    """Other processes read from the first item on; this one reads along from the last, instead of waiting for them.

    So each of them meets few languages, and loads the readers of those alone.
    """
    from concurrent.futures.process import BrokenProcessPool

    step = max(8, min(128, len(items) // (workers * _CHUNKS)))
    chunks: deque[tuple[range, Future[dict[int, Packed]]]] = deque()
    try:
        with _ended(_pool(min(workers, MOST_WORKERS) - 1, items, desk)) as pool:
            for start in range(0, len(items), step):
                places = range(start, min(start + step, len(items)))
                chunks.append((places, pool.submit(_read_chunk, places)))
            while chunks:
                if not chunks[0][1].done() and chunks[-1][1].cancel():
                    yield from read_here(items, desk, chunks.pop()[0])
                    continue
                places, chunk = chunks.popleft()
                found = chunk.result()
                for place in places:
                    yield place, _received(items[place], found.get(place), desk.cache)
    except BrokenProcessPool as error:
        raise CannotVerify(
            "a process that read files was ended from outside, often for want of memory: run again with --jobs 1"
        ) from error


@contextlib.contextmanager
def _ended(pool: ProcessPoolExecutor) -> Iterator[ProcessPoolExecutor]:
    """The pool, ended with the run: on Ctrl-C nobody waits for what is left to read, nor for the workers."""
    try:
        yield pool
    except BaseException:
        for process in [*(pool._processes or {}).values()]:
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _received(item: Found, packed: Packed | None, cache: FileCache | None) -> Read:
    """What another process read; it sends nothing for a file that git knows and that says nothing."""
    content, raw = packed or (item.oid and content_of(item, item.oid), b"")
    if raw is None:
        return item.path, content, None
    if cache is not None and content:
        cache.put_packed(item.path, content, raw)
    return item.path, content, unpack(raw, item.path)


def _pool(workers: int, items: Sequence[Found], desk: Desk) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _shared
    _shared = items, desk
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"), initializer=_settle)


def _settle() -> None:
    """Ctrl-C reaches every process of the group: only the first one has something to say about it.

    What is inherited lives as long as the process: the collector need not look at it again and again.
    """
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()


def _read_chunk(places: range) -> dict[int, Packed]:
    """Some of the inherited items; facts are packed here, once for the way back and for the cache."""
    assert _shared is not None
    items, desk = _shared
    found: dict[int, Packed] = {}
    for place in places:
        _, content, facts = read_one(items[place], desk)
        raw = None if facts is None else pack(facts)
        if raw != b"" or not items[place].oid:
            found[place] = content, raw
    return found
