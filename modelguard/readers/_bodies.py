"""What the functions of a file give back: the expressions behind ``return``, or behind the arrow."""

from __future__ import annotations

from collections.abc import Iterator

from modelguard.readers import _language as syntax
from modelguard.readers._code import Code

_NEAR = 40
_RETURNS = 8


def returned(code: Code, index: int, value: int) -> Iterator[int]:
    """First tokens of what the function named at ``index`` returns; ``value`` is what the name is given, or -1."""
    tokens = code.tokens
    if tokens.word(index - 1) in syntax.FUNCTIONS or (value < 0 and code.language.bare_methods):
        yield from _in_body(code, _body(code, index + 1))
        return
    while tokens.word(value) == "async":
        value += 1
    if value < 0:
        return
    if tokens.word(value) in syntax.FUNCTIONS:
        yield from _in_body(code, _body(code, value + 1))
    elif (arrow := _arrow(code, value)) >= 0:
        inner = arrow + 1
        yield from _in_body(code, inner) if tokens.word(inner) == "{" else (inner,)


def _body(code: Code, index: int) -> int:
    """The bracket that opens the body of the function whose parameters stand at ``index`` or right after; or -1."""
    tokens = code.tokens
    while tokens.kinds[min(index, len(tokens) - 1)] == "i":
        index += 1
    if tokens.word(index) != "(":
        return -1
    end = tokens.closer.get(index, -1)
    for at in range(end + 1, min(end + _NEAR, len(tokens)) if end >= 0 else 0):
        if tokens.word(at) == "{":
            return at
        if tokens.word(at) in (";", "=", ",", ")", "."):
            return -1
    return -1


def _arrow(code: Code, index: int) -> int:
    """The arrow of the function that begins at ``index``; -1 where none begins."""
    tokens = code.tokens
    if tokens.word(index) == "(":
        index = tokens.closer.get(index, index)
    elif tokens.kinds[index] != "i":
        return -1
    for at in range(index + 1, min(index + _NEAR, len(tokens))):
        if tokens.word(at) == "=>":
            return at
        if tokens.word(at) in (";", "{", "(", ".", ",", "="):
            return -1
    return -1


def _in_body(code: Code, opener: int) -> Iterator[int]:
    tokens = code.tokens
    if opener < 0:
        return
    end = tokens.closer.get(opener, opener)
    places = [at for at in tokens.named("return") if opener < at < end]
    yield from (at + 1 for at in places[:_RETURNS])
