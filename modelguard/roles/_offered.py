"""Constants that are only put before people, or into a registry: what the place of an imported one says."""

from __future__ import annotations

import re

from modelguard.roles._calls import only_offered
from modelguard.roles._names import called_as, lists_models, snake
from modelguard.roles._values import names_chain
from modelguard.types import Context, Place

_SHOWN = frozenset("label title description display_name displayname text caption icon tooltip subtitle".split())
_KEYS = re.compile(r"value|key|id|model|model_?id|model_?name|slug|name")


def is_offered(context: Context) -> bool:
    """Whether a constant that stands there is only offered: a row people choose from, a list of what there is."""
    if context.place is Place.MAPPING_VALUE:
        row = _KEYS.fullmatch(snake(context.name or "")) is not None
        return row and not _SHOWN.isdisjoint(context.siblings) and "temperature" not in context.siblings
    if context.place is not Place.ITEM or names_chain(context):
        return False
    if context.call:
        return only_offered((context.call,))
    return bool(context.name) and lists_models(context.name)


def is_named_after(name: str | None, value: str) -> bool:
    """Whether a constant only gives a name to a model (``GPT_4O``), and says nothing of who uses it."""
    last = value.rpartition("/")[2]
    return bool(name) and (called_as(name or "", value) or called_as(name or "", last))
