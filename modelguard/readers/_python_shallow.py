"""Read strings without a syntax tree: test files, whose role their path tells, and broken files."""

from __future__ import annotations

import re

from modelguard.readers._python_tokens import token_at
from modelguard.text import SourceFile
from modelguard.types import Context, Literal, Place, Span

_TEST = re.compile(r"(?:^|/)(?:tests?/|test_[^/]*\.pyi?$|[^/]*_test\.py$|conftest\.py$)")
_SPACE = re.compile(r"\S\s+\S")
_NAMED = re.compile(r"([^\W\d]\w*)[\"']?\]?\s*(?::\s*[^\s=,(){}]+\s*)?(==|!=|=|:|\bin)\s*\(?\s*\Z")

_DEFAULTED = re.compile(r"(?:getenv|environ\.get)\(\s*[\"']([\w.-]{1,80})[\"']\s*,\s*(?:default\s*=\s*)?\Z")


def is_test(path: str) -> bool:
    """Whether ``path`` is a test by the common rules of pytest and unittest."""
    return _TEST.search(path) is not None


def shallow(source: SourceFile, hits: list[tuple[int, int]]) -> tuple[Literal, ...]:
    """A literal for every wanted string or comment; its context is what stands right before it."""
    return tuple(_literal(source, start, end) for start, end in hits)


def _literal(source: SourceFile, start: int, end: int) -> Literal:
    text = source.text
    if text[start] == "#":
        return Literal(text[start:end], Span(start, end), Context(Place.COMMENT))
    token = token_at(text, start, end)
    body = text[token.body_start : token.body_end]
    span = Span(token.body_start, token.body_end)
    if "://" in body or _SPACE.search(body):
        return Literal(body, span, Context(Place.TEXT))
    if token.formatted and "{" in body:
        value = re.sub(r"\{[^{}]*\}", "{}", body)
        return Literal(value, span, _context(text, token.start), exact=False, dynamic=True)
    plain = "\\" not in body
    return Literal(body, span, _context(text, token.start), exact=plain)


def _context(text: str, start: int) -> Context:
    if default := _DEFAULTED.search(text, max(start - 160, 0), start):
        return Context(Place.ENV_DEFAULT, name=default.group(1))
    before = text[max(start - 80, 0) : start].rstrip().removesuffix("(").rstrip()
    match = _NAMED.search(text, max(start - 80, 0), start) if before.endswith(("=", ":", "in")) else None
    if match is None:
        return Context(Place.OTHER)
    place = {"=": Place.ASSIGNMENT, ":": Place.MAPPING_VALUE}.get(match.group(2), Place.COMPARISON)
    return Context(place, name=match.group(1))
