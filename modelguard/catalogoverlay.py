"""The facts that a refresh left in the cache: read for the catalog, row by row, where they are newer.

A row counts where it was seen no earlier than the bundled row of its id, so that an overlay that an
older version wrote never hides what a newer one brings. Whatever is damaged counts as absent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from modelguard.pagecache import overlay_path
from modelguard.types import record

Check = Callable[[str, str, Mapping[str, Any]], object]


@record
class Overlay:
    """Rows by platform and id, the newest day a source was read, and a text that changes with them."""

    rows: Mapping[str, Mapping[str, Any]]
    day: date | None
    text: bytes


def newer(bundled: Mapping[str, Mapping[str, Any]], *, check: Check, folder: Path | None = None) -> Overlay:
    """What the cache in ``folder`` knows better than ``bundled`` (rows as texts by platform and id).

    ``check`` makes a model of a row and raises for one that is none.
    """
    try:
        text = overlay_path(folder).read_bytes()
        platforms: Any = json.loads(text)["platforms"]
        named = sorted(platforms.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Overlay({}, None, b"")
    rows = {name: dict(_rows(name, entry, bundled.get(name, {}), check)) for name, entry in named}
    days = [day for _, entry in named if (day := _day(entry))]
    return Overlay({name: found for name, found in rows.items() if found}, max(days, default=None), text)


def _rows(
    platform: str, entry: Any, bundled: Mapping[str, Any], check: Check
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    rows = entry.get("rows") if isinstance(entry, dict) else None
    for id, row in rows.items() if isinstance(rows, dict) else ():
        try:
            check(platform, id, row)
            known = json.loads(bundled.get("rows", {}).get(id, "{}"))
            if _seen(row) >= _seen(known):
                yield id, row
        except (ValueError, TypeError, KeyError, AttributeError):
            continue


def _seen(row: Mapping[str, Any]) -> str:
    """The newest day of a row's evidence; ISO days compare as text."""
    return max((seen for _, seen in row.get("evidence", ())), default="")


def _day(entry: Any) -> date | None:
    try:
        return date.fromisoformat(entry["updated"])
    except (ValueError, TypeError, KeyError):
        return None
