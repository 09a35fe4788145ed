"""One name for one model, whatever the platform writes around it."""

from __future__ import annotations

import re

_GATEWAY_SUFFIX = re.compile(r":(?:free|nitro|floor|beta|extended|thinking|online|exacto)$")
_BEDROCK_TAIL = re.compile(r"-v\d+(?::\d+)?(?::\w+)?$")
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
