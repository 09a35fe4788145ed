"""Other processes that read along."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from modelguard.discover import Found
from modelguard.errors import CannotVerify
from modelguard.filecache import FileCache, pack, unpack
from modelguard.reading._one import Desk, Read, read_here, read_one
from modelguard.reading._shares import Shares

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

MOST_WORKERS = 64
"""Processes at most, whatever ``--jobs`` says."""
_STEP, _TASK = 8, 512
"""How many files a process takes at a time, and after how many it tells what they hold."""

Packed = tuple[str | None, bytes | None]
"""Name of the content and facts of a file, packed by another process; None where the cache knows them."""

_shared: tuple[Sequence[Found], Desk, Shares] | None = None
"""What forked processes inherit; set only while they start."""


def can_fork() -> bool:
    """A forked worker has the catalog and the modules already; starting afresh would cost more than it saves."""
    return sys.platform.startswith("linux")


def read_shared(items: Sequence[Found], desk: Desk, workers: int) -> Iterator[tuple[int, Read]]:
    """Other processes read from the first item on; this one reads along from the last, instead of waiting for them.

    So each of them meets few languages, and loads the readers of those alone.
    """
    from concurrent.futures.process import BrokenProcessPool

    processes = min(workers, MOST_WORKERS) - 1
    try:
        with _ended(_pool(processes, items, desk)) as pool:
            assert _shared is not None
            shares = _shared[2]
            tasks = [pool.submit(_read_along) for _ in range(len(items) // _TASK + processes)]
            while places := shares.last(_STEP):
                yield from read_here(items, desk, places)
                for task in [task for task in tasks if task.done()]:
                    tasks.remove(task)
                    yield from _received(task.result(), items, desk.cache)
            for task in tasks:
                yield from _received(task.result(), items, desk.cache)
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


def _received(
    read: Iterable[tuple[int, Packed]], items: Sequence[Found], cache: FileCache | None
) -> Iterator[tuple[int, Read]]:
    """What another process read; it sends no facts for a file that says nothing."""
    for place, (content, raw) in read:
        path = items[place].path
        if raw is None:
            yield place, (path, content, None)
            continue
        if cache is not None and content:
            cache.put_packed(path, content, raw)
        yield place, (path, content, unpack(raw, path))


def _pool(workers: int, items: Sequence[Found], desk: Desk) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _shared
    context = multiprocessing.get_context("fork")
    _shared = items, desk, Shares(len(items), context)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_settle)


def _settle() -> None:
    """Ctrl-C reaches every process of the group: only the first one has something to say about it.

    What is inherited lives as long as the process: the collector need not look at it again and again.
    """
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()


def _read_along() -> list[tuple[int, Packed]]:
    """Some of the inherited items; facts are packed here, once for the way back and for the cache."""
    assert _shared is not None
    items, desk, shares = _shared
    found: list[tuple[int, Packed]] = []
    while len(found) < _TASK and (places := shares.first(_STEP)):
        for place in places:
            _, content, facts = read_one(items[place], desk)
            found.append((place, (content, None if facts is None else pack(facts))))
    return found
