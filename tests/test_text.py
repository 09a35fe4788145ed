"""Lines, columns and bytes are counted in one place, and counted right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelguard.text import SourceFile
from modelguard.types import Span


def at(data: bytes, needle: str, path: str = "a.py") -> tuple[int, int]:
    source = SourceFile.of(path, data)
    return source.position(source.text.index(needle))


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_each_line_end_counts_once(end: bytes) -> None:
    assert at(b"a" + end + b"b" + end + b"xid", "id") == (3, 2)


@pytest.mark.parametrize("char", ["\f", "\x85", "\u2028", "\v", "\x1c"])
def test_what_python_calls_a_line_break_is_none_here(char: str) -> None:
    assert at(f"a{char}b\nid".encode(), "id") == (2, 1)


def test_columns_count_code_points_without_the_byte_order_mark() -> None:
    assert at("\ufeffm = '\U0001f600id'".encode(), "id") == (1, 7)
    assert at(b"\tid", "id") == (1, 2)


def test_a_cookie_on_line_two_names_the_encoding_of_python() -> None:
    source = SourceFile.of("a.py", b"#!/bin/python\n# -*- coding: latin-1 -*-\nx = '\xe9'")
    assert source.encoding == "latin-1"
    assert source.text.endswith("'é'")
    assert source.problem is None


def test_bytes_that_are_not_the_encoding_are_a_problem_with_its_line() -> None:
    source = SourceFile.of("a.yaml", b"a: 1\nb: \xff\n")
    assert source.problem is not None
    assert source.problem.line == 2
    assert SourceFile.of("a.py", b"# coding: nonsense\n").problem is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_byte_offsets_lead_back_to_the_bytes(encoding: str) -> None:
    data = "é = 'id'\r\n".encode(encoding)
    source = SourceFile.of("a.txt", data)
    start, end = source.bytes_of(Span(source.text.index("id"), source.text.index("id") + 2))
    assert data[start:end].decode(source.encoding) == "id"


@given(st.text(), st.integers(0, 400))
def test_position_and_offset_are_inverse(text: str, offset: int) -> None:
    source = SourceFile.of("a.txt", text.encode("utf-8", "surrogatepass").replace(b"\xed", b"?"))
    offset = min(offset, len(source.text))
    assert source.offset(*source.position(offset)) == offset


@given(st.binary(max_size=200), st.sampled_from(["a.py", "a.yaml"]))
def test_no_bytes_make_decoding_raise(data: bytes, path: str) -> None:
    assert SourceFile.of(path, data).starts[0] == 0
