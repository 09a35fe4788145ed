"""What a string looks like: syntax that every reader needs, without judging models."""

from __future__ import annotations

import re

_SUFFIX = re.compile(
    r"\.(?:py|pyi|ts|tsx|js|jsx|mjs|cjs|vue|go|java|kt|cs|rb|php|rs|swift|sh|md|mdx|txt|rst|json|jsonl|jsonc|ya?ml|toml"
    r"|ini|cfg|csv|tsv|html?|css|scss|svg|png|jpe?g|gif|webp|ico|pdf|xml|lock|log|sql|ipynb|zip|tar|gz|mp[34]|wav"
    r"|prompty|env|conf|tf|bicep|proto|wasm|map)(?:$|[?#])",
    re.IGNORECASE,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def longer(value: str) -> bool:
    """Whether ``value`` is a sentence, an address or a file name rather than one word."""
    return (
        any(mark in value for mark in (" ", "\n", "\t", "://", "\\"))
        or value.startswith(("/", "./", "../", "~/", "@/", "~", "#", "<", "mailto:", "www."))
        or _SUFFIX.search(value) is not None
    )


def clean(value: str) -> str:
    """``value`` without lone surrogates, which no output could print."""
    return _SURROGATE.sub("\ufffd", value)
