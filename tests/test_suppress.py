"""A suppression covers the ids of its line for the codes it names, with a reason and up to its day."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelguard import suppress
from modelguard.suppress import Suppression
from modelguard.text import SourceFile
from modelguard.types import Finding, Location, Severity

TODAY = date(2026, 11, 21)
TERMS = "ignore[MG102] because we follow it"


def parse(path: str, text: str) -> tuple[Suppression, ...]:
    return suppress.parse(SourceFile.of(path, text.encode("utf-8", "surrogatepass")))


def finding(path: str, line: int, *, column: int = 1, rule: str = "MG102") -> Finding:
    return Finding(rule, "name", Severity.ERROR, "message", Location(path, line, column, line, column + 4))


def suppressed(path: str, text: str, line: int, *, column: int = 1, rule: str = "MG102") -> bool:
    marked, _ = suppress.apply([finding(path, line, column=column, rule=rule)], parse(path, text), TODAY)
    return marked[0].suppressed


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", f'm = "gpt-4o"  # modelguard: {TERMS}\n'),
        ("a.py", f'm = "gpt-4o"  # noqa: E501  # modelguard: {TERMS}\n'),
        ("a.yaml", f"model: gpt-4o # modelguard: {TERMS}\n"),
        ("a.yaml", f"note: it's fine # modelguard: {TERMS}\n"),
        ("a.toml", f'model = "gpt-4o" # modelguard: {TERMS}\r\n'),
        (".env", f"MODEL=gpt-4o # modelguard: {TERMS}\n"),
        ("a.ts", f'const m = "gpt-4o"; // modelguard: {TERMS}\n'),
        ("a.ts", f'const m = "https://x/gpt-4o"; // modelguard: {TERMS}\n'),
        ("a.ts", f'f("gpt-4o" /* modelguard: {TERMS} */);\n'),
        ("a.tsx", f'<Chat model="gpt-4o" /> {{/* modelguard: {TERMS} */}}\n'),
        ("a.jsonc", f'{{"model": "gpt-4o"}} // modelguard: {TERMS}\n'),
        ("a.md", f"gpt-4o <!-- modelguard: {TERMS} -->\n"),
        ("a.vue", f'<chat model="gpt-4o" /> <!-- modelguard: {TERMS} -->\n'),
        ("a.sql", f"select 'gpt-4o' -- modelguard: {TERMS}\n"),
        ("a.ini", f"model = gpt-4o ; modelguard: {TERMS}\n"),
        ("a.tf", f'model = "gpt-4o" # modelguard: {TERMS}\n'),
    ],
)
def test_a_comment_of_the_language_covers_its_line(path: str, text: str) -> None:
    assert suppressed(path, text, 1)
    assert parse(path, text)[0].reason == "we follow it"


@pytest.mark.parametrize(
    ("path", "comment"), [("a.py", "# {}"), ("a.go", "// {}"), ("a.md", "<!-- {} -->"), ("a.css", "/* {} */")]
)
def test_alone_on_its_line_it_covers_the_next(path: str, comment: str) -> None:
    text = comment.format(f"modelguard: {TERMS}") + "\ngpt-4o\nx = 'gpt-4o'\n"
    assert [suppressed(path, text, line) for line in (1, 2, 3)] == [False, True, False]


def test_comments_above_each_other_cover_the_same_line() -> None:
    text = "# modelguard: ignore[MG102] because a\n# modelguard: ignore[MG104] because b\nm = 'gpt-4o'\n"
    assert suppressed("a.py", text, 3)
    assert suppressed("a.py", text, 3, rule="MG104")


def test_only_the_named_codes_are_covered() -> None:
    text = "m = 'gpt-4o'  # modelguard: ignore[MG102, MG104] because a\n"
    assert [suppressed("a.py", text, 1, rule=rule) for rule in ("MG102", "MG104", "MG103")] == [True, True, False]


@pytest.mark.parametrize("codes", ["", "[]", "[*]", "[MG1]", "[all]"])
def test_nothing_covers_all_codes(codes: str) -> None:
    text = f"m = 'gpt-4o'  # modelguard: ignore{codes} because a\n"
    assert not suppressed("a.py", text, 1)
    assert "names" in (parse("a.py", text)[0].problem or "")


def test_in_a_call_of_several_lines_the_line_of_the_literal_counts() -> None:
    text = f"create(\n    model='gpt-4o',  # modelguard: {TERMS}\n)\n"
    assert [suppressed("a.py", text, line) for line in (1, 2, 3)] == [False, True, False]


@pytest.mark.parametrize(("day", "holds"), [("2026-11-20", False), ("2026-11-21", True), ("2027-01-01", True)])
def test_it_holds_through_its_last_day(day: str, holds: bool) -> None:
    text = f"m = 'gpt-4o'  # modelguard: ignore[MG102] until {day} because a\n"
    assert suppressed("a.py", text, 1) is holds


def test_without_a_reason_it_still_suppresses_and_says_what_is_missing() -> None:
    text = "m = 'gpt-4o'  # modelguard: ignore[MG102]\n"
    assert suppressed("a.py", text, 1)
    assert "reason" in (parse("a.py", text)[0].problem or "")


def test_a_last_day_that_cannot_be_read_is_no_licence() -> None:
    text = "m = 'gpt-4o'  # modelguard: ignore[MG102] until 2027-13-45 because a\n"
    assert not suppressed("a.py", text, 1)
    assert "YYYY-MM-DD" in (parse("a.py", text)[0].problem or "")


def test_a_file_is_covered_only_from_its_first_lines() -> None:
    directive = "# modelguard: ignore-file[MG102] because a\n"
    assert suppressed("a.py", "\n" * 19 + directive + "\n" * 50, 60)
    assert not suppressed("a.py", "\n" * 20 + directive + "\n" * 50, 60)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'text = "# modelguard: ignore[MG102] because a"\n'),
        ("a.py", 'def f():\n    """Write\n\n    # modelguard: ignore[MG102] because a\n    """\n'),
        ("a.ts", 'const text = "// modelguard: ignore[MG102] because a";\n'),
        ("a.md", "```python\nx  # modelguard: ignore[MG102] because a\n```\n"),
        ("a.md", "```html\n<!-- modelguard: ignore[MG102] because a -->\n```\n"),
        ("a.md", "Write `# modelguard: ignore[MG102] because a` on the line.\n"),
        ("a.md", "Write `<!-- modelguard: ignore[MG102] because a -->` on the line.\n"),
        ("a.yaml", "run: modelguard: ignore[MG102]\n"),
        ("a.py", "# modelguard: ignored[MG102]\n"),
    ],
)
def test_text_about_suppressions_is_none(path: str, text: str) -> None:
    assert parse(path, text) == ()


