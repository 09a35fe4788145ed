"""What the evidence readers share: JSON within limits, days with a zone, counts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from modelguard.evidence import EvidenceUnreadable

MAX_BYTES = 100_000_000


def load(path: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises EvidenceUnreadable."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise EvidenceUnreadable("it is larger than 100 MB")
        return parse(path.read_bytes())
    except OSError as error:
        raise EvidenceUnreadable(f"it cannot be read ({error.strerror})") from None


def parse(data: bytes) -> dict[str, Any]:
    """The JSON object in ``data``. Raises EvidenceUnreadable."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise EvidenceUnreadable("it is not JSON") from None
    if not isinstance(value, dict):
        raise EvidenceUnreadable("it is no JSON object")
    return value


def mapping(value: Any) -> dict[str, Any]:
    """``value`` if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """``value`` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str | None:
    """``value`` if it is a text that says something."""
    return value if isinstance(value, str) and value.strip() else None


def number(value: Any) -> int | None:
    """``value`` if it is a whole number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        return None
    return int(value) if value == int(value) else None


def moment(value: Any) -> datetime | None:
    """An ISO 8601 moment; one without a zone is UTC."""
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value.strip())
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
