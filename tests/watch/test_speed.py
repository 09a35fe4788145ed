"""A refresh of every source stays fast: measured from loopback, with wide margins for a busy machine."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from conftest import TODAY
from hostile_server import Served

from modelguard.pagecache import PageCache
from modelguard.providers import PageRefused
from modelguard.providers._read import providers
from modelguard.watch import SourceState
from modelguard.watch.refresh import Asking, believe, refresh
from modelguard.watch.sources import configured

MARGIN = 3.0


def served_sources(server: Served, shared: Path) -> Mapping[str, str]:
    """Every page of every platform for which a copy is stored, the newest that it believes."""
    settings = {}
    for platform, provider in providers().items():
        folder = shared / "pages" / platform
        files = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
        for page in provider.pages:
            for file in files if page.key_env is None else ():
                try:
                    believe(page, body := file.read_bytes(), TODAY)
                except PageRefused:
                    continue
                name = f"{platform}/{page.name}"
                headers = {"Content-Type": "text/html" if file.suffix == ".html" else "text/plain", "ETag": '"1"'}
                server.pages["/" + name] = (200, headers, body)
                settings[name] = f"{server.url}/{name}"
                break
    return settings


def test_a_full_refresh_is_fast_and_an_unchanged_one_faster(server: Served, shared: Path, tmp_path: Path) -> None:
    settings = served_sources(server, shared)
    sources = [one for one in configured(settings, environ={}) if one.private]
    assert len(sources) >= 10
    cache = PageCache(tmp_path)

    started = time.perf_counter()
    first = refresh(sources, day=TODAY, cache=cache, asking=Asking())
    full = time.perf_counter() - started
    assert {reading.state for reading in first} == {SourceState.FETCHED}

    started = time.perf_counter()
    again = refresh(sources, day=TODAY, cache=cache, asking=Asking())
    unchanged = time.perf_counter() - started
    assert {reading.state for reading in again} == {SourceState.NOT_MODIFIED}
    assert [reading.rows for reading in again] == [reading.rows for reading in first]
    print(f"{len(sources)} sources: {full:.2f} s, unchanged {unchanged:.2f} s")
    assert full < 2 * MARGIN
    assert unchanged < 0.5 * MARGIN
