"""Read manifests in tests with the real catalog and grammar."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from modelguard import catalog, platforms
from modelguard.manifest import ManifestResult, parse
from modelguard.manifest.loading import source
from modelguard.spelling import Speller

SHARED = Path(__file__).resolve().parents[3] / "shared"
HEAD = "version: 1\nmodels:\n  chat:\n    model: openai/gpt-5.4-2026-03-05\n"


@cache
def speller() -> Speller:
    return Speller(catalog.load(), platforms.load())


def read(text: str | bytes, *, claimed: bool = False) -> ManifestResult:
    data = text if isinstance(text, bytes) else text.encode()
    return parse(source("models.yaml", data), speller(), claimed=claimed)


def faults(text: str | bytes, *, claimed: bool = False) -> list[tuple[int, int, str]]:
    """Line, column and message of every finding."""
    found = read(text, claimed=claimed).findings
    return [(item.location.line, item.location.column, item.message) for item in found]
