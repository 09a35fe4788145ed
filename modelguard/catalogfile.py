"""The shape of a catalog file, and of an override file, which has the same: read, check, write.

Only needed when a source changed or is written; looking models up is :mod:`modelguard.catalog`'s.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.json_schema import WithJsonSchema

from modelguard import yamlnodes
from modelguard.types import Model
from modelguard.wording import nearest

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class CatalogFileError(ValueError):
    """A catalog file that is refused: the message says what is wrong and what to do, in one sentence."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _day(value: object) -> date:
    """A day written ``YYYY-MM-DD`` that exists."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("a day is written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"there is no day {value}") from None


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^\S+$", description="A model id.")]
Price = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Tokens = Annotated[int, Field(gt=0)]


def _after(value: object) -> object:
    """``rerouted_to: ID`` may also be written as one text."""
    if isinstance(value, str) and (found := re.fullmatch(r"rerouted_to:\s*(\S+)", value)):
        return {"rerouted_to": found.group(1)}
    return value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EvidenceRow(_Strict):
    """Where a fact was seen, and on which day."""

    url: Annotated[str, Field(pattern=r"^https?://\S+$", description="Public page or registry.")]
    seen: Annotated[Day, Field(description="The day it was seen there.")]


class Rerouted(_Strict):
    """After the retirement another model answers."""

    rerouted_to: Id


class ModelRow(_Strict):
    """One model id on one platform. Prices are US dollars for a million tokens."""

    id: Id
    aliases: Annotated[list[Id], Field(description="Other ids that mean this model and move with it.")] = []
    resolves_to: Annotated[Id | None, Field(description="For an alias: the id it points to.")] = None
    pinning: Literal["pinned", "stable", "alias"] | None = None
    preview: bool = False
    vendor: Annotated[str | None, Field(description="Who made the model.")] = None
    family: Annotated[str | None, Field(description="The line of models it belongs to.")] = None
    released: Day | None = None
    deprecated: Annotated[Day | None, Field(description="The day its end was announced.")] = None
    retires: Annotated[Day | None, Field(description="The earliest day on which it is gone.")] = None
    date_kind: Annotated[
        Literal["exact", "not_before"] | None, Field(description="Whether `retires` is the day or a floor.")
    ] = None
    status: Annotated[
        Literal["active", "legacy", "deprecated", "retired"] | None,
        Field(description="What a page states without a day."),
    ] = None
    regions: Annotated[dict[str, Day], Field(description="Days by region, where they differ.")] = {}
    replacement: Annotated[list[Id], Field(description="What the provider recommends: ids, no prose.")] = []
    after: Annotated[
        Literal["fails"] | Rerouted | None,
        BeforeValidator(_after),
        Field(description="What a request gets after the retirement."),
    ] = None
    note: Annotated[str | None, Field(max_length=500)] = None
    context_window: Tokens | None = None
    max_output: Tokens | None = None
    capabilities: Annotated[list[str], Field(description="tools, vision, json_schema, ...")] = []
    input_price: Price | None = None
    output_price: Price | None = None
    evidence: Annotated[list[EvidenceRow], Field(min_length=1)]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        """Facts of one row that contradict each other."""
        named = (("replacement", self.replacement), ("aliases", self.aliases), ("resolves_to", [self.resolves_to]))
        for key, ids in named:
            if self.id in ids:
                raise ValueError(f"{key} of {self.id} is its own id")
        if isinstance(self.after, Rerouted) and self.after.rerouted_to == self.id:
            raise ValueError(f"after of {self.id} reroutes to its own id")
        if (self.retires is None) != (self.date_kind is None):
            raise ValueError(f"{self.id} needs both retires and date_kind (exact or not_before), or neither")
        if self.regions and self.retires != min(self.regions.values()):
            raise ValueError(f"retires of {self.id} is not the earliest day of its regions")
        if self.resolves_to and self.pinning in ("pinned", "stable"):
            raise ValueError(f"{self.id} has resolves_to, so its pinning is alias")
        return self


class CatalogFile(_Strict):
    """All that is known of one platform's models, or a project's overrides of it."""

    platform: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    updated: Annotated[Day, Field(description="The day the file was last compared with its sources.")]
    models: list[ModelRow]

    def rows(self) -> dict[str, dict[str, Any]]:
        """Id to facts as JSON can hold them, without what is not known."""
        dumped = [row.model_dump(mode="json", exclude_defaults=True) for row in self.models]
        for row in dumped:
            row["evidence"] = [[fact["url"], fact["seen"]] for fact in row["evidence"]]
        return {row.pop("id"): row for row in dumped}


def read(text: str) -> CatalogFile:
    """Read and check one catalog file. Raises CatalogFileError with the line of the first fault."""
    try:
        document = yamlnodes.read(text)
    except yamlnodes.NodeError as error:
        raise CatalogFileError(f"{error}", error.line) from None
    if not isinstance(document.value, Mapping):
        raise CatalogFileError("it is no mapping with platform, updated and models", 1)
    try:
        found = CatalogFile.model_validate(document.value)
    except ValidationError as error:
        raise _refusal(error, document) from None
    _refuse_duplicates(found, document)
    return found


def _refuse_duplicates(found: CatalogFile, document: yamlnodes.Document) -> None:
    taken: set[str] = set()
    for place, row in enumerate(found.models):
        for name in (row.id, *row.aliases):
            if name in taken:
                line = document.line(("models", place))
                raise CatalogFileError(f'the id "{name}" stands there twice: keep one row', line)
            taken.add(name)


def _refusal(error: ValidationError, document: yamlnodes.Document) -> CatalogFileError:
    """The first of pydantic's errors, in our words and with its line."""
    faults = sorted((document.line(fault["loc"]), place, fault) for place, fault in enumerate(error.errors()))
    line, _, fault = faults[0]
    more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
    return CatalogFileError(f"{_sentence(fault, document)}{more}", line)


