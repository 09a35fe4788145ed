"""Read many files: from the cache where nothing changed, in several processes where it pays."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from modelguard import languages, scanning, worth
from modelguard.discover import Found
from modelguard.errors import CannotVerify
from modelguard.filecache import FileCache, content_hash, pack, unpack
from modelguard.prefilter import Prefilter
from modelguard.scanning import FileFacts
from modelguard.screen import Screen, screen
from modelguard.spelling import Speller
from modelguard.types import Problem

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

MOST_WORKERS = 64
"""Processes at most, whatever ``--jobs`` says."""
POOL_FROM = 600
"""Files to read from which a second process pays for its start."""
SCREEN_FROM, SCREEN_FROM_IF_FAST = 300, 5_000
"""Files to read from which a screen pays for the engine it loads, and where the extra ``fast`` is installed."""
_CHUNKS = 32
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a process needs to read files."""

    root: Path
    prefilter: Prefilter
    speller: Speller
    cache: FileCache | None = None
    mentions: bool = True
    tests: bool = True
    screen: Screen | None = None


Read = tuple[str, str | None, FileFacts | None]
"""Path, the name of the content (None: do not keep it) and the facts of a file, None where the cache knows them."""

Packed = tuple[str | None, bytes | None]
"""The same from another process, packed."""

_shared: tuple[Sequence[Found], Desk] | None = None
"""What forked processes inherit; set only while they start."""


_REHEARSAL = {
    "a.py": b'# claude-code\nfrom openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o")\n',
    "a.ts": b'import OpenAI from "openai";\nnew OpenAI().chat.completions.create({ model: "gpt-4o" });\n',
    "a.json": b'{"model": "gpt-4o"}\n',
    "a.yaml": b"model: gpt-4o\n",
}
"""A few words in the languages that most repositories hold; every platform is asked for the first one."""


def rehearse(desk: Desk, *, idle: Callable[[], bool]) -> None:
    """Load what readers load at their first file, as long as there is nothing better to do.

    Processes that read along inherit it, instead of each loading it again.
    """
    import concurrent.futures.process  # noqa: F401

    if desk.prefilter.automaton is None:
        import pydantic_core  # noqa: F401
    for path, data in _REHEARSAL.items():
        reader = languages.reader_for(path) if idle() else None
        if reader is not None:
            scanning.examine(path, data, reader=reader, prefilter=desk.prefilter, speller=desk.speller)


