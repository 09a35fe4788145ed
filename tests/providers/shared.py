"""The stored pages and truths, found beside the repository; tests skip where they are absent."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from modelguard.providers import Lifecycle, PageRefused
from modelguard.providers._read import providers, read_page

SHARED = Path(__file__).resolve().parents[3] / "shared"
TODAY = date(2026, 11, 21)
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder is not beside the repository")


@dataclass(frozen=True)
class Truth:
    """One truth file: its platform, the page it was read from, its rows."""

    name: str
    platform: str
    source: Path
    rows: tuple[dict[str, str], ...]


def read(platform: str, body: bytes) -> tuple[Lifecycle, ...]:
    """Rows of a body, or the refusal."""
    return read_page(providers()[platform], body, TODAY)[1]


def refusal(platform: str, body: bytes) -> str:
    """The reason for which a body is refused."""
    with pytest.raises(PageRefused) as caught:
        read(platform, body)
    return str(caught.value)


def truths() -> list[Truth]:
    """Every truth file."""
    return [_truth(path) for path in sorted((SHARED / "truth").glob("*.tsv"))]


def _truth(path: Path) -> Truth:
    lines = path.read_text(encoding="utf-8").splitlines()
    source = next(line.split("=", 1)[1].strip() for line in lines if line.startswith("# source="))
    body = [line for line in lines if line and not line.startswith("#")]
    rows = tuple(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE))
    return Truth(path.stem, path.stem.split(".")[0], SHARED / source, rows)


def pages(platform: str, suffix: str = "") -> list[Path]:
    """Stored pages of a platform."""
    return sorted(p for p in (SHARED / "pages" / platform).glob("*") if p.name.endswith(suffix))
