"""Annotations hold to GitHub's limits and no file name breaks out of them."""

from __future__ import annotations

import dataclasses
import re

from modelguard.reports import Options, github
from modelguard.types import Finding, Location, Severity

from .sample import CLEAN, REPORT, RETIRED

COMMAND = re.compile(r"^::(error|warning|notice) ([^:]*)::(.*)$")


def many(number: int, level: Severity) -> tuple[Finding, ...]:
    return tuple(
        Finding("MG101", "hardcoded-model", level, f"number {n}", Location(f"f{n:03}.py")) for n in range(number)
    )


def lines_of(*findings: Finding) -> list[str]:
    return github.render(dataclasses.replace(CLEAN, findings=findings), Options()).splitlines()


def test_a_finding_is_one_command() -> None:
    place = "file=src/app.py,line=12,col=23,endColumn=33,endLine=12,title=MG103 retired-model"
    assert lines_of(RETIRED) == [f"::error {place}::{RETIRED.message}"]


def test_every_line_is_a_command_that_github_reads() -> None:
    for line in github.render(REPORT, Options()).splitlines():
        assert COMMAND.match(line), line


def test_percent_colon_and_comma_are_escaped() -> None:
    written = github.render(REPORT, Options())
    assert "file=space # 100%25.py," in written
    assert "file=日本語/モデル%2Ca%3Ab.py," in written
    assert "file=%3A%3Aerror file=x%3A%3Ay.py," in written
    assert "file=new%0Aline.py," in written


def test_errors_come_first() -> None:
    levels = [line.split(" ", 1)[0] for line in github.render(REPORT, Options()).splitlines()]
    order = ["::error", "::warning", "::notice"]
    assert levels == sorted(levels, key=order.index)


def test_ten_of_a_type_are_shown_and_more_are_named_with_the_total() -> None:
    lines = lines_of(*many(10, Severity.ERROR))
    assert len(lines) == 10
    lines = lines_of(*many(25, Severity.ERROR), *many(3, Severity.WARNING))
    assert sum(line.startswith("::error") for line in lines) == github.LIMIT
    assert any("16 more of 25 errors" in line for line in lines)
    assert sum(line.startswith("MG101 error") for line in lines) == 16
    assert sum("number" in line for line in lines) == 28


def test_a_log_line_is_never_a_command() -> None:
    hostile = Finding("MG101", "x", Severity.ERROR, "##[add-mask]x", Location("::error::y\n::error::z"))
    rest = [line for line in lines_of(*many(20, Severity.ERROR), hostile) if not line.startswith("::")]
    assert all(line.startswith("MG101 error") and "##[" not in line for line in rest)
