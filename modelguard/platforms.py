"""Platforms: who serves models, how their ids are spelled, which clients and hosts are theirs.

The facts stand in ``rules/platforms/<platform>.yaml``; this module reads them and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

from modelguard.compiled import compiled
from modelguard.errors import CannotVerify
from modelguard.rulesdata import rules


@dataclass(frozen=True)
class Platform:
    """The grammar of one platform's ids.

    ``shapes`` accept an id as surely this platform's, ``loose`` as a misspelled or unknown one that
    counts only where the context says model; ``words`` are generic words that are ids. ``wrappers``
    are ways to write an id, with named groups ``id``, ``region`` or ``opaque``; ``urls`` find one
    inside a URL. ``closed``: serves its own models only. ``gateway``: ids keep ``vendor/``.
    ``anonymous``: a name shared by many platforms. ``deployments``: code holds deployment names.
    ``local``: runs on machines of one's own. ``weights``: ids that anybody may serve, whose weights are open.
    """

    platform: str
    title: str
    vendor: str
    closed: bool = False
    gateway: bool = False
    anonymous: bool = False
    deployments: bool = False
    local: bool = False
    prefixes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    wrappers: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()
    pinned: tuple[str, ...] = ()
    alias: tuple[str, ...] = ()
    preview: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    notice: Mapping[str, Any] | None = None

    def shaped(self, id: str) -> bool:
        """Whether ``id`` is surely written as this platform writes its ids."""
        return bool(self._shape and self._shape.fullmatch(id))

    def loosely(self, id: str) -> bool:
        """Whether ``id`` may be meant as one of this platform's."""
        return bool(self._loose and self._loose.fullmatch(id))

    def is_pinned(self, id: str) -> bool:
        """Whether the grammar alone says that ``id`` never moves."""
        return bool(self._pinned and self._pinned.fullmatch(id))

    def is_alias(self, id: str) -> bool:
        """Whether the grammar alone says that the provider moves ``id``."""
        return bool(self._alias and self._alias.fullmatch(id))

    def is_preview(self, id: str) -> bool:
        """Whether the grammar alone says that ``id`` is a preview or an experiment."""
        return bool(self._preview and self._preview.fullmatch(id))

    def gives_away(self, id: str) -> bool:
        """Whether the weights of ``id`` are open, so that behind the vendor's folder name anybody may serve it."""
        return bool(self._weights and self._weights.fullmatch(id))

    @cached_property
    def _shape(self) -> re.Pattern[str] | None:
        return _any(self.shapes)

    @cached_property
    def _loose(self) -> re.Pattern[str] | None:
        return _any(self.loose)

    @cached_property
    def _pinned(self) -> re.Pattern[str] | None:
        return _any(self.pinned)

    @cached_property
    def _alias(self) -> re.Pattern[str] | None:
        return _any(self.alias)

    @cached_property
    def _preview(self) -> re.Pattern[str] | None:
        return _any(self.preview)

    @cached_property
    def _weights(self) -> re.Pattern[str] | None:
        return _any(self.weights)

    @cached_property
    def wrapper_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The compiled ``wrappers``."""
        return tuple(re.compile(pattern) for pattern in self.wrappers)

    @cached_property
    def url_patterns(self) -> tuple[re.Pattern[str], ...]:
        """The compiled ``urls``."""
        return tuple(re.compile(pattern) for pattern in self.urls)


def _any(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


@cache
def load() -> Mapping[str, Platform]:
    """All platforms by name. Raises CannotVerify where the data is missing or damaged."""
    folder = rules() / "platforms"
    try:
        sources = [item for item in folder.iterdir() if item.name.endswith(".yaml")]
        rows = compiled("platforms", sources, lambda: [_read(item.read_text("utf-8")) for item in sources])
        found = [_platform(row) for row in rows]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CannotVerify(f"the platform data is damaged ({error}): reinstall modelguard-lint") from error
    if not found:
        raise CannotVerify("the platform data is missing: reinstall modelguard-lint")
    return {platform.platform: platform for platform in sorted(found, key=_order)}


_HOME_FIRST = (
    "openai",
    "anthropic",
    "gemini",
    "mistral",
    "cohere",
    "xai",
    "deepseek",
    "perplexity",
    "bedrock",
)
_LAST = ("openrouter", "vercel", "open_weights")


def _order(platform: Platform) -> tuple[int, str]:
    """A bare id belongs to the provider that made it before anybody who also serves it."""
    name = platform.platform
    if name in _HOME_FIRST:
        return _HOME_FIRST.index(name), name
    return (100 + _LAST.index(name) if name in _LAST else 50), name


def _read(text: str) -> Any:
    import yaml

    return yaml.safe_load(text)


def _platform(row: Mapping[str, Any]) -> Platform:
    known = {field.name for field in fields(Platform)}
    if unknown := set(row) - known - {"pages"}:
        raise ValueError(f"unknown keys {sorted(unknown)} in {row.get('platform')}.yaml")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key in known
    }
    return Platform(**values)
