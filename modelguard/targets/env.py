"""Environment variables: ``CHAT_MODEL=...``, ids as the platform's API takes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from modelguard.runtime import split
from modelguard.targets import MARK, Item, Target

_PLAIN = re.compile(r"[\w./:@+-]*", re.ASCII)


def render(items: Sequence[Item], path: str) -> str:
    """The file's text."""
    lines = [f"# {MARK.removesuffix('`')} env` from {path}: edit that file and generate this one again."]
    return "\n".join([*lines, *(f"{name}={_quoted(value)}" for name, value in variables(items))]) + "\n"


def variables(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """Name and value of every variable."""
    for item in items:
        yield f"{item.name}_MODEL", item.entry.id
        if item.entry.fallbacks:
            yield f"{item.name}_MODEL_FALLBACKS", ",".join(split(text)[1] for text in item.entry.fallbacks)


def _quoted(value: str) -> str:
    if _PLAIN.fullmatch(value.replace(",", "")):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("\n", "\\n")
    return f'"{escaped}"'


TARGET = Target("env", "A .env file with CHAT_MODEL for entry chat.", render)
