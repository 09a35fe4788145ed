"""The bytes of every format for one fixed report. Run with ``UPDATE_GOLDEN=1`` to write them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from modelguard import __version__
from modelguard.registry import parts
from modelguard.reports import Options, ReportFormat

from .sample import CLEAN, REPORT

GOLDEN = Path(__file__).parent.parent / "golden" / "reports"
FORMATS: dict[str, ReportFormat] = {part.REPORT.name: part.REPORT for part in parts("modelguard.reports")}
VARIANTS = {
    "text-color": ("text", Options(color=True)),
    "text-narrow-verbose-ascii": ("text", Options(width=48, verbose=True, ascii=True)),
    "text-statistics": ("text", Options(statistics=True)),
} | {name: (name, Options()) for name in FORMATS}


@pytest.mark.parametrize("case", sorted(VARIANTS))
def test_the_output_is_the_golden_file(case: str) -> None:
    name, options = VARIANTS[case]
    written = FORMATS[name].render(REPORT, options).replace(__version__, "VERSION")
    golden = GOLDEN / case
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(written.encode())
    assert written.encode() == golden.read_bytes()


@pytest.mark.parametrize("case", sorted(VARIANTS))
def test_a_clean_report_renders(case: str) -> None:
    name, options = VARIANTS[case]
    assert isinstance(FORMATS[name].render(CLEAN, options), str)
