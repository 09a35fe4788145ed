"""The shape of ``models.yaml``: what each key means, for validation and for the JSON Schema alike.

Every value arrives as the text that stands in the file; the readers in :mod:`.scalars` say what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from modelguard.manifest import scalars


def _read(reader: Callable[[str], Any]) -> BeforeValidator:
    def validate(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError(f"is {_kind(value)}, expected {_EXPECTED.get(reader, 'text')}")
        return reader(value)

    return BeforeValidator(validate)


def _kind(value: object) -> str:
    if value is None:
        return "empty"
    return "a list" if isinstance(value, list) else "a mapping"


_EXPECTED: dict[Callable[[str], Any], str] = {
    scalars.share: "a share such as 5%",
    scalars.growth: "a share such as 20%",
    scalars.duration: "a duration such as 48h",
    scalars.day: "a date such as 2027-01-14",
    scalars.number: "a number",
    scalars.count: "a whole number",
    scalars.flag: "true or false",
    scalars.model_id: "one model id",
    scalars.path: "a path",
    scalars.path_or_url: "a path or a web address",
}

_PERCENT = r"^\d+(\.\d+)? ?%$"
_SHARE = {
    "anyOf": [{"type": "string", "pattern": _PERCENT}, {"type": "number", "minimum": 0, "maximum": 1}],
    "examples": ["5%", 0.05],
}
_GROWTH = {**_SHARE, "examples": ["20%", 0.2]}
_DURATION = {"type": "string", "pattern": r"^\d+(\.\d+)?(ms|s|m|h|d|w)$", "examples": ["10m", "48h", "30d", "1800ms"]}
_DAY = {"type": "string", "format": "date", "examples": ["2027-01-14"]}
_MODEL = {"type": "string", "minLength": 1, "examples": ["openai/gpt-4o-2024-11-20"]}

Text = Annotated[str, _read(scalars.words), WithJsonSchema({"type": "string", "minLength": 1})]
Version = Annotated[
    str,
    _read(scalars.words),
    WithJsonSchema({"type": ["string", "number"], "examples": ["1.2.0"]}),
]
ModelId = Annotated[str, _read(scalars.model_id), WithJsonSchema(_MODEL)]
Share = Annotated[float, _read(scalars.share), WithJsonSchema(_SHARE)]
Growth = Annotated[float, _read(scalars.growth), WithJsonSchema(_GROWTH)]
Duration = Annotated[timedelta, _read(scalars.duration), WithJsonSchema(_DURATION)]
Day = Annotated[date, _read(scalars.day), WithJsonSchema(_DAY)]
Number = Annotated[float, _read(scalars.number), WithJsonSchema({"type": "number", "minimum": 0})]
Count = Annotated[int, _read(scalars.count), WithJsonSchema({"type": "integer", "minimum": 0})]
Flag = Annotated[bool, _read(scalars.flag), WithJsonSchema({"type": "boolean"})]
RepoPath = Annotated[
    str, _read(scalars.path), WithJsonSchema({"type": "string", "minLength": 1, "examples": ["evals/chat.jsonl"]})
]
PathOrUrl = Annotated[
    str, _read(scalars.path_or_url), WithJsonSchema({"type": "string", "examples": ["docs/runbooks/chat.md"]})
]
Url = Annotated[str, _read(scalars.web), WithJsonSchema({"type": "string", "format": "uri"})]


class Part(BaseModel):
    """A mapping of the manifest: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Thresholds(Part):
    """How much worse the model may get before traffic goes back to what was there before."""

    error_rate: Share | None = Field(None, description="Share of requests that may fail")
    p95_latency: Duration | None = Field(None, description="Time in which 95 of 100 requests must be answered")
    quality_drop: Share | None = Field(None, description="Drop in the quality measure")
    cost_increase: Growth | None = Field(None, description="Rise in the cost of a request")
    window: Duration | None = Field(None, description="How long a threshold must be passed before it counts")


class Rollback(Part):
    """How to go back, who does it, and when that was last tried."""

    method: Literal["config", "flag", "router", "deploy"] | None = Field(
        None, description="What is changed to go back; `deploy` needs a build and a release"
    )
    automatic: Flag | None = Field(None, description="Whether passing a threshold alone starts the rollback")
    thresholds: Thresholds | None = None
    runbook: PathOrUrl | None = Field(None, description="The steps to go back: a file here, or a web page")
    contacts: list[Text] | None = Field(None, description="Who is called", examples=[["#support-oncall"]])
    tested_on: Day | None = Field(None, description="Day on which the way back was last tried")


