"""Read many files: from the cache where nothing changed, in several processes where it pays."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from modelguard import languages, scanning, worth
from modelguard.discover import Found
from modelguard.reading._one import Desk, Read, content_of, read_here, read_one
from modelguard.reading._workers import MOST_WORKERS, can_fork, read_shared
from modelguard.scanning import FileFacts
from modelguard.screen import screen
from modelguard.spelling import Speller

__all__ = [
    "MOST_WORKERS",
    "POOL_FROM",
    "SCREEN_FROM",
    "SCREEN_FROM_IF_FAST",
    "Desk",
    "read_all",
    "read_one",
    "rehearse",
]

POOL_FROM = 600
"""Files to read from which a second process pays for its start."""
SCREEN_FROM, SCREEN_FROM_IF_FAST = 300, 5_000
"""Files to read from which a screen pays for the engine it loads, and where the extra ``fast`` is installed."""


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
                facts[index] = cache.get(item.path, content_of(item, item.oid))
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
    """The same places, language by language, and what is passed over in the middle.

    Processes that begin at both ends load few readers each, and meet where every step is small.
    """
    by_suffix: dict[str, list[int]] = {}
    for place in places:
        by_suffix.setdefault(items[place].path.rpartition(".")[2], []).append(place)
    by_language: dict[str, list[int]] = {}
    for group in by_suffix.values():
        name = languages.name_for(items[group[0]].path)
        by_language.setdefault("" if name is None or languages.is_prose(name) else name, []).extend(group)
    passed_over = by_language.pop("", [])
    read = [place for group in sorted(by_language.values(), key=len, reverse=True) for place in group]
    half = len(read) // 2
    return [*read[:half], *passed_over, *read[half:]]


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
    if workers > 1 and len(items) > 1 and can_fork():
        yield from read_shared(items, desk, workers)
        return
    yield from read_here(items, desk, range(len(items)))
