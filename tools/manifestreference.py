"""The reference part of ``docs/manifest.md``, from the JSON Schema of the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from modelguard.cli.schema import schema_of

Schema = Mapping[str, Any]


def text() -> str:
    """A table for each mapping of the manifest, in the order in which a reader meets them."""
    schema = schema_of("manifest")
    parts: list[str] = []
    for path, part in _mappings(schema, schema, "models.yaml"):
        parts += [f"### `{path}`", part.get("description", ""), _table(part, schema)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _mappings(part: Schema, schema: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    yield path, part
    base = "" if path == "models.yaml" else f"{path}."
    for name, value in part.get("properties", {}).items():
        for inner, step in _inner(value, schema):
            yield from _mappings(inner, schema, f"{base}{name}{step}")


def _inner(value: Schema, schema: Schema) -> Iterator[tuple[Schema, str]]:
    """The mappings with keys of their own that a value may be, and how a path goes there."""
    for one in _choices(value, schema):
        if "properties" in one:
            yield one, ""
        elif one.get("type") == "array":
            yield from ((item, "[]") for item in _choices(one["items"], schema) if "properties" in item)
        elif isinstance(one.get("additionalProperties"), dict):
            more = _choices(one["additionalProperties"], schema)
            yield from ((item, ".NAME") for item in more if "properties" in item)


def _choices(value: Schema, schema: Schema) -> list[Schema]:
    """What a value may be, references and alternatives resolved; without null."""
    if "$ref" in value:
        return _choices(schema["$defs"][value["$ref"].rsplit("/", 1)[-1]], schema)
    if "anyOf" in value:
        return [found for one in value["anyOf"] for found in _choices(one, schema)]
    return [] if value.get("type") == "null" else [value]


def _table(part: Schema, schema: Schema) -> str:
    required = part.get("required", ())
    rows = ["| key | value | meaning | example |", "|---|---|---|---|"]
    for name, value in part.get("properties", {}).items():
        choices = _choices(value, schema)
        kinds = " or ".join(dict.fromkeys(_kind(one, schema) for one in choices))
        marked = f"`{name}` (required)" if name in required else f"`{name}`"
        rows.append(f"| {marked} | {kinds} | {_meaning(value, choices, schema)} | {_example(value, choices)} |")
    return "\n".join(rows)


def _kind(one: Schema, schema: Schema) -> str:
    if "const" in one:
        return f"`{one['const']}`"
    if "enum" in one:
        return ", ".join(f"`{item}`" for item in one["enum"])
    if "%" in str(one.get("pattern", "")):
        return "share"
    if "ms|" in str(one.get("pattern", "")):
        return "duration"
    if one.get("format") in ("date", "uri"):
        return {"date": "day", "uri": "web address"}[one["format"]]
    kind = one.get("type")
    if kind == "number" and one.get("maximum") == 1:
        return "share"
    if kind == "array":
        return "list of " + " or ".join(_kind(item, schema) for item in _choices(one["items"], schema))
    names = {"string": "text", "boolean": "`true`, `false`", "integer": "whole number", "object": "mapping"}
    return " or ".join(names.get(item, item) for item in (kind if isinstance(kind, list) else [str(kind)]))


def _meaning(value: Schema, choices: list[Schema], schema: Schema) -> str:
    items = [item for one in choices if "items" in one for item in _choices(one["items"], schema)]
    described = [value, *choices, *items]
    text = next((one["description"] for one in described if "description" in one), "")
    default = value.get("default")
    return text.rstrip(".") + (f" (default `{default}`)" if default is not None else "")


def _example(value: Schema, choices: list[Schema]) -> str:
    examples = [*value.get("examples", ()), *(item for one in choices for item in one.get("examples", ()))]
    items = dict.fromkeys(example if isinstance(example, str) else json.dumps(example) for example in examples)
    return ", ".join(f"`{item}`" for item in list(items)[:2])