def _sentence(fault: Any, document: yamlnodes.Document) -> str:
    loc: tuple[str | int, ...] = fault["loc"]
    key = str(loc[-1]) if loc else ""
    where = _owner(loc, document)
    if fault["type"] == "extra_forbidden":
        return f'unknown key "{key}"{where}: {_nearest_key(loc)}'
    if fault["type"] == "missing" or (key == "evidence" and fault["type"] == "too_short"):
        return f'"{key}" is missing{where}: add it'
    message = str(fault["msg"]).removeprefix("Value error, ")
    if fault["type"] == "value_error" and len(loc) <= 2:
        return f"{message}: correct the row"
    named = next((str(part) for part in reversed(loc) if isinstance(part, str)), key)
    return f'"{named}"{where} is wrong ({message[:1].lower()}{message[1:]}): correct it'


def _owner(loc: tuple[str | int, ...], document: yamlnodes.Document) -> str:
    """`` of MODEL``, where the fault is inside a model's row."""
    if len(loc) < 2 or loc[0] != "models" or not isinstance(loc[1], int):
        return ""
    row = document.value["models"][loc[1]]
    name = row.get("id") if isinstance(row, Mapping) else None
    return f" of {name}" if isinstance(name, str) else f" of model {loc[1] + 1}"


def _nearest_key(loc: tuple[str | int, ...]) -> str:
    schema: type[BaseModel] = CatalogFile if len(loc) == 1 else ModelRow if len(loc) == 3 else EvidenceRow
    near = nearest(str(loc[-1]), schema.model_fields)
    return f'did you mean "{near}"?' if near else f"known are {', '.join(schema.model_fields)}"


def write(platform: str, models: Iterable[Model], *, updated: date | None = None) -> str:
    """The text of ``rules/catalog/<platform>.yaml``: sorted by id, one block a model, stable.

    ``updated`` defaults to the newest day of the evidence. The text reads back to the same models.
    """
    ordered = sorted(models, key=lambda model: model.id)
    day = updated or max((fact.seen for model in ordered for fact in model.evidence), default=date.min)
    head = f"platform: {platform}\nupdated: {day}\nmodels:"
    blocks = [_block(model) for model in ordered]
    return "\n".join([head, *blocks]) + "\n" if blocks else f"{head} []\n"


def _block(model: Model) -> str:
    pairs = [(key, _flow(value)) for key, value in _facts(model)]
    lines = [f"- {pairs[0][0]}: {pairs[0][1]}", *(f"  {key}: {value}" for key, value in pairs[1:])]
    lines.append("  evidence:")
    lines += [f"  - {{url: {_scalar(fact.url)}, seen: {fact.seen}}}" for fact in model.evidence]
    return "\n".join(lines)


def _facts(model: Model) -> Iterable[tuple[str, Any]]:
    """Key and value of every fact that is known, in the order of the schema, without the evidence."""
    for key in ModelRow.model_fields:
        if key == "evidence":
            continue
        value = getattr(model, key)
        if key == "after" and model.rerouted_to:
            value = {"rerouted_to": model.rerouted_to}
        if key == "regions":
            value = dict(sorted(value.items()))
        if isinstance(value, frozenset):
            value = sorted(value)
        if value not in (None, False, (), [], {}):
            yield key, value


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_scalar(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_scalar(item) for item in value) + "]"
    return _scalar(value)


_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./@+-]*(?:[:#](?=[A-Za-z0-9/])[A-Za-z0-9_./@+#-]*)*")


_GUESSED = re.compile(r"(?i)null|true|false|yes|no|on|off|y|n|[\d.:e+-]+")
"""Texts that a YAML 1.1 reader, or ours, would take for something else."""


def _scalar(value: Any) -> str:
    """A value as YAML text: bare where nothing in it is special, else in JSON's quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if not isinstance(value, str):
        return str(value)
    bare = _BARE.fullmatch(value) and not _GUESSED.fullmatch(value)
    return value if bare else json.dumps(value, ensure_ascii=False)


def json_schema() -> dict[str, Any]:
    """JSON Schema of a catalog file and of an override file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "modelguard catalog file",
        **CatalogFile.model_json_schema(),
    }
