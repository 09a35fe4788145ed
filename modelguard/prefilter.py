"""Bytes in, "may hold a model id" out: what most files stop at.

The stems are those of the platforms' id grammars (``rules/platforms``) and of the project's own
``ids``. Case does not count, because environment files and enums shout. Searching for thirty stems one
after the other beats one regular expression by far: each search runs at memory speed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prefilter:
    """Says whether bytes or text may hold a model id. False is certain, True is a maybe.

    ``words`` are ids that are ordinary words (``o1``): they count as a whole quoted or assigned value.
    """

    stems: tuple[str, ...]
    stem_bytes: tuple[bytes, ...]
    words: frozenset[str]
    word_in_bytes: re.Pattern[bytes]
    patterns: tuple[re.Pattern[str], ...] = ()

    def may_hold(self, data: bytes) -> bool:
        """Whether a file's bytes are worth reading on."""
        if b"\0" in data[:64]:  # UTF-16 and UTF-32 put NULs between the letters
            data = data.replace(b"\0", b"")
        low = data.lower()
        return (
            any(stem in low for stem in self.stem_bytes)
            or self.word_in_bytes.search(data) is not None
            or self._own(data)
        )

    def wanted(self, text: str) -> bool:
        """Whether one string is worth resolving."""
        if text in self.words:
            return True
        low = text.lower()
        return any(stem in low for stem in self.stems) or any(p.search(text) for p in self.patterns)

    def _own(self, data: bytes) -> bool:
        if not self.patterns:
            return False
        text = data.decode("latin-1")
        return any(pattern.search(text) for pattern in self.patterns)


def build(
    stems: Iterable[str], words: Iterable[str] = (), patterns: Iterable[str] = ()
) -> Prefilter:
    """A prefilter for literal ``stems``, whole ``words`` and regular ``patterns`` of own ids."""
    low = {stem.lower() for stem in stems}
    least = tuple(sorted(stem for stem in low if not any(o != stem and o in stem for o in low)))
    plain = frozenset(word for word in words if not any(stem in word.lower() for stem in least))
    alternatives = "|".join(re.escape(word) for word in sorted(plain, key=len, reverse=True)) or r"(?!)"
    quoted = rf"""["'`](?:{alternatives})["'`]|model[\w-]*["']?\s*[:=]\s*["']?(?:{alternatives})\b"""
    return Prefilter(
        least,
        tuple(stem.encode() for stem in least),
        plain,
        re.compile(quoted.encode()),
        tuple(re.compile(pattern.removeprefix("^").removesuffix("$")) for pattern in patterns),
    )
