"""What a person sees at a terminal."""

from __future__ import annotations

import dataclasses
import re

from modelguard.reports import Options, text
from modelguard.types import Finding, Location, Severity

from .sample import ALIAS, CLEAN, NOTHING, REPORT, RETIRED


def lines_of(*findings: Finding, **options: object) -> list[str]:
    report = dataclasses.replace(REPORT, findings=findings, errors=())
    return text.render(report, Options(**options)).splitlines()  # type: ignore[arg-type]


def test_a_finding_starts_with_a_place_to_click() -> None:
    assert lines_of(RETIRED)[0] == "src/app.py:12:23: error[MG103] retired-model"


def test_a_safe_fix_is_marked_and_its_option_named() -> None:
    lines = lines_of(ALIAS)
    assert lines[0].endswith("[*]")
    assert lines[2] == '  help: pin "gpt-4o-2024-11-20" (--fix)'


def test_the_last_line_sums_up() -> None:
    last = text.render(REPORT, Options()).splitlines()[-1]
    assert last.startswith("5 errors, 4 warnings, 2 notes in 10 files; 4 uses in 120 files; ")
    assert "catalog of 2026-11-20 (1,021 models); 1 fixable with --fix" in last
    assert last.endswith("1 suppressed; 1 in the baseline")


def test_hidden_findings_are_not_shown() -> None:
    written = text.render(REPORT, Options())
    assert "src/kept.py" not in written
    assert "src/old.py" not in written


def test_nothing_is_called_clean_that_was_not_checked() -> None:
    assert text.render(CLEAN, Options()).startswith("No findings; 1 use in 3 files")
    assert text.render(NOTHING, Options()).startswith("Nothing was checked")
    unread = dataclasses.replace(CLEAN, errors=("no source could be read",))
    assert "No findings" not in text.render(unread, Options())
    assert "could not verify: no source could be read" in text.render(unread, Options())


def test_a_stale_catalog_is_said() -> None:
    assert "too old to trust" in text.render(NOTHING, Options())


def test_quiet_leaves_only_what_was_found() -> None:
    assert lines_of(quiet=True) == []
    assert len(lines_of(ALIAS, quiet=True)) == 4


def test_colour_adds_nothing_but_escape_codes() -> None:
    plain = text.render(REPORT, Options())
    colored = text.render(REPORT, Options(color=True))
    assert "\x1b[1;31m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert "\x1b" not in plain


def test_long_messages_wrap_at_the_width_and_ids_stay_whole() -> None:
    lines = lines_of(RETIRED, width=50)
    assert all(len(line) <= 50 for line in lines[1:-1])
    assert '"gpt-5.6-sol"' in "\n".join(lines)


def test_a_plain_terminal_gets_plain_ascii() -> None:
    assert text.render(REPORT, Options(ascii=True)).isascii()


def test_no_file_name_is_a_command_to_a_ci_log() -> None:
    for color in (False, True):
        finding = Finding("MG901", "unreadable-file", Severity.NOTE, "::stop-commands::x", Location("::add-mask::y"))
        for line in lines_of(finding, color=color):
            plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
            assert not plain.lstrip().startswith(("::", "##["))


def test_statistics_count_by_rule() -> None:
    lines = text.render(REPORT, Options(statistics=True)).splitlines()
    assert lines[0] == "8  MG901      unreadable-file"
    assert lines[1] == "1  MG102  [*] floating-alias"
