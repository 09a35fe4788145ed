"""The second look at a file: whether a word that holds a stem can be an id, or a part of one.

The prefilter lets ``claude-code``, ``JSONArray`` (it holds ``sonar``) and ``CLAUDE.md`` pass. Parsing a
file costs a thousand times what one word costs, and the words of a repository repeat themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelguard.spelling import Speller

_LONGEST = 256
_WORD = re.compile(r"[\w./:@~-]*")
_PARTS = re.compile(r"[/:@=]")
_MODEL = re.compile(r"model|engine|llm|deploy|complet|embed", re.IGNORECASE)
_NEAR = 300
"""Characters before an ordinary word (``command``) within which something says that it is a model."""
_EDGES = "_.-~"
_HOLES = frozenset("{}$%<>+")
_QUOTES = frozenset("\"'`")


class Gate:
    """Asks a speller about words, each once."""

    def __init__(self, speller: Speller) -> None:
        self._speller = speller
        self._means = lru_cache(maxsize=50_000)(self._asked)
        self._part = lru_cache(maxsize=50_000)(self._within)

    def opens(self, text: str, spots: Iterable[int], *, computes: bool) -> bool:
        """Whether any of ``spots`` (where stems stand in ``text``) may belong to an id.

        ``computes``: the language joins strings, so that a quoted word may be a part of an id.
        """
        seams = _HOLES | _QUOTES if computes else _HOLES
        end = -1
        for spot in spots:
            if spot < end:
                continue
            start, end = _word(text, spot + (text[spot] in _QUOTES))
            word = text[start:end]
            joined = text[start - 1 : start] in seams or text[end : end + 1] in seams
            if not (self._means(word) or (joined and self._part(word))):
                continue
            if not word.isalpha() or _MODEL.search(text, max(start - _NEAR, 0), start):
                return True
        low = text.lower()
        return "azure" in low or "deployment" in low  # a deployment may have any name

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self._speller.catalog.names())

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._names)

    def _asked(self, word: str) -> bool:
        """Whether the word, or what stands between its marks, means a model to anybody."""
        if word.startswith("arn:") or "foundation-model" in word:
            return True
        parts = {part.strip(_EDGES + ":/@") for part in (word, *_PARTS.split(word))} - {""}
        platforms = self._speller.platforms.values()
        return any(
            part.lower() in self._names
            or self._speller.resolve(part) is not None
            or any(platform.loosely(part) for platform in platforms)
            for part in parts
        )

    def _within(self, word: str) -> bool:
        return any(part and part in self._joined for part in _PARTS.split(word.lower().strip(_EDGES)))


def _word(text: str, spot: int) -> tuple[int, int]:
    """Where the word round ``spot`` begins and ends; one longer than an id is cut."""
    start, floor = spot, max(spot - _LONGEST, 0)
    while start > floor and (text[start - 1].isalnum() or text[start - 1] in "_./:@~-"):
        start -= 1
    match = _WORD.match(text, start, spot + _LONGEST)
    return start, max(match.end() if match else spot, spot + 1)
