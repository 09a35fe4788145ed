"""The public names are these, and importing the package imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import modelguard


def test_the_public_names_are_these_and_all_exist() -> None:
    assert modelguard.__all__ == sorted(modelguard.__all__)
    assert len(modelguard.__all__) == 15
    for name in modelguard.__all__:
        assert getattr(modelguard, name) is not None


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, modelguard; print([name for name in sys.modules if name.startswith('modelguard.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_check_and_inventory_give_reports(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('f(model="gpt-4-0613")\n')
    report = modelguard.check([tmp_path], as_of=date(2026, 11, 21))
    assert [finding.rule for finding in report.findings] == ["MG103"]
    (use,) = modelguard.inventory([tmp_path]).uses
    assert (use.ref.platform, use.ref.id, use.role) == ("openai", "gpt-4-0613", modelguard.Role.SELECTS)
