"""Ids that are whole although the text around them is not: the tail of an ARN whose region is computed."""

from __future__ import annotations

import re
from dataclasses import replace

from modelguard.text import SourceFile
from modelguard.types import Literal, Span

_MAKERS = (
    "ai21|amazon|anthropic|cohere|deepseek|google|luma|meta|minimax|mistral|moonshot|moonshotai|nvidia|openai|qwen|"
    "stability|twelvelabs|writer|xai|zai"
)
_RESOURCE = re.compile(r"(?:[^\s/]*:)?(?:foundation-model|inference-profile)/(?:\{\}\.?)?(?P<id>[\w.:-]+)")
_PROFILE = re.compile(rf"\{{\}}\.?(?P<id>(?:{_MAKERS})\.[\w.:-]+)")
_PUBLISHED = re.compile(r"\S*(?P<id>publishers/[\w.-]+/models/[\w.@-]+)")


def known_part(source: SourceFile, literal: Literal) -> Literal | None:
    """The literal of the id alone, where nothing that is unknown belongs to it; else None.

    Region, account and project of a resource name, and the region before an inference profile, say who
    routes the request: the model is the same whatever they turn out to be.
    """
    value = literal.value
    if "/" not in value and "{}" not in value:
        return None
    match = _RESOURCE.fullmatch(value) or _PROFILE.fullmatch(value)
    if match is None and literal.dynamic:
        match = _PUBLISHED.fullmatch(value)
    if match is None:
        return None
    id = match["id"]
    start = literal.span.end - len(id)
    exact = source.text[start : literal.span.end] == id
    span = Span(start, literal.span.end) if exact else literal.span
    return replace(literal, value=id, span=span, exact=exact, dynamic=False)
