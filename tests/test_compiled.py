"""What is kept between runs is kept for one state of the tool's own code and data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from modelguard.compiled import compiled, fingerprint


@pytest.mark.parametrize("changed", ["scanning.py", "roles/_names.py", "readers/_structures/n8n.py", "_rules/a.yaml"])
def test_a_change_anywhere_in_the_package_is_another_state(changed: str, tmp_path: Path) -> None:
    package = tmp_path / "modelguard"
    file = package / changed
    file.parent.mkdir(parents=True)
    file.write_text("a = 1\n", "utf-8")
    before = fingerprint.__wrapped__(package)
    file.write_text("a = 12\n", "utf-8")
    assert fingerprint.__wrapped__(package) != before


def test_compiled_bytecode_is_no_change(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1\n", "utf-8")
    before = fingerprint.__wrapped__(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"1")
    assert fingerprint.__wrapped__(tmp_path) == before


def test_what_other_code_compiled_is_compiled_again(tmp_path: Path) -> None:
    code, source = tmp_path / "code.py", tmp_path / "a.yaml"
    source.write_text("a: 1\n", "utf-8")
    answers = []
    for answer in ("'old'", "'newer'"):
        code.write_text(f"def build():\n    return {answer}\n", "utf-8")
        names: dict[str, Any] = {}
        exec(compile(code.read_text("utf-8"), code, "exec"), names)
        answers.append(compiled("form", [source], names["build"], folder=tmp_path / "cache"))
    assert answers == ["old", "newer"]


def test_what_is_unchanged_is_compiled_once(tmp_path: Path) -> None:
    source, asked = tmp_path / "a.yaml", []
    source.write_text("a: 1\n", "utf-8")
    for _ in range(2):
        assert compiled("form", [source], lambda: asked.append(1) or 7, folder=tmp_path / "cache") == 7
    assert len(asked) == 1
