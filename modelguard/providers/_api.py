"""Common ground of the models APIs: the list in an answer, and the headers that carry a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from modelguard.providers import PageRefused
from modelguard.providers._body import json_of
from modelguard.providers._dates import UnreadableDate, timestamp
from modelguard.providers._ids import is_id


def bearer(key: str) -> Mapping[str, str]:
    """The usual header for a key."""
    return {"Authorization": f"Bearer {key}"}


def listed(body: bytes, *, under: tuple[str, ...] = ("data",), id_key: str = "id") -> Iterator[dict[str, Any]]:
    """The model objects of an answer; refuse an error object, an empty list, or objects without ids."""
    value = json_of(body)
    items = next((value[key] for key in under if isinstance(value, dict) and key in value), None)
    if items is None and isinstance(value, list):
        items = value
    if not isinstance(items, list) or not items:
        raise PageRefused("the answer lists no models")
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get(id_key), str):
            raise PageRefused(f"the answer lists something without '{id_key}'")
        if is_id(item[id_key]):
            yield item


def day(item: Mapping[str, Any], key: str) -> date | None:
    """A day of a model object; ``None`` where it is absent or null; a refusal where it is no day."""
    try:
        return timestamp(item.get(key))
    except UnreadableDate as error:
        raise PageRefused(f"'{key}' is '{error}', which is no day of a known form") from None
