"""Strings that a call puts together: ``fmt.Sprintf("gpt-4o-%s", v)``, ``format!("{base}-mini")``, ``concat!(...)``."""

from __future__ import annotations

import re
from collections.abc import Callable

from modelguard.readers._code import Code
from modelguard.readers._tokens import Text

_FORMATTING = frozenset("Sprintf sprintf format Format vsprintf formatted".split())
_METHODS = frozenset(("formatted", "format"))
_HOLE = re.compile(r"%(?:(?P<nth>\d+)\$)?[-+0#]?[\d.]*(?P<kind>[sdvqxfS%])|\{(?P<name>\w*)(?::[^{}]*)?\}|\{\{|\}\}")
_PLAIN = re.compile(r"[A-Za-z_$][\w$]*")
_MOST = 20


def formatted(code: Code, index: int, value: Callable[[str], str | None]) -> tuple[int, int, Text] | None:
    """The last token, the opening bracket and the text of the call that formats the string at ``index``.

    ``value`` is what a name of this file holds; a hole whose value nobody knows stays a hole.
    """
    tokens = code.tokens
    text, opener = tokens.strings[index], index - 1
    if tokens.word(index + 1) == "." and tokens.word(index + 2) in _METHODS and tokens.word(index + 3) == "(":
        opener, arguments = index + 3, _arguments(code, index + 3)
    elif tokens.word(opener) == "(" and (last := code.callee(opener).rpartition(".")[2]) in _FORMATTING | {"concat"}:
        arguments = _arguments(code, opener)[1:]
        if last == "concat":
            return _joined(code, index, opener) if tokens.word(opener - 1) == "!" else None
    else:
        return None
    last_token = tokens.closer.get(opener, -1)
    if last_token < 0 or text.dynamic or not _HOLE.search(text.value):
        return None
    return last_token, opener, Text(text.span, _parts(code, text.value, arguments, value), exact=False)


def _joined(code: Code, index: int, opener: int) -> tuple[int, int, Text] | None:
    tokens = code.tokens
    parts = [
        (True, tokens.strings[at].value) if at in tokens.strings else (False, "") for at in _arguments(code, opener)
    ]
    return tokens.closer.get(opener, index), opener, Text(tokens.strings[index].span, parts, exact=False)


def _arguments(code: Code, opener: int) -> list[int]:
    """The one token of each argument; -1 for an argument of several."""
    tokens, found = code.tokens, [-2]
    for at in tokens.inside(opener, 4 * _MOST):
        if tokens.word(at) == ",":
            found.append(-2)
        else:
            found[-1] = at if found[-1] == -2 else -1
    return found[:_MOST]


def _parts(
    code: Code, pattern: str, arguments: list[int], value: Callable[[str], str | None]
) -> list[tuple[bool, str]]:
    parts: list[tuple[bool, str]] = []
    last = nth = 0
    for hole in _HOLE.finditer(pattern):
        if hole.start() > last:
            parts.append((True, pattern[last : hole.start()]))
        last = hole.end()
        name = hole["name"]
        if hole["kind"] == "%" or (name is None and not hole["kind"]):
            parts.append((True, hole.group()[0]))
            continue
        if name and not name.isdigit():
            known = value(name)
        else:
            at = int(hole["nth"]) - 1 if hole["nth"] else int(name) if name else nth
            known = _known(code, arguments[at], value) if 0 <= at < len(arguments) else None
            nth += 1
        parts.append((True, known) if known is not None else (False, ""))
    if last < len(pattern):
        parts.append((True, pattern[last:]))
    return parts


def _known(code: Code, at: int, value: Callable[[str], str | None]) -> str | None:
    tokens = code.tokens
    if at < 0:
        return None
    if text := tokens.strings.get(at):
        return None if text.dynamic else text.value
    return value(tokens.words[at]) if tokens.kinds[at] == "i" and _PLAIN.fullmatch(tokens.words[at]) else None
