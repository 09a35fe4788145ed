"""Cases are counted in every format, as a stream, and a broken file says so."""

from __future__ import annotations

import csv
import json
import tracemalloc
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from modelguard.goldenset import Uncountable, count

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "cases"),
    [
        ("a.jsonl", '{"a": 1}\n\n{"a": 2}\r\n{"a": 3}', 3), ("a.jsonl", '\ufeff{"a": 1}\n', 1), ("a.jsonl", "", 0),
        ("a.csv", 'id,text\n1,"two\nlines"\n2,x\n\n', 2), ("a.tsv", "id\ttext\n1\tx\n", 1), ("a.csv", "id\n", 0),
        ("a.yaml", "- {a: 1}\n- [b, c]\n- d\n", 3), ("a.yml", "name: x\ncases:\n- a: {b: [1, 2]}\n- b\n", 2),
        ("a.yaml", "meta: [1, 2, 3]\ntests: [a]\n", 1),
        ("a.json", "[]", 0), ("a.json", '[1, "a,b]", {"c": [1, 2]}, [3]]', 4),
        ("a.json", '{"meta": [1, 2], "cases": [{"a": 1}, {"a": ["\\"]"]}]}', 2),
    ],
)  # fmt: skip
def test_cases_are_counted(tmp_path: Path, name: str, text: str, cases: int) -> None:
    (tmp_path / name).write_text(text, newline="")
    assert count(tmp_path / name) == cases


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b"no\n"), ("a.jsonl", b"5\n"), ("a.json", b"{}"), ("a.json", b"[1, 2"), ("a.json", b"]"), ("a.txt", b"x"),
        ("a.yaml", b"a: [\n"), ("a.yaml", b"just text"), ("a.csv", b"\xff\xfe\x00"), ("a.yaml", b"\x00"), ("gone.json", None),
    ],
)  # fmt: skip
def test_what_cannot_be_counted_says_why(tmp_path: Path, name: str, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(Uncountable, match=r"\w"):
        count(tmp_path / name)


@settings(max_examples=60, deadline=None)
@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 1]))
def test_any_list_is_counted_right(
    tmp_path_factory: pytest.TempPathFactory, cases: list[object], indent: int | None
) -> None:
    folder = tmp_path_factory.mktemp("golden")
    (folder / "a.json").write_text(json.dumps(cases, indent=indent))
    (folder / "b.json").write_text(json.dumps({"note": "x", "cases": cases}, indent=indent))
    (folder / "c.yaml").write_text(yaml.safe_dump(cases))
    assert count(folder / "a.json") == count(folder / "b.json") == count(folder / "c.yaml") == len(cases)


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv"])
def test_a_large_file_is_not_loaded_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("w", newline="") as handle:
        line = json.dumps({"input": "x" * 500})
        if name == "a.csv":
            csv.writer(handle).writerows([["x" * 500]] * 40_001)
        else:
            opening, joint, end = ("[", ",\n", "]") if name == "a.json" else ("", "\n", "\n")
            handle.write(opening + joint.join([line] * 40_000) + end)
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    assert count(path) == 40_000
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
