"""The facts a refresh leaves in the cache reach the catalog where they are newer, and do no harm where not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modelguard import catalog
from modelguard.catalog import Catalog
from modelguard.pagecache import overlay_path
from modelguard.types import Evidence, Model
from modelguard.watch.merging import row_of

URL = "https://developers.openai.com/api/docs/deprecations.md"


def put(own_cache: Path, rows: dict[str, Any], updated: str = "2099-01-01") -> Catalog:
    own_cache.mkdir(parents=True, exist_ok=True)
    content = {"version": 1, "platforms": {"openai": {"updated": updated, "rows": rows}}}
    overlay_path(own_cache).write_text(json.dumps(content))
    return catalog.load(overlay=True, cache_dir=own_cache)


def row(seen: str, **facts: Any) -> dict[str, Any]:
    return {**facts, "evidence": [[URL, seen]]}


def test_a_newer_fact_counts(own_cache: Path) -> None:
    found = put(own_cache, {"gpt-4-0613": row("2099-01-01", retires="2099-06-01", date_kind="exact")})
    model = found.find("openai", "gpt-4-0613")
    assert model is not None
    assert model.retires == date(2099, 6, 1)
    assert found.date == date(2099, 1, 1)


def test_an_older_fact_does_not(own_cache: Path, bundled: Catalog) -> None:
    found = put(own_cache, {"gpt-4-0613": row("2020-01-01", retires="2099-06-01", date_kind="exact")}, "2020-01-01")
    assert found.find("openai", "gpt-4-0613") == bundled.find("openai", "gpt-4-0613")
    assert found.date == bundled.date


def test_the_digest_changes_with_the_overlay(own_cache: Path, bundled: Catalog) -> None:
    assert put(own_cache, {"new-model": row("2099-01-01")}).digest != bundled.digest


@pytest.mark.parametrize(
    "content",
    ["", "no json", "[]", "{}", '{"platforms": []}', '{"platforms": {"openai": 3}}',
     '{"platforms": {"openai": {"updated": 7, "rows": {"a": 1, "b": {"retires": "never"}, "c": {"pinning": "x"}}}}}',
     '{"platforms": {"openai": {"rows": {"gpt-4-0613": {"evidence": [1]}}}}}'],
)  # fmt: skip
def test_a_damaged_overlay_counts_as_absent(own_cache: Path, bundled: Catalog, content: str) -> None:
    own_cache.mkdir(parents=True, exist_ok=True)
    overlay_path(own_cache).write_text(content)
    found = catalog.load(overlay=True, cache_dir=own_cache)
    assert len(found) == len(bundled)
    assert found.find("openai", "gpt-4-0613") == bundled.find("openai", "gpt-4-0613")


def test_every_bundled_model_survives_the_way_through_the_overlay(own_cache: Path, bundled: Catalog) -> None:
    models = list(bundled.models("bedrock")) + list(bundled.models("azure"))
    own_cache.mkdir(parents=True, exist_ok=True)
    platforms: dict[str, Any] = {}
    for model in models:
        entry = platforms.setdefault(model.platform, {"updated": "2026-11-21", "rows": {}})
        entry["rows"][model.id] = row_of(model)
    overlay_path(own_cache).write_text(json.dumps({"version": 1, "platforms": platforms}))
    found = catalog.load(overlay=True, cache_dir=own_cache)
    assert [found.find(model.platform, model.id) for model in models] == models


def test_a_rerouted_model_keeps_where_requests_go() -> None:
    model = Model("xai", "grok-4", after="rerouted", rerouted_to="grok-5", evidence=(Evidence(URL, date(2026, 1, 1)),))
    assert row_of(model)["after"] == {"rerouted_to": "grok-5"}