class Monitoring(Part):
    """Where a regression shows."""

    dashboard: Url | None = Field(None, description="Web page with the graphs")
    alerts: list[Text] | None = Field(None, description="Names of the alerts", examples=[["chat-error-rate"]])


class Step(Part):
    """One step of a ramp."""

    traffic: Share = Field(description="Share of requests that go to the candidate")
    min_hours: Number | None = Field(None, description="Hours to stay at this step before the next")
    max_regression_rate: Share | None = Field(None, description="Share of cases that may get worse")


class Shadow(Part):
    """A copy of the traffic that the candidate answers and nobody sees."""

    traffic: Share = Field(description="Share of requests that are copied")
    max_spend_usd: Number | None = Field(None, description="US dollars after which it ends")


class Rollout(Part):
    """The next model and how traffic moves to it."""

    candidate: ModelId = Field(description="The model that shall replace `model`")
    stages: list[Step] | None = Field(None, description="Rising shares of traffic that end at 100%")
    shadow: Shadow | None = None
    max_spend_usd: Number | None = Field(None, description="US dollars after which the rollout stops")


class EvaluationPlan(Part):
    """What proves that a model is good enough, and where the proof lies."""

    golden_set: RepoPath | None = Field(None, description="File with the cases: JSONL, JSON, CSV or YAML")
    min_cases: Count | None = Field(None, description="How many cases the golden set must have")
    min_pass_rate: Share | None = Field(None, description="Share of cases that must pass")
    max_age: Duration | None = Field(None, description="How old the newest result may be")
    results: RepoPath | None = Field(
        None, description="Result files, as a glob pattern", examples=["evals/results/*.json"]
    )
    judge: ModelId | None = Field(None, description="Model that grades the answers; of another family")


class Prompt(Part):
    """One prompt file and the models it is written for."""

    path: RepoPath = Field(description="The prompt's file", examples=["prompts/chat/1.2.0.md"])
    version: Version | None = Field(None, description="The prompt's version")
    models: list[ModelId] | None = Field(None, description="Models it is for; every model where left out")


class Budget(Part):
    """What a change of model may cost."""

    max_cost_increase: Growth | None = Field(None, description="Over the cost of `model`, by catalog prices")


class EntrySpec(Part):
    """One purpose and the model that serves it."""

    description: Text | None = Field(None, description="What the model is used for")
    owner: Text | None = Field(None, description="Team or person who answers for it", examples=["team-support"])
    criticality: Literal["low", "medium", "high"] = Field("medium", description="What an outage costs")
    model: ModelId = Field(description="The model in production, in any spelling")
    environments: dict[str, ModelId] | None = Field(None, description="Environment to the model it has instead")
    retires: Day | None = Field(None, description="The model's retirement day; compared with the catalog")
    previous: ModelId | None = Field(None, description="Last model that was known to be good")
    fallbacks: list[ModelId] | None = Field(
        None, description="Models for when `model` fails, in order; an entry's name stands for its model"
    )
    rollback: Rollback | None = None
    monitoring: Monitoring | None = None
    rollout: Rollout | None = None
    evaluation: EvaluationPlan | None = None
    prompts: list[Prompt] | None = None
    budget: Budget | None = None


class ManifestFile(Part):
    """The central list of every model a repository uses, and of the way back from each."""

    version: Literal["1"] = Field(json_schema_extra={"const": 1, "enum": [1], "type": "integer"})
    deployments: dict[str, ModelId] | None = Field(
        None, description="Deployment name to its model", examples=[{"prod-chat": "azure/gpt-4o@2024-11-20"}]
    )
    models: dict[str, EntrySpec] = Field(description="Name of a purpose to its entry")


def json_schema() -> dict[str, Any]:
    """JSON Schema of the manifest, for editors and other tools."""
    schema = ManifestFile.model_json_schema()
    schema["properties"]["version"] = {
        "const": 1, "description": "Version of this format", "title": "Version", "type": "integer",
    }  # fmt: skip
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "modelguard manifest (models.yaml)",
    }
    return {**head, **{key: value for key, value in schema.items() if key not in head}}
