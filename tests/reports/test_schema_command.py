"""``modelguard schema``: each schema is a schema, comes from its owner, and is the one that is checked in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from modelguard.cli.schema import OWNERS, command

FOLDER = Path(__file__).parents[2] / "rules" / "schema"


@pytest.mark.parametrize("name", sorted(OWNERS))
def test_it_prints_the_schema_that_is_checked_in(name: str) -> None:
    done = CliRunner().invoke(command, [name])
    assert done.exit_code == 0, done.output
    printed = json.loads(done.output)
    Draft202012Validator.check_schema(printed)
    assert printed == json.loads((FOLDER / f"{name}.schema.json").read_text()), f"run: modelguard schema {name}"


def test_it_writes_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.json"
    assert CliRunner().invoke(command, ["report", "-o", str(target)]).output == ""
    assert json.loads(target.read_text())["title"] == "modelguard report"


def test_an_unknown_schema_is_wrong_usage() -> None:
    assert CliRunner().invoke(command, ["nope"]).exit_code == 2