def test_in_a_notebook_it_covers_its_line_of_the_cell() -> None:
    source = ["import openai\n", f'm = "gpt-4o"  # modelguard: {TERMS}\n', 'n = "gpt-4o"']
    cells = [{"cell_type": "code", "source": source}]
    text = json.dumps({"cells": cells}, indent=1)
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "modelguard" in row)
    assert suppressed("a.ipynb", text, line)
    assert not suppressed("a.ipynb", text, line + 1)
    assert parse("a.ipynb", text)[0].reason == "we follow it"


def test_in_a_notebook_on_one_line_it_covers_only_its_part() -> None:
    source = f'm = "gpt-4o"  # modelguard: {TERMS}\nn = "gpt-4.1"\n# modelguard: {TERMS}\no = "o3-2025"\np = "o4"'
    text = json.dumps({"cells": [{"cell_type": "code", "source": source}]})
    ids = ["gpt-4o", "gpt-4.1", "o3-2025", "o4"]
    hit = [suppressed("a.ipynb", text, 1, column=text.index(name) + 1) for name in ids]
    assert hit == [True, False, True, False]


def test_what_was_used_is_told_apart() -> None:
    found = parse("a.py", "m = 'gpt-4o'  # modelguard: ignore[MG102, MG104] because a\n")
    _, states = suppress.apply([finding("a.py", 1)], found, TODAY)
    assert [state.used for state in states] == [frozenset({"MG102"})]


@given(
    path=st.sampled_from(["a.py", "a.ts", "a.md", "a.yaml", "a.ipynb", "a.sql", "x"]),
    text=st.lists(
        st.sampled_from(
            ["modelguard: ignore", "[MG102]", "#", "//", '"', "'", "\\n", "\\", "\n", "\r", "```", " ", "é"]
        )
    ).map("".join),
)
def test_no_text_makes_it_raise(path: str, text: str) -> None:
    for item in parse(path, "modelguard:" + text):
        assert item.location.line >= 1
        assert item.location.column >= 1
