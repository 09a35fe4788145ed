"""``--format ics``: one all-day event a retirement (RFC 5545), so that a calendar shows the days.

The UID of an event is made of platform and id alone: importing again moves the event instead of adding
a second one. ``DTSTAMP`` and ``SEQUENCE`` grow with the day of the run, as an update must.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from modelguard.reports import Options
from modelguard.watch import Retirement, Watch
from modelguard.watch.outputs import WatchOutput, _words

_FIRST = date(2020, 1, 1)
_LINE_BYTES = 75


def render(watch: Watch, options: Options) -> str:
    """A calendar of every retirement that has a day. Lines end in CRLF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//modelguard//deprecations//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", "X-WR-CALNAME:Model retirements"]
    for item in watch.retirements:
        if item.model.retires is not None:
            lines += _event(item, item.model.retires, watch)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(item: Retirement, day: date, watch: Watch) -> list[str]:
    model = item.model
    mark = hashlib.sha256(f"{model.platform}\0{model.id}".encode()).hexdigest()[:24]
    uses = [f"{_words.place(at)}{f' ({_words.whose(at)})' if _words.whose(at) else ''}" for at in item.places]
    about = [_words.headline(item, watch.as_of), *(["Used in:", *uses] if uses else ["Not used here."])]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{mark}@modelguard",
        f"DTSTAMP:{watch.as_of:%Y%m%d}T000000Z",
        f"SEQUENCE:{max(0, (watch.as_of - _FIRST).days)}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{_next(day):%Y%m%d}",
        f"SUMMARY:{_text(_summary(item))}",
        f"DESCRIPTION:{_text(chr(10).join(about))}",
        "TRANSP:TRANSPARENT",
        "CATEGORIES:model retirement",
    ]
    if url := _words.link(item.source):
        lines.append(f"URL:{url}")
    return [*lines, "END:VEVENT"]


def _summary(item: Retirement) -> str:
    kind = "may retire from today" if "later" in _words.day(item) else "retires"
    return f"{_words.short(item.model.id)} {kind} ({item.model.platform})"


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _text(text: str) -> str:
    """A TEXT value: backslash, semicolon, comma and newline escaped."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A content line folded at 75 octets, never inside a character."""
    parts, size, start = [], 0, 0
    for at, char in enumerate(line):
        width = len(char.encode("utf-8", "replace"))
        if size + width > _LINE_BYTES:
            parts.append(line[start:at])
            start, size = at, 1  # the space that continues a line counts
        size += width
    return "\r\n ".join([*parts, line[start:]])


OUTPUT = WatchOutput("ics", render, "a calendar of all-day events")