def read_all(
    found: Iterable[Found],
    desk: Desk,
    *,
    jobs: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[FileFacts, ...]:
    """The facts of every file, in the order of ``found``; ``progress`` is told how many are read."""
    items, cache = list(found), desk.cache
    facts: list[FileFacts | None] = [None] * len(items)
    if cache is not None:
        for index, item in enumerate(items):
            if item.oid:
                facts[index] = cache.get(item.path, _content(item, item.oid))
    missing = _by_language(items, [index for index, known in enumerate(facts) if known is None])
    reads = _read([items[index] for index in missing], desk, jobs)
    for done, (place, (path, content, read)) in enumerate(reads, 1):
        if progress is not None:
            progress(done, len(missing))
        if read is None:
            read = (cache.get(path, content) if cache is not None and content else None) or FileFacts(path)
        facts[missing[place]] = read
    if cache is not None:
        cache.save()
    return tuple(_with_models(known, desk.speller) for known in facts if known is not None)


def _by_language(items: Sequence[Found], places: Iterable[int]) -> list[int]:
    """The same places, language by language: the two with most files towards the middle, prose between them.

    Processes that begin at both ends load few readers each, and meet where nothing new is to be loaded.
    """
    by_suffix: dict[str, list[int]] = {}
    for place in places:
        by_suffix.setdefault(items[place].path.rpartition(".")[2], []).append(place)
    by_language: dict[str, list[int]] = {}
    for group in by_suffix.values():
        name = languages.name_for(items[group[0]].path)
        by_language.setdefault("" if name is None or languages.is_prose(name) else name, []).extend(group)
    passed_over = by_language.pop("", [])
    ranked = sorted(by_language.values(), key=len)
    ordered = (*ranked[::2], passed_over, *reversed(ranked[1::2]))
    return [place for group in ordered for place in group]


def _with_models(facts: FileFacts, speller: Speller) -> FileFacts:
    """Facts from the cache or another process know ids only: the catalog's rows are put back."""
    if all(use.model is not None or use.ref.id is None for use in facts.uses):
        return facts
    return replace(facts, uses=tuple(replace(use, model=speller.model_of(use.ref)) for use in facts.uses))


def _read(items: Sequence[Found], desk: Desk, jobs: int) -> Iterator[tuple[int, Read]]:
    """Every item with its place, in any order; what is new is put into the cache."""
    if len(items) >= (SCREEN_FROM if desk.prefilter.automaton is None else SCREEN_FROM_IF_FAST):
        desk = replace(desk, screen=screen(desk.prefilter, worth.WORDS))
    workers = jobs or (min(os.cpu_count() or 1, 8) if len(items) >= POOL_FROM else 1)
    if workers > 1 and len(items) > 1 and _can_fork():
        yield from _in_pool(items, desk, workers)
        return
    yield from _here(items, desk, range(len(items)))


def _here(items: Sequence[Found], desk: Desk, places: Iterable[int]) -> Iterator[tuple[int, Read]]:
    """Some of the items, read by this process."""
    for place in places:
        path, content, facts = read = read_one(items[place], desk)
        if desk.cache is not None and content and facts is not None:
            desk.cache.put(path, content, facts)
        yield place, read


def _in_pool(items: Sequence[Found], desk: Desk, workers: int) -> Iterator[tuple[int, Read]]:
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
                    yield from _here(items, desk, chunks.pop()[0])
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
    content, raw = packed or (item.oid and _content(item, item.oid), b"")
    if raw is None:
        return item.path, content, None
    if cache is not None and content:
        cache.put_packed(item.path, content, raw)
    return item.path, content, unpack(raw, item.path)


def _can_fork() -> bool:
    """A forked worker has the catalog and the modules already; starting afresh would cost more than it saves."""
    return sys.platform.startswith("linux")


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
    gc.set_threshold(50_000, 20, 100)


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


def read_one(item: Found, desk: Desk) -> Read:
    """One file; what cannot be read is a problem, not an exception."""
    if item.problem:
        return item.path, None, _unreadable(item.path, item.problem, candidate=item.named or item.closed)
    reader = languages.reader_for(item.path)
    if reader is None:
        return item.path, item.oid and _content(item, item.oid), FileFacts(item.path)
    try:
        data = _bytes(os.path.join(desk.root, item.path), 4 * reader.limit, links=item.named)
    except OSError as error:
        if error.errno == errno.ELOOP and not item.named:
            return item.path, None, FileFacts(item.path)  # a link now: what it leads to is read where it stands
        return item.path, None, _unreadable(item.path, f"it cannot be read: {error.strerror}", candidate=True)
    if data is None:
        too_large = f"it is larger than {reader.limit // 1_000_000} MB"
        return item.path, None, _unreadable(item.path, too_large, candidate=True)
    content = None
    if desk.cache is not None:
        content = _content(item, item.oid or content_hash(data))
        if not item.oid and desk.cache.knows(item.path, content):
            return item.path, content, None
    if desk.screen and not item.named and desk.screen(data) and not worth.stands_beside(reader, item.path, data):
        return item.path, content, FileFacts(item.path)
    facts = scanning.examine(
        item.path,
        data,
        reader=reader,
        prefilter=desk.prefilter,
        speller=desk.speller,
        named=item.named,
        mentions=desk.mentions,
        tests=desk.tests,
    )
    return item.path, content, facts


def _bytes(file: str, most: int, *, links: bool) -> bytes | None:
    """The bytes of a file, None where there are more than ``most``. Raises OSError, for a link too unless ``links``."""
    handle = os.open(file, _OPEN if links else _OPEN | _NO_LINK)
    try:
        size = os.fstat(handle).st_size
        if size > most:
            return None
        data = os.read(handle, size + 1)
    finally:
        os.close(handle)
    return data if len(data) == size else Path(file).read_bytes()  # it changes, or hides its size


def _content(item: Found, hash: str) -> str:
    """What a file's facts depend on: its content, and whether it was asked for by name."""
    return f"{hash}+" if item.named else hash


def _unreadable(path: str, message: str, *, candidate: bool) -> FileFacts:
    return FileFacts(path, problems=(Problem(message, line=1, limit="read"),), candidate=candidate)
