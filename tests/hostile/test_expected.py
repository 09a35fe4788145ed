"""Every hostile file does what a trustworthy tool promises: its finding, an error that names it, or silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from .command import CONTROL, DAY, KEY, SHARED, findings, lint_rows, process, run

OWN: dict[str, tuple[bytes, str, int | None]] = {
    "parens.py": (b"x = " + b"(" * 3000 + b'"gpt-4-0613"' + b")" * 3000, "error", None),
    "sum.py": (b"x = " + b"+".join([b"1"] * 1200) + b'\nf(model="gpt-4-0613")\n', "any", 2),
    "chain.py": (b"x = a" + b".b" * 3000 + b'\nf(model="gpt-4-0613")\n', "any", 2),
    "joined.py": (b"x = (" + b"'a'\n" * 450 + b')\nf(model="gpt-4-0613")\n', "any", 452),
    "digits.py": (b"x = " + b"9" * 5000 + b'\nf(model="gpt-4-0613")\n', "any", 2),
    "null.py": (b'f(model="gpt-4-0613")\0\n', "error", None),
    "utf16.py": ("f(model='gpt-4-0613')\n".encode("utf-16"), "any", 1),
    "latin.py": (b"# \xe9\nf(model='gpt-4-0613')\n", "error", None),
    "bidi.py": ("# \u202e\u2066\nf(model='gpt-4-0613')\n".encode(), "finding", 2),
    "separator.py": ("x = '\u2028\x85'\nf(model='gpt-4-0613')\n".encode(), "finding", 2),
    "return.py": (b"x = 1\rf(model='gpt-4-0613')\r", "any", 2),
    "broken.py": (b"def broken(:\nf(model='gpt-4-0613')\n", "error", 1),
    "comment.py": (b"# gpt-4-0613", "clean", None),
    "python.yaml": (b"x: !!python/object/apply:os.system ['touch pwned']\nmodel: gpt-4-0613\n", "error", 1),
    "alias.yaml": (b"x: &m gpt-4-0613\na: {model: *m}\nb: {model: *m}\n", "finding", 1),
    "anchor.yaml": (b"x: &m gpt-4-0613\ny: &n [*m, *m]\nmodel: *m\n", "finding", 1),
    "date.yaml": (b"model: 2024-05-13\nllm: {model: gpt-4-0613}\n2024-01-01: 1\n", "finding", 2),
    "twice.yaml": (b"model: gpt-4-0613\nmodel: gpt-4o-2024-08-06\n", "finding", 1),
    "null.yaml": (b"model: gpt-4-0613\nx: \0\n", "error", 2),
    "broken.yaml": (b"x: [\nmodel: gpt-4-0613\n---\n@\n", "error", None),
    "deep.yaml": (b"model: gpt-4-0613\nx: " + b"[" * 1000 + b"]" * 1000, "error", None),
    "comment.yaml": (b"# model: gpt-4-0613\n", "clean", None),
    "deep.json": (b'{"model": "gpt-4-0613", "x": ' + b"[" * 2000 + b"]" * 2000 + b"}", "error", None),
    "nan.json": (b'{"x": NaN,\n"model": "gpt-4-0613"}', "finding", 2),
    "broken.ipynb": (b'{"cells": [{"cell_type": "code", "source": "f(model=\'gpt-4-0613\')"', "error", None),
    "cells.ipynb": (b'{"cells": null, "gpt-4-0613": 1}', "any", None),
    "broken.toml": (b'x = "\\q"\nmodel = "gpt-4-0613"\n', "error", 1),
    "bom.env": (b"\xef\xbb\xbfMODEL=gpt-4-0613\n", "finding", 1),
    "odd.env": (b"no equals\nMODEL=gpt-4-0613\n", "finding", 2),
    "quotes.ts": (b"'" * 5001 + b"\nconst model = 'gpt-4-0613'\n", "any", 2),
    "regex.ts": (b"const r = /['\"]/;\nconst model = 'gpt-4-0613'\n", "finding", 2),
    "image.py": (b"\x89PNG\r\n\x1a\n\0\0gpt-4-0613", "error", None),
    "package-lock.json": (b'{"model": "gpt-4-0613"}', "clean", None),
}
"""Name: bytes, outcome, line."""


def judge(file: Path, outcome: str, line: int | None, subject: str = "gpt-4-0613") -> None:
    found = findings(file)
    at = [item for item in found if item["rule"] != "MG901" and item["model"] and subject in item["model"]["text"]]
    unread = [item for item in found if item["rule"] == "MG901" and item["severity"] == "error"]
    places = {(item["rule"], item["line"], item["column"], item["message"]) for item in found}
    assert len(places) == len(found), "one place is reported once"
    if outcome == "clean":
        assert not found
    elif outcome == "finding":
        assert at
        assert line is None or line in {item["line"] for item in at}
    elif outcome == "error":
        assert unread
        assert line is None or line in {item["line"] for item in unread}
    elif outcome == "finding|error":
        assert at or unread


@pytest.mark.parametrize("name", OWN)
def test_a_hostile_file_is_read_or_named(name: str, tmp_path: Path) -> None:
    data, outcome, line = OWN[name]
    (tmp_path / name).write_bytes(data)
    judge(tmp_path / name, outcome, line)
    assert not (tmp_path / "pwned").exists()


def test_all_of_them_in_one_run_cost_each_other_nothing(tmp_path: Path) -> None:
    for name, (data, _, _) in OWN.items():
        (tmp_path / name).write_bytes(data)
    named = {item["path"] for item in findings(tmp_path)}
    assert named >= {name for name, (_, outcome, _) in OWN.items() if outcome in ("finding", "error")}
    assert not named & {name for name, (_, outcome, _) in OWN.items() if outcome == "clean"}


@pytest.mark.parametrize("row", lint_rows(), ids=lambda row: row["path"])
def test_a_shared_hostile_file_does_what_is_expected(row: dict[str, str], shared: Path) -> None:
    file = SHARED / row["path"]
    if row["path"].endswith("huge_scalar.yaml"):
        pytest.skip("means something only as models.yaml: see test_as_manifest")
    if row["path"].startswith("yaml/") and row["outcome"] == "error":
        assert [item for item in findings(file) if item["rule"] in ("MG901", "MG201")]
        return
    judge(file, row["outcome"], int(row["line"]) if row["line"] else None, row["subject"] or "")


def sample() -> list[dict[str, str]]:
    return lint_rows()[::12]


@pytest.mark.parametrize("row", sample(), ids=lambda row: row["path"])
def test_a_process_of_its_own_ends_well(row: dict[str, str], shared: Path) -> None:
    done = process("check", *DAY, SHARED / row["path"], cwd=SHARED)
    said = done.stdout + done.stderr
    assert KEY.encode() not in said
    assert not CONTROL.search(said)


def test_a_finding_in_a_file_is_shown_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "space # 100%.py").write_bytes(OWN["bidi.py"][0])
    assert b"space # 100%.py:2:" in run("check", *DAY, tmp_path).stdout_bytes
