"""The JSON report is the contract of SPEC section 8."""

from __future__ import annotations

import dataclasses
import json

from modelguard import __version__
from modelguard.reports import Options, jsonl
from modelguard.reports import json as json_format

from .sample import HOSTILE, REPORT, RETIRED

ONE = dataclasses.replace(REPORT, findings=(RETIRED,), errors=())


def test_the_report_is_as_the_contract_writes_it() -> None:
    assert json.loads(json_format.render(ONE, Options())) == {
        "version": 1,
        "tool": {"name": "modelguard", "version": __version__},
        "as_of": "2026-11-21",
        "catalog": {"date": "2026-11-20", "models": 1021, "stale": False},
        "summary": {
            "files": 120,
            "uses": 4,
            "error": 1,
            "warning": 0,
            "note": 0,
            "suppressed": 0,
            "baselined": 0,
            "seconds": 0.21,
        },
        "findings": [
            {
                "rule": "MG103",
                "name": "retired-model",
                "severity": "error",
                "message": RETIRED.message,
                "path": "src/app.py",
                "line": 12,
                "column": 23,
                "end_line": 12,
                "end_column": 33,
                "cell": None,
                "model": {
                    "text": "gpt-4-0613",
                    "id": "gpt-4-0613",
                    "platform": "openai",
                    "pinning": "pinned",
                    "role": "selects",
                    "resolves_to": None,
                },
                "lifecycle": {
                    "stage": "retired",
                    "deprecated": "2026-04-22",
                    "retires": "2026-10-23",
                    "date_kind": "exact",
                    "days_left": -29,
                    "replacement": ["gpt-5.6-sol"],
                    "after": "fails",
                    "source": "https://platform.openai.com/docs/deprecations",
                },
                "entry": "chat",
                "fix": {
                    "title": 'replace it with "gpt-5.6-sol"',
                    "safety": "unsafe",
                    "edits": [{"start": [12, 23], "end": [12, 33], "text": "gpt-5.6-sol"}],
                },
                "suppressed": False,
                "baselined": False,
                "fingerprint": "5f2b1c",
            }
        ],
        "errors": [],
    }


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    report = json.loads(json_format.render(ONE, Options()))
    assert list(report) == ["version", "tool", "as_of", "catalog", "summary", "findings", "errors"]
    assert " ".join(report["findings"][0]) == (
        "rule name severity message path line column end_line end_column cell model lifecycle entry fix "
        "suppressed baselined fingerprint"
    )


def test_suppressed_and_baselined_findings_stay_and_are_counted_apart() -> None:
    report = json.loads(json_format.render(REPORT, Options()))
    assert len(report["findings"]) == len(REPORT.findings)
    assert (report["summary"]["suppressed"], report["summary"]["baselined"]) == (1, 1)
    assert report["summary"]["error"] == 5


def test_findings_are_in_order() -> None:
    found = json.loads(json_format.render(REPORT, Options()))["findings"]
    keys = [(one["path"], one["line"], one["column"], one["rule"]) for one in found]
    assert keys == sorted(keys)


def test_a_path_is_given_back_as_it_is_and_a_message_shows_its_escapes() -> None:
    found = json.loads(json_format.render(REPORT, Options()))["findings"]
    assert {"new\nline.py", "rtl\u202eyp.py", "日本語/モデル,a:b.py"} <= {one["path"] for one in found}
    assert not any(HOSTILE in one["message"] for one in found)


def test_undecodable_bytes_are_shown_and_the_json_is_strict() -> None:
    written = json_format.render(REPORT, Options())
    assert "caf\\\\xe9/\\\\xff.py" in written
    assert "\\udc" not in written


def test_jsonl_holds_the_same_findings_one_a_line() -> None:
    lines = jsonl.render(REPORT, Options()).splitlines()
    assert [json.loads(line) for line in lines] == json.loads(json_format.render(REPORT, Options()))["findings"]


def test_a_number_that_json_cannot_hold_is_null() -> None:
    report = dataclasses.replace(ONE, seconds=float("nan"))
    assert json.loads(json_format.render(report, Options()))["summary"]["seconds"] is None
