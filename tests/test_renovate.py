"""`catalog export renovate`: every file has the shape that Renovate's custom datasource takes, and the presets read them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from modelguard import renovate
from modelguard.catalog import Catalog
from modelguard.types import Stage

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2026, 11, 21)
TEXTS = {"version", "releaseTimestamp", "sourceUrl", "sourceDirectory", "changelogUrl", "digest"}
PRESETS = ("renovate.json", "renovate.v40plus.json")


@pytest.fixture(scope="module")
def exported(bundled: Catalog) -> dict[str, Any]:
    return dict(renovate.files(bundled, DAY))


def test_every_file_is_what_the_datasource_takes(exported: dict[str, Any]) -> None:
    for path, content in exported.items():
        assert set(content) <= {"releases", "tags", "sourceUrl", "sourceDirectory", "changelogUrl", "homepage"}, path
        assert content["releases"], path
        for release in content["releases"]:
            assert isinstance(release["version"], str)
            assert all(isinstance(release[key], str) for key in TEXTS & set(release))
            assert set(release) <= TEXTS | {"isDeprecated", "isStable"}
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", release.get("releaseTimestamp", "2024-01-01T00:00:00Z"))


def test_a_live_model_stays_and_a_retired_one_goes_to_one_that_lives(
    exported: dict[str, Any], bundled: Catalog
) -> None:
    moved = 0
    for model in bundled.models():
        content = exported.get(f"replacement/{model.platform}/{model.id}.json")
        if content is None:
            continue
        [release] = content["releases"]
        if model.stage(DAY) is Stage.ACTIVE:
            assert release["digest"] == model.id
        moved += release["digest"] != model.id
    assert moved > 50
    assert exported["replacement/openai/gpt-4-0613.json"]["releases"][0]["digest"] == "gpt-5.6-sol"


def test_the_snapshots_of_a_line_are_releases_from_old_to_new(exported: dict[str, Any]) -> None:
    releases = exported["snapshots/openai/gpt-4o-2024-08-06.json"]["releases"]
    assert [item["version"] for item in releases] == ["gpt-4o-2024-05-13", "gpt-4o-2024-08-06", "gpt-4o-2024-11-20"]
    assert releases[0]["isDeprecated"] is True
    assert exported["snapshots/openai/gpt-4o-2024-05-13.json"]["releases"] == releases


def test_no_id_becomes_a_path_out_of_the_folder(exported: dict[str, Any]) -> None:
    assert not [path for path in exported if ".." in path.split("/") or path.startswith("/") or "\\" in path]


def test_the_command_writes_the_files_and_says_how_many(tmp_path: Path, exported: dict[str, Any]) -> None:
    command = [sys.executable, "-m", "modelguard", "catalog", "export", "renovate", "-o", "out", "--as-of", str(DAY)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    written = {str(file.relative_to(tmp_path / "out")) for file in (tmp_path / "out").rglob("*.json")}
    assert written == set(exported)
    assert done.stderr == f"{len(exported):,} files below out.\n"
    assert json.loads((tmp_path / "out/replacement/openai/gpt-4o.json").read_text())["releases"]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_finds_the_ids_and_the_files_they_are_looked_up_in(name: str, exported: dict[str, Any]) -> None:
    preset = json.loads((ROOT / "examples" / "renovate" / name).read_text())
    manifest, dotenv = preset["customManagers"]
    text = "models:\n  chat:\n    model: openai/gpt-4-0613\n    fallbacks: [anthropic/claude-sonnet-4-6]\n"
    found = re.search(js(manifest["matchStrings"][0]), text)
    assert found
    assert found["currentDigest"] == "gpt-4-0613"
    url = preset["customDatasources"]["modelguard-replacement"]["defaultRegistryUrlTemplate"]
    assert url.replace("{{packageName}}", found["packageName"]).removeprefix("file://renovate/") in exported
    line = re.search(js(dotenv["matchStrings"][0]), "# renovate: snapshots of openai\nMODEL=gpt-4o-2024-08-06\n")
    assert line
    assert (line["platform"], line["currentValue"]) == ("openai", "gpt-4o-2024-08-06")
    versioning = js(dotenv["versioningTemplate"].removeprefix("regex:"))
    dated = {path.rsplit("/", 1)[-1].removesuffix(".json") for path in exported if path.startswith("snapshots/")}
    assert not [id for id in dated if not re.fullmatch(versioning, id)]


def test_the_presets_differ_in_the_name_of_the_file_patterns_alone() -> None:
    old, new = ((ROOT / "examples" / "renovate" / name).read_text() for name in PRESETS)
    for manager in (data := json.loads(new))["customManagers"]:
        manager["fileMatch"] = [pattern.strip("/") for pattern in manager.pop("managerFilePatterns")]
    assert data == json.loads(old)


def js(pattern: str) -> str:
    return pattern.replace("(?<", "(?P<")
