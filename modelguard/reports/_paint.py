"""Colour and width for terminals: a handful of escape codes, no dependency."""

from __future__ import annotations

import textwrap
import unicodedata
from functools import lru_cache

from modelguard.types import Severity

BOLD, DIM, RED, YELLOW, CYAN, GREEN = "1", "2", "1;31", "1;33", "1;36", "1;32"
_LEVELS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: CYAN}


def paint(text: str, code: str, *, color: bool) -> str:
    """``text`` in an SGR style, or as it is where there is no colour."""
    return f"\x1b[{code}m{text}\x1b[0m" if color and text else text


def level_code(severity: Severity) -> str:
    """The SGR code of a level."""
    return _LEVELS[severity]


def cells(text: str) -> int:
    """How many terminal cells ``text`` takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


@lru_cache(maxsize=2_000)
def wrapped(text: str, *, width: int, indent: str) -> str:
    """``text`` in lines of at most ``width`` where words allow it; ids and URLs are never broken."""
    return textwrap.fill(
        text,
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
