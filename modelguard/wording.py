"""How messages speak of ids, days and places, so that every rule says the same thing the same way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

LONGEST = 80
"""Characters of an id that a message shows."""

_PLAIN = re.compile(r"[\x20-\x7e]*\Z")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def printable(text: str) -> str:
    """``text`` with every control, bidirectional, invisible and unassigned character as an escape."""
    if _PLAIN.match(text):
        return text
    return "".join(_escaped(char) if unicodedata.category(char) in _HIDDEN else char for char in text)


def shown(text: str, *, longest: int = LONGEST) -> str:
    """An id in quotes, fit for a message: printable, and cut where it is absurdly long."""
    clean = printable(text)
    if len(clean) > longest:
        clean = clean[: longest - 1] + "…"
    return f'"{clean}"'


def listed(items: Iterable[str], *, joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = list(items) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of ``known`` that was probably meant, None where none is near."""
    import difflib  # only who mistyped waits for it

    near = difflib.get_close_matches(word, list(known), n=1)
    return near[0] if near else None


def counted(number: int, noun: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def when(day: date, today: date) -> str:
    """A day and how far it is: ``2027-01-14, in 54 days`` or ``2026-10-23, 29 days ago``."""
    distance = (day - today).days
    if distance == 0:
        return f"{day}, today"
    if distance == 1:
        return f"{day}, tomorrow"
    if distance > 0:
        return f"{day}, in {counted(distance, 'day')}"
    return f"{day}, {counted(-distance, 'day')} ago"


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
