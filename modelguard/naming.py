"""One name for one model, whatever the platform writes around it."""

from __future__ import annotations

import re

_GATEWAY_SUFFIX = re.compile(r":(?:free|nitro|floor|beta|extended|thinking|online|exacto)$")
_BEDROCK_TAIL = re.compile(r"-v\d+(?::\d+)?(?::\w+)?$")
_COMMON_PARTS = frozenset("text model models latest preview default chat embedding embeddings instruct".split())
_BEDROCK_VENDOR = re.compile(r"^(?:us-gov|us|eu|apac|jp|au|global)\.|^[a-z0-9]+\.(?=[a-z])")


def plain_name(id: str) -> str:
    """An id without what a platform adds: vendor folder, version tail, ``@``, dots for dashes."""
    name = _GATEWAY_SUFFIX.sub("", id.lower())
    name = name.rsplit("/", 1)[-1]
    name = _BEDROCK_VENDOR.sub("", name)
    name = _BEDROCK_VENDOR.sub("", name) if name.startswith(("anthropic.", "meta.", "amazon.")) else name
    name = _BEDROCK_TAIL.sub("", name)
    name = name.removesuffix("@latest").removesuffix("@default").removesuffix("-latest")
    return name.replace("gpt-35", "gpt-3.5").replace("@", "-").replace(".", "-")


def named_after(name: str, id: str) -> bool:
    """Whether a constant carries the name of its own value: ``GPT4oMini``, ``ClaudeV3Haiku``, ``TITAN_LITE_V1``."""
    low = re.sub(r"[^a-z0-9]", "", name.lower())
    if not low or "default" in low:
        return False
    if re.sub(r"[^a-z0-9]", "", id.lower()) in low:
        return True
    parts = {part for part in re.findall(r"[a-z]{3,}", id.lower()) if part not in _COMMON_PARTS}
    numbered = any(number in low for number in re.findall(r"\d+", id))
    return bool(parts) and all(part in low for part in parts) and (len(parts) > 1 or numbered)
