"""What a text in the manifest means: a share, a duration, a day, a number, a path.

Each reader takes the text as it stands in the file and raises ValueError with one clause that says what
is wrong and what to write.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

_SHARE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)[ ]?(%?)")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,9})?")
_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|d|w)")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LONGEST = 36_500 * 86_400
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DRIVE = re.compile(r"[A-Za-z]:")
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})


def share(text: str, *, most: float = 1) -> float:
    """``5%`` or ``0.05`` as 0.05. A bare number over 1 is refused: nobody can tell what it means."""
    match = _SHARE.fullmatch(text)
    if not match:
        raise ValueError("is no share: write 5% or 0.05")
    number = float(match[1])
    if not match[2] and number > 1:
        percent = f"{match[1]}%" if number <= 100 * most else "5%"
        raise ValueError(f"is a bare number over 1: write {percent} or {_plain(float(percent[:-1]) / 100)}")
    value = round(number / 100, 12) if match[2] else number
    if value > most:
        raise ValueError(f"is over {most:.0%}: write a share up to {most:.0%}")
    return value


def growth(text: str) -> float:
    """A share that may be over 100 %: an increase in cost."""
    return share(text, most=100)


def duration(text: str) -> timedelta:
    """``10m``, ``48h``, ``30d`` or ``1800ms``."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise ValueError("is no duration: write a number and its unit, as in 10m, 48h, 30d or 1800ms")
    seconds = float(match[1]) * _UNITS[match[2]]
    if seconds > _LONGEST:
        raise ValueError("is longer than a hundred years: check the unit")
    return timedelta(seconds=seconds)


def day(text: str) -> date:
    """``2027-01-14`` as a date; a day that no calendar has is refused."""
    match = _DAY.fullmatch(text)
    if not match:
        raise ValueError("is no date: write it as 2027-01-14")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ValueError("is a day that no calendar has: check month and day") from None


def number(text: str) -> float:
    """A number that is not negative."""
    if not _NUMBER.fullmatch(text):
        raise ValueError("is no number: write digits, as in 24")
    return float(text)


def count(text: str) -> int:
    """A whole number that is not negative."""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise ValueError("is no whole number: write digits, as in 200")
    return int(text)


def flag(text: str) -> bool:
    """``true`` or ``false``; ``yes``, ``on`` and their like are text."""
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError("is neither true nor false: write true or false")


def words(text: str) -> str:
    """Any text that says something."""
    if not text.strip():
        raise ValueError("is empty: write a text or remove the key")
    return text


def model_id(text: str) -> str:
    """A model id in any spelling: one word."""
    if len(text) > 500:
        raise ValueError("is far too long for a model id: write one id")
    if not text.strip() or any(char.isspace() for char in text):
        raise ValueError("is no model id: write one id without spaces")
    return text


def path(text: str) -> str:
    """A path relative to the repository's root that stays inside it."""
    words(text)
    plain = text.replace("\\", "/")
    if plain.startswith(("/", "~")) or _DRIVE.match(plain) or "://" in plain or "\0" in plain:
        raise ValueError("leaves the repository: write a path relative to the repository's root")
    if plain.startswith("file:"):
        raise ValueError("leaves the repository: write a path relative to the repository's root")
    depth = 0
    for part in plain.split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            raise ValueError("leaves the repository: write a path inside it")
    return plain.removeprefix("./")


def path_or_url(text: str) -> str:
    """A path as :func:`path`, or a link to a web page."""
    return web(text) if text.startswith(("https://", "http://")) else path(text)


def web(text: str) -> str:
    """A link to a web page."""
    try:
        parts = urlsplit(text)
    except ValueError:
        raise ValueError("is no web address: write it as https://...") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("is no web address: write it as https://...")
    return text


def _plain(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
