"""What is kept between runs is kept for one state of the tool's own code and data."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelguard.compiled import fingerprint


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
