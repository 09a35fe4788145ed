"""What the tests share: a cache of their own, the bundled data, the shared material if it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modelguard import catalog, platforms
from modelguard.catalog import Catalog
from modelguard.spelling import Speller

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the user's cache."""
    os.environ["MODELGUARD_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def bundled() -> Catalog:
    """The catalog that ships."""
    return catalog.load()


@pytest.fixture(scope="session")
def speller(bundled: Catalog) -> Speller:
    """A speller over the bundled data."""
    return Speller(bundled, platforms.load())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the repository; tests that need it skip without it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared material is not beside this repository")
    return folder
