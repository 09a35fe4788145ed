"""Providers: one file is one platform's deprecation pages and models API, ``bytes -> Lifecycle rows``.

A page is believed or refused as a whole: :class:`PageRefused` names the reason. Nothing here opens a
socket; :mod:`modelguard.fetch` does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date

from modelguard.types import record


class PageRefused(Exception):
    """A page that cannot be trusted; the message says why in one clause."""


@record
class Lifecycle:
    """One fact row of one page.

    ``date_kind`` is ``exact``, ``not_before`` or ``unknown``; ``precision`` ``day`` or ``month`` (a
    month is kept as its first day). ``regions`` lists the regions the row's day is for, where the
    page tells them apart. ``replacement`` holds ids only; prose goes to ``note``. ``line`` counts
    from 1 in the page as served. ``status`` is what the page prints, never what we compute.
    """

    platform: str
    id: str
    retires: date | None = None
    date_kind: str = "unknown"
    precision: str = "day"
    deprecated: date | None = None
    replacement: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    version: str | None = None
    status: str | None = None
    released: date | None = None
    after: str | None = None
    rerouted_to: str | None = None
    note: str | None = None
    line: int | None = None
    anchor: str | None = None


@record
class Page:
    """One source of a platform.

    ``read`` takes the body as served and today's day (for years a page leaves out) and returns rows, or
    raises PageRefused.
    An empty ``url`` is a page without an address of its own: read from a file or from a configured source.
    ``markers`` are strings of which one of each group must be in the body.
    """

    name: str
    url: str
    read: Callable[[bytes, date], tuple[Lifecycle, ...]]
    markers: tuple[tuple[str, ...], ...] = ()
    min_rows: int = 1
    key_env: str | None = None  # a models API: read only where this variable holds a key
    headers: Callable[[str], Mapping[str, str]] | None = None


@record
class Provider:
    """What a provider module declares as ``PROVIDER``."""

    platform: str
    pages: tuple[Page, ...]
    hosts: tuple[str, ...] = field(default=())
