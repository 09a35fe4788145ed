"""Bytes in, "may hold a model id" out: what most files stop at.

The words are the stems of the platforms' id grammars (``rules/platforms``) and of the project's own
``ids``. Lower and upper case both count, because environment files and enums shout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Prefilter:
    """Says whether bytes or text may hold a model id. False is certain, True is a maybe."""

    in_bytes: re.Pattern[bytes]
    in_text: re.Pattern[str]

    def may_hold(self, data: bytes) -> bool:
        """Whether a file's bytes are worth reading on."""
        if self.in_bytes.search(data):
            return True
        # UTF-16 and UTF-32 put NULs between the letters.
        return b"\0" in data[:64] and bool(self.in_bytes.search(data.replace(b"\0", b"")))

    def wanted(self, text: str) -> bool:
        """Whether one string is worth resolving."""
        return bool(self.in_text.search(text))


@lru_cache(maxsize=8)
def build(stems: tuple[str, ...], patterns: tuple[str, ...] = ()) -> Prefilter:
    """A prefilter for literal ``stems`` (lower case) and extra regular ``patterns``."""
    source = "|".join([*_alternatives(stems), *patterns])
    return Prefilter(re.compile(source.encode()), re.compile(source))


def _alternatives(stems: Iterable[str]) -> list[str]:
    """Each stem as written, capitalised and in upper case: many times faster than ``(?i)``."""
    forms = {form for stem in stems for form in (stem, stem.capitalize(), stem.upper())}
    return [re.escape(form) for form in sorted(forms)]
