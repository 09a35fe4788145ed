"""The inventory in every format."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import sys
from pathlib import Path

import pytest

from modelguard import __version__
from modelguard.errors import UsageError
from modelguard.registry import parts
from modelguard.reports import Options, ReportFormat
from modelguard.types import Location

from .sample import CLEAN, NOT_UTF8, NOTHING, REPORT, USES

GOLDEN = Path(__file__).parent.parent / "golden" / "inventory"
FORMATS: dict[str, ReportFormat] = {part.REPORT.name: part.REPORT for part in parts("modelguard.listings")}
VERBOSE = Options(verbose=True)
KEYS = "path line column cell text id dynamic platform pinning stage role retires entry client used_at".split()


def lines_of(options: Options = Options()) -> list[dict[str, object]]:  # noqa: B008
    return [json.loads(line) for line in FORMATS["jsonl"].render(REPORT, options).splitlines()]


def test_every_format_of_the_contract_is_there() -> None:
    assert sorted(FORMATS) == ["csv", "cyclonedx", "json", "jsonl", "text"]


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("verbose", [False, True])
def test_the_output_is_the_golden_file(name: str, verbose: bool) -> None:
    if name == "cyclonedx":
        pytest.importorskip("cyclonedx")
    written = FORMATS[name].render(REPORT, Options(verbose=verbose)).replace(__version__, "VERSION")
    golden = GOLDEN / f"{name}{'-verbose' * verbose}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(written.encode())
    assert written.encode() == golden.read_bytes()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nothing_a_terminal_obeys_comes_out_and_order_changes_nothing(name: str) -> None:
    if name == "cyclonedx":
        pytest.importorskip("cyclonedx")
    for report in (REPORT, CLEAN, NOTHING):
        written = FORMATS[name].render(report, VERBOSE)
        assert {char for char in written if not char.isprintable()} <= {"\n"}
        turned = dataclasses.replace(report, uses=report.uses[::-1])
        assert FORMATS[name].render(turned, VERBOSE) == written


def test_jsonl_has_the_keys_of_the_contract_in_their_order() -> None:
    assert [list(line) for line in lines_of()] == [KEYS] * len(USES)
    assert list(lines_of(VERBOSE)[0]) == [*KEYS, "reason"]


def test_a_use_says_what_is_known_of_its_model_on_the_day_of_the_run() -> None:
    use = next(line for line in lines_of() if line["id"] == "gpt-4-0613")
    assert use == {
        "path": "src/app.py",
        "line": 12,
        "column": 23,
        "cell": None,
        "text": "gpt-4-0613",
        "id": "gpt-4-0613",
        "dynamic": False,
        "platform": "openai",
        "pinning": "pinned",
        "stage": "retired",
        "role": "selects",
        "retires": "2026-10-23",
        "entry": "chat",
        "client": "openai.OpenAI",
        "used_at": [
            {
                "path": "src/run.py",
                "line": 4,
                "call": "client.chat.completions.create",
                "client": "openai.OpenAI",
            }
        ],
    }


def test_a_computed_id_is_null_and_dynamic() -> None:
    use = next(line for line in lines_of() if line["dynamic"])
    assert (use["id"], use["text"], use["stage"], use["cell"]) == (None, "gpt-{}", None, 2)


def test_no_csv_cell_is_a_formula_to_a_spreadsheet() -> None:
    table = list(csv.reader(io.StringIO(FORMATS["csv"].render(REPORT, VERBOSE))))
    assert table[0] == [*KEYS, "reason"]
    assert len({len(row) for row in table}) == 1
    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert any(cell == "'=cmd|' /C calc'!A0" for row in table for cell in row)


def test_text_sums_up() -> None:
    last = FORMATS["text"].render(REPORT, Options()).splitlines()[-1]
    assert last == ("4 uses of 2 models in 3 of 120 files; selects 3, mentions 1; catalog of 2026-11-20 (1,021 models)")


def test_text_in_ascii_is_ascii() -> None:
    assert FORMATS["text"].render(REPORT, Options(ascii=True, verbose=True)).isascii()


def test_cyclonedx_is_valid_by_its_own_library() -> None:
    pytest.importorskip("cyclonedx")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    for report in (REPORT, CLEAN, NOTHING):
        written = FORMATS["cyclonedx"].render(report, Options())
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None


def test_cyclonedx_holds_a_component_a_model_with_its_places() -> None:
    pytest.importorskip("cyclonedx")
    bom = json.loads(FORMATS["cyclonedx"].render(REPORT, Options()))
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    found = {component["name"]: component for component in bom["components"]}
    assert set(found) == {"gpt-4-0613", "gpt-4o"}
    assert {component["type"] for component in found.values()} == {"machine-learning-model"}
    place = found["gpt-4-0613"]["evidence"]["occurrences"][0]
    assert (place["location"], place["line"]) == ("src/app.py", 12)
    properties = {item["name"]: item["value"] for item in found["gpt-4-0613"]["properties"]}
    assert properties["modelguard:retires"] == "2026-10-23"
    assert NOT_UTF8 not in json.dumps(bom)


def test_cyclonedx_lists_places_in_order_whatever_the_hash_seed() -> None:
    pytest.importorskip("cyclonedx")
    many = tuple(dataclasses.replace(USES[0], location=Location(f"f{number}.py", 50 - number)) for number in range(40))
    report = dataclasses.replace(CLEAN, uses=many)
    bom = json.loads(FORMATS["cyclonedx"].render(report, Options()))
    places = [place["location"] for place in bom["components"][0]["evidence"]["occurrences"]]
    assert places == sorted(places)


def test_without_the_library_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "cyclonedx"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cyclonedx", None)
    with pytest.raises(UsageError, match=r"modelguard-lint\[cyclonedx\]"):
        FORMATS["cyclonedx"].render(REPORT, Options())
