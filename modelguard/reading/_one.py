"""Read one file: from the disk, past the screen, to its facts."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from modelguard import languages, scanning, worth
from modelguard.discover import Found
from modelguard.filecache import FileCache, content_hash
from modelguard.prefilter import Prefilter
from modelguard.scanning import FileFacts
from modelguard.screen import Screen
from modelguard.spelling import Speller
from modelguard.types import Problem, record

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


@record
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


def read_here(items: Sequence[Found], desk: Desk, places: Iterable[int]) -> Iterator[tuple[int, Read]]:
    """Some of the items, read by this process."""
    for place in places:
        path, content, facts = read = read_one(items[place], desk)
        if desk.cache is not None and content and facts is not None:
            desk.cache.put(path, content, facts)
        yield place, read


def read_one(item: Found, desk: Desk) -> Read:
    """One file; what cannot be read is a problem, not an exception."""
    if item.problem:
        return item.path, None, _unreadable(item.path, item.problem, candidate=item.named or item.closed)
    reader = languages.reader_for(item.path)
    if reader is None:
        return item.path, item.oid and content_of(item, item.oid), FileFacts(item.path)
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
        content = content_of(item, item.oid or content_hash(data))
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


def content_of(item: Found, hash: str) -> str:
    """What a file's facts depend on: its content, and whether it was asked for by name."""
    return f"{hash}+" if item.named else hash


def _unreadable(path: str, message: str, *, candidate: bool) -> FileFacts:
    return FileFacts(path, problems=(Problem(message, line=1, limit="read"),), candidate=candidate)
