"""The JSON report as pydantic models, only to derive its JSON Schema; imported by nothing that runs a check.

``rules/schema/report.schema.json`` is this, written out; a test fails when it is stale or when a report
does not hold to it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from modelguard.types import DateKind, Pinning, Role, Severity, Stage

Position = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]
Code = Annotated[str, Field(pattern=r"^MG\d{3}$", description="Code of the rule.")]
Point = Annotated[list[Position], Field(min_length=2, max_length=2, description="[line, column], from 1.")]


class _Object(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Tool(_Object):
    """What wrote the report."""

    name: Literal["modelguard"]
    version: str


class Catalog(_Object):
    """The data behind the verdict."""

    date: date
    models: Count
    stale: bool


class Summary(_Object):
    """Counts; the three levels count only findings that are neither suppressed nor in the baseline."""

    files: Count
    uses: Count
    error: Count
    warning: Count
    note: Count
    suppressed: Count
    baselined: Count
    seconds: Annotated[float, Field(ge=0)] | None


class ModelFacts(_Object):
    """The model id that a finding is about."""

    text: Annotated[str, Field(description="What stands in the file.")]
    id: Annotated[str | None, Field(description="What the platform's own API takes; null if computed or opaque.")]
    platform: str | None
    pinning: Pinning | None
    role: Role | None
    resolves_to: Annotated[str | None, Field(description="What an alias points to today.")]


class Lifecycle(_Object):
    """What is known of the model's life on the day of the run."""

    stage: Stage | None
    deprecated: date | None
    retires: date | None
    date_kind: DateKind | None
    days_left: int | None
    replacement: list[str]
    after: Annotated[str | None, Field(description="What happens to requests after the day.")]
    source: str | None


class Edit(_Object):
    """Replace what stands between two positions."""

    start: Point
    end: Point
    text: str


class Fix(_Object):
    """A change that mends the finding."""

    title: str
    safety: Literal["safe", "unsafe"]
    edits: list[Edit]


class Finding(_Object):
    """One rule's word on one place. Columns count code points; the end is behind the last character."""

    rule: Code
    name: str
    severity: Severity
    message: str
    path: str
    line: Position
    column: Position
    end_line: Position
    end_column: Position
    cell: Annotated[Position | None, Field(description="Notebook cell, from 1.")]
    model: ModelFacts | None
    lifecycle: Lifecycle | None
    entry: Annotated[str | None, Field(description="Entry of the manifest.")]
    fix: Fix | None
    suppressed: bool
    baselined: bool
    fingerprint: str


class JsonReport(_Object):
    """The output of ``modelguard check --format json``."""

    version: Literal[1]
    tool: Tool
    as_of: date
    catalog: Catalog
    summary: Summary
    findings: list[Finding]
    errors: Annotated[list[str], Field(description="What could not be verified; any of them makes exit 3.")]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of the JSON report."""
    schema = JsonReport.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "modelguard report",
    }
