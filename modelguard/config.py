"""Settings: ``[tool.modelguard]`` in ``pyproject.toml``, or ``modelguard.toml``; the nearest file wins.

Checked by hand, so that a run without settings imports nothing for them: every unknown key and every
wrong type is one sentence that names the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import field, fields
from pathlib import Path
from typing import Any

from modelguard.errors import UsageError
from modelguard.types import record
from modelguard.wording import nearest

SEVERITIES = ("error", "warning", "note")
PROFILES = ("default", "strict")


@record
class Settings:
    """What a project decides. ``root`` is the folder that paths are relative to, ``file`` where the
    settings stand (``None``: defaults).

    ``horizon_days``/``urgent_days`` are days before retirement (MG104); ``ids`` are regular
    expressions of own model ids; ``deployments`` maps a deployment name to a model; ``levels`` maps a
    rule's code to a level or ``off``; ``sources`` maps a platform to the URL of its page (watcher).
    """

    root: Path = field(default_factory=Path.cwd)
    file: Path | None = None
    manifest: str | None = None
    profile: str = "default"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    include_mentions: bool = False
    include_tests: bool = False
    baseline: str | None = None
    fail_on: str = "error"
    horizon_days: int | None = None
    urgent_days: int | None = None
    catalog: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    deployments: Mapping[str, str] = field(default_factory=dict)
    ids: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


_TEXT = ("manifest", "baseline")
_LISTS = (
    "select", "ignore", "extend-select", "exclude", "extend-exclude", "catalog", "platforms", "ids",
)  # fmt: skip
_TABLES = ("deployments", "levels", "sources")
_FLAGS = ("include-mentions", "include-tests")
_DAYS = ("horizon-days", "urgent-days")
_CHOICES = {"profile": PROFILES, "fail-on": SEVERITIES}
KEYS = tuple(sorted([*_TEXT, *_LISTS, *_TABLES, *_FLAGS, *_DAYS, *_CHOICES, "per-file-ignores"]))


def load(start: Path, *, file: Path | None = None) -> Settings:
    """The settings for ``start``: ``file`` where given, else the nearest file upwards.

    Raises UsageError where the file cannot be read or says something unknown.
    """
    if file is not None:
        if not file.is_file():
            raise UsageError(f"the settings file {file} does not exist")
        return _parse(file, required=True) or Settings(root=file.parent, file=file)
    start = start.absolute()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        for name in ("modelguard.toml", "pyproject.toml"):
            candidate = folder / name
            if candidate.is_file() and (found := _parse(candidate, required=name == "modelguard.toml")):
                return found
        if (folder / ".git").exists():
            return Settings(root=folder)
    return Settings(root=start if start.is_dir() else start.parent)


def _parse(file: Path, *, required: bool) -> Settings | None:
    """The settings in one file; None where a ``pyproject.toml`` has no table of ours."""
    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{file}: is not valid TOML: {_where(error)}") from error
    table: Any = data
    if file.name == "pyproject.toml":
        tool = data.get("tool")
        table = tool.get("modelguard") if isinstance(tool, dict) else None
        if table is None:
            return Settings(root=file.parent, file=file) if required else None
    elif isinstance(data.get("tool"), dict) and "modelguard" in data["tool"]:
        table = data["tool"]["modelguard"]
    if not isinstance(table, dict):
        raise UsageError(f"{file}: [tool.modelguard] must be a table")
    return Settings(root=file.parent.absolute(), file=file, **_values(table, file))


def _where(error: Exception) -> str:
    return str(error).split("\n", 1)[0] or type(error).__name__


def _values(table: Mapping[str, Any], file: Path) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            near = nearest(key, KEYS)
            hint = f"did you mean '{near}'?" if near else f"known are {', '.join(KEYS)}"
            raise UsageError(f"{file}: unknown setting '{key}': {hint}")
        values[key.replace("-", "_")] = _value(key, value, file)
    return values


def _value(key: str, value: Any, file: Path) -> Any:
    if key in _TEXT:
        return _want(isinstance(value, str), value, key, file, "a text")
    if key in _FLAGS:
        return _want(isinstance(value, bool), value, key, file, "true or false")
    if key in _DAYS:
        fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 36_500
        return _want(fits, value, key, file, "a number of days")
    if key in _CHOICES:
        return _want(value in _CHOICES[key], value, key, file, "one of " + ", ".join(_CHOICES[key]))
    if key in _LISTS:
        return _list(key, value, file)
    if key == "per-file-ignores":
        _want(isinstance(value, dict), value, key, file, "a table of path pattern to list of codes")
        return {pattern: _list(key, codes, file) for pattern, codes in value.items()}
    fits = isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    return dict(_want(fits, value, key, file, "a table of texts"))


def _list(key: str, value: Any, file: Path) -> tuple[str, ...]:
    fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
    items = tuple(_want(fits, value, key, file, "a list of texts"))
    for item in items if key == "ids" else ():
        try:
            re.compile(item)
        except re.error as error:
            raise UsageError(f"{file}: 'ids': '{item}' is no regular expression: {error}") from error
    return items


def _want(fits: bool, value: Any, key: str, file: Path, what: str) -> Any:
    if not fits:
        raise UsageError(f"{file}: '{key}' must be {what}")
    return value


def json_schema() -> dict[str, Any]:
    """The JSON Schema of ``[tool.modelguard]``."""
    text, flag = {"type": "string"}, {"type": "boolean"}
    texts = {"type": "array", "items": text}
    properties: dict[str, Any] = {}
    for key in KEYS:
        properties[key] = (
            texts if key in _LISTS
            else flag if key in _FLAGS
            else {"type": "integer", "minimum": 0} if key in _DAYS
            else {"enum": list(_CHOICES[key])} if key in _CHOICES
            else {"type": "object", "additionalProperties": text if key in _TABLES else texts}
            if key not in _TEXT
            else text
        )  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "modelguard settings",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


assert {item.name.replace("_", "-") for item in fields(Settings)} - {"root", "file"} == set(KEYS)
