"""What a string looks like: syntax that every reader needs, without judging models."""

from __future__ import annotations

import re

from modelguard.types import Span

_SUFFIX = re.compile(
    r"\.(?:py|pyi|ts|tsx|js|jsx|mjs|cjs|vue|go|java|kt|cs|rb|php|rs|swift|sh|md|mdx|txt|rst|json|jsonl|jsonc|ya?ml|toml"
    r"|ini|cfg|csv|tsv|html?|css|scss|svg|png|jpe?g|gif|webp|ico|pdf|xml|lock|log|sql|ipynb|zip|tar|gz|mp[34]|wav"
    r"|prompty|env|conf|tf|bicep|proto|wasm|map)(?:$|[?#])",
    re.IGNORECASE,
)
_DEFAULT = re.compile(
    r"\$\{(?:env[:.])?(?:(?P<name>[\w.\-]+):[-=]?(?P<value>[^${}]+)|(?P<bare>\w+)[-=](?P<other>[^${}]+))\}"
)
_HOLE = re.compile(r"\$?\{\{(?:[^{}]|\}(?!\}))*+\}\}|\$\{[^{}]*+\}")
_MEMBER = re.compile(r"[A-Za-z0-9@][\w./:@-]*")
_MEMBERS = re.compile(r"[+-]?[\w./:@-]+(?:[ ]*,[ ]*[+-]?[\w./:@-]+)+,?")
_EXPRESSION = re.compile(r"\{\{(?P<body>(?:[^{}]|\}(?!\})|\{(?!\{))*+)\}\}")
_FALLBACK = re.compile(
    r"""(?:\|\|\s*|&&\s*|\bdefault\s*\(?\s*|\|\s*default\s*\(\s*)\\?(?P<quote>["'`])(?P<value>[^"'`\\\r\n]{1,200})\\?(?P=quote)"""
)
_DEPLOYMENT = re.compile(
    r"(?:.*[_.-])?(?:deployment|deployments)(?:[_-]?(?:name|id))?|.*Deployment(?:Name|Id)?", re.DOTALL
)
_STORES = ("ollama://", "hf://", "huggingface://")
"""Schemes whose addresses are models."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def longer(value: str) -> bool:
    """Whether ``value`` is a sentence, an address or a file name rather than one word."""
    if value.startswith(_STORES):
        value = value.partition("://")[2]
    return (
        any(mark in value for mark in (" ", "\n", "\t", "://", "\\", '"'))
        or value.startswith(("/", "./", "../", "~/", "@/", "~", "#", "<", "mailto:", "www."))
        or _SUFFIX.search(value) is not None
    )


def clean(value: str) -> str:
    """``value`` without lone surrogates, which no output could print."""
    return _SURROGATE.sub("\ufffd", value)


def default_of(value: str, start: int) -> tuple[str, Span] | None:
    """Name and span of the default in ``${NAME:-default}``, ``${NAME=default}`` or ``${name:default}``."""
    match = _DEFAULT.fullmatch(value)
    if match is None:
        return None
    name, group = (match["name"], "value") if match["name"] else (match["bare"], "other")
    return name, Span(start + match.start(group), start + match.end(group))


def members(value: str, start: int) -> list[Span]:
    """The members of a list that is written as one value: ``gpt-4o,gpt-4o-mini``."""
    if "," not in value or not _MEMBERS.fullmatch(value):
        return []
    return [Span(start + match.start(), start + match.end()) for match in _MEMBER.finditer(value)]


def template(value: str) -> str:
    """``value`` with ``{}`` for every ``${...}`` and ``{{ ... }}`` in it."""
    return _HOLE.sub("{}", value) if "{" in value else value


def fallbacks(text: str, start: int, end: int) -> list[Span]:
    """The strings that a value made of one ``{{ ... }}`` can become: ``{{ vars.MODEL || 'gpt-4o' }}``,
    ``{{ .Values.model | default "gpt-4o" }}``."""
    match = _EXPRESSION.fullmatch(text, start + (text[start : start + 1] == "$"), end)
    if match is None:
        return []
    return [Span(*found.span("value")) for found in _FALLBACK.finditer(text, *match.span("body"))]


def deployment(name: str | None) -> bool:
    """Whether a name says that its value is a deployment's name: ``azure_deployment``, ``deploymentName``."""
    return (
        name is not None
        and _DEPLOYMENT.fullmatch(name.replace("DEPLOYMENT", "deployment").replace("_NAME", "_name")) is not None
    )
