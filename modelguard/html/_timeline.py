"""The timeline: each model in use and the day it goes, over the twelve months after the run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from modelguard.listings._rows import ordered, retirement
from modelguard.types import DateKind, Report, Role, Stage, Use, record

DAYS = 365


@record
class Month:
    """A tick of the axis; ``at`` in percent of its width. ``major`` ticks are named on small screens too."""

    name: str
    at: float
    major: bool


@record
class Bar:
    """One model in use. ``at`` is where its day stands in percent, 100 where the bar runs off the axis."""

    id: str
    platform: str
    stage: str
    day: date | None
    exact: bool
    days_left: int | None
    at: float
    beyond: bool
    replacement: tuple[str, ...]
    source: str | None
    uses: int
    files: int
    entries: tuple[str, ...]

    @property
    def when(self) -> str:
        """The day in words, as it is read out."""
        if not self.known:
            return "not in the catalog"
        if self.day is None:
            return "retired, no day known" if self.stage == Stage.RETIRED else "no day announced"
        floor = "" if self.exact else "not before "
        left = self.days_left or 0
        distance = "today" if left == 0 else f"in {left:,} days" if left > 0 else f"{-left:,} days ago"
        return f"{floor}{self.day} ({distance})"

    @property
    def known(self) -> bool:
        """Whether the catalog has the model at all."""
        return self.stage != "unknown"

    @property
    def urgency(self) -> str:
        """``gone``, ``soon`` (within 90 days), ``later`` or ``none``; only an exact day makes it gone or soon."""
        if self.stage == Stage.RETIRED:
            return "gone"
        if self.days_left is None or not self.exact:
            return "none"
        return "soon" if self.days_left <= 90 else "later"


def months(start: date) -> Iterator[Month]:
    """The first day of each of the twelve months after ``start``."""
    year, month = start.year, start.month
    for number in range(12):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = date(year, month, 1)
        if day <= start + timedelta(days=DAYS):
            name = day.strftime("%b") + (f" {year}" if month == 1 or number == 0 else "")
            yield Month(name, round(100 * (day - start).days / DAYS, 2), number % 3 == 0)


def bars(report: Report) -> list[Bar]:
    """One bar for each (platform, id) that is selected or stands in the manifest; the first to go on top."""
    groups: dict[tuple[str, str, date | None], list[Use]] = {}
    for use in ordered(report):
        if use.ref.id and not use.dynamic and (use.role is Role.SELECTS or use.entry):
            groups.setdefault((use.ref.platform or "", use.ref.id, retirement(use)), []).append(use)
    found = [_bar(uses, report.as_of) for uses in groups.values()]
    return sorted(found, key=lambda bar: (bar.day is None, bar.day or date.max, bar.platform, bar.id))


def _bar(uses: list[Use], today: date) -> Bar:
    first, model = uses[0], uses[0].model
    day = retirement(first)
    left = (day - today).days if day else None
    return Bar(
        id=first.ref.id or "",
        platform=first.ref.platform or "unknown",
        stage=model.stage(today).value if model else "unknown",
        day=day,
        exact=bool(model and model.date_kind is DateKind.EXACT),
        days_left=left,
        at=100.0 if left is None else round(min(max(100 * left / DAYS, 0.0), 100.0), 2),
        beyond=left is None or left > DAYS,
        replacement=model.replacement if model else (),
        source=next((one.url for one in model.evidence), None) if model else None,
        uses=len(uses),
        files=len({use.location.path for use in uses}),
        entries=tuple(sorted({use.entry for use in uses if use.entry})),
    )
