"""Arithmetic of partly known strings: products of parts, templates, and the methods that fold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from modelguard.types import record

MAX_VALUES = 16
_PERCENT = re.compile(r"%(?:\((\w+)\))?[-+ #0]*(?:\*|\d+)?(?:\.\d+)?([%a-zA-Z])")
_FORMAT = re.compile(r"\{\{|\}\}|\{([^{}!:]*)(![rsa])?(:[^{}]*)?\}")
SIMPLE: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "strip": str.strip,
    "lstrip": str.lstrip,
    "rstrip": str.rstrip,
    "title": str.title,
    "capitalize": str.capitalize,
    "casefold": str.casefold,
}
REPLACING: dict[str, Callable[..., str]] = {
    "replace": str.replace,
    "removeprefix": str.removeprefix,
    "removesuffix": str.removesuffix,
}
FOLDING_METHODS = frozenset({"format", "join", *SIMPLE, *REPLACING})


@record
class Value:
    """One value an expression can have; ``{}`` stands for what is not known."""

    text: str
    known: bool = True


UNKNOWN = Value("{}", known=False)


def constant_value(constant: object) -> Value:
    """A constant as it stands in a string; truth values and ``None`` are not known."""
    if isinstance(constant, str):
        return Value(constant)
    if isinstance(constant, bytes):
        return Value(constant.decode("utf-8", "replace"))
    if isinstance(constant, int | float) and not isinstance(constant, bool):
        try:
            return Value(str(constant))
        except ValueError:
            return UNKNOWN
    return UNKNOWN


def product(parts: Sequence[tuple[Value, ...]]) -> Iterator[Value]:
    """Every way to join the parts, at most a few."""
    total = 1
    for part in parts:
        total *= len(part)
        if total > MAX_VALUES:
            parts = [part if len(part) == 1 else (UNKNOWN,) for part in parts]
            break
    for choice in itertools.product(*parts):
        yield Value("".join(value.text for value in choice), all(value.known for value in choice))


def mapped(value: Value, change: Callable[[str], str]) -> Value:
    """The value after a method of :data:`SIMPLE`."""
    return Value(change(value.text), value.known)


def replaced(value: Value, method: str, arguments: list[str]) -> Value:
    """The value after a method of :data:`REPLACING`; unknown where the arguments do not fit."""
    try:
        return Value(REPLACING[method](value.text, *arguments), value.known)
    except TypeError:
        return UNKNOWN


def percent_pieces(template: Value, counter: Iterator[int]) -> Iterator[tuple[bool, str]]:
    """Pieces of a ``%`` template: ``(True, literal text)`` or ``(False, key of an argument)``."""
    last = 0
    for match in _PERCENT.finditer(template.text):
        yield True, template.text[last : match.start()]
        if match.group(2) == "%":
            yield True, "%"
        elif match.group(2) in "sdi":
            yield False, match.group(1) or str(next(counter))
        else:
            yield False, "?"
        last = match.end()
    yield True, template.text[last:]


def format_pieces(template: Value) -> Iterator[tuple[bool, str]]:
    """Pieces of a ``format`` template: ``(True, literal text)`` or ``(False, key of an argument)``."""
    last, counter = 0, itertools.count()
    for match in _FORMAT.finditer(template.text):
        yield True, template.text[last : match.start()]
        if match.group() in ("{{", "}}"):
            yield True, match.group()[0]
        elif match.group(3) or match.group(2) in ("!r", "!a"):
            yield False, "?"
        else:
            yield False, match.group(1) or str(next(counter))
        last = match.end()
    yield True, template.text[last:]
