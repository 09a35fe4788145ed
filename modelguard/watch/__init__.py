"""The watcher: pages are fetched and believed or refused, joined with the catalog and the code, and told.

The values of one run live here; each step is one module, each output format one file in ``outputs``.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from modelguard.providers import Lifecycle
from modelguard.types import Model, Stage, record


class SourceState(StrEnum):
    """What became of one source in this run."""

    FETCHED = "fetched"  # a new page, believed
    NOT_MODIFIED = "not modified"  # the server still has the stored page
    STORED = "stored"  # not asked (offline): the last good page
    REFUSED = "refused"  # an answer that is not believed
    UNREACHABLE = "unreachable"  # no answer
    UNKNOWN = "unknown"  # not asked (offline) and nothing stored


@record
class Reading:
    """One source of one platform: what became of it and the rows that count now.

    ``rows`` are the page's own, or the last good ones where it was refused or unreachable; ``seen`` is
    the day they were last confirmed. ``before`` are the rows of the reading before this one.
    """

    platform: str
    name: str
    url: str
    state: SourceState
    reason: str | None = None
    rows: tuple[Lifecycle, ...] = ()
    before: tuple[Lifecycle, ...] | None = None
    seen: date | None = None
    api: bool = False

    @property
    def read(self) -> bool:
        """Whether the provider itself gave these rows in this run."""
        return self.state in (SourceState.FETCHED, SourceState.NOT_MODIFIED)

    @property
    def failed(self) -> bool:
        """Whether it was asked in vain."""
        return self.state in (SourceState.REFUSED, SourceState.UNREACHABLE)


@record(order=True)
class Place:
    """A use that a retirement breaks: where it stands, what stands there and whose it is."""

    path: str
    line: int
    column: int
    cell: int | None
    text: str
    role: str
    entry: str | None = None
    owner: str | None = None


@record
class Retirement:
    """One model with its day and the uses it breaks. ``fails``: it is near enough for exit 1."""

    model: Model
    stage: Stage
    days_left: int | None
    places: tuple[Place, ...]
    fails: bool
    source: str | None = None
    seen: date | None = None

    @property
    def sort_key(self) -> tuple[date, str, str]:
        """By day; what has none comes last."""
        return self.model.retires or date.max, self.model.platform, self.model.id


@record
class Change:
    """What changed on a page since its last reading, or with the calendar: one sentence for people."""

    platform: str
    id: str
    kind: str
    message: str
    used: bool


@record
class Unverified:
    """A use about which nothing could be said, and why."""

    path: str
    line: int
    text: str
    reason: str

    def __str__(self) -> str:
        """Place, id where one stands there, and the reason."""
        return ": ".join(filter(None, (f"{self.path}:{self.line}", self.text, self.reason)))


@record
class Watch:
    """All that one run of ``modelguard deprecations`` has to say; every output renders this.

    ``errors`` are sentences about what could not be verified for a platform in use: any makes exit 3.
    """

    as_of: date
    within: int
    fail_within: int
    catalog_date: date
    catalog_models: int
    retirements: tuple[Retirement, ...] = ()
    changes: tuple[Change, ...] = ()
    readings: tuple[Reading, ...] = ()
    unverified: tuple[Unverified, ...] = ()
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    uses: int = 0
    files: int = 0
    offline: bool = False

    @property
    def exit_code(self) -> int:
        """3 where something could not be verified, else 1 where a day is near, else 0."""
        return 3 if self.errors else 1 if any(item.fails for item in self.retirements) else 0
