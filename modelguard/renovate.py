"""What a Renovate custom datasource reads of the catalog: one small JSON file a model id.

``replacement/<platform>/<id>.json`` has one release, whose digest is the id to use today: the id itself
while it is active, else the end of its chain of replacements. ``snapshots/<platform>/<id>.json`` has the
dated snapshots of the id's own line, so that the newest that is not deprecated is offered.
Shape: https://docs.renovatebot.com/modules/datasource/custom/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from modelguard.types import Pinning, Stage

if TYPE_CHECKING:
    from modelguard.catalog import Catalog
    from modelguard.types import Model

DATED = re.compile(r"(?P<line>.+?)-(?P<year>20\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)")
"""A dated id, as the versioning of the preset reads it: ``gpt-4o-2024-11-20``, ``claude-sonnet-4-5-20250929``."""

_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+-]*")
"""A part of an id that is safe as the name of a file or folder."""


def files(catalog: Catalog, day: date, *, platform: str | None = None) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Relative path and content of every file, sorted; ids that no file can be named after are left out."""
    models = [model for model in catalog.models(platform) if all(map(_PART.fullmatch, model.id.split("/")))]
    for model in models:
        yield f"replacement/{model.platform}/{model.id}.json", _replacement(catalog, model, day)
    for line in _lines(models).values():
        releases = [_snapshot(model, day) for model in line]
        for model in line:
            yield f"snapshots/{model.platform}/{model.id}.json", {"releases": releases, **_home(model)}


def _replacement(catalog: Catalog, model: Model, day: date) -> Mapping[str, Any]:
    chain = () if model.stage(day) is Stage.ACTIVE else catalog.successor(model, day)
    wanted = chain[-1] if chain else model
    return {"releases": [{"version": "1", "digest": wanted.id, **_changelog(model)}], **_home(model)}


def _lines(models: Sequence[Model]) -> Mapping[tuple[str, str], list[Model]]:
    """The dated snapshots of each line of models, oldest first."""
    lines: dict[tuple[str, str], list[tuple[str, Model]]] = {}
    for model in models:
        found = DATED.fullmatch(model.id)
        if found and model.pinning is Pinning.PINNED:
            when = found["year"] + found["month"] + found["day"]
            lines.setdefault((model.platform, found["line"]), []).append((when, model))
    return {key: [model for _, model in sorted(line, key=_when)] for key, line in sorted(lines.items())}


def _when(dated: tuple[str, Model]) -> tuple[str, str]:
    return dated[0], dated[1].id


def _snapshot(model: Model, day: date) -> Mapping[str, Any]:
    released = {"releaseTimestamp": f"{model.released}T00:00:00Z"} if model.released else {}
    leaving = {"isDeprecated": True} if model.stage(day) is not Stage.ACTIVE else {}
    return {"version": model.id, **released, **leaving, **_changelog(model)}


def _changelog(model: Model) -> Mapping[str, str]:
    return {"changelogUrl": model.evidence[0].url} if model.evidence else {}


def _home(model: Model) -> Mapping[str, str]:
    return {"homepage": model.evidence[0].url} if model.evidence else {}
