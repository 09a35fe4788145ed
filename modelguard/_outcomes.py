"""What :mod:`modelguard.fetch` is asked with and what it answers: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from modelguard.types import record


@record
class Limits:
    """What a page may cost. Seconds and bytes; ``deadline`` covers redirects, retries and waiting.

    ``max_bytes`` counts unpacked bytes; ``backoff`` is the first wait before a retry, with as much jitter.
    """

    deadline: float = 25.0
    connect: float = 10.0
    max_bytes: int = 10_000_000
    max_ratio: int = 200
    max_hops: int = 5
    max_headers: int = 100
    max_header_bytes: int = 65_536
    retries: int = 2
    backoff: float = 0.3
    concurrency: int = 16
    per_host: int = 4


@record
class Request:
    """A page to ask for.

    ``origins`` are all that may answer (``https://host`` or ``http://127.0.0.1:port``); ``private``
    allows addresses of one's own network, for a source that the settings name. ``secret`` headers go to
    the first origin alone. ``etag`` and ``modified`` belong to the stored copy, which came from
    ``stored_from``.
    """

    url: str
    origins: frozenset[str]
    private: bool = False
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    etag: str | None = None
    modified: str | None = None
    stored_from: str | None = None


@record
class Fetched:
    """A whole page: its unpacked body and what to ask with next time. ``url`` is where it came from."""

    url: str
    body: bytes
    etag: str | None = None
    modified: str | None = None


@record
class NotModified:
    """The stored copy is what the server still has."""

    url: str


@record
class Failed:
    """Why there is no page, in one clause of our own words."""

    reason: str


Outcome = Fetched | NotModified | Failed
