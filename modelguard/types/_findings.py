"""What rules say, and all that one run has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from modelguard.types._models import Use
from modelguard.types._record import record
from modelguard.types._syntax import Location, Span


class Severity(StrEnum):
    """How loud a finding is; the three levels of SARIF."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for an error."""
        return ("note", "warning", "error").index(self.value)

    @property
    def softer(self) -> Severity:
        """One level lower; a note stays a note."""
        return Severity.WARNING if self is Severity.ERROR else Severity.NOTE


@record
class Edit:
    """Replace the characters of ``span`` by ``text``."""

    span: Span
    text: str
    start: tuple[int, int]
    end: tuple[int, int]


@record
class Fix:
    """A change that mends a finding. ``safe`` keeps behaviour, ``unsafe`` may change it."""

    title: str
    safety: str
    edits: tuple[Edit, ...]


@record
class ModelFacts:
    """The ``model`` object of a finding in the JSON report."""

    text: str
    id: str | None
    platform: str | None
    pinning: str | None
    role: str | None
    resolves_to: str | None = None


@record
class LifecycleFacts:
    """The ``lifecycle`` object of a finding in the JSON report."""

    stage: str | None
    deprecated: date | None = None
    retires: date | None = None
    date_kind: str | None = None
    days_left: int | None = None
    replacement: tuple[str, ...] = ()
    after: str | None = None
    source: str | None = None


@record
class Finding:
    """One rule's word on one place."""

    rule: str
    name: str
    severity: Severity
    message: str
    location: Location
    model: ModelFacts | None = None
    lifecycle: LifecycleFacts | None = None
    entry: str | None = None
    fix: Fix | None = None
    suppressed: bool = False
    baselined: bool = False
    fingerprint: str = ""
    owner: str | None = None


@record
class CatalogFacts:
    """The ``catalog`` object of the report: its date, how many models, whether it is too old to trust."""

    date: date
    models: int
    stale: bool = False


@record
class RuleFacts:
    """What a report says of a rule, so that no report needs the checks: filled by the engine.

    ``level`` is the rule's default level under the profile of the run.
    """

    code: str
    name: str
    summary: str
    why: str = ""
    fix: str = ""
    source: str = ""
    level: Severity = Severity.WARNING


@record
class Report:
    """All that one run has to say; every output format renders this and nothing else.

    ``notes`` are sentences for stderr (no manifest found, somebody else's models.yaml ...).
    ``errors`` are sentences about what could not be verified; any of them makes exit 3.
    ``rules`` holds the facts of every rule, by code.
    """

    as_of: date
    catalog: CatalogFacts
    findings: tuple[Finding, ...] = ()
    uses: tuple[Use, ...] = ()
    files: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    root: str = "."
    rules: Mapping[str, RuleFacts] = field(default_factory=dict)
