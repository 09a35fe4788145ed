"""A large file is parsed in pieces, and nobody can tell from the tree."""

from __future__ import annotations

import ast
import inspect
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesmith import from_grammar

from modelguard.readers import _python_parse
from modelguard.readers._python_parse import parse_module
from modelguard.text import SourceFile

AWKWARD = textwrap.dedent(
    '''
    """A docstring
    def not_a_function(): pass
    that goes on."""
    import os; x = 1
    if x:
        a = 1
    else:
        a = 2
    try:
        b = """
    else: no code
    """
    except ValueError:
        b = 2
    finally:
        c = (1,
    2,
    x)
    @property
    @staticmethod
    def f(): return "é"
    d = 1 + \\
    x
    for y in []:
        pass
    else:
        pass
    match x:
        case 1: pass
    '''
)


def pieces(text: str, size: int, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        patch.setattr(_python_parse, "_LARGE", 1)
        patch.setattr(_python_parse, "_PIECE", size)
        return ast.dump(parse_module(SourceFile.of("x.py", text.encode())), include_attributes=True)


@pytest.mark.parametrize("size", [1, 7, 40, 150, 10_000])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_awkward_code_gives_the_same_tree(size: int, ends: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (AWKWARD, inspect.getsource(textwrap), inspect.getsource(inspect)[:40_000].rsplit("\ndef ", 1)[0]):
        text = text.replace("\n", ends)
        assert pieces(text, size, monkeypatch) == ast.dump(ast.parse(text), include_attributes=True)


@given(from_grammar(), st.integers(1, 30))
@settings(deadline=None, max_examples=60)
def test_any_code_gives_the_same_tree(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        assert pieces(text, size, patch) == ast.dump(ast.parse(text), include_attributes=True)


@pytest.mark.parametrize("size", [1, 20, 1000])
def test_an_error_has_its_own_line(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a = 1\n" * 30 + "b = (\n" + "c = 2\n" * 30
    with pytest.raises(SyntaxError) as whole:
        ast.parse(text)
    with pytest.raises(SyntaxError) as found:
        pieces(text, size, monkeypatch)
    assert found.value.lineno == whole.value.lineno == 31
