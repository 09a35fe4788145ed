"""Ask every source once; believe its page or refuse it as a whole; remember what was believed."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

from modelguard import __version__
from modelguard.fetch import Failed, Fetched, Limits, NotModified, Outcome, Request, fetch_all
from modelguard.pagecache import Entry, PageCache
from modelguard.providers import Lifecycle, Page, PageRefused
from modelguard.types import record
from modelguard.watch import Reading, SourceState
from modelguard.watch.sources import Source

_NO_ANSWER = ("no ", "the connection", "the host has", "HTTP 5", "HTTP 429")


@record
class Asking:
    """How to ask. ``trusted`` platforms may lose more than the guards allow: a person has looked."""

    offline: bool = False
    trusted: frozenset[str] = frozenset()
    limits: Limits = Limits()
    progress: Callable[[int], None] | None = None


def refresh(
    sources: Sequence[Source],
    *,
    day: date,
    cache: PageCache,
    asking: Asking = Asking(),  # noqa: B008 - a value that nobody changes
) -> tuple[Reading, ...]:
    """One reading a source, in the order of ``sources``. ``day`` is the real day."""
    stored = [cache.get(source.key) for source in sources]
    if asking.offline:
        return tuple(_from_store(source, entry) for source, entry in zip(sources, stored, strict=True))
    requests = [_request(source, entry) for source, entry in zip(sources, stored, strict=True)]
    outcomes = fetch_all(requests, limits=asking.limits, progress=asking.progress)
    cache.sweep()
    return tuple(
        _reading(source, entry, outcome, day, cache, asking)
        for source, entry, outcome in zip(sources, stored, outcomes, strict=True)
    )


def believe(page: Page, body: bytes, day: date, *, before: Entry | None = None) -> tuple[Lifecycle, ...]:
    """The rows of a page that passes every guard. Raises PageRefused with the reason."""
    from modelguard.providers._body import text_of, turned_away
    from modelguard.providers._guards import guard, guard_size
    from modelguard.providers._read import has_markers

    if not has_markers(page, body):
        text = text_of(body)
        raise PageRefused(turned_away(text) or "it lacks the words that mark this page")
    try:
        rows = page.read(body, day)
    except PageRefused:
        raise
    except Exception as error:  # whatever a page does to a parser, the run goes on
        raise PageRefused(f"its reader stopped ({type(error).__name__})") from error
    if len(rows) < page.min_rows:
        raise PageRefused(f"it has {len(rows)} rows, fewer than {page.min_rows}")
    if before is not None:
        if _is_html(body) == _is_html(before.body):  # Markdown is a fraction of the same page's HTML
            guard_size(len(body), len(before.body))
        guard(rows, _rows(before))
    return rows


def _is_html(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _request(source: Source, entry: Entry | None) -> Request:
    conditional = (entry.etag, entry.modified, entry.url) if entry else (None, None, None)
    return Request(source.url, source.origins, source.private, source.secret or {}, *conditional)


def _reading(
    source: Source, entry: Entry | None, outcome: Outcome, day: date, cache: PageCache, asking: Asking
) -> Reading:
    """What an outcome means, with the cache brought up to date."""
    if isinstance(outcome, Failed):
        state = SourceState.UNREACHABLE if outcome.reason.startswith(_NO_ANSWER) else SourceState.REFUSED
        return _last_good(source, entry, state, outcome.reason)
    if isinstance(outcome, NotModified) and entry is not None:
        return _confirmed(source, entry, day, cache)
    assert isinstance(outcome, Fetched)
    before = None if source.platform in asking.trusted else entry
    try:
        rows = believe(source.page, outcome.body, day, before=before)
    except PageRefused as refusal:
        return _last_good(source, entry, SourceState.REFUSED, str(refusal))
    kept = tuple(_row_data(row) for row in rows)
    cache.put(Entry(source.key, outcome.url, outcome.body, day, day, outcome.etag, outcome.modified, parsers(), kept))
    former = None if entry is None else _rows(entry)
    return _made(source, SourceState.FETCHED, rows=rows, before=former, seen=day)


def _confirmed(source: Source, entry: Entry, day: date, cache: PageCache) -> Reading:
    """The stored page still counts; it is read anew where the parsers are others than then."""
    try:
        rows = _rows_now(source, entry)
    except PageRefused as refusal:
        return _last_good(source, entry, SourceState.REFUSED, str(refusal))
    cache.confirm(entry, day)
    return _made(source, SourceState.NOT_MODIFIED, rows=rows, seen=max(day, entry.seen))


def _from_store(source: Source, entry: Entry | None) -> Reading:
    if entry is None:
        return _made(source, SourceState.UNKNOWN, reason="nothing is stored of it")
    try:
        rows = _rows_now(source, entry)
    except PageRefused as refusal:
        return _last_good(source, entry, SourceState.REFUSED, str(refusal))
    return _made(source, SourceState.STORED, rows=rows, seen=entry.seen)


def _last_good(source: Source, entry: Entry | None, state: SourceState, reason: str) -> Reading:
    """A source that failed keeps its last good rows, and says so."""
    rows = _rows(entry) if entry else ()
    return _made(source, state, reason=reason, rows=rows, seen=entry.seen if entry else None)


def _made(source: Source, state: SourceState, **more: Any) -> Reading:
    api = source.page.key_env is not None
    return Reading(source.platform, source.page.name, source.url, state, api=api, **more)


def _rows_now(source: Source, entry: Entry) -> tuple[Lifecycle, ...]:
    if entry.reader == parsers():
        return _rows(entry)
    return believe(source.page, entry.body, entry.fetched)


def _rows(entry: Entry) -> tuple[Lifecycle, ...]:
    """The rows an entry was stored with; none where an older version wrote what this one cannot read."""
    try:
        return tuple(_row(data) for data in entry.rows)
    except (TypeError, ValueError):
        return ()


_DAYS = ("retires", "deprecated", "released")
_TUPLES = ("replacement", "aliases", "regions")


def _row_data(row: Lifecycle) -> dict[str, Any]:
    """A row without what it does not say."""
    return {name: value for name, value in asdict(row).items() if value not in (None, (), "")}


def _row(data: dict[str, Any]) -> Lifecycle:
    values = dict(data)
    for name in _DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    for name in _TUPLES:
        values[name] = tuple(values.get(name, ()))
    return Lifecycle(**{field.name: values[field.name] for field in fields(Lifecycle) if field.name in values})


@functools.cache
def parsers() -> str:
    """A digest that changes with the code that reads pages."""
    from modelguard import providers

    digest = hashlib.blake2b(__version__.encode(), digest_size=8)
    for path in _files(providers.__path__):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _files(folders: Iterable[str]) -> list[Path]:
    return sorted(path for folder in folders for path in Path(folder).glob("*.py"))
