"""Python and notebooks: whatever the bytes, reading ends, raises nothing and stays inside the file."""

from __future__ import annotations

import json

import hypothesmith
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelguard.readers import notebook, python
from modelguard.text import SourceFile
from modelguard.types import Reading

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
WORDS = """"gpt-4" '''gpt-4 f"gpt-{x}" x model = ( ) [ ] { } : , . + % # lambda if else for in match case
    .format .join ** load() models return import from def class \\ é 日"""
PIECES = st.sampled_from(
    [*WORDS.split(), " ", "\n", "\r\n", "\r", "\f", "\t", "    ", "# gpt-4", "\x00", "\u2028", "def f(", "class A:"]
)


def holds(source: SourceFile, reading: Reading) -> None:
    size = len(source.text)
    for literal in reading.literals:
        assert 0 <= literal.span.start <= literal.span.end <= size
        assert not literal.exact or source.text[literal.span.start : literal.span.end] == literal.value
    spans = [lookup.span for lookup in reading.lookups] + [item.span for item in reading.references]
    assert all(0 <= span.start <= span.end <= size for span in spans)
    assert all(problem.line is None or problem.line >= 1 for problem in reading.problems)


def check(path: str, data: bytes) -> None:
    source = SourceFile.of(path, data)
    holds(source, (notebook if path.endswith("ipynb") else python).READER.read(source, lambda _: True))


@FEW
@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    check("app.py", data)
    check("tests/a.py", data)
    check("a.ipynb", data)


@FEW
@given(st.lists(PIECES, max_size=40))
def test_any_row_of_pieces(pieces: list[str]) -> None:
    check("app.py", "".join(pieces).encode())
    cells = [{"cell_type": "code", "source": "".join(pieces)}, {"cell_type": "code", "source": pieces}]
    check("a.ipynb", json.dumps({"cells": cells}).encode())
    check("a.ipynb", json.dumps({"cells": cells}, ensure_ascii=False, indent=1).encode("utf-8", "replace"))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(hypothesmith.from_grammar())
def test_any_valid_module(code: str) -> None:
    check("app.py", code.encode("utf-8", "replace"))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(hypothesmith.from_node())
def test_any_valid_tree(code: str) -> None:
    check("app.py", code.encode("utf-8", "replace"))
