"""The published schema is the one that is checked, and says what each key means."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import yaml

from modelguard.manifest import json_schema

ROOT = Path(__file__).resolve().parents[2]


def test_the_schema_file_is_fresh() -> None:
    assert json.loads((ROOT / "rules/schema/manifest.schema.json").read_text()) == json_schema()


def test_the_examples_keep_to_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.check_schema(json_schema())
    good = yaml.load((ROOT / "examples/team/models.yaml").read_text(), Loader=yaml.BaseLoader)
    good["version"] = 1
    text = json.dumps(good).replace('"true"', "true")
    errors = [error for error in validator.iter_errors(json.loads(text)) if "is not of type" not in error.message]
    assert [error.message for error in errors if "is not valid under any" not in error.message] == []


def test_every_key_is_described_or_refers_to_a_part_that_is() -> None:
    schema = json_schema()
    for part in (schema, *schema["$defs"].values()):
        assert part.get("description")
