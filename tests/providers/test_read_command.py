"""``modelguard catalog read``: rows on stdout, a refusal on stderr with exit 3, wrong usage with exit 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from modelguard.cli.catalog.read import command

PAGE = """# Deprecations

| Model | Deprecated | Shutdown date | Replacement |
|---|---|---|---|
| gpt-4-0314 | 2024-06-06 | 2025-06-13 | gpt-4o |
| gpt-4-vision-preview | 2024-06-06 | not sooner than 2024-12-06 | The best model for you |
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_jsonl_has_the_documented_keys(page: Path) -> None:
    result = CliRunner().invoke(command, ["openai", str(page), "--format", "jsonl"])
    assert result.exit_code == 0
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {
        "id": "gpt-4-0314",
        "version": None,
        "regions": [],
        "deprecated": "2024-06-06",
        "retires": "2025-06-13",
        "date_kind": "exact",
        "replacement": ["gpt-4o"],
        "note": None,
        "line": 5,
    }
    assert (second["date_kind"], second["note"]) == ("not_before", "The best model for you")


def test_a_refused_page_says_why_and_exits_with_3(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_bytes(b"")
    result = CliRunner().invoke(command, ["openai", str(path)])
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "refused: the body is empty" in result.stderr


@pytest.mark.parametrize("arguments", [["nobody", "page.md"], ["openai", "no-such-file.md"], ["openai", "."]])
def test_wrong_usage_is_one_sentence_and_exit_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_an_older_copy_guards_against_mass_removal(page: Path, tmp_path: Path) -> None:
    rows = "".join(f"| gpt-4-{n:04} | 2024-06-06 | 2025-06-13 | gpt-4o |\n" for n in range(20))
    older = tmp_path / "older.md"
    older.write_text(PAGE + rows, encoding="utf-8")
    result = CliRunner().invoke(command, ["openai", str(page), "--previous", str(older)])
    assert result.exit_code == 3
    assert "gone at once" in result.stderr
