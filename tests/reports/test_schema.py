"""The schema of the JSON report is generated, checked in, and held to by every report."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from modelguard.reports import Options
from modelguard.reports import json as json_format
from modelguard.reports._escape import dumps
from modelguard.reports._schema import json_schema

from .sample import CLEAN, NOTHING, REPORT

FILE = Path(__file__).parents[2] / "rules" / "schema" / "report.schema.json"
VALIDATOR = Draft202012Validator(json_schema())


def test_the_checked_in_schema_is_the_generated_one() -> None:
    assert FILE.read_text() == dumps(json_schema(), indent=2) + "\n", "run: modelguard schema report -o " + str(
        FILE.relative_to(FILE.parents[2])
    )


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_every_report_holds_to_it() -> None:
    for report in (REPORT, CLEAN, NOTHING):
        errors = VALIDATOR.iter_errors(json.loads(json_format.render(report, Options())))
        assert [error.message for error in errors] == []


@given(st.sampled_from(["version", "errors", "summary", "findings"]), st.booleans())
@settings(max_examples=8, deadline=None)
def test_a_report_with_a_key_too_few_or_too_many_does_not(key: str, more: bool) -> None:
    report = json.loads(json_format.render(REPORT, Options()))
    if more:
        report[f"{key}s"] = 1
    else:
        del report[key]
    assert not VALIDATOR.is_valid(report)
