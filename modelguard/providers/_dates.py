"""The closed grammar of days on providers' pages. What it does not know it refuses; it never guesses.

Accepted: ``2026-09-24``, ``2026/09/24``, ``Oct 1, 2026``, ``July 15th, 2025``, ``15 January 2026``,
``May 2023`` (precision month), each with an optional clock time, which is dropped: the day as printed
counts. ``10/1/2026`` and ``08/16/26`` only where the platform documents month first. Around a day:
``not sooner than``, ``or later``, ``at earliest`` (not before); alone: ``N/A``, ``to be announced`` (unknown).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum

from modelguard.types import record

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep"
        "|october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_ORDINAL = r"([0-9]{1,2})(?:st|nd|rd|th)?"
_ISO = r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})"
_CLOCK = (
    r"(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?\s*(?:[ap]\.?m\.?)?|[0-9]{1,2}\s*[ap]\.?m\.?)"
    r"\s*(?:z|utc|gmt|[pecm][sd]?t|[+-][0-9]{2}:?[0-9]{2})?"
)
_TIME = rf"(?:(?:\s*,?\s*(?:at\s+)?|\s*[T(]\s*){_CLOCK}\s*\)?)?"
_FORMS = {
    "iso": re.compile(_ISO + _TIME, re.IGNORECASE),
    "mdy": re.compile(rf"{_MONTH} {_ORDINAL}(?:,| ,)? ?([0-9]{{4}})" + _TIME, re.IGNORECASE),
    "dmy": re.compile(rf"{_ORDINAL} {_MONTH},? ([0-9]{{4}})" + _TIME, re.IGNORECASE),
    "month": re.compile(rf"{_MONTH},? ([0-9]{{4}})", re.IGNORECASE),
    "iso month": re.compile(r"([0-9]{4})-([0-9]{2})"),
    "slashed": re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})" + _TIME, re.IGNORECASE),
    "slashed short": re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2})"),
}
_FLOOR = re.compile(
    r"(?:(?:no retirement scheduled\.? ?)?(?:will )?(?:not|no) (?:be )?(?:retire(?:d)? )?"
    r"(?:sooner than|earlier than|before)"
    r"|at (?:the )?earliest|earliest)[: ]+(?=\S)",
    re.IGNORECASE,
)
_LATER = re.compile(r",? (?:or later|at (?:the )?earliest)\.?$", re.IGNORECASE)
_MARKS = str.maketrans("*†‡", "   ")
_FOOTNOTE = re.compile(r"(?:\s*\[[0-9a-z]{1,2}\]|[¹²³⁴⁵⁶⁷⁸⁹])+$")
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ", re.IGNORECASE)
_UNKNOWN = frozenset(
    (
        "n/a|na|none|tbd|tba|to be announced|to be determined|no shutdown date announced|no retirement date announced"
        "|no retirement date|no retirement scheduled|no date announced|not applicable|coming soon|not announced"
        "|not yet announced|not scheduled|not yet scheduled|no eol date announced|-|--|---|—|–|?|"
    ).split("|")
)
_IN_PROSE = re.compile(
    rf"\b{_MONTH} {_ORDINAL}, ?([0-9]{{4}})\b|\b([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})\b", re.IGNORECASE
)
_IN_PROSE_NO_YEAR = re.compile(rf"\b{_MONTH} {_ORDINAL}\b(?!,? ?[0-9]{{4}})", re.IGNORECASE)


class Slashes(Enum):
    """Whether a platform documents dates with slashes as month first, and with how many digits of year."""

    REFUSED = 0
    MONTH_FIRST = 1
    MONTH_FIRST_SHORT_YEAR = 2


class UnreadableDate(ValueError):
    """Text that stands where a day belongs and is none the grammar knows."""


@record
class Day:
    """What a page says of a day: ``day`` is ``None`` for unknown; a month is kept as its first day."""

    day: date | None
    precision: str = "day"
    kind: str = "exact"


UNKNOWN = Day(None, kind="unknown")


def read(text: str, *, slashes: Slashes = Slashes.REFUSED) -> Day:
    """Read a whole cell as a day, or raise :class:`UnreadableDate`."""
    cleaned = _FOOTNOTE.sub("", " ".join(text.translate(_MARKS).split()).strip(" ."))
    if cleaned.lower() in _UNKNOWN:
        return UNKNOWN
    floor = _FLOOR.match(cleaned)
    bare = cleaned[floor.end() :] if floor else cleaned
    later = _LATER.search(bare)
    bare = bare[: later.start()] if later else bare
    day, precision = _exact(_WEEKDAY.sub("", bare.strip(), count=1), slashes)
    return Day(day, precision, "not_before" if floor or later else "exact")


def find(text: str) -> Iterator[tuple[int, date]]:
    """Full days inside prose, with their offsets; impossible days are passed over."""
    for found in _IN_PROSE.finditer(text):
        month, day, year, iso_year, iso_month, iso_day = found.groups()
        numbers = (year, _MONTHS[month.lower()], day) if month else (iso_year, iso_month, iso_day)
        try:
            yield found.start(), _date(*map(int, numbers))
        except UnreadableDate:
            continue


def find_without_year(text: str, year: int) -> Iterator[tuple[int, date]]:
    """``May 14`` inside prose, in a year that the page implies."""
    for found in _IN_PROSE_NO_YEAR.finditer(text):
        try:
            yield found.start(), _date(year, _MONTHS[found.group(1).lower()], int(found.group(2)))
        except UnreadableDate:
            continue


def timestamp(value: object) -> date | None:
    """The day of an API's RFC 3339 time or Unix seconds, as printed; ``None`` stays ``None``."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value).date() if 0 < value < 4e9 else None
    if not isinstance(value, str):
        raise UnreadableDate(str(value)[:40])
    return read(value).day


def _exact(text: str, slashes: Slashes) -> tuple[date, str]:
    if found := _FORMS["iso"].fullmatch(text):
        return _date(int(found[1]), int(found[3]), int(found[4])), "day"
    if found := _FORMS["mdy"].fullmatch(text):
        return _date(int(found[3]), _MONTHS[found[1].lower()], int(found[2])), "day"
    if found := _FORMS["dmy"].fullmatch(text):
        return _date(int(found[3]), _MONTHS[found[2].lower()], int(found[1])), "day"
    if found := _FORMS["month"].fullmatch(text):
        return _date(int(found[2]), _MONTHS[found[1].lower()], 1), "month"
    if found := _FORMS["iso month"].fullmatch(text):
        return _date(int(found[1]), int(found[2]), 1), "month"
    if slashes is not Slashes.REFUSED and (found := _FORMS["slashed"].fullmatch(text)):
        return _date(int(found[3]), int(found[1]), int(found[2])), "day"
    if slashes is Slashes.MONTH_FIRST_SHORT_YEAR and (found := _FORMS["slashed short"].fullmatch(text)):
        return _date(2000 + int(found[3]), int(found[1]), int(found[2])), "day"
    raise UnreadableDate(text[:60])


def _date(year: int, month: int, day: int) -> date:
    try:
        value = date(year, month, day)
    except ValueError as error:
        raise UnreadableDate(f"{year}-{month}-{day}") from error
    if not 2018 <= year <= 2099:
        raise UnreadableDate(f"{year}-{month}-{day}")
    return value
