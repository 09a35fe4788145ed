"""Parse Python in pieces: the parser takes three times the memory of the tree it makes, for as long as it works."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from modelguard.text import SourceFile

_LARGE, _PIECE = 300_000, 60_000
"""Characters from which a file is parsed in pieces, and of a piece."""
_STATEMENT = re.compile(r"^(?!(?:else|elif|except|finally|case)\b)[A-Za-z_@]", re.MULTILINE)


def parse_module(source: SourceFile) -> ast.Module:
    """The tree of the whole file with its own positions. Raises what ``ast.parse`` raises."""
    if len(source.text) < _LARGE or "\0" in source.text:
        return ast.parse(source.text)
    return ast.Module([statement for piece in _pieces(source) for statement in piece], [])


def _pieces(source: SourceFile) -> Iterator[list[ast.stmt]]:
    """The statements of each piece. One that does not end with a statement is no Python, and grows until it is."""
    text, start, size = source.text, 0, _PIECE
    while start < len(text):
        following = _STATEMENT.search(text, start + size)
        end = following.start() if following else len(text)
        lines = source.position(start)[0] - 1
        try:
            yield ast.parse("\n" * lines + text[start:end]).body
        except SyntaxError:
            if end == len(text):
                raise
            size *= 2
            continue
        start, size = end, _PIECE
