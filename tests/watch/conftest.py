"""What the watcher's tests share: a misbehaving server, small pages, a repository that uses models."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from hostile_server import Served, serve

TODAY = date(2026, 11, 21)


@pytest.fixture
def server() -> Iterator[Served]:
    """A server on loopback for one test."""
    with serve() as served:
        yield served


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for one test."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("MODELGUARD_CACHE_DIR", str(folder))
    return folder
