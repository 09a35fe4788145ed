"""Notebooks: the physical line of the file and the number of the cell."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelguard.readers.notebook import READER
from modelguard.text import SourceFile
from modelguard.types import Literal, Place, Reading


def book(*cells: dict[str, Any], indent: int | None = 1) -> SourceFile:
    metadata = {"language_info": {"name": "python"}}
    return SourceFile.of("a.ipynb", json.dumps({"cells": list(cells), "metadata": metadata}, indent=indent).encode())


def code(*lines: str) -> dict[str, Any]:
    return {"cell_type": "code", "outputs": [], "source": list(lines)}


def read(source: SourceFile) -> Reading:
    return READER.read(source, lambda text: "gpt" in text)


def stands(source: SourceFile, literal: Literal) -> str:
    return source.text[literal.span.start : literal.span.end]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_the_id_is_found_where_it_stands_in_the_json(indent: int | None) -> None:
    source = book(code("x = 1\n", 'f(\tmodel="gpt-4")\n'), indent=indent)
    (literal,) = read(source).literals
    assert (stands(source, literal), literal.exact, literal.cell) == ("gpt-4", True, 1)
    assert '"gpt-4' in source.line_text(source.position(literal.span.start)[0]).replace("\\", "")


def test_source_may_be_one_string() -> None:
    source = book({"cell_type": "code", "source": 'import x\nf(model="gpt-4")'})
    (literal,) = read(source).literals
    assert (stands(source, literal), literal.exact) == ("gpt-4", True)


def test_magics_and_shell_lines_cost_nothing_else() -> None:
    lines = (
        "%pip install a\n",
        "! pip install b\n",
        "if x:\n",
        "    !ls \\\n",
        "    -l\n",
        "df?\n",
        "y = !ls\n",
        'f(model="gpt-4")\n',
        "%time x",
    )
    reading = read(book(code(*lines)))
    assert [literal.value for literal in reading.literals] == ["gpt-4"]
    assert reading.problems == ()


def test_a_cell_of_another_language_is_left_out() -> None:
    reading = read(book(code("%%html\n", "<b>gpt-4 [\n"), code('f(model="gpt-4o")')))
    assert [(literal.value, literal.cell) for literal in reading.literals] == [("gpt-4o", 2)]
    assert reading.problems == ()


@pytest.mark.parametrize("language", ["", "coconut", "xpython", None])
def test_a_kernel_of_any_name_runs_python_unless_it_is_known_to_run_another_language(language: str | None) -> None:
    info = {} if language is None else {"language_info": {"name": language}}
    cell = code('M = "gpt-4"\n', "client.chat(model=M)")
    (literal,) = read(SourceFile.of("a.ipynb", json.dumps({"cells": [cell], "metadata": info}).encode())).literals
    assert [use.call for use in literal.context.used_at] == ["client.chat"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (code("%%writefile conf/app.yaml\n", "llm:\n", "  model: gpt-4\n"), "model"),
        (code("%%writefile app.py\n", 'ask(model="gpt-4")\n'), "model"),
        (code("%%bigquery\n", "CREATE MODEL m OPTIONS (endpoint = 'gpt-4')\n"), "endpoint"),
    ],
    ids=["yaml", "python", "sql"],
)
def test_a_cell_that_writes_or_runs_something_else_is_read_as_that(cell: dict[str, Any], name: str) -> None:
    source = book(code("x = 1"), cell)
    (literal,) = read(source).literals
    assert (stands(source, literal), literal.context.name, literal.cell) == ("gpt-4", name, 2)


def test_a_broken_cell_costs_one_cell() -> None:
    source = book(code("x = 1\n", "def f(:\n"), code('f(model="gpt-4")'))
    reading = read(source)
    assert [literal.cell for literal in reading.literals] == [2]
    (problem,) = reading.problems
    assert problem.cell == 1
    assert "def f(:" in source.line_text(problem.line or 0)


def test_a_client_of_an_earlier_cell_serves_a_later_one() -> None:
    source = book(
        code("from openai import OpenAI\n", "client = OpenAI()"), code('M = "gpt-4"'), code("client.go(model=M)")
    )
    (literal,) = read(source).literals
    (use,) = literal.context.used_at
    assert (literal.cell, use.client) == (2, "openai.OpenAI")
    assert "client.go" in source.line_text(use.line)


def test_prose_and_outputs_are_no_code() -> None:
    output = {"output_type": "stream", "text": ["used gpt-4\n"]}
    picture = {"data": {"image/png": "gpt", "text/plain": ["gpt-4o"]}}
    source = book(
        {"cell_type": "markdown", "source": ["# About\n", "gpt-4 is here\n"]},
        {"cell_type": "code", "source": [], "outputs": [output, picture]},
    )
    found = [(literal.context.place, literal.cell) for literal in read(source).literals]
    assert found == [(Place.PROSE, 1), (Place.OUTPUT, 2), (Place.OUTPUT, 2)]


@pytest.mark.parametrize("text", ["x = 1", "[]", "{}", '{"cells": null}', '{"cells": 1}', "", "{"])
def test_what_is_no_notebook_is_said_to_be_none(text: str) -> None:
    assert READER.read(SourceFile.of("a.ipynb", text.encode()), lambda _: True).problems
